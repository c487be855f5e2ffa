"""Vectors of passages in Chroma: the dense half of retrieval. The only file that imports chromadb."""

import weakref
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
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
# Vectors in memory, half a kilobyte each, since scoring the candidates of the other side from disk takes 3 ms.
# The first ones are read when the index is opened (0.3 s), others when they are asked for.
_FIRST_VECTORS = 10_000
_KEPT_VECTORS = 50_000
_KEPT_QUESTIONS = 256

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

    def __init__(self, folder: Path, embedder: _Embedder) -> None:
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
        self._vectors: dict[str, Vector] = {}
        for collection in self._collections.values():
            self._vectors |= _vectors(collection.get(limit=_FIRST_VECTORS, include=["embeddings"]))
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
        for heard, collection in self._collections.items():
            if audience in (None, heard):
                answer = collection.query(
                    query_embeddings=[self._embed(question)], n_results=limit, include=["distances"]
                )
                distances = answer["distances"] or [[]]
                found |= {
                    passage_id: 1 - distance
                    for passage_id, distance in zip(answer["ids"][0], distances[0], strict=True)
                }
        best = sorted(found.items(), key=lambda item: (-item[1], item[0]))
        return dict(best[:limit])

    def score(self, question: str, ids: Sequence[str]) -> dict[str, float]:
        """The scores of passages found in another way; an id that the index does not hold is left out."""
        vectors = self._vectors_of(ids)
        if not vectors:
            return {}
        scores = np.stack(list(vectors.values())) @ self._embed(question)
        return dict(zip(vectors, scores.tolist(), strict=True))

    def close(self) -> None:
        """Let go of Chroma's files; the index is of no use afterwards."""
        self._close()

    def _vectors_of(self, ids: Sequence[str]) -> dict[str, Vector]:
        kept = self._vectors  # one look: another thread may start a new dictionary meanwhile
        missing = [passage_id for passage_id in ids if passage_id not in kept]
        if missing:
            if len(kept) + len(missing) > _KEPT_VECTORS:
                kept = self._vectors = {passage_id: kept[passage_id] for passage_id in ids if passage_id in kept}
            for collection in self._collections.values():
                kept.update(_vectors(collection.get(ids=missing, include=["embeddings"])))
        return {passage_id: kept[passage_id] for passage_id in ids if passage_id in kept}


def _vectors(read: Any) -> dict[str, Vector]:
    return dict(zip(read["ids"], np.asarray(read["embeddings"], np.float32), strict=True))


def _client(folder: Path) -> Any:
    # A .env file in the working folder is the user's, not Chroma's.
    # The absolute path is the client's identity in a process.
    settings = Settings(_env_file=None, anonymized_telemetry=False)  # type: ignore[call-arg]
    return chromadb.PersistentClient(folder.resolve(), settings)
