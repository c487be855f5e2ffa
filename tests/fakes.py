"""Stand-ins that fit real slots."""

import hashlib
import math
import random
from datetime import UTC, datetime, timedelta

from ingest.russian import stems

_DIMENSIONS = 32


class FakeEmbedder:
    """An embedder without weights: texts that share word stems have vectors that point the same way."""

    def __init__(self, identity: str = "fake:1") -> None:
        self.identity = identity
        self.documents = 0  # how many texts were embedded

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        self.documents += len(texts)
        return [self.embed_query(text) for text in texts]

    def embed_query(self, text: str) -> list[float]:
        vector = [1e-9] * _DIMENSIONS
        for stem in stems(text):
            direction = random.Random(hashlib.md5(stem.encode()).digest())
            vector = [value + direction.gauss(0, 1) for value in vector]
        length = math.hypot(*vector)
        return [value / length for value in vector]


class FailingEmbedder(FakeEmbedder):
    """Dies after a number of texts, as a machine without memory or a network would."""

    def __init__(self, after: int) -> None:
        super().__init__()
        self.after = after

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        if self.documents >= self.after:
            raise MemoryError("no room for vectors")
        return super().embed_documents(texts)


class FakeClock:
    """A clock that moves only when told, by a second each time it is read."""

    def __init__(self, now: datetime = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)) -> None:
        self.now = now

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now
