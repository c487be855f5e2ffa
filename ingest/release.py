"""Releases: immutable folders of everything that questions are answered from, the current one, and the way back.

OPORA_HOME/current                  the name of the current release, switched in one atomic step
OPORA_HOME/releases/NAME/           manifest.json, passages.sqlite, lexical/ (tantivy), chroma/
OPORA_HOME/releases/.building-…     a release that is being written, or was when its process died
OPORA_HOME/texts/SHA256.txt         article texts, shared by releases: kept while a stored reply may cite them
OPORA_HOME/ingest.lock              held by the process that may write here
"""

import fcntl
import hashlib
import os
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import cached_property, lru_cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from ingest.article import Audience
from ingest.errors import EmbedderMismatch, NoRelease, SyncInProgress, UnknownArticle, UnknownRelease
from ingest.joining import join, parted
from ingest.manifest import ArticleRecord, Manifest
from ingest.passage import Passage, Section
from ingest.passage_store import PassageStore

if TYPE_CHECKING:  # heavy libraries stand behind these
    from ingest.conflicts import FactConflict
    from ingest.dense import DenseIndex
    from ingest.embedding import Embedder
    from ingest.facts import Fact
    from ingest.lexical import LexicalIndex

__all__ = ["ArticleRecord", "Release", "ReleaseStore"]

PASSAGES = "passages.sqlite"
LEXICAL = "lexical"
DENSE = "chroma"

_UNFINISHED = ".building-"
_KEPT_JOINED = 5_000  # passages whose neighbours were looked up: the same ones answer most questions
_KEPT_MANIFESTS = 8  # in memory: the current one, and those that stored replies point to


class Release:
    """A release opened for reading. Immutable, safe to use from several threads."""

    def __init__(
        self,
        *,
        manifest: Manifest,
        embedder: "Embedder",
        store: PassageStore,
        lexical: "LexicalIndex",
        dense: "DenseIndex",
        read_text: Callable[[str], str],
    ) -> None:
        """`read_text`: the kept text of an article by its hash."""
        self.name: str = manifest.name
        self.created_at: datetime = manifest.created_at
        self.embedder = embedder
        self.articles: Mapping[str, ArticleRecord] = {article.id: article for article in manifest.articles}
        self.lexical = lexical
        self.dense = dense
        self._store = store
        self._read_text = read_text
        self._joined: dict[str, tuple[Passage, ...]] = {}

    def passages(self, ids: Sequence[str]) -> list[Passage]:
        """The passages in the order asked.

        Raises:
            KeyError: an id that this release does not hold.
        """
        return self._store.get(ids)

    def joined(self, passage: Passage) -> tuple[Passage, ...]:
        """The passage as one with the one before it, and with the one behind, where only length parted them."""
        found = self._joined.get(passage.id)
        if found is None:
            if len(self._joined) >= _KEPT_JOINED:
                self._joined = {}  # a new one: other threads may be reading
            found = self._joined[passage.id] = tuple(self._join(passage))
        return found

    def all_passages(self) -> Iterator[Passage]:
        """Every passage, in the order of the articles."""
        return self._store.all()

    def sections(self) -> tuple[Section, ...]:
        """Every section with text for customers, in the order of the articles."""
        return self._store.sections(Audience.CUSTOMER)

    def facts(self) -> tuple["Fact", ...]:
        """Every fact found in the passages, in the order of the articles."""
        return self._facts

    def conflicts(self) -> tuple["FactConflict", ...]:
        """The facts about one subject that disagree, as far as the trust in their articles does not decide."""
        return self._conflicts

    def overruled(self) -> Mapping["Fact", "Fact"]:
        """The facts that a more trusted article contradicts, each with one that is believed instead."""
        return self._overruled

    def close(self) -> None:
        """Let go of the files; the release is of no use afterwards."""
        self.dense.close()
        self._store.close()

    def _join(self, passage: Passage) -> Iterator[Passage]:
        before, behind = self._store.around(passage.id)
        for first, second in ((before, passage), (passage, behind)):
            if first and second and parted(first, second):
                text = self._read_text(self.articles[passage.source_id].text_sha256)
                if (whole := join(first, second, text)) is not None:
                    yield whole

    @cached_property
    def _facts(self) -> tuple["Fact", ...]:
        return self._store.facts()

    @cached_property
    def _conflicts(self) -> tuple["FactConflict", ...]:
        from ingest.conflicts import find_conflicts

        return find_conflicts(self._facts, self._trust)

    @cached_property
    def _overruled(self) -> Mapping["Fact", "Fact"]:
        from ingest.conflicts import find_overruled

        return find_overruled(self._facts, self._trust)

    @cached_property
    def _trust(self) -> Mapping[str, int]:
        return {article.id: article.trust for article in self.articles.values()}


