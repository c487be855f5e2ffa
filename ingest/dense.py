"""Vectors of passages in Chroma: the dense half of retrieval. The only file that imports chromadb."""

import weakref
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import islice
from pathlib import Path
from typing import Any, Protocol

import chromadb
import numpy as np
from chromadb.config import Settings
from langchain_chroma import Chroma
from langchain_core.embeddings import Embeddings
from numpy.typing import NDArray

from ingest.article import Audience
from ingest.passage import Passage

BATCH = 256  # passages embedded and stored at once: enough for a GPU, little enough for memory

# A metadata filter makes Chroma walk every passage that it admits (60 ms over 10,000, against 2 without a filter), so
# each audience has a collection of its own, and a customer's search cannot reach what is written for staff.
_COLLECTIONS = {audience: f"passages-{audience}" for audience in Audience}
# The inner product keeps the mean of two cosines a mean; a cosine space would divide it by the mean vector's length.
# Of the true first 50 over 10,000 passages it finds .98; with a beam of 200 it is .99, at twice the time.
_CONFIGURATION: Any = {"hnsw": {"space": "ip", "ef_construction": 200, "ef_search": 100}}
# The vectors of a collection of this size are held in memory (10 MB, read in 0.6 s): to multiply them all takes a fifth
# of the time of one call of Chroma, and is exact. A larger one is searched by Chroma.
HELD_VECTORS = 20_000
_KEPT_VECTORS = 50_000  # of larger collections, as they are asked for: scoring candidates from disk takes 3 ms
_KEPT_QUESTIONS = 256
BACKGROUND_PASSAGES = 1_000  # of a collection that is not held in memory; their mean says what all have in common

Vector = NDArray[np.float32]


class _Embedder(Protocol):
    def embed_documents(self, texts: list[str]) -> list[list[float]]: ...
    def embed_query(self, text: str) -> list[float]: ...


class PassageEmbeddings(Embeddings):
    """An embedder that gives a passage the mean of its heading's vector and its whole text's vector.

    A document's first line is its heading. The inner product with a question is then the mean of the two cosines: a
    passage is found by what it is about and by what it says, with one vector and one search.
    """

    def __init__(self, embedder: _Embedder) -> None:
        self._embedder = embedder

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        headings = [text.split("\n", 1)[0] for text in texts]
        # Neighbours share their heading, so each heading is embedded once a batch.
        distinct = list(dict.fromkeys(headings))
        vectors = np.asarray(self._embedder.embed_documents(texts + distinct), dtype=np.float32)
        row_of = {heading: len(texts) + row for row, heading in enumerate(distinct)}
        means = (vectors[: len(texts)] + vectors[[row_of[heading] for heading in headings]]) / 2
        return means.tolist()  # type: ignore[no-any-return]

    def embed_query(self, text: str) -> list[float]:
        return self._embedder.embed_query(text)


