from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import create_engine, select
from sqlalchemy.exc import IntegrityError

from agent.desk import Customer, Desk, Role, Turn, UnknownConversation, UnknownMessage, WrongToken, is_owned
from agent.desk.models import FeedbackRow
from agent.reply import OutcomeKind, Reason, TicketStatus
from tests.agent.desk.parts import Clock, a_reply, begin, say, take_over


def test_a_token_opens_its_own_conversation_only(desk: Desk) -> None:
    mine, token = desk.start_conversation()
    other, other_token = desk.start_conversation(Customer(subject="42", name="Анна", vip=True))

    desk.authorise(mine, token)
    desk.authorise(other, other_token)
    with pytest.raises(WrongToken):
        desk.authorise(mine, other_token)
    with pytest.raises(UnknownConversation):
        desk.authorise("nothing", token)


def test_a_stolen_database_opens_no_conversation(desk: Desk, tmp_path: Path) -> None:
    _, token = desk.start_conversation()
    desk.close()
    assert not any(token.encode() in file.read_bytes() for file in tmp_path.iterdir())


UNKNOWN: list[Callable[[Desk], object]] = [
    lambda desk: desk.messages("nothing"),
    lambda desk: desk.begin_turn("nothing", "Здравствуйте"),
    lambda desk: desk.finish_turn(Turn("nothing", "m", "", ()), a_reply(), {}),
    lambda desk: desk.escalate("nothing", Reason.COMPLAINT, ""),
    lambda desk: desk.cancel("nothing"),
]


@pytest.mark.parametrize("call", UNKNOWN)
def test_an_unknown_conversation_is_refused(desk: Desk, call: Callable[[Desk], object]) -> None:
    with pytest.raises(UnknownConversation):
        call(desk)


def test_a_message_is_stored_before_its_answer(desk: Desk, clock: Clock) -> None:
    conversation, _ = desk.start_conversation()
    turn = begin(desk, conversation, "Где мой заказ?")

    [message] = desk.messages(conversation)
    assert (message.id, message.role, message.text) == (turn.message_id, Role.CUSTOMER, "Где мой заказ?")
    assert message.created_at == clock.now
    assert turn.history == ()


def test_history_is_what_was_said_before(desk: Desk) -> None:
    conversation, _ = desk.start_conversation()
    elsewhere, _ = desk.start_conversation()
    say(desk, elsewhere, "Чужой вопрос")
    first = say(desk, conversation, "Первый", a_reply("Ответ на первый", ["a.md"]))
    turn = begin(desk, conversation, "Второй")

    assert [message.text for message in turn.history] == ["Первый", "Ответ на первый"]
    assert turn.history[1].reply == first
    assert desk.messages(conversation)[:2] == turn.history


def test_everything_is_read_back_by_another_worker(desk: Desk, other: Desk) -> None:
    conversation, token = desk.start_conversation()
    reply = say(desk, conversation, "Где мой заказ?", a_reply("Ответ [1]", ["a.md"]))
    desk.escalate(conversation, Reason.OWN_DATA, "Ищет заказ")

    other.authorise(conversation, token)
    assert other.messages(conversation) == desk.messages(conversation)
    assert other.messages(conversation)[1].reply == reply
    assert other.escalation(conversation) == desk.escalation(conversation)
    assert other.queue.open() == desk.queue.open()


@dataclass(frozen=True)
class Feature:
    value: float


def test_a_reply_is_explained_by_its_trace(desk: Desk) -> None:
    conversation, _ = desk.start_conversation()
    reply = a_reply("Ответ")
    trace = {
        "rule": "confident",
        "passages": ("a", "b"),
        "feature": Feature(0.5),
        "bad": float("nan"),
        "path": Path("x"),
    }
    desk.finish_turn(begin(desk, conversation, "Вопрос"), reply, trace)

    message, stored = desk.trace(reply.id)
    assert (message.id, message.role, message.text, message.reply) == (reply.id, Role.AGENT, "Ответ", reply)
    assert stored == {
        "rule": "confident",
        "passages": ["a", "b"],
        "feature": {"value": 0.5},
        "bad": None,
        "path": "x",
    }
    with pytest.raises(UnknownMessage):
        desk.trace("nothing")


def test_a_failed_finish_leaves_nothing_half_written(desk: Desk) -> None:
    conversation, _ = desk.start_conversation()
    turn = begin(desk, conversation, "Вопрос")
    before = desk.messages(conversation)

    taken = a_reply(reply_id=turn.message_id)  # a message of this id is there already
    with pytest.raises(IntegrityError):
        desk.finish_turn(turn, taken, {})

    assert desk.messages(conversation) == before
    with pytest.raises(UnknownMessage):
        desk.trace(taken.id)
    good = a_reply()
    assert desk.finish_turn(turn, good, {}) == good