class ReleaseStore:
    """The releases of one home folder. Reading is safe from any thread or process; writing takes the lock."""

    def __init__(self, home: Path, open_embedder: Callable[[], "Embedder"]) -> None:
        """`open_embedder` is called once, when a release is first opened."""
        self.home = home.resolve()
        self._open_embedder = lru_cache(maxsize=1)(open_embedder)
        self._opening = Lock()
        self._manifest = lru_cache(maxsize=_KEPT_MANIFESTS)(self._read_manifest)

    # Reading

    def current_name(self) -> str | None:
        """The name of the current release; None where there is none yet."""
        try:
            return self._pointer.read_text(encoding="utf-8").strip() or None
        except FileNotFoundError:
            return None

    def names(self) -> list[str]:
        """All kept releases, newest first."""
        if not self._releases.is_dir():
            return []
        return sorted((folder.name for folder in self._releases.iterdir() if folder.name[0] != "."), reverse=True)

    def manifest(self, name: str | None = None) -> Manifest:
        """What a release holds; None means the current one.

        Raises:
            NoRelease: nothing has been ingested yet.
            UnknownRelease: there is no such release.
        """
        name = name or self.current_name()
        if name is None:
            raise NoRelease(str(self.home))
        return self._manifest(name)

    def open(self, name: str | None = None) -> Release:
        """Open a release for questions; None means the current one.

        Raises:
            NoRelease: nothing has been ingested yet.
            UnknownRelease: there is no such release.
            EmbedderMismatch: it was built with another embedder than the one that is set.
        """
        from ingest.dense import DenseIndex
        from ingest.lexical import LexicalIndex

        manifest = self.manifest(name)
        folder = self._releases / manifest.name
        embedder = self.embedder()
        if embedder.identity != manifest.embedder:
            raise EmbedderMismatch(manifest.name, manifest.embedder, embedder.identity)
        return Release(
            manifest=manifest,
            embedder=embedder,
            store=PassageStore.open(folder / PASSAGES),
            lexical=LexicalIndex(folder / LEXICAL),
            dense=DenseIndex(folder / DENSE, embedder),
            read_text=self.text,
        )

    def article(self, source_id: str, release: str | None = None) -> tuple[ArticleRecord, str]:
        """An article and its text, without opening any index; None means the current release.

        Raises:
            NoRelease, UnknownRelease: as `manifest` does.
            UnknownArticle: the release does not hold it.
        """
        manifest = self.manifest(release)
        record = next((article for article in manifest.articles if article.id == source_id), None)
        if record is None:
            raise UnknownArticle(source_id, manifest.name)
        return record, self.text(record.text_sha256)

    def text(self, sha256: str) -> str:
        """A kept article text.

        Raises:
            FileNotFoundError: no text of this hash is kept.
        """
        return self._text_file(sha256).read_bytes().decode("utf-8")

    def embedder(self) -> "Embedder":
        with self._opening:
            return self._open_embedder()

    # Writing

    @contextmanager
    def lock(self) -> Iterator[None]:
        """The right to write here, for one process at a time; what dead processes left unfinished is removed.

        Raises:
            SyncInProgress: another process has it.
        """
        self._releases.mkdir(parents=True, exist_ok=True)
        with (self.home / "ingest.lock").open("a+", encoding="utf-8") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                file.seek(0)
                raise SyncInProgress(str(self.home), file.read().strip() or "unknown") from None
            file.truncate(0)
            file.write(str(os.getpid()))
            file.flush()
            self._remove_unfinished()
            yield

    @contextmanager
    def building(self, name: str) -> Iterator[Path]:
        """An empty folder to write a release into; it becomes the release when the block ends well, else it goes away.

        The caller holds the lock and has closed every file by then. The current release stays as it is.
        """
        folder = self._releases / f"{_UNFINISHED}{os.getpid()}-{name}"
        folder.mkdir()
        try:
            yield folder
            _sync_to_disk(folder)
            folder.rename(self._releases / name)
            _fsync(self._releases)
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def free_name(self, created_at: datetime, digest: str) -> str:
        """A name for a new release that sorts after the names of earlier ones."""
        taken = set(self.names())
        while (name := f"{created_at:%Y%m%dT%H%M%S}.{created_at.microsecond // 1000:03}Z-{digest[:8]}") in taken:
            created_at += timedelta(milliseconds=1)
        return name

    def keep_text(self, text: str) -> str:
        """Keep an article's text; gives its SHA-256, by which it is read again."""
        content = text.encode("utf-8")
        sha256 = hashlib.sha256(content).hexdigest()
        file = self._text_file(sha256)
        if not file.exists():
            file.parent.mkdir(parents=True, exist_ok=True)
            _write_whole(file, content)
        return sha256

    def switch(self, name: str) -> None:
        """Make a release the current one, in one atomic step.

        Raises:
            UnknownRelease: there is no such release.
        """
        self.manifest(name)
        _write_whole(self._pointer, name.encode())
        _fsync(self.home)

    def rollback(self, name: str | None = None) -> str:
        """Switch to a release, by default to the one before the current; gives its name.

        Raises:
            NoRelease: nothing has been ingested yet.
            UnknownRelease: there is no such release, or none before the current one.
            SyncInProgress: another process writes here.
        """
        with self.lock():
            if name is None:
                current = self.manifest().name
                name = next((earlier for earlier in self.names() if earlier < current), None)
                if name is None:
                    raise UnknownRelease(f"before {current}")
            self.switch(name)
        return name

    @property
    def _pointer(self) -> Path:
        return self.home / "current"

    @property
    def _releases(self) -> Path:
        return self.home / "releases"

    def _text_file(self, sha256: str) -> Path:
        return self.home / "texts" / f"{sha256}.txt"

    def _read_manifest(self, name: str) -> Manifest:
        # The name may come from a request: it is looked up, never joined to a path as it is.
        if name not in self.names():
            raise UnknownRelease(name)
        return Manifest.read(self._releases / name)

    def _remove_unfinished(self) -> None:
        # Whoever holds the lock is alone, so nothing unfinished belongs to a living process.
        for folder in self._releases.glob(f"{_UNFINISHED}*"):
            shutil.rmtree(folder)


def _write_whole(file: Path, content: bytes) -> None:
    """Write a file so that nobody ever sees half of it, not even after a power cut."""
    unfinished = file.with_name(f".{file.name}.{os.getpid()}")
    with unfinished.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    unfinished.replace(file)


def _sync_to_disk(folder: Path) -> None:
    for path in (*folder.rglob("*"), folder):
        _fsync(path)


def _fsync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
