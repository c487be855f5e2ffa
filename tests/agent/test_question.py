"""What a question asks for."""

import pytest

from agent.answer_kind import AnswerKind
from agent.question import is_about
from tests.agent.parts import question


def test_everyday_words_are_searched_as_the_words_of_articles() -> None:
    read = question("Когда вернут бабки?")
    assert "деньг" in {stem for senses in read.senses for phrase in senses for stem in phrase}
    assert read.text in read.search_text
    assert len(read.search_text) > len(read.text)


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("У меня два раза сняли деньги за заказ", True),
        ("Мне не пришёл код", True),
        ("Не могу дозвониться", True),
        ("Как вернуть товар?", False),
        ("Сколько стоит доставка?", False),
    ],
)
def test_a_trouble_of_ones_own(text: str, own: bool) -> None:
    assert question(text).own_trouble is own


def test_a_question_without_content_has_nothing_to_weigh() -> None:
    read = question("А как же это?")
    assert read.senses == ()
    assert read.weights == ()


@pytest.mark.parametrize(
    ("text", "kind", "about"),
    [
        ("Какой номер горячей линии?", AnswerKind.PHONE, True),
        ("Как дозвониться до вас?", AnswerKind.PHONE, True),
        ("Какой способ связи выбрать?", AnswerKind.PHONE, False),
        ("Сколько стоит звонок?", AnswerKind.PHONE, False),
        ("Как написать вам на почту?", AnswerKind.EMAIL, True),
        ("До скольки работает чат?", AnswerKind.TIME, True),
        ("Что сказать оператору?", AnswerKind.TIME, False),
    ],
)
def test_which_facts_a_question_is_about(text: str, kind: AnswerKind, about: bool) -> None:
    assert is_about(question(text), kind) is about
