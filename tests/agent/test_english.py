"""English questions in Russian words, and what is left as it is."""

import pytest

from agent.english import from_english
from agent.question import AnswerKind, read_question


def nothing_known(word: str) -> bool:
    return False


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("how do I return an item", "как вернуть товар"),
        ("How much does delivery cost?", "сколько стоит доставка стоимость?"),
        ("can I cancel my orders", "можно ли отменить мой заказ"),
        ("I didn’t receive the SMS code", "не получил смс код"),
        ("the item arrived damaged, what should I do?", "товар пришел поврежден что делать?"),
        ("pickup point opening hours", "пункт выдачи часы работы"),
        ("return my Samsung 5", "вернуть мой samsung 5"),  # a name
    ],
)
def test_customers_english_is_understood(asked: str, meant: str) -> None:
    assert from_english(asked, nothing_known) == meant


@pytest.mark.parametrize(
    "text",
    [
        "как вернуть iPhone",
        "где мой order",
        "Samsung Galaxy S23",
        "ich möchte den Artikel zurückgeben",
        "XJ-900",
        "the",
        "123",
        "",
        "🙂",
    ],
)
def test_what_is_no_english_question_stays_as_it_is(text: str) -> None:
    assert from_english(text, nothing_known) == text


def test_words_of_the_articles_are_not_translated() -> None:
    """Articles about a program: «track changes» is the name of a command there."""
    assert from_english("track changes", {"track", "changes"}.__contains__) == "track changes"


@pytest.mark.parametrize(
    ("asked", "kind"),
    [
        ("what is your phone number", AnswerKind.PHONE),
        ("how long does delivery take", AnswerKind.DURATION),
        ("what time do you open", AnswerKind.TIME),
        ("how much is delivery", AnswerKind.PRICE),
        ("how to contact support", AnswerKind.HOW),
        ("can I pay by card", AnswerKind.YES_NO),
    ],
)
def test_the_kind_of_answer_asked_for_survives(asked: str, kind: AnswerKind) -> None:
    assert read_question(from_english(asked, nothing_known), lambda word: 1.0, lambda word: False).kind is kind
