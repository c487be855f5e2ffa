"""The vectors of the built-in embedder (see `ingest.stem_model`), opened without torch."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from ingest.russian import stems


@dataclass(frozen=True, slots=True, eq=False)
class StemVectors:
    row_of: Mapping[str, int]  # stem → its row
    rows: NDArray[np.float32]  # stems × dimensions, of length 1
    lengths: NDArray[np.float32]  # of the rows as they were trained: how much each stem weighs in a sum
    emphases: NDArray[np.float32]  # the lengths, the mean one being 1 and the most: «хочу» .4, «первый» .1

    @classmethod
    def load(cls, weights: Path) -> Self:
        """Open the weights that `StemEmbedding.save` wrote.

        Raises:
            FileNotFoundError: there is no such file.
        """
        from safetensors.numpy import load_file

        tensors = load_file(weights)
        vocabulary = tensors["vocabulary"].tobytes().decode().split("\n")
        rows = tensors["rows"].astype(np.float32) * tensors["scales"].astype(np.float32)[:, None]
        lengths = np.maximum(np.linalg.norm(rows, axis=1), 1e-6)
        emphases = np.minimum(lengths / lengths.mean(), 1.0)
        return cls({stem: row for row, stem in enumerate(vocabulary)}, rows / lengths[:, None], lengths, emphases)

    def emphasis(self, stem: str) -> float:
        """How much a stem says about the topic of any text, from 0 to 1; 1 for an unknown one, which may be a name."""
        row = self.row_of.get(stem)
        return 1.0 if row is None else float(self.emphases[row])

    def embed(self, text: str) -> NDArray[np.float32]:
        """The vector that the model gives to a text, of length 1: the sum of its stems' rows, and a last coordinate
        that is 1 for a text without a known stem, else 0."""
        known = [self.row_of[stem] for stem in stems(text) if stem in self.row_of]
        vector = np.zeros(self.rows.shape[1] + 1, dtype=np.float32)
        summed = self.lengths[known] @ self.rows[known]
        length = np.linalg.norm(summed)
        if length > 0:
            vector[:-1] = summed / length
        else:
            vector[-1] = 1.0
        return vector
