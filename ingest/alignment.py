"""How much of a question stands in a text, word by word, in the same words or in near ones.

Each content word of the question is aligned with the nearest word of the text: 1 for the same stem, less for a stem
that the built-in vectors hold near, 0 for none; where phrases are known to mean the same, with the nearest phrase, by
the share of its words that the text holds. The weighted mean of these is the text's alignment with the question:
the recall of BERTScore (Zhang et al., 2020), with static vectors of stems.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain

import numpy as np
from numpy.typing import NDArray

from ingest.stem_vectors import StemVectors

# Below this cosine two stems have nothing to do with each other; above it the credit grows linearly up to 1.
COSINE_FLOOR = 0.35


@dataclass(frozen=True, slots=True)
class StemTable:
    """The stems of some texts, looked up once; the texts may be aligned with many questions."""

    rows: NDArray[np.intp]  # of the vectors, for each distinct stem that has one: these are the first columns
    others: Mapping[str, int]  # the columns of the other stems
    width: int  # how many columns there are; the last one stands for no stem
    flat: NDArray[np.intp]  # the columns of all stems, text after text; behind each text the last column
    starts: NDArray[np.intp]  # where each text begins in `flat`


def stem_table(vectors: StemVectors, texts: Sequence[Sequence[str]]) -> StemTable:
    """Look the stems of some texts up in the vectors of the built-in embedder."""
    distinct = dict.fromkeys(chain.from_iterable(texts))
    row_of = {stem: vectors.row_of[stem] for stem in distinct if stem in vectors.row_of}
    others = {
        stem: column for column, stem in enumerate((each for each in distinct if each not in row_of), len(row_of))
    }
    column_of = {stem: column for column, stem in enumerate(row_of)} | others
    flat: list[int] = []
    starts: list[int] = []
    for text in texts:
        starts.append(len(flat))
        flat.extend(map(column_of.__getitem__, text))
        flat.append(len(column_of))
    return StemTable(
        rows=np.array(list(row_of.values()), dtype=np.intp),
        others=others,
        width=len(column_of) + 1,
        flat=np.array(flat, dtype=np.intp),
        starts=np.array(starts, dtype=np.intp),
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
    if not tables:
        return []
    stems = list(dict.fromkeys(stem for senses in words for phrase in senses for stem in phrase))
    shares, first_senses = _shares(vectors, words, {stem: position for position, stem in enumerate(stems)})
    first_columns = _starts([table.width for table in tables])
    of_columns = _credits(vectors, stems, tables, first_columns)
    flat = np.concatenate([table.flat + first for table, first in zip(tables, first_columns, strict=True)])
    first_flat = _starts([len(table.flat) for table in tables])
    starts = np.concatenate([table.starts + first for table, first in zip(tables, first_flat, strict=True)])
    of_texts = np.maximum.reduceat(of_columns.take(flat, axis=1), starts, axis=1)
    found = np.maximum.reduceat(shares @ of_texts, first_senses, axis=0)  # the sense that fits best counts
    return np.split(found, _starts([len(table.starts) for table in tables])[1:], axis=1)


def _credits(
    vectors: StemVectors, stems: Sequence[str], tables: Sequence[StemTable], first_columns: NDArray[np.intp]
) -> NDArray[np.float32]:
    """How near each stem of the question comes to the stem of each column, the columns of all tables side by side."""
    known = [position for position, stem in enumerate(stems) if stem in vectors.row_of]
    asked = np.array([vectors.row_of[stems[each]] for each in known], dtype=np.intp)
    rows = np.concatenate([table.rows for table in tables])
    near = (vectors.rows[asked] @ vectors.rows[rows].T - COSINE_FLOOR) / (1.0 - COSINE_FLOOR)
    near[asked[:, None] == rows] = 1.0
    counts = [len(table.rows) for table in tables]
    columns = np.arange(len(rows)) + np.repeat(first_columns - _starts(counts), counts)
    credits = np.zeros((len(stems), sum(table.width for table in tables)), dtype=np.float32)
    credits[np.array(known, dtype=np.intp)[:, None], columns] = np.maximum(near, 0.0)
    for position, stem in enumerate(stems):
        for table, first in zip(tables, first_columns, strict=True) if stem not in vectors.row_of else ():
            if stem in table.others:
                credits[position, first + table.others[stem]] = 1.0
    return credits


def _starts(lengths: Sequence[int]) -> NDArray[np.intp]:
    """Where each part begins, of parts that lie one behind the other."""
    ends = np.cumsum(lengths, dtype=np.intp)
    return ends - np.array(lengths, dtype=np.intp)


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
