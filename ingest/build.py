"""Article files → the contents of one release. One article and one batch of passages are in memory at a time."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from ingest.article import Article
from ingest.errors import EmptyFolder, UnreadableArticle
from ingest.manifest import ArticleRecord, Manifest, UnreadableFile, input_digest
from ingest.passage import Passage
from ingest.passage_store import PassageStore
from ingest.progress import Progress, counted
from ingest.readers import read_article
from ingest.release import DENSE, LEXICAL, PASSAGES, ReleaseStore
from ingest.split import split


def read_file(folder: Path, path: str) -> tuple[Article, str] | UnreadableFile:
    """The article in a file of the folder and the SHA-256 of its bytes, or why there is none."""
    sha256 = ""
    try:
        data = (folder / path).read_bytes()
        sha256 = hashlib.sha256(data).hexdigest()
        return read_article(data, path), sha256
    except UnreadableArticle as error:
        return UnreadableFile(path, error.reason, sha256)
    except OSError as error:
        return UnreadableFile(path, f"{error.strerror}: check its name and who may read it", sha256)


class ReleaseBuilder:
    """Writes one release into an empty folder; the article texts go where the store keeps them."""

    def __init__(
        self,
        source: Path,
        target: Path,
        store: ReleaseStore,
        progress: Progress,
        split: Callable[[Article], Sequence[Passage]] = split,
    ) -> None:
        """`split` is another one only in measurements: the manifest does not tell which one it was."""
        self._source = source
        self._target = target
        self._store = store
        self._progress = progress
        self._split = split
        self._articles: list[ArticleRecord] = []
        self._unreadable: list[UnreadableFile] = []

    def build(self, paths: Sequence[str], name: str, created_at: datetime, embedder_name: str) -> Manifest:
        """Write the release of these files of the source folder, and its manifest last.

        Raises:
            EmptyFolder: none of the files is an article with words in it.
            UnknownEmbedder: the embedder that is set cannot be opened.
        """
        passages = PassageStore.create(self._target / PASSAGES)
        try:
            self._read(paths, passages)
            count, facts = passages.counts()
            if not count:
                raise EmptyFolder(str(self._source), [f"{file.path}: {file.reason}" for file in self._unreadable])
            embedder = self._store.embedder()
            self._index_words(passages, count)
            self._index_vectors(passages, count)
        finally:
            passages.close()
        manifest = Manifest(
            name=name,
            created_at=created_at,
            embedder=embedder.identity,
            embedder_name=embedder_name,
            digest="",
            passages=count,
            facts=facts,
            articles=tuple(self._articles),
            unreadable=tuple(self._unreadable),
        )
        # Of the bytes that were really read: a file may have changed since the folder was compared.
        manifest = replace(manifest, digest=input_digest(manifest.file_hashes, embedder.identity))
        manifest.write(self._target)
        return manifest

    def _read(self, paths: Sequence[str], passages: PassageStore) -> None:
        from ingest.facts import find_facts

        self._progress.begin("Reading articles", len(paths))
        for path in counted(paths, self._progress):
            read = read_file(self._source, path)
            if isinstance(read, UnreadableFile):
                self._unreadable.append(read)
                continue
            article, sha256 = read
            self._articles.append(ArticleRecord.of(article, self._store.keep_text(article.text), sha256))
            found = self._split(article)
            passages.add(found, (fact for passage in found for fact in find_facts(passage)))
        passages.commit()

    def _index_words(self, passages: PassageStore, count: int) -> None:
        from ingest.lexical import LexicalIndex

        self._progress.begin("Indexing words", count)
        folder = self._target / LEXICAL
        folder.mkdir()
        LexicalIndex.build(folder, counted(passages.all(), self._progress))

    def _index_vectors(self, passages: PassageStore, count: int) -> None:
        from ingest.dense import DenseIndex

        self._progress.begin("Embedding passages", count)
        for done in DenseIndex.build(self._target / DENSE, passages.all(), self._store.embedder()):
            self._progress.advance(done)