class DenseIndex:
    """A Chroma folder, opened for reading. Safe to use from several threads.

    Scores are (cos(question, full) + cos(question, heading)) / 2, from -1 to 1.
    """

    def __init__(self, folder: Path, embedder: _Embedder, held: int = HELD_VECTORS) -> None:
        """`held`: how many passages a collection may have to be searched in memory."""
        self._client = _client(folder)
        present = {collection.name for collection in self._client.list_collections()}
        # Chroma's own collections: LangChain's search fetches every text as well, 6 ms instead of 2 for 50 results.
        self._collections = {
            audience: self._client.get_collection(name, embedding_function=None)
            for audience, name in _COLLECTIONS.items()
            if name in present
        }
        # One question is searched, then scored: it is embedded once.
        self._embed = lru_cache(maxsize=_KEPT_QUESTIONS)(
            lambda text: np.asarray(embedder.embed_query(text), np.float32)
        )
        self._held: dict[Audience, tuple[list[str], NDArray[np.float32]]] = {}  # ids and their vectors, row by row
        self._vectors: dict[str, Vector] = {}
        for audience, collection in self._collections.items():
            if 0 < collection.count() <= held:
                read = collection.get(include=["embeddings"])
                self._held[audience] = read["ids"], np.asarray(read["embeddings"], np.float32)
                self._vectors |= zip(*self._held[audience], strict=True)
        # Chroma keeps its files open until its client is told; nobody may be left to tell it when a server moves on.
        self._close = weakref.finalize(self, self._client.close)

    @staticmethod
    def build(folder: Path, passages: Iterable[Passage], embedder: _Embedder) -> Iterator[int]:
        """Write the index of the passages into an empty folder; gives after each batch how many passages it held.

        The folder may be moved once the iterator is exhausted or closed.
        """
        client = _client(folder)
        try:
            embeddings = PassageEmbeddings(embedder)
            stores = {
                audience: Chroma(name, embeddings, client=client, collection_configuration=_CONFIGURATION)
                for audience, name in _COLLECTIONS.items()
            }
            rest = iter(passages)
            while batch := list(islice(rest, BATCH)):
                for audience, store in stores.items():
                    if heard := [passage for passage in batch if passage.audience is audience]:
                        store.add_texts(
                            [passage.indexed_text for passage in heard],
                            [{"source_id": passage.source_id, "audience": str(audience)} for passage in heard],
                            [passage.id for passage in heard],
                        )
                yield len(batch)
        finally:
            client.close()

    def search(self, question: str, limit: int, audience: Audience | None = Audience.CUSTOMER) -> dict[str, float]:
        """The passages whose vectors are nearest to the question's, best first: passage id → score.

        `audience` leaves the other audiences' passages out; None searches all.
        """
        found: dict[str, float] = {}
        for heard in self._collections:
            if audience in (None, heard):
                found |= self._nearest(heard, question, limit)
        best = sorted(found.items(), key=lambda item: (-item[1], item[0]))
        return dict(best[:limit])

    def score(self, question: str, ids: Sequence[str]) -> dict[str, float]:
        """The scores of passages found in another way; an id that the index does not hold is left out."""
        vectors = self._vectors_of(ids)
        if not vectors:
            return {}
        scores = np.stack(list(vectors.values())) @ self._embed(question)
        return dict(zip(vectors, scores.tolist(), strict=True))

    def background(self, question: str) -> float:
        """The mean score of the question with customers' passages, whatever they are about: what a score is worth that
        says nothing. Near 0 for some embedders, .7 and more for others."""
        return 0.0 if self._mean_vector is None else float(self._mean_vector @ self._embed(question))

    def close(self) -> None:
        """Let go of Chroma's files; the index is of no use afterwards."""
        self._close()

    @cached_property
    def _mean_vector(self) -> Vector | None:
        """Of customers' passages, if there are any; the mean of the scores is the score of the mean."""
        collection = self._collections.get(Audience.CUSTOMER)
        if collection is None or not collection.count():
            return None
        if Audience.CUSTOMER in self._held:
            vectors = self._held[Audience.CUSTOMER][1]
        else:
            read = collection.get(limit=BACKGROUND_PASSAGES, include=["embeddings"])
            vectors = np.asarray(read["embeddings"], np.float32)
        return np.asarray(vectors.mean(axis=0), np.float32)

    def _nearest(self, audience: Audience, question: str, limit: int) -> dict[str, float]:
        asked = self._embed(question)
        if audience in self._held:
            ids, vectors = self._held[audience]
            scores = vectors @ asked
            best = np.argpartition(-scores, limit)[:limit] if limit < len(ids) else np.arange(len(ids))
            return {ids[row]: float(scores[row]) for row in best}
        answer = self._collections[audience].query(query_embeddings=[asked], n_results=limit, include=["distances"])
        distances = answer["distances"] or [[]]
        return {each: 1 - distance for each, distance in zip(answer["ids"][0], distances[0], strict=True)}

    def _vectors_of(self, ids: Sequence[str]) -> dict[str, Vector]:
        kept = self._vectors  # one look: another thread may start a new dictionary meanwhile
        missing = [passage_id for passage_id in ids if passage_id not in kept]
        if missing:
            if len(kept) + len(missing) > _KEPT_VECTORS:
                kept = self._vectors = {passage_id: kept[passage_id] for passage_id in ids if passage_id in kept}
            for collection in self._collections.values():
                read = collection.get(ids=missing, include=["embeddings"])
                kept.update(zip(read["ids"], np.asarray(read["embeddings"], np.float32), strict=True))
        return {passage_id: kept[passage_id] for passage_id in ids if passage_id in kept}


def _client(folder: Path) -> Any:
    # A .env file in the working folder is the user's, not Chroma's.
    # The absolute path is the client's identity in a process.
    settings = Settings(_env_file=None, anonymized_telemetry=False)  # type: ignore[call-arg]
    return chromadb.PersistentClient(folder.resolve(), settings)
