"""Embedders: the built-in one, and any sentence-transformers model, by its Hugging Face name or from a folder.

This module is light. The libraries behind it take seconds to import, so they wait until an embedder is opened.
"""

import hashlib
import json
from functools import cache, cached_property
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Protocol

from ingest.errors import UnknownEmbedder
from ingest.hub import CannotLoad, load_model, looks_like_path
from ingest.prefixes import UNSET, Prefixes, configured_prefixes, family_prefixes

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

    from ingest.stem_vectors import StemVectors

BUILTIN = "builtin"
BUILTIN_WEIGHTS = Path(__file__).parent / "models" / "builtin" / "weights.safetensors"

_HASH_LENGTH = 12
_SAMPLE = 1 << 16  # bytes, from the start, the middle and the end of a model's file


class Embedder(Protocol):
    """What turns texts into vectors of unit length; fits where LangChain wants `Embeddings`."""

    @property
    def identity(self) -> str:
        """The same for two embedders only if their vectors can be compared; a release is pinned to it."""

    def embed_documents(self, texts: list[str]) -> list[list[float]]: ...

    def embed_query(self, text: str) -> list[float]: ...


def is_builtin(identity: str) -> bool:
    return identity.startswith(f"{BUILTIN}:")


def embedder_identity(name: str, prefixes: Prefixes = UNSET) -> str:
    """The identity that `open_embedder` will have with these, in milliseconds: nothing heavy is imported or loaded.

    `builtin:<hash of the weights>`; for a folder its last name and a hash of what is in it (names, sizes and samples of
    the files), so that it may be moved but not retrained unnoticed; for a Hugging Face name that name alone. Behind it
    stands, in quotes, what is put before each passage by the settings or for its family.

    Raises:
        UnknownEmbedder: the name is a path, and no folder is there; or the built-in weights are missing.
    """
    if name == BUILTIN:
        return f"{BUILTIN}:{_builtin_hash()}"
    if (folder := Path(name)).is_dir():
        model = f"{folder.resolve().name}:{_folder_hash(folder)}"
    elif looks_like_path(name):
        raise UnknownEmbedder(name, "there is no such folder")
    else:
        model = name
    passage = prefixes.over(family_prefixes(name)).passage
    return f"{model} {json.dumps(passage, ensure_ascii=False)}" if passage else model


def open_embedder(name: str, prefixes: Prefixes = UNSET) -> Embedder:
    """Open the embedder that is set. The built-in one never asks the network, a Hugging Face model until it is cached.

    Args:
        name: as in `OPORA_EMBEDDING_MODEL`.
        prefixes: those that go over the model's own; the built-in one knows none.

    Raises:
        UnknownEmbedder: there is no such model, or it cannot be fetched or read.
    """
    identity = embedder_identity(name, prefixes)
    return _BuiltinEmbedder(identity) if name == BUILTIN else _open_library_model(name, identity, prefixes)


class _ModelEmbedder:
    """A sentence-transformers model; one that tells queries from documents gets its prefixes for both."""

    def __init__(self, identity: str, model: "SentenceTransformer", prefixes: Prefixes = UNSET) -> None:
        self.identity = identity
        self._model = model
        # Empty rather than None, which would let the library choose a prompt by itself.
        self._query, self._passage = prefixes.query or "", prefixes.passage or ""
        self._turn = Lock()  # two threads in one tokenizer at once are an error, and a model takes every core anyway

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        if not texts:
            return []
        with self._turn:
            vectors = self._model.encode_document(
                texts, prompt=self._passage, normalize_embeddings=True, show_progress_bar=False
            )
        return vectors.tolist()  # type: ignore[no-any-return]

    def embed_query(self, text: str) -> list[float]:
        with self._turn:
            vector = self._model.encode_query(
                text, prompt=self._query, normalize_embeddings=True, show_progress_bar=False
            )
        return vector.tolist()  # type: ignore[no-any-return]


class _BuiltinEmbedder:
    """The built-in model. Its questions are a sum of a few rows, which needs no sentence-transformers: a server, which
    embeds no documents, starts in a third of the time."""

    def __init__(self, identity: str) -> None:
        self.identity = identity
        self._vectors = builtin_vectors()

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return self._model.embed_documents(texts)

    def embed_query(self, text: str) -> list[float]:
        return self._vectors.embed(text).tolist()  # type: ignore[no-any-return]

    @cached_property
    def _model(self) -> _ModelEmbedder:
        import torch
        from sentence_transformers import SentenceTransformer

        from ingest.stem_model import StemEmbedding

        torch.set_num_threads(1)  # such a sum is over before a second thread has woken up
        # Assembled, not loaded by path: the library opens a module of ours from a folder only with remote code trusted.
        stems = StemEmbedding.load(BUILTIN_WEIGHTS)
        return _ModelEmbedder(self.identity, SentenceTransformer(modules=[stems], device="cpu"))


@cache
def builtin_vectors() -> "StemVectors":
    """The built-in model's vectors of stems, loaded once a process."""
    from ingest.stem_vectors import StemVectors

    return StemVectors.load(BUILTIN_WEIGHTS)


def _open_library_model(name: str, identity: str, prefixes: Prefixes) -> Embedder:
    def load(is_here: bool) -> "SentenceTransformer":
        from sentence_transformers import SentenceTransformer  # takes seconds, which a wrong name should not

        return SentenceTransformer(repository, local_files_only=is_here)

    repository = name if Path(name).is_dir() or "/" in name else f"sentence-transformers/{name}"
    try:
        model = load_model(repository, "modules.json", load)  # which other programs leave out when they fetch a model
    except CannotLoad as error:
        raise UnknownEmbedder(name, str(error)) from error
    own = configured_prefixes(model.prompts)
    return _ModelEmbedder(identity, model, prefixes.over(own if own != UNSET else family_prefixes(name)))


def _builtin_hash() -> str:
    try:
        with BUILTIN_WEIGHTS.open("rb") as weights:
            return hashlib.file_digest(weights, "sha256").hexdigest()[:_HASH_LENGTH]
    except FileNotFoundError as error:
        raise UnknownEmbedder(BUILTIN, f"{BUILTIN_WEIGHTS.name} is missing from the installation") from error


def _folder_hash(folder: Path) -> str:
    """Whole models are gigabytes; retraining changes every part of a file of weights, so samples tell."""
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        size = path.stat().st_size
        digest.update(f"{path.relative_to(folder).as_posix()}\0{size}\0".encode())
        with path.open("rb") as file:
            for start in sorted({0, max(0, (size - _SAMPLE) // 2), max(0, size - _SAMPLE)}):
                file.seek(start)
                digest.update(file.read(_SAMPLE))
    return digest.hexdigest()[:_HASH_LENGTH]
