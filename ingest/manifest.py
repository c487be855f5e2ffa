"""What a release holds, on one page: the manifest beside its indexes. Light to read: no index is opened."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Self

from ingest.article import Article, Audience
from ingest.rules import RULES_VERSION

FORMAT = 1  # of the release folder; a release of another format is rebuilt rather than read
FILE_NAME = "manifest.json"
_NO_FIELDS = frozenset({"format", "splitter"})  # the second stands in manifests of earlier versions


@dataclass(frozen=True, slots=True)
class ArticleRecord:
    id: str  # path in the synced folder
    title: str
    url: str | None
    updated: date | None
    audience: Audience
    trust: int
    text_sha256: str  # of the text that citations point into; names its file among the kept texts
    file_sha256: str

    @classmethod
    def of(cls, article: Article, text_sha256: str, file_sha256: str) -> Self:
        return cls(
            id=article.id,
            title=article.title,
            url=article.url,
            updated=article.updated,
            audience=article.audience,
            trust=article.trust,
            text_sha256=text_sha256,
            file_sha256=file_sha256,
        )


@dataclass(frozen=True, slots=True)
class UnreadableFile:
    path: str  # in the synced folder
    reason: str
    file_sha256: str  # empty where not even the bytes could be read


@dataclass(frozen=True, slots=True)
class Manifest:
    name: str
    created_at: datetime  # UTC
    embedder: str  # identity: vectors of another embedder cannot be compared
    embedder_name: str  # as set in OPORA_EMBEDDING_MODEL
    digest: str  # of all that the release is made from
    passages: int
    facts: int
    articles: tuple[ArticleRecord, ...]  # in the order of their ids
    unreadable: tuple[UnreadableFile, ...]

    @property
    def file_hashes(self) -> dict[str, str]:
        """Path → SHA-256 of every file that was looked at, the unreadable ones too."""
        hashes = {article.id: article.file_sha256 for article in self.articles}
        return hashes | {file.path: file.file_sha256 for file in self.unreadable}

    def write(self, folder: Path) -> None:
        content = {"format": FORMAT, **asdict(self)}
        (folder / FILE_NAME).write_text(
            json.dumps(content, ensure_ascii=False, indent=1, default=str), encoding="utf-8"
        )

    @classmethod
    def read(cls, folder: Path) -> Self:
        """Read the manifest of a release folder.

        Raises:
            FileNotFoundError: there is none.
        """
        content: dict[str, Any] = json.loads((folder / FILE_NAME).read_text(encoding="utf-8"))
        content = {key: value for key, value in content.items() if key not in _NO_FIELDS}
        return cls(
            **content
            | {
                "created_at": datetime.fromisoformat(content["created_at"]),
                "articles": tuple(_record(article) for article in content["articles"]),
                "unreadable": tuple(UnreadableFile(**file) for file in content["unreadable"]),
            }
        )


def input_digest(file_hashes: dict[str, str], embedder: str, rules: str = RULES_VERSION) -> str:
    """One hash of everything that decides what a release will be: equal digests, equal releases."""
    lines: Iterable[str] = (f"{path}\0{sha256}" for path, sha256 in sorted(file_hashes.items()))
    parts = [f"format {FORMAT}", f"rules {rules}", f"embedder {embedder}", *lines]
    return hashlib.sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def _record(content: dict[str, Any]) -> ArticleRecord:
    updated = content["updated"]
    return ArticleRecord(
        **content | {"updated": updated and date.fromisoformat(updated), "audience": Audience(content["audience"])}
    )
