"""What must hold after a soak, whatever was killed meanwhile. Each gives what is wrong, in words; nothing: it holds."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from agent.desk.conversation import Role
from agent.desk.lifecycle import OPEN_STATUSES, Action, ImpossibleAction, target
from agent.desk.models import EventKind, TurnState
from agent.desk.tickets import AGENT, CUSTOMER, DESK
from agent.desk.waiting import number_of
from agent.reply import OutcomeKind, TicketStatus
from tests.soak.customers import Customer
from tests.soak.operators import Operator
from tests.soak.stored import Rows, Stored

_OWNERS = (Action.HAND_OVER, Action.REQUEUE, Action.RESOLVE, Action.RETURN)  # what only the owner does, or the desk


def said_once(customer: Customer, history: Sequence[dict[str, Any]]) -> Iterator[str]:
    """Of what the customer sent and got an answer for, each stands once in the history, as does each answer."""
    mine = [each for each in history if each["role"] == "customer"]
    texts = [each["text"] for each in mine if "attachments" not in each]
    sent = [each.text for each in customer.sent]
    if texts != sent:
        yield f"{customer.name} wrote {sent}, stored is {texts}"
    files = Counter(each["id"] for each in mine if "attachments" in each)
    if any(files[each] != 1 for each in customer.files):
        yield f"{customer.name}: a file is lost or doubled"
    if not len(customer.files) <= files.total() <= len(customer.files) + customer.unsure_files:
        yield f"{customer.name} sent {len(customer.files)} files, stored are {files.total()}"
    answers = Counter(each["id"] for each in history if each["role"] == "agent")
    for each in customer.sent:
        times = 0 if each.reply["outcome"] == OutcomeKind.RELAYED else 1
        if answers[each.reply["id"]] != times:
            yield f"{customer.name}: the reply {each.reply['id']} stands {answers[each.reply['id']]} times, not {times}"


def operators_said_once(operators: Sequence[Operator], stored: Stored) -> Iterator[str]:
    """The same of the operators' words, in the conversation that they were meant for."""
    texts = Counter(
        (each.conversation_id, each.id, each.text) for each in stored.messages if each.role is Role.OPERATOR
    )
    expected = Counter((each.conversation_id, each.id, each.text) for one in operators for each in one.said)
    for lost in (expected - texts).elements():
        yield f"an operator's message is lost: {lost}"
    unsure = {text for each in operators for text in each.unsure}
    for more in (texts - expected).elements():
        if more[2] not in unsure:
            yield f"an operator's message that nobody sent: {more}"
    for text, times in Counter(text for _, _, text in texts.elements()).items():
        if times > 1:
            yield f"«{text}» is stored {times} times"


def told_once(customer: Customer, stored: Stored) -> Iterator[str]:
    """The customer's stream, over all its connections, is what the history holds of operators and notices: each once,
    in order. Its last word on the ticket is how the ticket stands."""
    answers = {each.reply_id for each in stored.turns}
    held = [
        each.id
        for each in stored.messages_of(customer.id)
        if each.role is Role.OPERATOR or (each.role is Role.AGENT and each.id not in answers)
    ]
    told = [each.data["id"] for each in customer.stream.received if each.name == "message"]
    if told != held:
        yield f"{customer.name} was told {told}, the history holds {held}"
    if customer.ticket is not None:
        yield f"{customer.name} was told last of {customer.ticket}, and no ticket is open"


def operator_told_once(operator: Operator, stored: Stored) -> Iterator[str]:
    """The operator's stream, over all its connections, is the outbox: each event once, in order. Typing is for those
    who are there."""
    fleeting = {each.id for each in stored.events if each.kind is EventKind.TYPING}
    ids = [each.id for each in operator.stream.received if each.id is not None and each.id not in fleeting]
    held = [each.id for each in stored.events if each.id > operator.stream.since and each.id not in fleeting]
    if ids != held:
        missing, doubled = sorted(set(held) - set(ids)), [id for id, times in Counter(ids).items() if times > 1]
        yield f"{operator.name}'s stream: missing {missing}, doubled {doubled}, or out of order"


