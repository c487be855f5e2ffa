"""Many at the same ticket at the same moment, on two workers of one database."""

import random
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from itertools import count, pairwise
from threading import Barrier, Event
from typing import Any

from agent.desk import Desk, DeskError, TakenByAnother, TicketClosed
from agent.desk.lifecycle import Action
from agent.desk.models import EventKind, Presence
from agent.desk.outbox import Event as Told
from agent.reply import OutcomeKind, Reason, Reply, TicketStatus
from tests.agent.desk.parts import a_reply, begin, take_over

ROUNDS = 6
MIXED_SECONDS = 2.0
PATIENCE = 30.0  # seconds; only a failing test waits so long

Call = tuple[Callable[..., object], *tuple[Any, ...]]


def a_ticket(desk: Desk) -> tuple[str, str]:
    conversation, _ = desk.start_conversation()
    number = desk.escalate(conversation, Reason.ASKED_FOR_HUMAN, "").ticket
    assert number is not None
    return conversation, number


def at_once(*calls: Call) -> list[object]:
    """What each gives, or why it was refused."""
    start = Barrier(len(calls))

    def make(call: Call) -> object:
        start.wait(PATIENCE)
        try:
            return call[0](*call[1:])
        except DeskError as refusal:
            return refusal

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(make, calls, timeout=PATIENCE))


def test_of_two_who_claim_at_once_one_gets_the_ticket(desk: Desk, other: Desk) -> None:
    for _ in range(ROUNDS):
        _, number = a_ticket(desk)
        given = at_once((desk.queue.claim, number, "Ольга"), (other.queue.claim, number, "Пётр"))
        [refusal] = [each for each in given if isinstance(each, DeskError)]
        received = desk.queue.ticket(number)
        assert isinstance(refusal, TakenByAnother)
        assert refusal.operator == received.ticket.operator
        assert [line.action for line in received.history] == [Action.OPEN, Action.CLAIM]


def test_a_ticket_is_cancelled_or_claimed_and_never_both(desk: Desk, other: Desk) -> None:
    for _ in range(ROUNDS):
        conversation, number = a_ticket(desk)
        claimed, cancelled = at_once((desk.queue.claim, number, "Ольга"), (other.cancel, conversation))
        ticket = desk.queue.ticket(number).ticket
        if ticket.status is TicketStatus.ASSIGNED:
            assert isinstance(cancelled, TakenByAnother)
        else:
            assert ticket.outcome == "cancelled"
            assert isinstance(claimed, TicketClosed)


def test_an_answer_comes_before_the_person_or_not_at_all(desk: Desk, other: Desk) -> None:
    joined = "К разговору подключается специалист: Ольга."
    for _ in range(ROUNDS):
        conversation, number = a_ticket(desk)
        turn = begin(desk, conversation, "Вопрос")
        sent, _ = at_once((desk.finish_turn, turn, a_reply("Ответ"), {}), (other.queue.claim, number, "Ольга"))
        assert isinstance(sent, Reply)
        answered = ["Ответ"] if sent.outcome is OutcomeKind.ANSWERED else []
        assert [each.text for each in desk.messages(conversation)] == ["Вопрос", *answered, joined]


def test_an_answer_comes_after_the_person_is_done_or_not_at_all(desk: Desk, other: Desk) -> None:
    for _ in range(ROUNDS):
        conversation, _ = a_ticket(desk)
        number = take_over(desk, conversation, "Ольга")
        turn = begin(desk, conversation, "Вопрос")
        done = (other.queue.resolve, number, "Ольга", "solved")
        sent, _ = at_once((desk.finish_turn, turn, a_reply("Ответ"), {}), done)
        assert isinstance(sent, Reply)
        roles = [each.text == "Ответ" for each in desk.messages(conversation)]
        assert roles == [False, False, False, *([True] if sent.outcome is OutcomeKind.ANSWERED else [])]


def read_all(desk: Desk, after: int) -> Iterator[Told]:
    while told := desk.live.events(after):
        yield from told
        after = told[-1].id


def test_nobody_waits_for_ever_and_no_event_is_missed(desk: Desk, other: Desk) -> None:
    """Eight threads do anything to a few conversations, while one reads the events as they come."""
    operators = ("Ольга", "Пётр")
    for name in operators:
        desk.operators.add(name, None)
    talks = [desk.start_conversation()[0] for _ in range(3)]
    stop, written = Event(), count()

    def anything(worker: Desk, dice: random.Random) -> None:
        talk, who = dice.choice(talks), dice.choice(operators)
        open_one = worker.escalation(talk)
        number = (open_one and open_one.ticket) or "T-1001"
        calls: Sequence[Callable[[], object]] = (
            lambda: worker.escalate(talk, Reason.COMPLAINT, ""),
            lambda: worker.escalate(talk, Reason.COMPLAINT, ""),
            lambda: worker.cancel(talk) if dice.random() < 0.1 else None,
            lambda: worker.queue.claim(number, who),
            lambda: worker.queue.claim(number, who),
            lambda: worker.queue.hand_over(number, who, operators[0]),
            lambda: worker.queue.requeue(number, who, "orders"),
            lambda: worker.queue.resolve(number, who, "solved"),
            lambda: worker.queue.write(number, who, f"Слово {next(written)}"),
            lambda: worker.queue.note(number, who, "Заметка"),
            lambda: worker.queue.typing(number, who),
            lambda: worker.live.customer_types(talk),
            lambda: worker.live.customer_read(talk, worker.messages(talk)[-1].id) if worker.messages(talk) else None,
            lambda: worker.operators.set_presence(who, dice.choice(list(Presence))),
            lambda: worker.finish_turn(begin(worker, talk, "Вопрос"), a_reply(), {}),
            worker.upkeep.run,
        )
        with suppress(DeskError):
            dice.choice(calls)()

    def work(n: int) -> int:
        done, dice = 0, random.Random(n)
        while not stop.is_set():
            anything((desk, other)[n % 2], dice)
            done += 1
        return done

    def watch() -> list[Told]:
        seen: list[Told] = []
        while not stop.is_set():
            seen.extend(other.live.events(seen[-1].id if seen else 0))
            time.sleep(0.001)
        return seen

    with ThreadPoolExecutor(9) as pool:
        watcher = pool.submit(watch)
        workers = [pool.submit(work, n) for n in range(8)]
        time.sleep(MIXED_SECONDS)
        stop.set()
        assert all(worker.result(PATIENCE) > 5 for worker in workers)
        seen = watcher.result(PATIENCE)

    seen.extend(read_all(other, seen[-1].id))
    assert seen == list(read_all(desk, 0))
    assert all(one.id < next.id for one, next in pairwise(seen))
    told = [each.data["message_id"] for each in seen if each.kind is EventKind.MESSAGE]
    assert len(told) == len(set(told))
    by_operators = {each.id for talk in talks for each in desk.messages(talk) if each.author}
    assert by_operators <= set(told)
