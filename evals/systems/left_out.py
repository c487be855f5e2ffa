"""Knowledge with articles missing: what would the customer be told if nobody had written them?"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace

from agent.knowledge import KnowledgeBase, Source
from agent.retrieval import Evidence, PassageRetriever

# Of the question that is asked now: to build an agent for each would take longer than its answer.
_LEFT_OUT: ContextVar[frozenset[str]] = ContextVar("left_out", default=frozenset())


@contextmanager
def without(articles: Iterable[str]) -> Iterator[None]:
    """While it lasts, and in this context alone, these articles are not found. `articles`: their ids."""
    before = _LEFT_OUT.set(frozenset(articles))
    try:
        yield
    finally:
        _LEFT_OUT.reset(before)


class RetrieverWithout(PassageRetriever):
    """Leaves the passages of some articles out of what is found; the scores of the others stay as they were."""

    def retrieve(self, question: str, context: str = "") -> Evidence:
        found = super().retrieve(question, context)
        kept = (each for each in found.candidates if each.passage.source_id not in _LEFT_OUT.get())
        return replace(found, candidates=tuple(kept))


@dataclass(frozen=True, slots=True)
class KnowledgeWithout:
    """Fits where an agent takes its knowledge. The articles can still be read, as those of a stored reply can."""

    whole: KnowledgeBase

    def retriever(self) -> PassageRetriever:
        return RetrieverWithout(**dict(self.whole.retriever()))

    def source(self, source_id: str, release: str | None = None) -> Source:
        return self.whole.source(source_id, release)

    def starters(self) -> tuple[str, ...]:
        return self.whole.starters()
