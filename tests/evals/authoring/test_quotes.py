import pytest

from evals.authoring.quotes import Quotes
from evals.cases import Gold

ARTICLE = """Возврат

Товар можно вернуть, если он не подошёл. Привезите его в любой магазин!
Что делать:

1. Найдите «чек» в почте.
2. Покажите его
   продавцу (на кассе).
"""

SAID = [
    ("Товар можно вернуть, если он не подошёл.", "Товар можно вернуть, если он не подошёл."),
    ("товар можно вернуть если он не подошел", "Товар можно вернуть, если он не подошёл."),
    ("Привезите  его\nв любой", "Привезите его в любой"),
    ("Привезите его в любой магазин", "Привезите его в любой магазин!"),
    ("1) Найдите чек в почте\n2) Покажите его продавцу", "Найдите «чек» в почте.\n2. Покажите его\n   продавцу"),
    ("Покажите его продавцу (на кассе)", "Покажите его\n   продавцу (на кассе)."),
]


@pytest.mark.parametrize(("answer", "quote"), SAID)
def test_an_answer_is_found_by_its_words(answer: str, quote: str) -> None:
    [gold] = Quotes([("other.md", "Совсем о другом."), ("a.md", ARTICLE)]).find(answer)
    assert gold == Gold(source="a.md", quote=quote)
    assert gold.find(ARTICLE) is not None


@pytest.mark.parametrize(
    "answer",
    [
        "Товар можно вернуть, если он подошёл.",  # a word is missing
        "Привезите его в любой магазинчик",  # a word that only begins like the article's
        "его в любой магазин, и всё",
        "в любой магазин",  # too short to be about anything
        "…",
    ],
)
def test_other_words_are_not_found(answer: str) -> None:
    assert Quotes([("a.md", ARTICLE)]).find(answer) == ()


def test_every_article_that_says_it_is_gold() -> None:
    found = Quotes([("a.md", ARTICLE), ("b.md", ARTICLE.upper())]).find("Привезите его в любой магазин")
    assert [gold.source for gold in found] == ["a.md", "b.md"]
