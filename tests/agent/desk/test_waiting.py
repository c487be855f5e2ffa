"""What customers who wait are told: their place, about how long, whether anybody is there."""

import time
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from sqlalchemy import create_engine, insert

from agent.desk import Customer, Desk, DeskRules
from agent.desk.hours import BusinessHours
from agent.desk.models import ConversationRow, MessageRow, Presence, TicketRow
from agent.desk.package.priority import HEAD_STARTS
from agent.desk.waiting import LEAST_CLAIMS, PACE_SINCE
from agent.reply import Callback, Escalation, Reason, TicketStatus
from tests.agent.desk.parts import Clock, begin, take_over

MINUTE = timedelta(minutes=1)
VIP = Customer(subject="42", name="Анна", vip=True)
MONEY = "С карты два раза списали деньги"
SAFETY = "Мошенники взломали мой аккаунт"


def waits(desk: Desk, says: str | None = None, customer: Customer | None = None) -> str:
    """A conversation with a ticket in the queue."""
    conversation, _ = desk.start_conversation(customer)
    if says is not None:
        begin(desk, conversation, says)
    desk.escalate(conversation, Reason.ASKED_FOR_HUMAN)
    return conversation


def told(desk: Desk, conversation: str) -> Escalation:
    found = desk.escalation(conversation)
    assert found is not None
    return found


def places(desk: Desk, *conversations: str) -> list[int | None]:
    return [told(desk, each).position for each in conversations]


def comes(desk: Desk, *names: str) -> None:
    for name in names:
        desk.operators.add(name, None)
        desk.operators.set_presence(name, Presence.ONLINE)


class TestPlace:
    @pytest.mark.parametrize(
        ("says", "customer", "place"),
        [("Где заказ?", None, 3), ("Где заказ?", VIP, 1), (MONEY, None, 1), (SAFETY, None, 1)],
        ids=["normal", "vip", "money", "safety"],
    )
    def test_what_cannot_wait_overtakes(
        self, desk: Desk, clock: Clock, says: str, customer: Customer | None, place: int
    ) -> None:
        for _ in range(2):
            waits(desk)
            clock.move(MINUTE)
        assert told(desk, waits(desk, says, customer)).position == place

    def test_the_more_urgent_is_before_the_less(self, desk: Desk) -> None:
        normal, vip, safety = waits(desk), waits(desk, "Где заказ?", VIP), waits(desk, SAFETY)
        assert places(desk, normal, vip, safety) == [3, 2, 1]

    def test_nobody_starves(self, desk: Desk, clock: Clock) -> None:
        patient = waits(desk)
        clock.move(max(HEAD_STARTS.values()) + MINUTE)
        for _ in range(5):
            waits(desk, SAFETY, VIP)
        assert told(desk, patient).position == 1

    def test_among_equals_who_came_first_is_first(self, desk: Desk) -> None:
        came = [waits(desk) for _ in range(4)]
        assert places(desk, *came) == [1, 2, 3, 4]

    def test_who_turns_out_to_be_in_a_hurry_moves_up_and_never_back(self, desk: Desk, clock: Clock) -> None:
        first = waits(desk)
        clock.move(MINUTE)
        second = waits(desk)
        begin(desk, second, SAFETY)
        assert desk.escalate(second, Reason.ASKED_FOR_HUMAN).position == 1
        desk.escalate(first, Reason.ASKED_FOR_HUMAN)
        assert places(desk, first, second) == [2, 1]
        assert [each.priority for each in desk.queue.open()] == ["safety", "normal"]

    def test_those_who_leave_make_room(self, desk: Desk, clock: Clock) -> None:
        one, two, three, four, five = (waits(desk) for _ in range(5))
        take_over(desk, one, "Ольга")
        desk.cancel(two)
        begins = clock.now + timedelta(days=1)
        desk.schedule(three, Callback(phone="+79161234567", not_before=begins, not_after=begins + 60 * MINUTE))
        assert places(desk, one, three, four, five) == [None, None, 1, 2]

    def test_a_call_that_is_agreed_again_after_an_operator_is_agreed(self, desk: Desk, clock: Clock) -> None:
        begins = clock.now + timedelta(days=1)
        agreed = Callback(phone="+79161234567", not_before=begins, not_after=begins + 60 * MINUTE)
        conversation = waits(desk)
        desk.schedule(conversation, agreed)
        desk.queue.requeue(take_over(desk, conversation, "Ольга"), "Ольга", "orders")
        assert (told(desk, conversation).status, told(desk, conversation).callback) == (TicketStatus.QUEUED, None)
        again = desk.schedule(conversation, agreed)
        assert (again.status, again.callback) == (TicketStatus.SCHEDULED, agreed)


