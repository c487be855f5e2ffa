"""Messages of one conversation are answered one at a time and in order, each once, across threads and workers."""

import time
from concurrent.futures import Future, wait
from datetime import timedelta
from typing import TypeVar

import pytest
from sqlalchemy import create_engine, select

from agent.desk import Desk, Role, Turn, UnknownMessage
from agent.desk.models import TurnRow
from agent.desk.turns import HISTORY_LIMIT, LEASE
from agent.reply import Reply
from tests.agent.desk.parts import Clock, a_reply, begin, say, threads

T = TypeVar("T")

A_WHILE = 0.15  # seconds; several polls
PATIENCE = 20.0  # seconds; only a failing test waits so long


def waits(call: Future[T]) -> bool:
    return not wait([call], timeout=A_WHILE).done


def stored(desk: Desk, conversation_id: str, count: int) -> None:
    """Returns when so many messages are stored."""
    deadline = time.monotonic() + PATIENCE
    while len(desk.messages(conversation_id)) < count:
        assert time.monotonic() < deadline
        time.sleep(0.002)


def test_the_second_of_two_waits_for_the_answer_to_the_first(desk: Desk, other: Desk, clock: Clock) -> None:
    conversation, _ = desk.start_conversation()
    first = begin(desk, conversation, "Первый")
    with threads(clock) as pool:
        second = pool.submit(begin, other, conversation, "Второй")
        stored(desk, conversation, 2)  # at once, though nobody answers it yet
        assert waits(second)
        desk.finish_turn(first, a_reply("Ответ на первый"), {})
        turn = second.result(PATIENCE)
    assert [message.text for message in turn.history] == ["Первый", "Ответ на первый"]


def test_another_conversation_does_not_wait(desk: Desk, clock: Clock) -> None:
    one, _ = desk.start_conversation()
    two, _ = desk.start_conversation()
    begin(desk, one, "Долгий вопрос")
    with threads(clock) as pool:
        assert isinstance(pool.submit(desk.begin_turn, two, "Вопрос").result(PATIENCE), Turn)


def test_ten_at_once_are_answered_in_the_order_in_which_they_came(desk: Desk, other: Desk, clock: Clock) -> None:
    conversation, _ = desk.start_conversation()
    answered: list[str] = []  # only one turn at a time appends

    def ask(number: int) -> Turn:
        worker = (desk, other)[number % 2]
        turn = begin(worker, conversation, f"Вопрос {number}")
        answered.append(turn.text)
        time.sleep(0.002)
        worker.finish_turn(turn, a_reply(f"Ответ: {turn.text}"), {})
        return turn

    with threads(clock, 10) as pool:
        turns = list(pool.map(ask, range(10), timeout=PATIENCE))

    messages = desk.messages(conversation)
    came = [message.text for message in messages if message.role is Role.CUSTOMER]
    assert sorted(came) == [f"Вопрос {number}" for number in range(10)]
    assert answered == came
    assert [m.text for m in messages if m.role is Role.AGENT] == [f"Ответ: {text}" for text in came]
    for turn in turns:  # each saw exactly the questions before it, with all their answers
        place = came.index(turn.text)
        assert [m.text for m in turn.history if m.role is Role.CUSTOMER] == came[:place]
        assert len(turn.history) == 2 * place


def test_the_same_message_again_gives_the_same_reply(desk: Desk, other: Desk) -> None:
    conversation, _ = desk.start_conversation()
    reply = desk.finish_turn(begin(desk, conversation, "Вопрос", "c1"), a_reply(), {})
    assert other.begin_turn(conversation, "Вопрос", "c1") == reply
    assert len(desk.messages(conversation)) == 2


def test_the_same_client_id_in_another_conversation_is_another_message(desk: Desk) -> None:
    for _ in range(2):
        conversation, _ = desk.start_conversation()
        assert begin(desk, conversation, "Вопрос", "c1").history == ()


