"""Knowledge with articles missing: what would the customer be told if nobody had written them?"""

from dataclasses import dataclass, replace

from agent.knowledge import KnowledgeBase, Source
from agent.retrieval import Evidence, PassageRetriever


class RetrieverWithout(PassageRetriever):
    """Leaves the passages of some articles out of what is found; the scores of the others stay as they were."""

    left_out: frozenset[str]  # ids of articles

    def retrieve(self, question: str) -> Evidence:
        found = super().retrieve(question)
        kept = (each for each in found.candidates if each.passage.source_id not in self.left_out)
        return replace(found, candidates=tuple(kept))


@dataclass(frozen=True, slots=True)
class KnowledgeWithout:
    """Fits where an agent takes its knowledge. The articles can still be read, as those of a stored reply can."""

    whole: KnowledgeBase
    left_out: frozenset[str]  # ids of articles

    def retriever(self) -> PassageRetriever:
        found = self.whole.retriever()
        return RetrieverWithout(release=found.release, vectors=found.vectors, k=found.k, left_out=self.left_out)

    def source(self, source_id: str, release: str | None = None) -> Source:
        return self.whole.source(source_id, release)

    def starters(self) -> tuple[str, ...]:
        return self.whole.starters()
