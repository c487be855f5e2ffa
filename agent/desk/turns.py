"""The rules of turns: messages are answered one at a time and in order, each once, whoever sends and whoever answers.

Every function works inside the caller's transaction. All workers see one another through the database alone: a turn is
open while a worker makes its answer, and a worker that gave no sign of life for the lease counts as dead.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy import Connection, and_, bindparam, func, insert, or_, select, update

from agent.desk import messages
from agent.desk.conversation import AnsweredTurn, Message, Role, Turn
from agent.desk.errors import UnknownMessage
from agent.desk.history import SAID, message_of
from agent.desk.models import MessageRow, TicketRow, TurnRow, TurnState
from agent.desk.waiting import Waiting, is_owned
from agent.reply import Escalation, OutcomeKind, Reply

# Several signs of life long, and longer than SQLite lets a writer wait; shorter than a customer's patience. Whoever is
# taken for dead too early does some work in vain: of two replies the first is stored.
LEASE = timedelta(seconds=12)
HISTORY_LIMIT = 40  # messages before a turn that are given with it: no decision looks further back


# Built here, once, as those of messages.py.
_ADD_TURN = insert(TurnRow)
_LIVING = and_(TurnRow.state == TurnState.OPEN, TurnRow.claimed_at > bindparam("dead_since"))
_OF_CONVERSATION = TurnRow.conversation_id == bindparam("conversation")
_OF_MESSAGE = TurnRow.message_id == bindparam("message")
_HELD = and_(_OF_MESSAGE, TurnRow.attempt == bindparam("held"), TurnRow.state == TurnState.OPEN)
_EARLIER = select(TurnRow.message_id).where(_OF_CONVERSATION, TurnRow.seq < bindparam("before"), _LIVING).limit(1)
_IN_PROGRESS = select(TurnRow.message_id).where(_OF_MESSAGE, _LIVING)
_REPLY = select(TurnRow.reply).where(_OF_MESSAGE, _OF_CONVERSATION)
_CHANGE = update(TurnRow).where(_OF_MESSAGE)
_CHANGE_HELD = update(TurnRow).where(_HELD)
_RENEW = _CHANGE_HELD.values(claimed_at=bindparam("claimed_at"))
_KNOWN = (
    select(MessageRow.text, TurnRow)
    .join(TurnRow, TurnRow.message_id == MessageRow.id)
    .where(MessageRow.conversation_id == bindparam("conversation"), MessageRow.client_message_id == bindparam("client"))
)
_SETTLED = select(func.coalesce(func.max(TicketRow.closed_seq), 0)).where(
    TicketRow.conversation_id == bindparam("conversation"), TicketRow.closed_seq < bindparam("before")
)
_BEFORE = (
    SAID.where(
        MessageRow.conversation_id == bindparam("conversation"),
        # The answer to an earlier message may have been stored after this message.
        or_(MessageRow.seq < bindparam("before"), TurnRow.seq < bindparam("before")),
        # Notices of a ticket and files are no part of what was asked and answered.
        or_(MessageRow.role != Role.AGENT, TurnRow.message_id.is_not(None)),
        MessageRow.text != "",
        # What a person has settled is settled: an old request must not haunt the conversation.
        MessageRow.seq > _SETTLED.scalar_subquery(),
    )
    .order_by(MessageRow.seq.desc())
    .limit(HISTORY_LIMIT)
)
_LAST_SAID_BY_OPERATOR = select(func.coalesce(func.max(MessageRow.seq), 0)).where(
    MessageRow.conversation_id == bindparam("conversation"), MessageRow.role == Role.OPERATOR
)
_LAST_ASKED = (
    select(TurnRow.message_id, TurnRow.seq, TurnRow.suggestion, MessageRow.text)
    .join(MessageRow, MessageRow.id == TurnRow.message_id)
    .where(_OF_CONVERSATION, TurnRow.seq > _LAST_SAID_BY_OPERATOR.scalar_subquery())
    .order_by(TurnRow.seq.desc())
    .limit(1)
)
_ANSWERED = (
    select(TurnRow.conversation_id, TurnRow.seq, TurnRow.reply, MessageRow.text)
    .join(MessageRow, MessageRow.id == TurnRow.message_id)
    .where(TurnRow.reply_id == bindparam("reply"))
)


@dataclass(frozen=True, slots=True)
class Place:
    """A message's place in the line of its conversation, held by this worker."""

    conversation_id: str
    message_id: str
    seq: int
    attempt: int
    text: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What the customer wrote last, and nobody of the desk has answered."""

    message_id: str
    text: str
    history: tuple[Message, ...]  # what was said before it, oldest first
    suggestion: Reply | None  # what the agent would answer, if that was made already


@dataclass(frozen=True, slots=True)
class InProgress:
    """Another worker holds the turn of this message."""

    message_id: str


def enter(
    connection: Connection, conversation_id: str, text: str, client_message_id: str | None, now: datetime
) -> Place | InProgress | Reply:
    """Stores the message and takes its place. A known message gives its reply, or the place that a dead worker held.

    Raises UnknownConversation.
    """
    seq = messages.next_seq(connection, conversation_id)
    if client_message_id is not None:
        known = _known(connection, conversation_id, client_message_id, now)
        if known is not None:
            return known
    place = Place(conversation_id, uuid4().hex, seq, attempt=1, text=text)
    message = messages.add(
        connection,
        conversation_id,
        Role.CUSTOMER,
        text,
        now,
        seq=seq,
        message_id=place.message_id,
        client_message_id=client_message_id,
    )
    turn = {
        "message_id": place.message_id,
        "conversation_id": conversation_id,
        "seq": seq,
        "state": TurnState.OPEN,
        "attempt": place.attempt,
        "claimed_at": now,
    }
    connection.execute(_ADD_TURN, turn)
    messages.tell(connection, conversation_id, message, now)
    return place


def start(connection: Connection, place: Place, now: datetime, waiting: Waiting) -> Turn | None:
    """The turn, when every earlier message is answered, given up, or its worker dead; else None."""
    if blocked(connection, place, now):
        return None
    history = _before(connection, place.conversation_id, place.seq)
    escalation = waiting.escalation(connection, place.conversation_id, now)
    return Turn(place.conversation_id, place.message_id, place.text, history, escalation, place.attempt)


def blocked(connection: Connection, place: Place, now: datetime) -> bool:
    """Whether an earlier message of the conversation is still being answered."""
    line = {"conversation": place.conversation_id, "before": place.seq, "dead_since": now - LEASE}
    return connection.execute(_EARLIER, line).first() is not None


def in_progress(connection: Connection, message_id: str, now: datetime) -> bool:
    """Whether a living worker makes the answer to this message."""
    return connection.execute(_IN_PROGRESS, {"message": message_id, "dead_since": now - LEASE}).first() is not None


def renew(connection: Connection, place: Place, now: datetime) -> bool:
    """Gives a sign of life; False when another worker has taken the place over."""
    held = {"message": place.message_id, "held": place.attempt}
    return connection.execute(_CHANGE_HELD, {**held, "claimed_at": now}).rowcount == 1


def renew_all(connection: Connection, attempts: Mapping[str, int], now: datetime) -> None:
    """Gives a sign of life for each of these, by the ids of their messages; those that others have now are left out."""
    held = [{"message": message, "held": attempt, "claimed_at": now} for message, attempt in attempts.items()]
    connection.execute(_RENEW, held)


def finish(
    connection: Connection,
    turn: Turn,
    reply: Reply,
    trace: Mapping[str, object],
    suggestion: Reply | None,
    now: datetime,
    waiting: Waiting,
) -> Reply:
    """Stores the reply and gives what is really sent: a relayed reply where an operator owns the conversation by now,
    the stored one where another worker was first. Raises UnknownConversation and UnknownMessage."""
    seq = messages.next_seq(connection, turn.conversation_id)
    stored = connection.execute(
        _REPLY, {"message": turn.message_id, "conversation": turn.conversation_id}
    ).one_or_none()
    if stored is None:
        raise UnknownMessage(turn.message_id)
    if stored.reply is not None:
        first: Reply = stored.reply
        return first
    sent = _unless_owned(reply, waiting.escalation(connection, turn.conversation_id, now))
    if sent is not reply:
        suggestion = reply if reply.citations else None  # what was being written when a person took over
    answered = {"state": TurnState.ANSWERED, "reply_id": sent.id, "reply": sent, "trace": dict(trace)}
    connection.execute(_CHANGE, {"message": turn.message_id, **answered, "suggestion": suggestion})
    if sent.outcome is not OutcomeKind.RELAYED:
        message = messages.add(
            connection, turn.conversation_id, Role.AGENT, sent.text, sent.created_at, seq=seq, message_id=sent.id
        )
        messages.tell(connection, turn.conversation_id, message, now)
    return sent


def abandon(connection: Connection, turn: Turn) -> None:
    """Lets the next message go on; nothing happens when the turn was answered or another worker has it."""
    held = {"message": turn.message_id, "held": turn.attempt}
    connection.execute(_CHANGE_HELD, {**held, "state": TurnState.ABANDONED})


def answered(connection: Connection, reply_id: str) -> AnsweredTurn:
    """The turn that ended with this reply. Raises UnknownMessage."""
    row = connection.execute(_ANSWERED, {"reply": reply_id}).one_or_none()
    if row is None:
        raise UnknownMessage(reply_id)
    return AnsweredTurn(row.text, _before(connection, row.conversation_id, row.seq), row.reply)


def last_asked(connection: Connection, conversation_id: str) -> Asked | None:
    """The customer's latest message; None where there is none, or an operator has answered since."""
    row = connection.execute(_LAST_ASKED, {"conversation": conversation_id}).one_or_none()
    if row is None:
        return None
    return Asked(row.message_id, row.text, _before(connection, conversation_id, row.seq), row.suggestion)


