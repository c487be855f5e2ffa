"""Whether citations are the words of the articles, and of the right ones."""

from collections.abc import Callable, Sequence

from agent.reply import Citation
from evals.scorers.gold import Span
from ingest.errors import UnknownArticle


def verbatim(citations: Sequence[Citation], text_of: Callable[[str], str]) -> float | None:
    """1 if every quote is `text[start:end]` of its article; None without citations."""
    if not citations:
        return None
    return float(all(_stands(each, text_of) for each in citations))


def section(citations: Sequence[Citation], gold: Sequence[Span], answered: bool) -> float | None:
    """1 if the answer cites a gold section; 0 if it cites none or there is no answer; None without gold."""
    if not gold:
        return None
    return float(
        answered and any(span.touches(each.source_id, each.start, each.end) for each in citations for span in gold)
    )


def _stands(citation: Citation, text_of: Callable[[str], str]) -> bool:
    try:
        text = text_of(citation.source_id)
    except UnknownArticle:
        return False
    return bool(citation.quote) and text[citation.start : citation.end] == citation.quote
