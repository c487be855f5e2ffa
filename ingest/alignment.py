"""How much of a question stands in a text, word by word, in the same words or in near ones.

Each content word of the question is aligned with the nearest word of the text: 1 for the same stem, less for a stem
that the built-in vectors hold near, 0 for none; where phrases are known to mean the same, with the nearest phrase, by
the share of its words that the text holds. The weighted mean of these is the text's alignment with the question:
the recall of BERTScore (Zhang et al., 2020), with static vectors of stems.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from ingest.stem_vectors import StemVectors

# Below this cosine two stems have nothing to do with each other; above it the credit grows linearly up to 1.
COSINE_FLOOR = 0.35


@dataclass(frozen=True, slots=True)
class StemTable:
    """The stems of some texts, looked up once; the texts may be aligned with many questions."""

    column_of: Mapping[str, int]  # the distinct stems
    rows: NDArray[np.intp]  # of the vectors, for each distinct stem that has one
    columns: NDArray[np.intp]  # the columns of these stems
    flat: NDArray[np.intp]  # the columns of all stems, text after text; behind each text a column that stands for none
    starts: NDArray[np.intp]  # where each text begins in `flat`


def stem_table(vectors: StemVectors, texts: Sequence[Sequence[str]]) -> StemTable:
    """Look the stems of some texts up in the vectors of the built-in embedder."""
    column_of = {stem: column for column, stem in enumerate(dict.fromkeys(stem for text in texts for stem in text))}
    known = [(vectors.row_of[stem], column) for stem, column in column_of.items() if stem in vectors.row_of]
    lengths = np.array([len(text) + 1 for text in texts], dtype=np.intp)
    nothing = len(column_of)
    return StemTable(
        column_of,
        rows=np.array([row for row, _ in known], dtype=np.intp),
        columns=np.array([column for _, column in known], dtype=np.intp),
        flat=np.array([each for text in texts for each in (*(column_of[stem] for stem in text), nothing)], np.intp),
        starts=np.concatenate([np.zeros(1, np.intp), lengths.cumsum()[:-1]]) if texts else lengths,
    )


def align(
    vectors: StemVectors, words: Sequence[Sequence[Sequence[str]]], tables: Sequence[StemTable]
) -> list[NDArray[np.float32]]:
    """How near each text of each table comes to each content word of a question; all pairs are compared at once.

    Args:
        vectors: those of the built-in embedder.
        words: for each content word of the question its senses, each of one stem or a phrase of several: its own stem
            first, then what is known to mean the same. At least one word.
        tables: those of the texts.

    Returns:
        For each table words × texts, from 0 (nothing near) to 1 (the same stem, or a phrase that means it, whole).
    """
    stems = list(dict.fromkeys(stem for senses in words for phrase in senses for stem in phrase))
    shares, first_senses = _shares(vectors, words, {stem: position for position, stem in enumerate(stems)})
    rows = np.concatenate([np.zeros(0, np.intp), *(table.rows for table in tables)])
    known = [position for position, stem in enumerate(stems) if stem in vectors.row_of]
    cosines = np.zeros((len(stems), len(rows)), dtype=np.float32)
    cosines[known] = vectors.rows[[vectors.row_of[stems[each]] for each in known]] @ vectors.rows[rows].T
    credits = np.maximum(0.0, (cosines - COSINE_FLOOR) / (1.0 - COSINE_FLOOR))
    found = []
    first = 0
    for table in tables:
        last = first + len(table.rows)
        of_columns = np.zeros((len(stems), len(table.column_of) + 1), dtype=np.float32)
        of_columns[:, table.columns] = credits[:, first:last]
        for position, stem in enumerate(stems):
            if stem in table.column_of:
                of_columns[position, table.column_of[stem]] = 1.0
        of_texts = np.maximum.reduceat(of_columns[:, table.flat], table.starts, axis=1)
        found.append(np.maximum.reduceat(shares @ of_texts, first_senses, axis=0))  # the sense that fits best counts
        first = last
    return found


def _shares(
    vectors: StemVectors, words: Sequence[Sequence[Sequence[str]]], position_of: Mapping[str, int]
) -> tuple[NDArray[np.float32], list[int]]:
    """What each stem contributes to each sense, senses × stems, and where the senses of each word begin."""
    senses = [phrase for each in words for phrase in each]
    shares = np.zeros((len(senses), len(position_of)), dtype=np.float32)
    for row, phrase in zip(shares, senses, strict=True):
        for stem in phrase:
            row[position_of[stem]] = vectors.emphasis(stem)
    return shares / shares.sum(axis=1, keepdims=True), [0, *accumulate(len(each) for each in words[:-1])]
