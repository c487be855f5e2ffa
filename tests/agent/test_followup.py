"""Which questions go on from the one before."""

from datetime import UTC, datetime

import pytest

from agent.desk import Message, Role
from agent.followup import in_context
from agent.reply import OutcomeKind, Reply

NOW = datetime(2026, 3, 1, tzinfo=UTC)
BEFORE = "Хочу поменять адрес доставки"


def history(outcome: OutcomeKind = OutcomeKind.ANSWERED) -> tuple[Message, ...]:
    reply = Reply(id="r", created_at=NOW, outcome=outcome, text="Напишите в чат.")
    return (
        Message("1", Role.CUSTOMER, BEFORE, NOW, None),
        Message("2", Role.AGENT, reply.text, NOW, reply),
    )


@pytest.mark.parametrize(
    "text",
    [
        "а сколько это будет стоить?",
        "сколько ждать?",
        "а в час пик?",
        "и куда потом нести?",
        "а если не перезвонят",
        "почему?",
    ],
)
def test_a_question_that_says_too_little_goes_on(text: str) -> None:
    assert in_context(text, history()) == f"{text} {BEFORE}"


@pytest.mark.parametrize(
    "text",
    [
        "Как вернуть товар?",
        "а как вернуть деньги за заказ",
        "Какой номер горячей линии?",
        "а промокод на доставку где ввести",
    ],
)
def test_a_change_of_topic_is_not_dragged_along(text: str) -> None:
    assert in_context(text, history()) == text


def test_there_is_nothing_to_go_on_from() -> None:
    assert in_context("сколько ждать?", ()) == "сколько ждать?"
    assert in_context("сколько ждать?", history(OutcomeKind.DECLINED)) == "сколько ждать?"