def keep_suggestion(connection: Connection, message_id: str, suggestion: Reply) -> None:
    connection.execute(_CHANGE, {"message": message_id, "suggestion": suggestion})


def _before(connection: Connection, conversation_id: str, seq: int) -> tuple[Message, ...]:
    """What was said before the message of this number, oldest first."""
    line = {"conversation": conversation_id, "before": seq}
    return tuple(message_of(row) for row in reversed(connection.execute(_BEFORE, line).all()))


def _known(
    connection: Connection, conversation_id: str, client_message_id: str, now: datetime
) -> Place | InProgress | Reply | None:
    sent = {"conversation": conversation_id, "client": client_message_id}
    row = connection.execute(_KNOWN, sent).one_or_none()
    if row is None:
        return None
    if row.reply is not None:
        reply: Reply = row.reply
        return reply
    if row.state is TurnState.OPEN and row.claimed_at > now - LEASE:
        return InProgress(row.message_id)
    place = Place(conversation_id, row.message_id, row.seq, row.attempt + 1, row.text)
    again = {"state": TurnState.OPEN, "attempt": place.attempt, "claimed_at": now}
    connection.execute(_CHANGE, {"message": place.message_id, **again})
    return place


def _unless_owned(reply: Reply, escalation: Escalation | None) -> Reply:
    if not is_owned(escalation):
        return reply
    return Reply(id=reply.id, created_at=reply.created_at, outcome=OutcomeKind.RELAYED, text="", escalation=escalation)