def serve(desk: Desk, clock: Clock, minutes: int = 10, times: int = LEAST_CLAIMS) -> None:
    """So many customers come one after another, alone in the queue, and each waits so long."""
    for _ in range(times):
        conversation = waits(desk)
        clock.move(minutes * MINUTE)
        for name in ("Ольга", "Пётр"):
            desk.operators.seen(name)
        desk.queue.resolve(take_over(desk, conversation, "Ольга"), "Ольга", "solved")


class TestEstimate:
    def test_without_data_there_is_no_number(self, desk: Desk, clock: Clock) -> None:
        comes(desk, "Ольга")
        serve(desk, clock, times=LEAST_CLAIMS - 1)
        assert told(desk, waits(desk)).eta_minutes is None

    def test_it_is_the_desks_own_pace_and_grows_with_the_place(self, desk: Desk, clock: Clock) -> None:
        comes(desk, "Ольга")
        serve(desk, clock, minutes=7)
        assert [told(desk, waits(desk)).eta_minutes for _ in range(3)] == [7, 14, 21]

    def test_one_who_waited_for_hours_does_not_spoil_it(self, desk: Desk, clock: Clock) -> None:
        comes(desk, "Ольга")
        serve(desk, clock, minutes=100, times=1)
        serve(desk, clock, minutes=4)
        assert told(desk, waits(desk)).eta_minutes == 4

    def test_more_operators_are_quicker(self, desk: Desk, clock: Clock) -> None:
        comes(desk, "Ольга")
        serve(desk, clock, minutes=10)
        conversation = waits(desk)
        comes(desk, "Пётр")
        assert told(desk, conversation).eta_minutes == 5

    @pytest.mark.parametrize(
        "leaves",
        [
            lambda desk, clock: desk.operators.set_presence("Ольга", Presence.AWAY),
            lambda desk, clock: clock.move(2 * MINUTE),
            lambda desk, clock: desk.operators.disable("Ольга"),
        ],
        ids=["away", "gone", "disabled"],
    )
    def test_with_nobody_there_is_no_number(
        self, desk: Desk, clock: Clock, leaves: Callable[[Desk, Clock], None]
    ) -> None:
        comes(desk, "Ольга")
        serve(desk, clock)
        conversation = waits(desk)
        assert told(desk, conversation).eta_minutes is not None
        leaves(desk, clock)
        assert told(desk, conversation).eta_minutes is None

    def test_the_pace_of_this_morning_says_nothing_of_now(self, desk: Desk, clock: Clock) -> None:
        comes(desk, "Ольга")
        serve(desk, clock)
        clock.move(PACE_SINCE)
        desk.operators.seen("Ольга")
        assert told(desk, waits(desk)).eta_minutes is None

    def test_it_is_never_less_than_a_minute(self, desk: Desk, clock: Clock) -> None:
        comes(desk, "Ольга")
        serve(desk, clock, minutes=0)
        assert told(desk, waits(desk)).eta_minutes == 1