def test_the_same_message_at_once_is_answered_once(desk: Desk, other: Desk, clock: Clock) -> None:
    conversation, _ = desk.start_conversation()
    drafts: list[Reply] = []

    def ask(number: int) -> Reply:
        worker = (desk, other)[number % 2]
        turn = worker.begin_turn(conversation, "Вопрос", "c1")
        if isinstance(turn, Reply):
            return turn
        drafts.append(a_reply(f"Ответ {number}"))
        time.sleep(0.02)
        return worker.finish_turn(turn, drafts[-1], {})

    with threads(clock, 8) as pool:
        replies = list(pool.map(ask, range(8), timeout=PATIENCE))

    assert len(drafts) == 1
    assert replies == drafts * 8
    assert len(desk.messages(conversation)) == 2


def test_an_abandoned_turn_lets_the_next_go_on_and_may_be_tried_again(desk: Desk, clock: Clock) -> None:
    conversation, _ = desk.start_conversation()
    failed = begin(desk, conversation, "Первый", "c1")
    with threads(clock) as pool:
        second = pool.submit(begin, desk, conversation, "Второй")
        assert waits(second)
        desk.abandon_turn(failed)
        assert [message.text for message in second.result(PATIENCE).history] == ["Первый"]
    again = begin(desk, conversation, "Первый", "c1")
    assert (again.message_id, again.text, again.history) == (failed.message_id, "Первый", ())
    assert len(desk.messages(conversation)) == 2


def test_abandoning_an_answered_turn_changes_nothing(desk: Desk) -> None:
    conversation, _ = desk.start_conversation()
    turn = begin(desk, conversation, "Вопрос", "c1")
    reply = desk.finish_turn(turn, a_reply(), {})
    desk.abandon_turn(turn)
    assert desk.begin_turn(conversation, "Вопрос", "c1") == reply


def signs_of_life(url: str, clock: Clock, count: int) -> None:
    """Returns when so many turns have been renewed at the time that the clock shows."""
    engine = create_engine(url)
    deadline = time.monotonic() + PATIENCE
    renewed = 0
    while renewed < count:
        assert time.monotonic() < deadline
        time.sleep(0.01)
        with engine.connect() as connection:
            renewed = len(connection.execute(select(TurnRow.seq).where(TurnRow.claimed_at == clock.now)).all())
    engine.dispose()


