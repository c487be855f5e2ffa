"""How much of a question stands in a text, word by word, in the same words or in near ones.

Each content word of the question is aligned with the nearest word of the text: 1 for the same stem, less for a stem
that the built-in vectors hold near, 0 for none. The weighted mean of these is the text's alignment with the question:
the recall of BERTScore (Zhang et al., 2020), with static vectors of stems.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
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


def align(vectors: StemVectors, words: Sequence[Sequence[str]], texts: Sequence[Sequence[str]]) -> NDArray[np.float32]:
    """How near each text comes to each content word of a question; all pairs are compared at once.

    Args:
        vectors: those of the built-in embedder.
        words: for each content word of the question its stem, then the stems that mean the same, if any are known.
        texts: the stems of each text.

    Returns:
        words × texts, from 0 (nothing near) to 1 (the same stem).
    """
    column_of = {stem: column for column, stem in enumerate(dict.fromkeys(chain.from_iterable(texts)))}
    credits = np.zeros((len(words), len(column_of) + 1), dtype=np.float32)  # the last column: no words at all
    known = [(column, vectors.row_of[stem]) for stem, column in column_of.items() if stem in vectors.row_of]
    columns = [column for column, _ in known]
    rows = vectors.rows[[row for _, row in known]]
    for position, meanings in enumerate(words):
        own = [vectors.row_of[stem] for stem in meanings if stem in vectors.row_of]
        if own and known:
            nearest = (vectors.rows[own] @ rows.T).max(axis=0)
            credits[position, columns] = np.maximum(0.0, (nearest - COSINE_FLOOR) / (1.0 - COSINE_FLOOR))
        for stem in meanings:
            if stem in column_of:
                credits[position, column_of[stem]] = 1.0
    flat: list[int] = []
    starts: list[int] = []
    for stems in texts:
        starts.append(len(flat))
        flat.extend(column_of[stem] for stem in stems)
        flat.append(-1)  # so that no text is empty
    best: NDArray[np.float32] = np.maximum.reduceat(credits[:, flat], starts, axis=1)
    return best
