"""Cross-encoders: models that read a question and a passage together, by a Hugging Face name or from a folder."""

from collections.abc import Sequence
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from ingest.errors import UnknownReranker
from ingest.hub import CannotLoad, load_model, looks_like_path

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

_TRAINED_AS = ("ForSequenceClassification", "ForCausalLM")  # what gives a score; a bare encoder would get a random one


@runtime_checkable
class Reranker(Protocol):
    """What tells how well passages answer a question."""

    def score(self, question: str, texts: Sequence[str]) -> list[float]:
        """For each text, from 0 (not at all) to 1."""


def open_reranker(name: str) -> Reranker:
    """Open the cross-encoder that is set. The network is asked until it is cached.

    Raises:
        UnknownReranker: there is no such model, it cannot be fetched or read, or it is none that scores pairs.
    """
    if looks_like_path(name) and not Path(name).is_dir():
        raise UnknownReranker(name, "there is no such folder")

    def load(is_here: bool) -> "CrossEncoder":
        from sentence_transformers import CrossEncoder  # takes seconds, which a wrong name should not

        model: CrossEncoder = CrossEncoder(name, local_files_only=is_here)
        return model

    try:
        model = load_model(name, "config.json", load)
    except CannotLoad as error:
        raise UnknownReranker(name, str(error)) from error
    trained_as = [str(each) for each in getattr(_config(model), "architectures", None) or ()]
    if trained_as and not any(each.endswith(_TRAINED_AS) for each in trained_as):
        raise UnknownReranker(name, f"{trained_as[0]} embeds texts, it scores no pairs")
    if model.num_labels != 1:
        raise UnknownReranker(name, f"it gives {model.num_labels} scores for a pair, a reranker one")
    return _ModelReranker(model)


def _config(model: "CrossEncoder") -> object:
    return getattr(model[0].model, "config", None)


class _ModelReranker:
    def __init__(self, model: "CrossEncoder") -> None:
        from torch.nn import Sigmoid

        self._model = model
        self._probability = Sigmoid()  # whatever the model's own last step is: some give logits from -11 to 11
        self._turn = Lock()  # two threads in one tokenizer at once are an error, and a model takes every core anyway

    def score(self, question: str, texts: Sequence[str]) -> list[float]:
        if not texts:
            return []
        pairs = [(question, text) for text in texts]
        with self._turn:
            scores = self._model.predict(
                pairs, activation_fn=self._probability, batch_size=len(pairs), show_progress_bar=False
            )
        return [float(each) for each in scores]
