"""Models by a Hugging Face name or from a folder: the cache first, then one question to the hub, then the library."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

_HUB_TIMEOUT = 10.0  # seconds

Model = TypeVar("Model")


class CannotLoad(Exception):
    """There is no such model, or it cannot be fetched or read; the message is the reason, on one line."""


def looks_like_path(name: str) -> bool:
    """Whether a name was meant as a folder: one of Hugging Face has at most one slash, in its middle."""
    return name.startswith((".", "/", "~")) or name.endswith("/") or name.count("/") > 1 or "\\" in name


def load_model(repository: str, telling: str, load: Callable[[bool], Model]) -> Model:
    """What `load` gives; it is told whether all is here, so that it asks no network.

    Args:
        repository: a folder, or a name of Hugging Face with its owner.
        telling: a file that is in the cache if the whole model is.

    Raises:
        CannotLoad: as it says.
    """
    import httpx2  # the HTTP client of huggingface_hub, which lets its errors through
    from safetensors import SafetensorError

    try:
        is_here = Path(repository).is_dir() or _is_cached(repository, telling)
        if not is_here:
            _ask_hub(repository)
        return load(is_here)
    except (OSError, ValueError, SafetensorError, httpx2.HTTPError) as error:
        raise CannotLoad((str(error).strip() or type(error).__name__).splitlines()[0].rstrip(".")) from error


def _is_cached(repository: str, telling: str) -> bool:
    from huggingface_hub import try_to_load_from_cache

    return isinstance(try_to_load_from_cache(repository, telling), str)


def _ask_hub(repository: str) -> None:
    """One question, since a load asks for each file six times: without a network it would fail after a minute."""
    import httpx2
    from huggingface_hub import HfApi
    from huggingface_hub.errors import OfflineModeIsEnabled, RepositoryNotFoundError

    try:
        HfApi().model_info(repository, timeout=_HUB_TIMEOUT)
    except RepositoryNotFoundError as error:
        raise CannotLoad(f"Hugging Face has no {repository}, or keeps it private") from error
    except OfflineModeIsEnabled as error:
        raise CannotLoad("it is not in the local cache, and HF_HUB_OFFLINE is set") from error
    except httpx2.TransportError as error:
        raise CannotLoad("it is not in the local cache, and Hugging Face cannot be reached") from error
