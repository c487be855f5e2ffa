"""Embedders: the built-in one, and any sentence-transformers model, by its Hugging Face name or from a folder.

This module is light. The libraries behind it take seconds to import, so they wait until an embedder is opened.
"""

import hashlib
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from ingest.errors import UnknownEmbedder

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

    from ingest.stem_vectors import StemVectors

BUILTIN = "builtin"
BUILTIN_WEIGHTS = Path(__file__).parent / "models" / "builtin" / "weights.safetensors"

_HASH_LENGTH = 12
_SAMPLE = 1 << 16  # bytes, from the start, the middle and the end of a model's file
_HUB_TIMEOUT = 10.0  # seconds


class Embedder(Protocol):
    """What turns texts into vectors of unit length; fits where LangChain wants `Embeddings`."""

    @property
    def identity(self) -> str:
        """The same for two embedders only if their vectors can be compared; a release is pinned to it."""

    def embed_documents(self, texts: list[str]) -> list[list[float]]: ...

    def embed_query(self, text: str) -> list[float]: ...


def embedder_identity(name: str) -> str:
    """The identity that `open_embedder(name)` will have, in milliseconds: nothing heavy is imported or loaded.

    `builtin:<hash of the weights>`; for a folder its last name and a hash of what is in it (names, sizes and samples of
    the files), so that it may be moved but not retrained unnoticed; for a Hugging Face name that name alone.

    Raises:
        UnknownEmbedder: the name is a path, and no folder is there; or the built-in weights are missing.
    """
    if name == BUILTIN:
        return f"{BUILTIN}:{_builtin_hash()}"
    if (folder := Path(name)).is_dir():
        return f"{folder.resolve().name}:{_folder_hash(folder)}"
    if _looks_like_path(name):
        raise UnknownEmbedder(name, "there is no such folder")
    return name


def open_embedder(name: str) -> Embedder:
    """Open the embedder that is set. The built-in one never asks the network, a Hugging Face model until it is cached.

    Raises:
        UnknownEmbedder: there is no such model, or it cannot be fetched or read.
    """
    identity = embedder_identity(name)
    return _BuiltinEmbedder(identity) if name == BUILTIN else _open_library_model(name, identity)


class _ModelEmbedder:
    """A sentence-transformers model; one that tells queries from documents gets its own prompts for both."""

    def __init__(self, identity: str, model: "SentenceTransformer") -> None:
        self.identity = identity
        self._model = model

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        if not texts:
            return []
        vectors = self._model.encode_document(texts, normalize_embeddings=True, show_progress_bar=False)
        return vectors.tolist()  # type: ignore[no-any-return]

    def embed_query(self, text: str) -> list[float]:
        vector = self._model.encode_query(text, normalize_embeddings=True, show_progress_bar=False)
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


def _open_library_model(name: str, identity: str) -> Embedder:
    import httpx2  # the HTTP client of huggingface_hub, which lets its errors through
    from safetensors import SafetensorError

    is_folder = Path(name).is_dir()
    repository = name if is_folder or "/" in name else f"sentence-transformers/{name}"
    try:
        is_here = is_folder or _is_cached(repository)
        if not is_here:
            _ask_hub(name, repository)
        from sentence_transformers import SentenceTransformer  # takes seconds, which a wrong name should not

        model = SentenceTransformer(repository, local_files_only=is_here)
    except (OSError, ValueError, SafetensorError, httpx2.HTTPError) as error:
        reason = (str(error).strip() or type(error).__name__).splitlines()[0].rstrip(".")
        raise UnknownEmbedder(name, reason) from error
    return _ModelEmbedder(identity, model)


def _is_cached(repository: str) -> bool:
    """Whether a model was fetched for sentence-transformers: other programs leave the list of its modules out."""
    from huggingface_hub import try_to_load_from_cache

    return isinstance(try_to_load_from_cache(repository, "modules.json"), str)


def _ask_hub(name: str, repository: str) -> None:
    """One question, since a load asks for each file six times: without a network it would fail after a minute."""
    import httpx2
    from huggingface_hub import HfApi
    from huggingface_hub.errors import OfflineModeIsEnabled, RepositoryNotFoundError

    try:
        HfApi().model_info(repository, timeout=_HUB_TIMEOUT)
    except RepositoryNotFoundError as error:
        raise UnknownEmbedder(name, f"Hugging Face has no {repository}, or keeps it private") from error
    except OfflineModeIsEnabled as error:
        raise UnknownEmbedder(name, "it is not in the local cache, and HF_HUB_OFFLINE is set") from error
    except httpx2.TransportError as error:
        raise UnknownEmbedder(name, "it is not in the local cache, and Hugging Face cannot be reached") from error


def _looks_like_path(name: str) -> bool:
    """A Hugging Face name has at most one slash, in its middle."""
    return name.startswith((".", "/", "~")) or name.endswith("/") or name.count("/") > 1 or "\\" in name


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
