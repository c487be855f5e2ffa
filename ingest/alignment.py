"""How much of a question stands in a text, word by word, in the same words or in near ones.

Each content word of the question is aligned with the nearest word of the text: 1 for the same stem, less for a stem
that the built-in vectors hold near, 0 for none. The weighted mean of these is the text's alignment with the question:
the recall of BERTScore (Zhang et al., 2020), with static vectors of stems.
"""

from collections.abc import Sequence
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from ingest.stem_vectors import StemVectors

# Below this cosine two stems have nothing to do with each other; above it the credit grows linearly up to 1.
COSINE_FLOOR = 0.35


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
