"""What time does to tickets."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from agent.desk import Desk, DeskRules, Role
from agent.desk.hours import BusinessHours
from agent.desk.lifecycle import Action
from agent.desk.models import Presence
from agent.desk.outbox import KEPT
from agent.desk.tickets import DESK
from agent.reply import Callback, Escalation, Reason, TicketStatus
from tests.agent.desk.parts import Clock, begin, settle, take_over

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
# The clock begins on a Friday at 12:00 UTC.
OFFICE = DeskRules(hours=BusinessHours.parse("mo-fr 09:00-18:00"), channels=("почта help@example.ru",))


@pytest.fixture
def office(url: str, clock: Clock) -> Iterator[Desk]:
    desk = Desk(url, clock=clock, rules=OFFICE)
    yield desk
    desk.close()


def waits(desk: Desk) -> str:
    """A conversation with a ticket in the queue."""
    conversation, _ = desk.start_conversation()
    desk.escalate(conversation, Reason.ASKED_FOR_HUMAN, "")
    return conversation


def notices(desk: Desk, conversation: str) -> list[str]:
    return [each.text for each in desk.messages(conversation) if each.role is Role.AGENT]


def after(desk: Desk, clock: Clock, by: timedelta) -> None:
    clock.move(by)
    desk.upkeep.run()


def ticket(desk: Desk, conversation: str) -> Escalation:
    found = desk.escalation(conversation)
    assert found is not None
    return found


def test_who_waits_long_is_told_so_once_an_hour_with_the_ways_out(office: Desk, clock: Clock) -> None:
    conversation = waits(office)
    told = []
    for by in (9 * MINUTE, 2 * MINUTE, 10 * MINUTE, 45 * MINUTE, 10 * MINUTE):
        after(office, clock, by)
        told.append(len(notices(office, conversation)))
    assert told == [0, 1, 1, 1, 2]
    text = notices(office, conversation)[0]
    assert "T-1001" in text
    assert "почта help@example.ru" in text


def test_nobody_is_told_that_it_takes_long_while_the_desk_is_closed(office: Desk, clock: Clock) -> None:
    conversation = waits(office)
    after(office, clock, 7 * HOUR)
    assert notices(office, conversation) == []
    assert ticket(office, conversation).status is TicketStatus.QUEUED


def test_who_is_called_back_is_not_told_that_it_takes_long(desk: Desk, clock: Clock) -> None:
    conversation = waits(desk)
    begins = clock.now + timedelta(days=1)
    desk.schedule(conversation, Callback(phone="+79161234567", not_before=begins, not_after=begins + HOUR))
    after(desk, clock, 3 * HOUR)
    assert notices(desk, conversation) == []


def test_a_ticket_that_nobody_took_expires_with_an_apology(office: Desk, clock: Clock) -> None:
    conversation = waits(office)
    after(office, clock, timedelta(hours=71))
    assert ticket(office, conversation).status is TicketStatus.QUEUED
    after(office, clock, 2 * HOUR)
    assert office.escalation(conversation) is None
    detail = office.queue.ticket("T-1001")
    assert (detail.ticket.status, detail.ticket.outcome) == (TicketStatus.EXPIRED, "expired")
    assert [(line.action, line.who) for line in detail.history] == [(Action.OPEN, "agent"), (Action.EXPIRE, DESK)]
    last = office.messages(conversation)[-1]
    assert "очень жаль" in last.text
    assert last.reply is not None
    assert last.reply.escalation is not None
    assert last.reply.escalation.status is TicketStatus.EXPIRED
    assert office.escalate(conversation, Reason.COMPLAINT, "").ticket == "T-1002"


def test_a_callback_expires_after_its_slot_and_not_after_its_asking(desk: Desk, clock: Clock) -> None:
    conversation = waits(desk)
    begins = clock.now + timedelta(days=5)
    desk.schedule(conversation, Callback(phone="+79161234567", not_before=begins, not_after=begins + HOUR))
    after(desk, clock, timedelta(days=6))
    assert ticket(desk, conversation).status is TicketStatus.SCHEDULED
    after(desk, clock, timedelta(days=3))
    assert desk.escalation(conversation) is None


def test_a_ticket_that_comes_back_after_days_waits_anew(desk: Desk, clock: Clock) -> None:
    """It was in somebody's hands, so neither is it forgotten nor is the customer told at once that it takes long."""
    conversation = waits(desk)
    number = take_over(desk, conversation, "Ольга")
    clock.move(timedelta(days=4))
    desk.queue.requeue(number, "Ольга", "returns")
    told = len(notices(desk, conversation))
    after(desk, clock, MINUTE)
    assert ticket(desk, conversation).status is TicketStatus.QUEUED
    assert len(notices(desk, conversation)) == told
    after(desk, clock, 10 * MINUTE)
    assert len(notices(desk, conversation)) == told + 1


