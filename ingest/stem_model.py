"""The built-in model: one vector a Snowball stem, summed over a text and normalised. Imports torch: import it late.

A vector has 128 coordinates. The last one is 0 for every text with a known stem, and 1 for a text without any: such a
text has a unit vector like all others (a zero has no cosine), and its cosine with any text of known words is exactly 0.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Self

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor, nn
from torch.nn.functional import embedding_bag, normalize

from ingest.russian import stems

STEM_DIMENSIONS = 127
DIMENSIONS = STEM_DIMENSIONS + 1
_INT8_MAX = 127


class StemEmbedding(nn.Module):
    """A module for `SentenceTransformer(modules=[…])`: texts to stems, stems to rows, rows to a unit vector."""

    def __init__(self, vocabulary: Sequence[str], table: Tensor) -> None:
        """`table`: for each stem of the vocabulary a row of `STEM_DIMENSIONS` floats, its weight folded in."""
        super().__init__()
        self.row_of = {stem: row for row, stem in enumerate(vocabulary)}
        self.register_buffer("table", table)
        self.table: Tensor

    def preprocess(self, inputs: Iterable[str], prompt: str | None = None, **_: object) -> dict[str, Tensor]:
        """Rows of the known stems, all texts in a line, and where each text starts."""
        rows: list[int] = []
        starts: list[int] = []
        for text in inputs:
            starts.append(len(rows))
            rows.extend(self.row_of[stem] for stem in stems((prompt or "") + text) if stem in self.row_of)
        return {"rows": torch.tensor(rows, dtype=torch.long), "starts": torch.tensor(starts, dtype=torch.long)}

    def forward(self, features: dict[str, Tensor]) -> dict[str, Tensor]:
        summed = embedding_bag(features["rows"], self.table, features["starts"], mode="sum")
        unknown = (summed == 0).all(dim=1, keepdim=True).to(summed.dtype)
        return {**features, "sentence_embedding": torch.cat([normalize(summed), unknown], dim=1)}

    def get_embedding_dimension(self) -> int:
        return DIMENSIONS

    @classmethod
    def load(cls, weights: Path) -> Self:
        """Open the weights that `save` wrote.

        Raises:
            FileNotFoundError: there is no such file.
        """
        tensors = load_file(weights)
        vocabulary = tensors["vocabulary"].numpy().tobytes().decode().split("\n")
        return cls(vocabulary, tensors["rows"].float() * tensors["scales"].float()[:, None])

    def save(self, weights: Path) -> None:
        """Write the weights: int8 rows, one scale a row, and the stems in one line of bytes."""
        scales = (self.table.abs().amax(dim=1) / _INT8_MAX).clamp_min(torch.finfo(torch.float16).tiny).half()
        rows = (self.table / scales.float()[:, None]).round().clamp(-_INT8_MAX, _INT8_MAX).to(torch.int8)
        vocabulary = torch.frombuffer(bytearray("\n".join(self.row_of).encode()), dtype=torch.uint8)
        save_file({"rows": rows, "scales": scales, "vocabulary": vocabulary}, weights)
