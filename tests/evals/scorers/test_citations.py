"""Whether citations are words of the right articles."""

import pytest

from agent.reply import Citation
from evals.scorers.citations import section, verbatim
from evals.scorers.gold import Span
from tests.evals.scorers.parts import cite, text_of

GOOD = cite("Деньги приходят за 3 дня.")


@pytest.mark.parametrize(
    ("citations", "score"),
    [
        ([GOOD], 1),
        ([GOOD, cite("Чат работает круглосуточно.", "чат.md", 2)], 1),
        ([GOOD, GOOD.model_copy(update={"quote": "Деньги приходят за 5 дней."})], 0),
        ([GOOD.model_copy(update={"start": GOOD.start + 1, "end": GOOD.end + 1})], 0),
        ([GOOD.model_copy(update={"source_id": "нет такой.md"})], 0),
        ([GOOD.model_copy(update={"quote": "", "end": GOOD.start})], 0),
        ([], None),
    ],
)
def test_a_quote_is_the_words_at_its_place(citations: list[Citation], score: int | None) -> None:
    assert verbatim(citations, text_of) == score


def test_a_section_is_found_by_an_answer_that_cites_it() -> None:
    gold = [Span("возврат.md", GOOD.start - 5, GOOD.start + 5)]
    assert section([GOOD], gold, answered=True) == 1
    assert section([GOOD], gold, answered=False) == 0
    assert section([], gold, answered=True) == 0
    assert section([GOOD], [Span("чат.md", GOOD.start, GOOD.end)], answered=True) == 0
    assert section([GOOD], [Span("возврат.md", GOOD.end, GOOD.end + 9)], answered=True) == 0
    assert section([GOOD], [], answered=True) is None