class TestGone:
    """An operator whose page gives no sign of life."""

    def test_their_customer_goes_back_to_the_old_place(self, desk: Desk, clock: Clock) -> None:
        desk.operators.add("Ольга", None)
        desk.operators.set_presence("Ольга", Presence.ONLINE)
        first = waits(desk)
        take_over(desk, first, "Ольга")
        clock.move(MINUTE)
        second = waits(desk)
        after(desk, clock, 3 * MINUTE)
        assert ticket(desk, first).status is TicketStatus.ASSIGNED
        after(desk, clock, 3 * MINUTE)
        assert (ticket(desk, first).position, ticket(desk, second).position) == (1, 2)
        assert ticket(desk, first).operator is None
        assert "отключился" in notices(desk, first)[-1]
        line = desk.queue.ticket("T-1001").history[-1]
        assert (line.action, line.who, line.operator) == (Action.REQUEUE, DESK, None)
        assert "Ольга" in line.why

    def test_who_waits_for_nothing_stays_theirs(self, desk: Desk, clock: Clock) -> None:
        desk.operators.add("Ольга", None)
        conversation = waits(desk)
        desk.queue.write(take_over(desk, conversation, "Ольга"), "Ольга", "Готово?")
        after(desk, clock, HOUR)
        assert ticket(desk, conversation).operator == "Ольга"
        begin(desk, conversation, "Нет")
        desk.upkeep.run()  # perhaps they come back this minute
        assert ticket(desk, conversation).operator == "Ольга"
        after(desk, clock, 2 * MINUTE)
        assert ticket(desk, conversation).status is TicketStatus.QUEUED

    @pytest.mark.parametrize("leaves", [lambda desk: None, lambda desk: desk.operators.disable("Ольга")])
    def test_who_is_there_keeps_their_customer_unless_they_may_not(
        self, desk: Desk, clock: Clock, leaves: Callable[[Desk], None]
    ) -> None:
        desk.operators.add("Ольга", None)
        conversation = waits(desk)
        take_over(desk, conversation, "Ольга")
        clock.move(10 * MINUTE)
        desk.operators.set_presence("Ольга", Presence.AWAY)  # away from the keyboard, not gone
        leaves(desk)
        desk.upkeep.run()
        disabled = desk.operators.all()[0].disabled
        assert (ticket(desk, conversation).status is TicketStatus.QUEUED) == disabled


def test_two_workers_do_nothing_twice(office: Desk, url: str, clock: Clock) -> None:
    office.operators.add("Ольга", None)
    conversations = [waits(office) for _ in range(12)]
    for conversation in conversations[:4]:
        take_over(office, conversation, "Ольга")
    clock.move(15 * MINUTE)

    other = Desk(url, clock=clock, rules=OFFICE)
    with ThreadPoolExecutor(4) as pool:
        for run in [pool.submit(worker.upkeep.run) for worker in (office, other) * 2]:
            run.result(20)
    other.close()
    assert [len(notices(office, each)) for each in conversations] == [2] * 4 + [1] * 8


def test_events_are_forgotten_after_a_day_but_the_last(desk: Desk, clock: Clock) -> None:
    settle(desk, waits(desk), "Ольга")
    last = desk.live.last_event_id()
    after(desk, clock, KEPT + MINUTE)
    assert [each.id for each in desk.live.events(after=0)] == [last]
    assert desk.live.last_event_id() == last
