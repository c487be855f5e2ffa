from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from agent.desk import Desk, Turn
from agent.reply import Citation, OutcomeKind, Reason, Reply
from evals.authoring.turn import NothingToScore, case_of_turn
from evals.cases import Gold
from tests.agent.desk.parts import take_over


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(f"sqlite:///{tmp_path / 'desk.sqlite'}")
    yield desk
    desk.close()


def a_citation(marker: int, quote: str) -> Citation:
    return Citation(
        marker=marker, source_id="a.md", title="А", heading=(), url=None, quote=quote, start=0, end=len(quote)
    )


def say(
    desk: Desk,
    conversation: str,
    text: str,
    reply_id: str,
    outcome: OutcomeKind = OutcomeKind.ANSWERED,
    *quotes: str,
) -> Reply:
    turn = desk.begin_turn(conversation, text)
    assert isinstance(turn, Turn)
    citations = tuple(a_citation(marker, quote) for marker, quote in enumerate(quotes, 1))
    when = datetime(2026, 1, 1, tzinfo=UTC)
    reply = Reply(id=reply_id, created_at=when, outcome=outcome, text="Ответ 8 916 000-00-00.", citations=citations)
    return desk.finish_turn(turn, reply, {})


def test_a_turn_becomes_a_case_that_expects_what_was_given(desk: Desk) -> None:
    conversation, _ = desk.start_conversation()
    say(desk, conversation, "Добрый день", "r1", OutcomeKind.SMALLTALK)
    say(desk, conversation, "Как вернуть чайник?", "r2", OutcomeKind.ANSWERED, "Первое.", "Второе.", "Первое.")
    say(desk, conversation, "Спасибо", "r3", OutcomeKind.SMALLTALK)

    case = case_of_turn(desk.answered_turn("r2"), "heldout", ("returns",))
    assert case.id == "turn-r2"
    assert (case.question, case.history) == ("Как вернуть чайник?", ("Добрый день",))
    assert case.expected == (OutcomeKind.ANSWERED,)
    assert case.gold == (Gold(source="a.md", quote="Первое."), Gold(source="a.md", quote="Второе."))
    assert (case.split, case.tags) == ("heldout", ("returns",))


def test_nothing_private_enters_a_case_even_if_it_was_stored(desk: Desk) -> None:
    conversation, _ = desk.start_conversation()
    say(desk, conversation, "Карта 4111 1111 1111 1111, почта ivan@mail.ru", "r1")
    say(desk, conversation, "Перезвоните на 8 916 123-45-67, заказ 12345678. 8 800 234-55-55 занят", "r2")

    case = case_of_turn(desk.answered_turn("r2"), "dev")
    assert case.history == ("Карта [карта •••• 1111], почта [почта скрыта]",)
    assert case.question == "Перезвоните на [телефон скрыт], заказ 12345678. 8 800 234-55-55 занят"
    assert not [secret for secret in ("4111", "ivan", "916") if secret in case.model_dump_json()]


def test_a_message_that_went_to_an_operator_shows_nothing_of_the_agent(desk: Desk) -> None:
    conversation, _ = desk.start_conversation()
    desk.escalate(conversation, Reason.COMPLAINT, "")
    take_over(desk, conversation, "Ольга")
    say(desk, conversation, "Где мой заказ?", "r1")

    with pytest.raises(NothingToScore, match="r1"):
        case_of_turn(desk.answered_turn("r1"), "dev")
