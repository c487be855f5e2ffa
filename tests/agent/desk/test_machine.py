"""The desk against a model of it: customers, operators, turns and time in any order, on two workers of one database."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from shutil import copy
from typing import TypeVar
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from agent.desk import (
    Desk,
    DeskError,
    Message,
    NoOpenTicket,
    NotYours,
    Role,
    TakenByAnother,
    TicketClosed,
    TicketEvent,
    TicketSummary,
    Turn,
    UnknownTicket,
)
from agent.desk.lifecycle import OPEN_STATUSES, WAITING_STATUSES, Action, target
from agent.desk.models import EventKind, Presence
from agent.desk.outbox import KEPT, Event
from agent.desk.turns import LEASE
from agent.desk.upkeep import UNANSWERED_FOR
from agent.reply import Callback, OutcomeKind, Reason, TicketStatus
from tests.agent.desk.parts import Clock, a_reply

T = TypeVar("T")

OPERATORS = ("Ольга", "Пётр", "Инна")
TALKS = 3
DESK = "desk"
NOTICE = "(a notice)"
NOTIFIED = {*Action} - {Action.OPEN, Action.SCHEDULE}
SETTLED = {Action.RESOLVE, Action.CANCEL, Action.EXPIRE}
STEPS = [
    *["time", "customer writes", "agent"] * 3,
    *["gives up", "asks for a person", "asks for a person", "wants a call", "needs nobody", "reads"],
    *[Action.CLAIM, "write", "write", "note", Action.HAND_OVER, Action.REQUEUE, Action.RESOLVE, Action.RETURN],
    *[Action.CLAIM, Action.RESOLVE],
]
# Odd ones, so that no sum of a few is just as long as something of the rules.
a_while = st.sampled_from(
    [
        timedelta(seconds=7),
        timedelta(seconds=70),
        timedelta(minutes=6),
        timedelta(minutes=11),
        timedelta(minutes=65),
        timedelta(hours=73),
    ]
)


@dataclass
class Talk:
    """What is to be true of a conversation."""

    id: str
    number: str | None = None  # of its last ticket
    status: TicketStatus = TicketStatus.OFFERED
    owner: str | None = None
    last: tuple[Action, str, str | None] | None = None  # the last change, who made it, and for whom
    opened_at: datetime | None = None
    entered_at: datetime | None = None  # the queue, for the last time
    reminded_at: datetime | None = None
    callback: Callback | None = None
    answered: bool = False  # by an operator, since the ticket was opened
    asked_at: datetime | None = None  # first after that
    said: list[str] = field(default_factory=list)
    settled: int = 0  # so much of it is
    turns: list[tuple[Turn, datetime]] = field(default_factory=list)  # begun and not finished

    @property
    def is_open(self) -> bool:
        return self.status in OPEN_STATUSES

    @property
    def waiting_since(self) -> datetime | None:
        if not self.is_open:
            return None
        return self.asked_at if self.answered and self.status is TicketStatus.ASSIGNED else self.opened_at

    def of_new_ticket(self, now: datetime) -> None:
        self.status, self.owner, self.answered, self.asked_at = TicketStatus.OFFERED, None, False, None
        self.opened_at, self.reminded_at, self.callback = now, None, None

    def change(self, action: Action, who: str, now: datetime, owner: str | None = None) -> None:
        self.status = target(action, self.status)
        self.owner = owner if self.status is TicketStatus.ASSIGNED else None
        self.last = (action, who, self.owner)
        if self.status is TicketStatus.QUEUED:
            self.entered_at = now
        if action in NOTIFIED:
            self.said.append(NOTICE)
        if action in SETTLED:
            self.settled = len(self.said)


class DeskMachine(RuleBasedStateMachine):
    def __init__(self, url: str) -> None:
        super().__init__()
        self.clock = Clock()
        self.clock.step = timedelta(milliseconds=1)  # nothing happens at the same time
        self.desks = [Desk(url, clock=self.clock) for _ in range(2)]
        for name in OPERATORS:
            self.desks[0].operators.add(name, None)
        self.seen_at = dict.fromkeys(OPERATORS, datetime.min.replace(tzinfo=self.clock.now.tzinfo))
        self.talks = [Talk(self.desks[0].start_conversation()[0]) for _ in range(TALKS)]
        self.events: list[Event] = list(self.desks[0].live.events(after=0))
        self.keys: dict[str, datetime] = {}
        for t in range(TALKS - 1):
            self._asks_for_a_person(t, w=0, again=False)

    def teardown(self) -> None:
        try:
            self._everything_was_told_once()
            self._the_audit_is_whole()
            self._who_was_away_reads_the_same()
        finally:
            for desk in self.desks:
                desk.close()

    def _customer_writes(self, t: int, w: int, text: str) -> None:
        talk = self.talks[t]
        if any(self.clock.now - begun < LEASE for _, begun in talk.turns):
            return  # it would wait
        turn = self.desks[w].begin_turn(talk.id, text, uuid4().hex)
        assert isinstance(turn, Turn)
        # What was settled does not haunt the conversation, and notices are no part of it.
        assert [each.text for each in turn.history] == [each for each in talk.said[talk.settled :] if each != NOTICE]
        assert (turn.escalation.status if turn.escalation else None) == (talk.status if talk.is_open else None)
        talk.turns.append((turn, self.clock.now))
        talk.said.append(text)
        if talk.answered and talk.asked_at is None:
            talk.asked_at = self.clock.now

    @rule(
        does=st.sampled_from(STEPS),
        t=st.integers(0, TALKS - 1),
        w=st.integers(0, 1),
        who=st.sampled_from([None, None, None, *OPERATORS]),
        to=st.sampled_from(OPERATORS),
        by=a_while,
        again=st.booleans(),
    )
    def step(self, does: str, t: int, w: int, who: str | None, to: str, by: timedelta, again: bool) -> None:
        """One rule for all: of several, hypothesis leaves some out of each example, and few would go deep."""
        if does == "time":
            self._time_passes(by, w, again)
        elif does == "customer writes":
            self._customer_writes(t, w, "Мошенники украли мой аккаунт" if again else "Где мой заказ?")
        elif does in CUSTOMERS:
            CUSTOMERS[does](self, t, w, again)
        else:
            # The owner, nearly always; somebody who claims where there is none.
            by_whom = who or self.talks[t].owner or to
            self._operator(does if self.talks[t].owner or who else Action.CLAIM, t, w, by_whom, to, again)

    # The customer and the agent

    def _agent(self, t: int, w: int, again: bool) -> None:
        """Answers, or gives up, what was begun."""
        talk = self.talks[t]
        if not talk.turns:
            return
        turn, _ = talk.turns.pop(-1 if again else 0)
        sent = self.desks[w].finish_turn(turn, a_reply(f"Ответ {turn.message_id}"), {})
        assert (sent.outcome is OutcomeKind.RELAYED) == (talk.status is TicketStatus.ASSIGNED)
        if sent.outcome is not OutcomeKind.RELAYED:
            talk.said.append(sent.text)
        if again:
            assert self._quietly(lambda: self.desks[1 - w].finish_turn(turn, a_reply("Другой"), {})) == sent

    def _gives_up(self, t: int, w: int, again: bool) -> None:
        if self.talks[t].turns:
            self.desks[w].abandon_turn(self.talks[t].turns.pop()[0])

    def _asks_for_a_person(self, t: int, w: int, again: bool) -> None:
        talk = self.talks[t]
        told = self.desks[w].escalate(talk.id, Reason.ASKED_FOR_HUMAN)
        if not talk.is_open:
            talk.of_new_ticket(self.clock.now)
            talk.number = told.ticket
            talk.change(Action.OPEN, "agent", self.clock.now)
        assert (told.ticket, told.status, told.operator) == (talk.number, talk.status, talk.owner)
        if again:
            self._quietly(lambda: self.desks[1 - w].escalate(talk.id, Reason.ASKED_FOR_HUMAN))

    def _wants_a_call(self, t: int, w: int, again: bool) -> None:
        talk = self.talks[t]
        day = (self.clock.now + timedelta(days=1)).replace(minute=0, second=0, microsecond=0)
        wanted = Callback(phone="+79161234567", not_before=day.replace(hour=11), not_after=day.replace(hour=13))
        if talk.status is TicketStatus.ASSIGNED:
            return self._refuses(TakenByAnother, lambda: self.desks[w].schedule(talk.id, wanted))
        told = self.desks[w].schedule(talk.id, wanted)
        if not talk.is_open:
            talk.of_new_ticket(self.clock.now)
            talk.number = told.ticket
        if talk.status is not TicketStatus.SCHEDULED or talk.callback != wanted:
            talk.change(Action.SCHEDULE, "customer", self.clock.now)
        talk.callback = wanted
        assert (told.ticket, told.status, told.position) == (talk.number, TicketStatus.SCHEDULED, None)
        assert told.callback == wanted
        if again:
            self._quietly(lambda: self.desks[1 - w].schedule(talk.id, wanted))

    def _needs_nobody(self, t: int, w: int, again: bool) -> None:
        talk = self.talks[t]
        if talk.status is TicketStatus.ASSIGNED:
            return self._refuses(TakenByAnother, lambda: self.desks[w].cancel(talk.id))
        if not talk.is_open and (talk.last is None or talk.last[0] is not Action.CANCEL):
            return self._refuses(NoOpenTicket, lambda: self.desks[w].cancel(talk.id))
        told = self.desks[w].cancel(talk.id)
        if talk.is_open:
            talk.change(Action.CANCEL, "customer", self.clock.now)
        assert (told.ticket, told.status) == (talk.number, TicketStatus.RESOLVED)
        if again:
            self._quietly(lambda: self.desks[1 - w].cancel(talk.id))

    def _reads(self, t: int, w: int, again: bool) -> None:
        if said := self.desks[w].messages(self.talks[t].id):
            self.desks[w].live.customer_read(self.talks[t].id, said[-1].id)
            if again:
                self._quietly(lambda: self.desks[1 - w].live.customer_read(self.talks[t].id, said[0].id))

    # Operators

    def _claims(self, t: int, w: int, who: str, again: bool) -> None:
        talk = self.talks[t]
        number = talk.number or "T-9999"
        refusal: type[DeskError] | None = None
        if talk.number is None:
            refusal = UnknownTicket
        elif talk.status is TicketStatus.ASSIGNED and talk.owner != who:
            refusal = TakenByAnother
        elif not talk.is_open:
            refusal = TicketClosed
        if refusal is not None:
            return self._refuses(refusal, lambda: self.desks[w].queue.claim(number, who))
        self._show(who)
        mine = self.desks[w].queue.claim(number, who)
        if talk.status in WAITING_STATUSES:
            talk.change(Action.CLAIM, who, self.clock.now, owner=who)
        assert (mine.number, mine.status, mine.operator) == (number, TicketStatus.ASSIGNED, who)
        if again:
            self._quietly(lambda: self.desks[1 - w].queue.claim(number, who))

    def _operator(self, does: str, t: int, w: int, who: str, to: str, again: bool) -> None:
        number = self.talks[t].number or "T-9999"
        calls: dict[str, Callable[[Desk], object]] = {
            Action.HAND_OVER: lambda desk: desk.queue.hand_over(number, who, to),
            Action.REQUEUE: lambda desk: desk.queue.requeue(number, who, "returns"),
            Action.RESOLVE: lambda desk: desk.queue.resolve(number, who, "solved"),
            Action.RETURN: lambda desk: desk.queue.give_back(number, who),
        }
        if does == Action.CLAIM:
            self._claims(t, w, who, again)
        elif does == "write":
            self._writes_to_customer(t, w, who, again)
        elif does == "note":
            self._notes(t, w, who)
        elif does is Action.HAND_OVER and who == to == self.talks[t].owner:
            self._quietly(lambda: calls[does](self.desks[w]))
        else:
            self._owner_does(t, w, Action(does), who, calls[does], again, to if does is Action.HAND_OVER else None)

    def _writes_to_customer(self, t: int, w: int, who: str, again: bool) -> None:
        talk = self.talks[t]
        number, name = talk.number or "T-9999", uuid4().hex
        if talk.number is None or talk.owner != who:
            refusal = UnknownTicket if talk.number is None else NotYours
            return self._refuses(refusal, lambda: self.desks[w].queue.write(number, who, "Здравствуйте", name))
        sent = self.desks[w].queue.write(number, who, "Здравствуйте", name)
        talk.said.append("Здравствуйте")
        talk.answered, talk.asked_at = True, None
        if again:
            assert self._quietly(lambda: self.desks[1 - w].queue.write(number, who, "Здравствуйте", name)) == sent

    def _notes(self, t: int, w: int, who: str) -> None:
        if number := self.talks[t].number:
            note = self.desks[w].queue.note(number, who, "Проверить оплату")
            assert self.desks[1 - w].queue.notes(number)[-1] == note

    # Time

    def _time_passes(self, by: timedelta, w: int, present: bool) -> None:
        """And the workers look after the desk."""
        self.clock.move(by)
        if present:
            self._show(OPERATORS[0])
        self.desks[w].upkeep.run()
        now, rules = self.clock.now, self.desks[w].rules
        for talk in self.talks:
            entered = talk.entered_at if talk.status is TicketStatus.QUEUED else None
            if talk.status is TicketStatus.SCHEDULED and talk.callback is not None:
                entered = talk.callback.not_after
            if talk.status in WAITING_STATUSES and entered is not None and now - entered > rules.expire_after:
                talk.change(Action.EXPIRE, DESK, now)
            elif talk.status is TicketStatus.ASSIGNED:
                gone = now - self.seen_at[talk.owner or ""] > rules.requeue_after
                since = talk.waiting_since
                if gone and since is not None and now - since > UNANSWERED_FOR:
                    talk.change(Action.REQUEUE, DESK, now)
            elif talk.status is TicketStatus.QUEUED and entered is not None and now - entered > rules.remind_after:
                told = talk.reminded_at
                if told is None or now - told > rules.remind_again_after:
                    talk.reminded_at = now
                    talk.said.append(NOTICE)
        self._quietly(self.desks[1 - w].upkeep.run)

    def _show(self, who: str) -> None:
        self.desks[0].operators.set_presence(who, Presence.ONLINE)
        self.seen_at[who] = self.clock.now

    # What is always true

    @invariant()
    def nobody_is_forgotten(self) -> None:
        """Each open ticket is in the queue, in its order, once, and owned where it is assigned."""
        tickets = self.desks[1].queue.open()
        expected = {talk.number: (talk.id, talk.status, talk.owner) for talk in self.talks if talk.is_open}
        assert {each.number: (each.conversation_id, each.status, each.operator) for each in tickets} == expected
        assert len(tickets) == len(expected)
        assert [each.queue_key for each in tickets] == sorted(each.queue_key for each in tickets)
        for each in tickets:
            assert each.queue_key <= self.keys.setdefault(each.number, each.queue_key) <= each.created_at
            self.keys[each.number] = each.queue_key  # nobody loses their place
            since = next(talk.waiting_since for talk in self.talks if talk.number == each.number)
            assert (each.waiting_since is None) == (since is None)
            if each.waiting_since is not None and since is not None:
                assert abs(each.waiting_since - since) < timedelta(seconds=1)
        self._customers_are_told_their_place([each for each in tickets if each.status is TicketStatus.QUEUED])

    def _customers_are_told_their_place(self, queued: list[TicketSummary]) -> None:
        told = self.desks[0].live.escalations([talk.id for talk in self.talks])
        assert told.keys() == {talk.id for talk in self.talks if talk.is_open}
        places = {each.conversation_id: n for n, each in enumerate(queued, start=1)}
        for conversation_id, each in told.items():
            assert each.position == places.get(conversation_id)

    @invariant()
    def one_customer_sees_what_was_said(self) -> None:
        """Another one after each step: reading all of them is slow."""
        talk = self.talks[len(self.events) % TALKS]
        assert [_said(message) for message in self.desks[0].messages(talk.id)] == talk.said

    @invariant()
    def a_watcher_sees_ids_grow(self) -> None:
        last = self.events[-1].id if self.events else 0
        self.events.extend(self.desks[1].live.events(after=last))
        assert all(one.id < next.id for one, next in pairwise(self.events))

    def _who_was_away_reads_the_same(self) -> None:
        kept = [each for each in self.events if each.at > self.clock.now - KEPT]
        for n in range(0, len(kept), 5):
            assert list(self.desks[0].live.events(after=kept[n].id)) == kept[n + 1 :]

    def _everything_was_told_once(self) -> None:
        told = [each.data["message_id"] for each in self.events if each.kind is EventKind.MESSAGE]
        assert len(told) == len(set(told))
        histories = {talk.id: self.desks[0].messages(talk.id) for talk in self.talks}
        for talk in self.talks:
            assert [_said(message) for message in histories[talk.id]] == talk.said
        messages = [message for said in histories.values() for message in said]
        by_people = {each.id for each in messages if each.role is Role.OPERATOR or _said(each) == NOTICE}
        assert by_people <= set(told) <= {each.id for each in messages}

    def _the_audit_is_whole(self) -> None:
        closed, opened = self.desks[0].queue.closed(), self.desks[0].queue.open()
        for ticket in [*closed, *opened]:
            lines = self.desks[0].queue.ticket(ticket.number).history
            assert (lines[-1].what, lines[-1].operator) == (ticket.status, ticket.operator)
            _check_audit(lines)

    # How a rule is run

    def _owner_does(
        self,
        t: int,
        w: int,
        action: Action,
        who: str,
        call: Callable[[Desk], object],
        again: bool,
        to: str | None = None,
    ) -> None:
        talk = self.talks[t]
        if talk.owner == who:
            call(self.desks[w])
            talk.change(action, who, self.clock.now, owner=to)
        elif talk.last == (action, who, to):
            self._quietly(lambda: call(self.desks[w]))
        else:
            refusal = UnknownTicket if talk.number is None else NotYours if talk.is_open else TicketClosed
            return self._refuses(refusal, lambda: call(self.desks[w]))
        if again:
            self._quietly(lambda: call(self.desks[1 - w]))

    def _refuses(self, error: type[DeskError], call: Callable[[], object]) -> None:
        def refused() -> None:
            with pytest.raises(error):
                call()

        self._quietly(refused)

    def _quietly(self, call: Callable[[], T]) -> T:
        """Nothing changes by it."""
        before = self.desks[0].live.last_event_id()
        given = call()
        assert self.desks[0].live.last_event_id() == before
        return given


CUSTOMERS: Mapping[str, Callable[[DeskMachine, int, int, bool], None]] = {
    "agent": DeskMachine._agent,
    "gives up": DeskMachine._gives_up,
    "asks for a person": DeskMachine._asks_for_a_person,
    "wants a call": DeskMachine._wants_a_call,
    "needs nobody": DeskMachine._needs_nobody,
    "reads": DeskMachine._reads,
}


def _said(message: Message) -> str:
    is_notice = message.reply is not None and message.reply.outcome is OutcomeKind.ESCALATED
    return NOTICE if is_notice else message.text


def _check_audit(lines: tuple[TicketEvent, ...]) -> None:
    """Each line follows from the one before it, and nobody owns what they did not claim or receive."""
    status, owner = TicketStatus.OFFERED, None
    for line in lines:
        assert line.what == target(line.action, status)
        if line.action is Action.CLAIM:
            assert owner is None
            assert line.operator == line.who
        elif status is TicketStatus.ASSIGNED:
            assert line.who in {owner, DESK}
        status, owner = line.what, line.operator
        assert status is not TicketStatus.ASSIGNED or owner is not None
    assert [line.at for line in lines] == sorted(line.at for line in lines)


def run(new_url: Callable[[], str], examples: int) -> None:
    run_state_machine_as_test(
        lambda: DeskMachine(new_url()),  # type: ignore[arg-type]  # calls it, as its own documentation does
        settings=settings(
            max_examples=examples,
            stateful_step_count=40,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_the_desk_does_as_its_model_on_sqlite(migrated: Path, tmp_path: Path) -> None:
    run(lambda: f"sqlite:///{copy(migrated, tmp_path / f'{uuid4().hex}.db')}", examples=10)


def test_the_desk_does_as_its_model_on_postgresql(emptied: Callable[[], str]) -> None:
    run(emptied, examples=2)