class TestHours:
    """The clock begins on a Friday at 12:00 UTC."""

    @pytest.fixture
    def office(self, url: str, clock: Clock) -> Iterator[Desk]:
        desk = Desk(url, clock=clock, rules=DeskRules(hours=BusinessHours.parse("mo-fr 09:00-18:00", "Europe/Moscow")))
        yield desk
        desk.close()

    def test_a_closed_desk_says_when_it_opens_and_gives_no_time(self, office: Desk, clock: Clock) -> None:
        comes(office, "Ольга")
        serve(office, clock)
        conversation = waits(office)
        now = told(office, conversation)
        assert (now.hours is not None and now.hours.open, now.eta_minutes) == (True, 10)
        clock.move(timedelta(hours=3))
        office.operators.seen("Ольга")
        closed = told(office, conversation)
        assert closed.hours is not None
        assert (closed.hours.open, closed.position, closed.eta_minutes) == (False, 1, None)
        assert closed.hours.opens_at is not None
        assert closed.hours.opens_at.isoformat() == "2024-03-04T09:00:00+03:00"

    def test_who_came_at_night_does_not_spoil_the_pace(self, office: Desk, clock: Clock) -> None:
        comes(office, "Ольга")
        clock.move(timedelta(hours=8))
        nightly = [waits(office) for _ in range(LEAST_CLAIMS)]
        clock.move(timedelta(hours=58))  # Monday, 09:00 in Moscow
        office.operators.seen("Ольга")
        for each in nightly:
            take_over(office, each, "Ольга")
        assert told(office, waits(office)).eta_minutes is None


def fill(url: str, clock: Clock, count: int) -> list[str]:
    """So many conversations of ten messages each, whose tickets wait: by hand, since the desk would take seconds."""
    ids = [f"c{n}" for n in range(count)]
    known = {"token_sha256": "", "created_at": clock.now, "customer_vip": False, "last_seq": 10}
    ticket = {"reason": Reason.COMPLAINT, "status": TicketStatus.QUEUED, "summary": "Ждёт", "created_at": clock.now}
    package = {"category": "orders", "priority": "normal", "mood": "calm", "queue_key": clock.now}
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(insert(ConversationRow), [{"id": each, **known} for each in ids])
        connection.execute(insert(TicketRow), [{"conversation_id": each, **ticket, **package} for each in ids])
        said = {"role": "customer", "text": "Где заказ?", "created_at": clock.now}
        messages = [
            {"id": f"{each}-{n}", "conversation_id": each, "seq": n, **said} for each in ids for n in range(1, 11)
        ]
        connection.execute(insert(MessageRow), messages)
    engine.dispose()
    return ids


def test_many_are_told_at_once_what_each_would_be_told(desk: Desk, clock: Clock) -> None:
    comes(desk, "Ольга")
    serve(desk, clock)
    conversations = [waits(desk, SAFETY if n == 2 else None) for n in range(5)]
    take_over(desk, conversations[0], "Ольга")
    begins = clock.now + timedelta(days=1)
    desk.schedule(conversations[1], Callback(phone="+79161234567", not_before=begins, not_after=begins + 60 * MINUTE))
    closed = waits(desk)
    desk.cancel(closed)
    without, _ = desk.start_conversation()
    assert desk.live.escalations([*conversations, closed, without]) == {
        each: told(desk, each) for each in conversations
    }
    assert desk.live.escalations([]) == {}


def test_five_hundred_who_wait_are_read_in_the_time_of_a_few(desk: Desk, url: str, clock: Clock) -> None:
    ids = fill(url, clock, 500)

    def seconds(call: Callable[[], object]) -> float:
        started = time.perf_counter()
        call()
        return time.perf_counter() - started

    def quickest(call: Callable[[], object]) -> float:
        return min(seconds(call) for _ in range(3))

    one = quickest(lambda: desk.escalation(ids[-1]))
    assert len(desk.queue.open()) == 500
    assert desk.live.escalations(ids)[ids[-1]] == told(desk, ids[-1])
    # Read one by one they would take 500 times as long as one; it is 10 to 30 times.
    assert quickest(lambda: desk.live.escalations(ids)) < 150 * one
    assert quickest(desk.queue.open) < 150 * one
