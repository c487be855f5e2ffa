"""Facts that a question plainly asks for, and that the articles agree on."""

from collections.abc import Iterator

import pytest

from agent.agreed import agreed_facts_asked_for
from ingest.release import Release
from tests.agent.parts import question
from tests.agent.shop import released

ARTICLES = {
    "чат.md": "# Чат поддержки\n\nЧат поддержки работает круглосуточно. "
    "Отвечают в чате в течение 5 минут, а в часы пик — до 15 минут.",
    "звонок.md": "# Горячая линия\n\nГорячая линия работает с 9:00 до 21:00. Телефон горячей линии: 8 800 100-20-30.",
    "старое.md": "# Горячая линия\n\nГорячая линия работает с 8:00 до 20:00.",
}


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Release]:
    release = released(ARTICLES, tmp_path_factory.mktemp("agreed"))
    yield release
    release.close()


@pytest.mark.parametrize(
    ("asked", "context", "values"),
    [
        ("До скольки работает чат?", "", ["mo-su 00:00-24:00"]),
        ("чат ночью отвечает?", "", ["mo-su 00:00-24:00"]),
        ("Сколько ждать ответа в чате?", "", ["PT5M"]),
        ("Сколько ждать ответа в чате в часы пик?", "", ["PT15M"]),  # and not the usual wait beside it
        ("а в часы пик?", "Сколько ждать ответа в чате?", ["PT15M"]),
        ("Какой номер горячей линии?", "", ["+78001002030"]),
        ("До скольки работает горячая линия?", "", []),  # the articles disagree
        ("Как открыть чат?", "", []),  # wants more than a fact
        ("До скольки работает чат Мегамаркета?", "", []),  # somebody else's
    ],
)
def test_an_agreed_fact_is_found_where_it_is_asked_for(
    release: Release, asked: str, context: str, values: list[str]
) -> None:
    assert [fact.value for fact in agreed_facts_asked_for(question(asked, context), release)] == values
