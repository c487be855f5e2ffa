from pathlib import Path

import pytest

from ingest.release import ReleaseStore
from ingest.sync import Synced, sync
from tests.fakes import FakeClock, FakeEmbedder


class Workshop:
    """A maintainer's folder of articles and the home that it is synced to."""

    def __init__(self, place: Path) -> None:
        self.folder = place / "articles"
        self.folder.mkdir(exist_ok=True)
        self.home = place / "home"
        self.clock = FakeClock()
        self.embedder = FakeEmbedder()

    def write(self, path: str, content: str | bytes) -> None:
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())

    def store(self, embedder: FakeEmbedder | None = None) -> ReleaseStore:
        return ReleaseStore(self.home, lambda: embedder or self.embedder)

    def sync(self, embedder: FakeEmbedder | None = None) -> Synced:
        embedder = embedder or self.embedder
        return sync(
            self.folder,
            self.store(embedder),
            embedder_name="fake",
            embedder_identity=embedder.identity,
            clock=self.clock,
        )


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    return Workshop(tmp_path)