class TestDeadWorker:
    def test_the_next_message_goes_on_after_the_lease(self, desk: Desk, other: Desk, clock: Clock) -> None:
        conversation, _ = desk.start_conversation()
        begin(desk, conversation, "Первый")
        clock.move(LEASE - timedelta(seconds=1))
        with threads(clock) as pool:
            second = pool.submit(begin, other, conversation, "Второй")
            assert waits(second)
            clock.move(timedelta(seconds=1))
            assert second.result(PATIENCE).text == "Второй"

    def test_a_worker_that_gives_signs_of_life_keeps_its_turn(self, desk: Desk, other: Desk, clock: Clock) -> None:
        conversation, _ = desk.start_conversation()
        turn = begin(desk, conversation, "Вопрос", "c1")
        clock.move(LEASE - timedelta(seconds=1))
        desk.renew_turns()
        clock.move(LEASE - timedelta(seconds=1))
        with threads(clock) as pool:
            again = pool.submit(other.begin_turn, conversation, "Вопрос", "c1")
            assert waits(again)
            assert desk.finish_turn(turn, a_reply(), {}) == again.result(PATIENCE)

    def test_what_is_done_with_gives_no_more_signs_of_life(self, desk: Desk, other: Desk, clock: Clock) -> None:
        conversation, _ = desk.start_conversation()
        desk.abandon_turn(begin(desk, conversation, "Вопрос", "c1"))
        again = begin(other, conversation, "Вопрос", "c1")
        clock.move(LEASE)
        desk.renew_turns()
        assert begin(desk, conversation, "Вопрос", "c1").attempt == again.attempt + 1

    def test_the_same_message_again_takes_the_turn_over(self, desk: Desk, other: Desk, clock: Clock) -> None:
        conversation, _ = desk.start_conversation()
        lost = begin(desk, conversation, "Вопрос", "c1")
        with threads(clock) as pool:
            again = pool.submit(other.begin_turn, conversation, "Вопрос", "c1")
            assert waits(again)
            clock.move(LEASE)
            turn = again.result(PATIENCE)
        assert isinstance(turn, Turn)
        assert (turn.message_id, turn.text) == (lost.message_id, "Вопрос")

    def test_one_of_many_takes_it_over(self, desk: Desk, other: Desk, clock: Clock) -> None:
        conversation, _ = desk.start_conversation()
        begin(desk, conversation, "Вопрос", "c1")
        clock.move(LEASE)
        taken: list[Turn] = []

        def again(number: int) -> Reply:
            worker = (desk, other)[number % 2]
            turn = worker.begin_turn(conversation, "Вопрос", "c1")
            if isinstance(turn, Reply):
                return turn
            taken.append(turn)
            return worker.finish_turn(turn, a_reply(), {})

        with threads(clock, 4) as pool:
            replies = list(pool.map(again, range(4), timeout=PATIENCE))
        assert len(taken) == 1
        assert len({reply.id for reply in replies}) == 1

    def test_a_worker_that_was_only_slow_gets_the_reply_that_was_sent(self, desk: Desk, clock: Clock) -> None:
        conversation, _ = desk.start_conversation()
        slow = begin(desk, conversation, "Вопрос", "c1")
        clock.move(LEASE)
        quick = begin(desk, conversation, "Вопрос", "c1")
        desk.abandon_turn(slow)  # is not its turn any more
        with threads(clock) as pool:
            again = pool.submit(desk.begin_turn, conversation, "Вопрос", "c1")
            assert waits(again)
            sent = desk.finish_turn(quick, a_reply("Ответ"), {})
            assert again.result(PATIENCE) == sent
        assert desk.finish_turn(slow, a_reply("Другой ответ"), {}) == sent
        assert [message.text for message in desk.messages(conversation)] == ["Вопрос", "Ответ"]

    def test_a_worker_that_waits_in_line_is_not_dead(self, desk: Desk, other: Desk, url: str, clock: Clock) -> None:
        conversation, _ = desk.start_conversation()
        begin(desk, conversation, "Первый")  # its worker dies
        with threads(clock) as pool:
            second = pool.submit(begin, desk, conversation, "Второй")
            stored(desk, conversation, 2)
            third = pool.submit(begin, other, conversation, "Третий")
            stored(desk, conversation, 3)
            clock.move(LEASE * 0.75)
            signs_of_life(url, clock, 2)
            clock.move(LEASE * 0.25)  # the first is given up; the second came as long ago, but its worker lives
            turn = second.result(PATIENCE)
            assert waits(third)
            desk.finish_turn(turn, a_reply("Ответ на второй"), {})
            assert [m.text for m in third.result(PATIENCE).history] == ["Первый", "Второй", "Ответ на второй"]


def test_a_long_conversation_gives_its_latest_part(desk: Desk) -> None:
    conversation, _ = desk.start_conversation()
    for number in range(HISTORY_LIMIT // 2 + 3):
        say(desk, conversation, f"Вопрос {number}", a_reply(f"Ответ {number}"))
    history = begin(desk, conversation, "Последний").history
    assert len(history) == HISTORY_LIMIT
    assert history == desk.messages(conversation)[-HISTORY_LIMIT - 1 : -1]


def test_an_answered_turn_is_read_back_as_it_was(desk: Desk) -> None:
    conversation, _ = desk.start_conversation()
    say(desk, conversation, "Первый", a_reply("Ответ на первый"))
    reply = say(desk, conversation, "Второй", a_reply("Ответ на второй", ["a.md"]))
    say(desk, conversation, "Третий")

    turn = desk.answered_turn(reply.id)
    assert (turn.text, turn.reply) == ("Второй", reply)
    assert [message.text for message in turn.history] == ["Первый", "Ответ на первый"]


def test_only_replies_name_answered_turns(desk: Desk) -> None:
    conversation, _ = desk.start_conversation()
    waiting = begin(desk, conversation, "Вопрос")
    for message_id in (waiting.message_id, "nothing"):
        with pytest.raises(UnknownMessage):
            desk.answered_turn(message_id)