def test_a_turn_that_nobody_began_is_not_finished(desk: Desk) -> None:
    conversation, _ = desk.start_conversation()
    with pytest.raises(UnknownMessage):
        desk.finish_turn(Turn(conversation, "nothing", "", ()), a_reply(), {})
    assert desk.messages(conversation) == ()


class TestOwnership:
    """While an operator owns the conversation the agent is silent."""

    def test_a_reply_drafted_before_the_operator_came_is_dropped(self, desk: Desk) -> None:
        conversation, _ = desk.start_conversation()
        turn = begin(desk, conversation, "Позовите человека")
        desk.escalate(conversation, Reason.ASKED_FOR_HUMAN, "Просит человека")
        take_over(desk, conversation, "Ольга")

        draft = a_reply("Чего изволите?", ["a.md"])
        sent = desk.finish_turn(turn, draft, {})

        assert (sent.id, sent.outcome, sent.text, sent.citations) == (draft.id, OutcomeKind.RELAYED, "", ())
        assert sent.escalation is not None
        assert (sent.escalation.ticket, sent.escalation.status) == ("T-1001", TicketStatus.ASSIGNED)
        assert sent.escalation.position is None
        said = [message.text for message in desk.messages(conversation)]
        assert said == ["Позовите человека", "К разговору подключается специалист: Ольга."]

    def test_the_same_message_again_gives_the_relayed_reply(self, desk: Desk) -> None:
        conversation, _ = desk.start_conversation()
        desk.escalate(conversation, Reason.COMPLAINT, "")
        take_over(desk, conversation, "Ольга")
        sent = desk.finish_turn(begin(desk, conversation, "Алло", "c1"), a_reply(), {"rule": "owned"})

        assert desk.begin_turn(conversation, "Алло", "c1") == sent
        assert desk.trace(sent.id)[1] == {"rule": "owned"}

    def test_the_agent_answers_while_the_ticket_waits_and_after_the_operator_is_done(self, desk: Desk) -> None:
        conversation, _ = desk.start_conversation()
        desk.escalate(conversation, Reason.COMPLAINT, "")
        assert not is_owned(desk.escalation(conversation))
        assert say(desk, conversation, "Пока жду").outcome is OutcomeKind.ANSWERED

        take_over(desk, conversation, "Ольга")
        assert is_owned(desk.escalation(conversation))
        desk.queue.resolve("T-1001", "Ольга", "solved", "решено")

        assert not is_owned(desk.escalation(conversation))
        assert desk.escalation(conversation) is None
        assert say(desk, conversation, "Ещё вопрос").outcome is OutcomeKind.ANSWERED


class TestFeedback:
    def test_a_later_rating_replaces_the_first(self, desk: Desk, url: str) -> None:
        conversation, _ = desk.start_conversation()
        reply = say(desk, conversation, "Вопрос")
        desk.feedback(conversation, reply.id, 2, "не помогло")
        desk.feedback(conversation, reply.id, 5, None)

        engine = create_engine(url)
        with engine.connect() as connection:
            kept = connection.execute(select(FeedbackRow.message_id, FeedbackRow.rating, FeedbackRow.comment)).all()
        engine.dispose()
        assert [tuple(row) for row in kept] == [(reply.id, 5, None)]

    @pytest.mark.parametrize("rating", [0, 6, -1])
    def test_a_rating_is_one_to_five(self, desk: Desk, rating: int) -> None:
        conversation, _ = desk.start_conversation()
        reply = say(desk, conversation, "Вопрос")
        with pytest.raises(ValueError, match="1 to 5"):
            desk.feedback(conversation, reply.id, rating, None)

    def test_only_a_message_of_the_conversation_is_rated(self, desk: Desk) -> None:
        mine, _ = desk.start_conversation()
        elsewhere, _ = desk.start_conversation()
        reply = say(desk, elsewhere, "Вопрос")
        for message_id in (reply.id, "nothing"):
            with pytest.raises(UnknownMessage):
                desk.feedback(mine, message_id, 5, None)


def test_a_desk_in_memory_does_a_whole_turn() -> None:
    desk = Desk("sqlite://")
    conversation, token = desk.start_conversation()
    desk.authorise(conversation, token)
    say(desk, conversation, "Вопрос")
    assert desk.escalate(conversation, Reason.COMPLAINT, "").ticket == "T-1001"
    assert len(desk.messages(conversation)) == 2
    desk.ping()
    desk.close()