def owned_by_one(stored: Stored) -> Iterator[str]:
    """The audit is a way through the states, each step its actor's to take, and ends as the ticket stands."""
    for ticket in stored.tickets:
        number = number_of(ticket.id)
        status, owner = TicketStatus.OFFERED, None
        for each in (each for each in stored.audit if each.ticket_id == ticket.id):
            try:
                reached = target(each.action, status)
            except ImpossibleAction as error:
                yield f"{number}: {error}"
                break
            if each.what is not reached:
                yield f"{number}: {each.action} led to {each.what}, not to {reached}"
            if not _may(each.action, each.who, owner):
                yield f"{number}: {each.who} did {each.action} while {owner} owned it"
            if each.action is Action.CLAIM and each.operator != each.who:
                yield f"{number}: {each.who} claimed it for {each.operator}"
            status = reached
            owner = each.operator if reached is TicketStatus.ASSIGNED else None
        if status is not ticket.status:
            yield f"{number} is {ticket.status}, its audit ends with {status}"


def _may(action: Action, who: str, owner: str | None) -> bool:
    if action is Action.OPEN:
        return who == AGENT
    if action in (Action.CANCEL, Action.SCHEDULE):
        return who == CUSTOMER and owner is None
    if action is Action.EXPIRE:
        return who == DESK and owner is None
    if action in _OWNERS:
        return who == owner or (action is Action.REQUEUE and who == DESK)
    return owner is None and who not in (AGENT, CUSTOMER, DESK)  # claim


def claims_are_audited(operators: Sequence[Operator], stored: Stored) -> Iterator[str]:
    """Whoever was told that the ticket is theirs had it."""
    audited = {(number_of(each.ticket_id), each.who) for each in stored.audit if each.action is Action.CLAIM}
    handed = {(number_of(each.ticket_id), each.operator) for each in stored.audit if each.action is Action.HAND_OVER}
    for operator in operators:
        for number in operator.claimed:
            if (number, operator.name) not in audited | handed:
                yield f"{operator.name} was given {number}, of which the audit knows nothing"


def silent_over_people(stored: Stored) -> Iterator[str]:
    """Between the notices that an operator joins and that they are done, the agent answers nothing, and nobody but that
    operator writes."""
    answers = {each.reply_id for each in stored.turns}
    owners: dict[str, str | None] = {}
    for each in stored.messages:
        owner = owners.get(each.conversation_id)
        if each.role is Role.OPERATOR and each.author != owner:
            yield f"{each.author} wrote «{each.text}» in the conversation of {owner}"
        if each.role is Role.AGENT and each.id in answers and owner is not None:
            yield f"the agent answered «{each.text}» in the conversation of {owner}"
        if each.role is Role.AGENT and each.id not in answers:
            owners[each.conversation_id] = each.reply.escalation.operator


def nobody_forgotten(customers: Sequence[Customer], stored: Stored) -> Iterator[str]:
    """Every ticket that anybody was promised is there, every turn has its answer, and nobody is waiting still."""
    tickets = {(each.conversation_id, number_of(each.id)): each for each in stored.tickets}
    for customer in customers:
        for number in customer.called:
            if (customer.id, number) not in tickets:
                yield f"{customer.name} was promised {number}, which is not there"
        yield from (f"{customer.name} was refused {each}" for each in customer.refused)
    for (_, number), ticket in tickets.items():
        if ticket.status in OPEN_STATUSES:
            yield f"{number} is {ticket.status} still"
    for turn in stored.turns:
        if turn.state is not TurnState.ANSWERED:
            yield f"the turn of {turn.message_id} is {turn.state}"


def promised_is_stored(stored: Stored) -> Iterator[str]:
    """A reply that hands over names a ticket of its conversation; a relayed one the ticket of who owns it."""
    tickets = {number_of(each.id): each.conversation_id for each in stored.tickets}
    for turn in stored.turns:
        if turn.reply is None or turn.reply.outcome not in (OutcomeKind.ESCALATED, OutcomeKind.RELAYED):
            continue
        named = turn.reply.escalation and turn.reply.escalation.ticket
        if tickets.get(named or "") != turn.conversation_id:
            yield f"the reply {turn.reply_id} promises {named}, which is no ticket of its conversation"


def shown_audit(ticket: Any, audit: Rows, shown: Sequence[dict[str, Any]]) -> Iterator[str]:
    """What operators are shown of a ticket's history is the audit."""
    held = [(each.who, each.action.value) for each in audit if each.ticket_id == ticket.id]
    if [(each["who"], each["what"]) for each in shown] != held:
        yield f"{number_of(ticket.id)}: shown is {shown}, the audit holds {held}"
