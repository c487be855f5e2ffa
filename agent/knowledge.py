"""The release that answers are taken from: opened once, opened anew when another one becomes current."""

import threading
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from agent.retrieval import PassageRetriever
from agent.suggestions import starters
from agent.weights import USUAL, Weights
from ingest.article import Audience
from ingest.errors import NoRelease, UnknownArticle
from ingest.release import ReleaseStore
from ingest.reranking import Reranker
from ingest.stem_vectors import StemVectors


@dataclass(frozen=True, slots=True)
class Source:
    """An article as a customer may read it."""

    id: str
    title: str
    url: str | None
    text: str
    updated: date | None = None


class KnowledgeBase(Protocol):
    """What turns are answered from. `Knowledge` is one over the releases of a store."""

    def retriever(self) -> PassageRetriever: ...

    def source(self, source_id: str, release: str | None = None) -> Source: ...

    def starters(self) -> tuple[str, ...]: ...


class Knowledge:
    """Thread-safe. A retriever that was handed out stays usable while a turn needs it."""

    def __init__(
        self,
        store: ReleaseStore,
        vectors: StemVectors,
        release: str | None = None,
        *,
        weights: Weights = USUAL,
        reranker: Reranker | None = None,
    ) -> None:
        """`vectors` align questions with passages; `release` pins one by name, None follows the current one;
        `weights` and `reranker` are as in `PassageRetriever`."""
        self._store = store
        self._vectors = vectors
        self._weights = weights
        self._reranker = reranker
        self._pinned = release
        self._lock = threading.Lock()
        self._retriever: PassageRetriever | None = None
        self._choosing = threading.Lock()
        self._starters: tuple[str, tuple[str, ...]] = ("", ())  # the release and its own

    def retriever(self) -> PassageRetriever:
        """The retriever over the current release.

        Raises:
            NoRelease, UnknownRelease, EmbedderMismatch: as `ReleaseStore.open` does.
        """
        name = self._pinned or self._store.current_name()
        if name is None:
            raise NoRelease(str(self._store.home))
        with self._lock:
            if self._retriever is None or self._retriever.release.name != name:
                # The one before is let go of by its last turn, and closed with it.
                self._retriever = PassageRetriever(
                    release=self._store.open(name),
                    vectors=self._vectors,
                    weights=self._weights,
                    reranker=self._reranker,
                )
            return self._retriever

    def source(self, source_id: str, release: str | None = None) -> Source:
        """An article of a release, the current one unless named.

        Raises:
            UnknownArticle: there is none, or it is for staff only.
            NoRelease, UnknownRelease: there is no such release.
        """
        article, text = self._store.article(source_id, release or self._pinned)
        if article.audience is not Audience.CUSTOMER:
            raise UnknownArticle(source_id, release or "current")
        return Source(article.id, article.title, article.url, text, article.updated)

    def starters(self) -> tuple[str, ...]:
        """Questions that a customer might begin with; none where there is no release. They are chosen once for one.

        Raises:
            UnknownRelease, EmbedderMismatch: as `ReleaseStore.open` does.
        """
        if (self._pinned or self._store.current_name()) is None:
            return ()
        retriever = self.retriever()
        name = retriever.release.name
        with self._choosing:
            if self._starters[0] != name:
                self._starters = name, starters(retriever)
            return self._starters[1]
