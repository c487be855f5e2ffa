"""Bytes of any origin become an article, or an error that names its reason."""

from datetime import date

import pytest

from ingest.article import Audience
from ingest.errors import UnreadableArticle
from ingest.readers import SUFFIXES, read_article

RUSSIAN = "Как вернуть обувь\n\nПринесите обувь в пункт выдачи в течение 14 дней.\n"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("utf-8", RUSSIAN.encode()),
        ("byte order mark", RUSSIAN.encode("utf-8-sig")),
        ("windows encoding", RUSSIAN.encode("cp1251")),
        ("windows line breaks", RUSSIAN.replace("\n", "\r\n").encode()),
        ("old line breaks", RUSSIAN.replace("\n", "\r").encode()),
    ],
)
def test_same_words_however_they_are_stored(name: str, data: bytes) -> None:
    article = read_article(data, "returns/shoes.txt")
    assert article.text == RUSSIAN, name
    assert (article.id, article.title) == ("returns/shoes.txt", "Как вернуть обувь")


def test_plain_text_is_kept_to_the_character() -> None:
    text = "  Звоните 8\u2011800\u00a0555 \u200b|\n\n\n\tЖдём 🏃\u200d♂️\u2028!  \n"
    assert read_article(text.encode(), "a.txt").text == text


@pytest.mark.parametrize(
    ("data", "article_id", "reason"),
    [
        (b"", "a.txt", "empty"),
        (b" \r\n\t\n", "a.md", "empty"),
        (b"\xef\xbb\xbf", "a.txt", "empty"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "a.txt", "binary"),
        ("Текст \x07\x1b со служебными знаками".encode(), "a.txt", "binary"),
        (RUSSIAN.encode("utf-16"), "a.txt", "UTF-16"),
        (RUSSIAN.encode("koi8-r"), "a.txt", "save it as UTF-8"),
        (RUSSIAN.encode("cp866"), "a.txt", "save it as UTF-8"),
        ("Größe und Maße für Füße, schöne Grüße".encode("latin-1"), "a.txt", "save it as UTF-8"),
        (RUSSIAN.encode(), "a.pdf", "format"),
        (b"-----\n", "a.txt", "no text"),
        (b"---\ntitle: x\n---\n", "a.md", "no text"),
    ],
)
def test_an_unreadable_file_is_named_with_its_reason(data: bytes, article_id: str, reason: str) -> None:
    with pytest.raises(UnreadableArticle) as error:
        read_article(data, article_id)
    assert error.value.path == article_id
    assert reason in error.value.reason
    assert "\n" not in str(error.value)


def test_suffixes_are_read_whatever_their_case() -> None:
    assert frozenset({".md", ".markdown", ".txt"}) == SUFFIXES
    assert read_article(RUSSIAN.encode(), "A.TXT").title == "Как вернуть обувь"


def test_front_matter_says_what_the_maintainer_knows() -> None:
    source = (
        "---\ntitle: Возврат\nurl: https://shop.example/returns\nupdated: 2025-09-04\n"
        "audience: staff\ntrust: 3\ntags: [обувь]\n---\n# Как вернуть\n\nПринесите обувь.\n"
    )
    article = read_article(source.encode(), "a.md")
    assert (article.title, article.url, article.updated) == (
        "Возврат",
        "https://shop.example/returns",
        date(2025, 9, 4),
    )
    assert (article.audience, article.trust) == (Audience.STAFF, 3)
    assert "audience" not in article.text


@pytest.mark.parametrize(
    ("field", "line"),
    [
        ("title", "title: [a, b]"),
        ("url", "url: shop"),
        ("updated", "updated: вчера"),
        ("audience", "audience: everyone"),
        ("trust", "trust: высокое"),
        ("trust", "trust: yes"),
        ("audience", "audiance: staff"),  # a slip must not put a staff article before customers
        ("YAML", "title: [a"),
    ],
)
def test_a_wrong_front_matter_is_refused_by_field(field: str, line: str) -> None:
    with pytest.raises(UnreadableArticle) as error:
        read_article(f"---\n{line}\n---\nТекст.\n".encode(), "a.md")
    assert field in error.value.reason


@pytest.mark.parametrize(
    "source", ["---\nПросто слова между чертами.\n---\n\n# Тема\n\nТекст.\n", "# Тема\n\n---\nТекст.\n"]
)
def test_a_rule_is_no_front_matter(source: str) -> None:
    article = read_article(source.encode(), "a.md")
    assert article.title == "Тема"
    assert "Текст." in article.text


@pytest.mark.parametrize(
    ("source", "article_id", "title"),
    [
        ("# **Оплата** 💳\n\nТекст.", "a.md", "Оплата"),
        ("## Раздел\n\nТекст **важный**.", "help/payment.md", "Раздел"),
        ("? Что такое чат: кратко\n\nЭто чат.", "a.txt", "Что такое чат: кратко"),
        ("1. Оплата картой\nПринимаем карты любых банков.", "a.txt", "Оплата картой"),
        (
            "Магазин принимает возвраты. Ниже сказано, как вернуть то, что не подошло, и что для этого нужно.\nЕщё.",
            "000_e40d70e83964d681.txt",
            "Магазин принимает возвраты",
        ),
        (
            "Первая строка — целый абзац, " + "очень длинный " * 10 + "и без конца.\nЕщё.",
            "faq.txt",
            "Первая строка — целый абзац, очень длинный очень длинный очень длинный очень…",
        ),
        ("04.09.25 12:52\nПросмотров 89\nКурьер приезжает за день.", "a.txt", "Курьер приезжает за день"),
        ("04.09.25 12:52", "a.txt", "a"),
    ],
)
def test_title(source: str, article_id: str, title: str) -> None:
    assert read_article(source.encode(), article_id).title == title
