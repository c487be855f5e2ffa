"""Russian quotation marks, one kind within the other."""

import pytest

from ingest.quotation import in_quotes


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Как вернуть товар", "«Как вернуть товар»"),
        ("Кнопка «Помощь»", "«Кнопка „Помощь“»"),
        ("«Помощь» или «Чат»", "«„Помощь“ или „Чат“»"),
        ("Нажмите „Помощь“", "«Нажмите „Помощь“»"),
    ],
)
def test_quotes_within_quotes_have_other_marks(text: str, expected: str) -> None:
    assert in_quotes(text) == expected
