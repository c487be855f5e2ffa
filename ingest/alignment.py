"""How much of a question stands in a text, word by word, in the same words or in near ones.

Each content word of the question is aligned with the nearest word of the text: 1 for the same stem, less for a stem
that the built-in vectors hold near, 0 for none. The weighted mean of these is the text's alignment with the question:
the recall of BERTScore (Zhang et al., 2020), with static vectors of stems.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

# Below this cosine two stems have nothing to do with each other; above it the credit grows linearly up to 1.
COSINE_FLOOR = 0.35


@dataclass(frozen=True, slots=True)
class StemVectors:
    """Unit vectors of stems."""

    row_of: Mapping[str, int]
    rows: NDArray[np.float32]  # stems × dimensions, of length 1
    emphases: NDArray[
        np.float32
    ]  # how much the trained model weighs each stem: the mean stem 1, «хочу» .4, «первый» .1

    @classmethod
    def load(cls, weights: Path) -> Self:
        """Open the weights of the built-in embedder (see `ingest.stem_model`), without torch."""
        from safetensors.numpy import load_file

        tensors = load_file(weights)
        vocabulary = tensors["vocabulary"].tobytes().decode().split("\n")
        rows = tensors["rows"].astype(np.float32) * tensors["scales"].astype(np.float32)[:, None]
        lengths = np.maximum(np.linalg.norm(rows, axis=1), 1e-6)
        emphases = np.minimum(lengths / lengths.mean(), 1.0)
        return cls({stem: row for row, stem in enumerate(vocabulary)}, rows / lengths[:, None], emphases)

    def emphasis(self, stem: str) -> float:
        """How much a stem says about the topic of any text, from 0 to 1; 1 for an unknown one, which may be a name."""
        row = self.row_of.get(stem)
        return 1.0 if row is None else float(self.emphases[row])


class Alignment:
    """One question against the texts of its candidates. All pairs of words are compared at once, when it is made."""

    def __init__(self, vectors: StemVectors, words: Sequence[Sequence[str]], vocabulary: Iterable[str]) -> None:
        """Compare the question with all stems of the texts.

        Args:
            words: for each content word of the question its stem, then the stems that mean the same, if any are known.
            vocabulary: the stems of all texts that will be asked for.
        """
        stems = list(dict.fromkeys(vocabulary))
        self._column_of = {stem: column for column, stem in enumerate(stems)}
        self._credits = np.zeros((len(words), len(stems) + 1), dtype=np.float32)  # the last column: no words at all
        known = [(column, vectors.row_of[stem]) for stem, column in self._column_of.items() if stem in vectors.row_of]
        columns = [column for column, _ in known]
        rows = vectors.rows[[row for _, row in known]]
        for position, meanings in enumerate(words):
            own = [vectors.row_of[stem] for stem in meanings if stem in vectors.row_of]
            if own and known:
                nearest = (vectors.rows[own] @ rows.T).max(axis=0)
                self._credits[position, columns] = np.maximum(0.0, (nearest - COSINE_FLOOR) / (1.0 - COSINE_FLOOR))
            for stem in meanings:
                if stem in self._column_of:
                    self._credits[position, self._column_of[stem]] = 1.0

    def credits(self, stems: Iterable[str]) -> NDArray[np.float32]:
        """For each content word of the question, how near these words come to it: 0 to 1."""
        columns = [self._column_of[stem] for stem in stems if stem in self._column_of]
        best: NDArray[np.float32] = self._credits[:, columns or [-1]].max(axis=1)
        return best
