"""What can go wrong between a folder of articles and a question to its release.

`str(error)` is one line that says what to do.

IngestError
├── UnreadableArticle   a file that no reader can turn into an article
├── EmptyFolder         nothing to ingest
├── SyncInProgress      another process holds the lock
├── NoRelease           nothing has been ingested yet
├── UnknownRelease      a release that is not (or no longer) kept
├── UnknownArticle      an article that the release does not hold
├── EmbedderMismatch    the release was built with another embedder than the one that is set
├── UnknownEmbedder     the embedder that is set cannot be opened
├── UnknownReranker     the cross-encoder that is set cannot be opened
└── WrongSetting        a setting that cannot be read
"""

from collections.abc import Sequence


class IngestError(Exception):
    """Anything a maintainer can put right: the message is meant for them."""


class UnreadableArticle(IngestError):
    """A file that no reader can turn into an article; the other files of the folder are not concerned."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason


class EmptyFolder(IngestError):
    """A folder that would make a release without articles."""

    def __init__(self, folder: str, unreadable: Sequence[str] = ()) -> None:
        """`unreadable`: files of the folder that no reader could read, each with its reason."""
        seen = f" ({len(unreadable)} unreadable, such as {unreadable[0]})" if unreadable else ""
        super().__init__(
            f"No readable articles in {folder}{seen}: put .md or .txt files there. The current release is as it was."
        )
        self.folder = folder
        self.unreadable = tuple(unreadable)


class SyncInProgress(IngestError):
    """Two ingests at once would race for the pointer, so the second one gives way."""

    def __init__(self, home: str, pid: str = "unknown") -> None:
        super().__init__(
            f"Another sync (process {pid}) is writing to {home}: wait for it to finish, then run this again."
        )
        self.home = home
        self.pid = pid


class NoRelease(IngestError):
    """There is nothing to answer from."""

    def __init__(self, home: str) -> None:
        super().__init__(f"No release in {home}: run `python -m ingest sync FOLDER` first.")
        self.home = home


class UnknownRelease(IngestError):
    """The release was never made, or has been cleaned up."""

    def __init__(self, name: str) -> None:
        super().__init__(f"There is no release {name}: `python -m ingest releases` lists those that are kept.")
        self.name = name


class UnknownArticle(IngestError):
    """The release holds no article of this id."""

    def __init__(self, source_id: str, release: str) -> None:
        super().__init__(f"Release {release} has no article {source_id}: ids are paths in the synced folder.")
        self.source_id = source_id
        self.release = release


class EmbedderMismatch(IngestError):
    """Vectors of two embedders cannot be compared, so the release is not opened at all."""

    def __init__(self, release: str, built_with: str, configured: str) -> None:
        super().__init__(
            f"Release {release} was built with embedder {built_with}, but {configured} is set: "
            "set OPORA_EMBEDDING_MODEL back, or run `python -m ingest sync FOLDER` again."
        )
        self.release = release
        self.built_with = built_with
        self.configured = configured


class UnknownEmbedder(IngestError):
    """The embedder that is set cannot be opened."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(
            f"Embedder {name} cannot be opened ({reason}): set OPORA_EMBEDDING_MODEL to builtin, "
            "a Hugging Face name or a folder."
        )
        self.name = name
        self.reason = reason


class UnknownReranker(IngestError):
    """The cross-encoder that is set cannot be opened."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(
            f"Reranker {name} cannot be opened ({reason}): set OPORA_RERANKER to a Hugging Face name or a folder of a "
            "cross-encoder, or to nothing."
        )
        self.name = name
        self.reason = reason


class WrongSetting(IngestError):
    """A setting that cannot be read; its value is not repeated, for it may be a secret."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name}: {reason}. Put it right in the environment or .env; .env.example lists the settings.")
        self.name = name
        self.reason = reason
