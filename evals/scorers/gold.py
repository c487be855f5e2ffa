"""Gold quotes as places in articles, and whether other places touch them."""

from collections.abc import Callable
from dataclasses import dataclass

from evals.cases import Case, Gold
from ingest.errors import UnknownArticle


@dataclass(frozen=True, slots=True)
class Span:
    """A place in an article, in code points of its text."""

    source_id: str
    start: int
    end: int

    def touches(self, source_id: str, start: int, end: int) -> bool:
        return self.source_id == source_id and self.start < end and self.end > start


class NotHeld(Exception):
    """The article does not hold a gold quote any more, or is gone; the message names the article and the quote."""


def gold_spans(case: Case, text_of: Callable[[str], str]) -> tuple[Span, ...]:
    """Where the case's gold quotes stand.

    Raises:
        NotHeld: one of them stands nowhere.
    """
    return tuple(_span(gold, text_of) for gold in case.gold)


def _span(gold: Gold, text_of: Callable[[str], str]) -> Span:
    try:
        found = gold.find(text_of(gold.source))
    except UnknownArticle as error:
        raise NotHeld(f"there is no article {gold.source}") from error
    if found is None:
        raise NotHeld(f"{gold.source} does not hold {_shown(gold)} any more")
    return Span(gold.source, *found)


def _shown(gold: Gold) -> str:
    if gold.lines is not None:
        return f"lines {gold.lines[0]}–{gold.lines[1]} as they were"
    words = " ".join((gold.quote or "").split())
    return f"«{words[:80]}…»" if len(words) > 80 else f"«{words}»"
