"""How near passages come to a question, word by word: as a whole, unit by unit, and for each word of the question."""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from agent.question import Question
from ingest.alignment import StemTable, align, stem_table
from ingest.lexical import HEADING_WEIGHT
from ingest.passage import Passage
from ingest.russian import content_stems
from ingest.stem_vectors import StemVectors

# What a word of the question is worth when it stands not in the unit itself but around it.
LEAD_SHARE = 0.9
HEADING_SHARE = 0.8
PASSAGE_SHARE = 0.5
TITLE_SHARE = 0.3


class Nearness(NamedTuple):
    whole: float  # share of the question's content found in heading and text, in the same or near words: 0 to 1
    units: tuple[float, ...]  # the same for each unit of the passage, its surroundings counting less
    credits: tuple[float, ...]  # for each content word of the question, how near the passage comes to it: 0 to 1


def nearness(
    question: Question, passages: Sequence[Passage], vectors: StemVectors, heading_weight: float = HEADING_WEIGHT
) -> list[Nearness]:
    """How near each of these passages comes; all are compared at once.

    `heading_weight`: what a word adds when it stands in the heading.
    """
    if not question.senses:
        return [Nearness(0.0, (0.0,) * len(each.units), ()) for each in passages]
    weights = np.array(question.weights, dtype=np.float32)
    weights /= weights.sum()
    credits = align(vectors, question.senses, [_stem_table(each, vectors) for each in passages])
    text, heading, title = np.stack([each[:, :3] for each in credits]).transpose(2, 0, 1)  # each passages × words
    around = np.maximum.reduce([PASSAGE_SHARE * text, HEADING_SHARE * heading, TITLE_SHARE * title])
    headed = np.maximum(heading, title)
    everywhere = np.maximum(text, headed)
    wholes = everywhere @ weights + heading_weight * (headed @ weights)
    shares = [
        weights @ np.maximum(np.maximum(nearby[:, None], LEAD_SHARE * each[:, 3::2]), each[:, 4::2])
        for nearby, each in zip(around, credits, strict=True)
    ]
    return [
        Nearness(whole, tuple(units.tolist()), tuple(found))
        for whole, units, found in zip(wholes.tolist(), shares, everywhere.tolist(), strict=True)
    ]


@lru_cache(maxsize=5_000)  # the same passages are candidates again and again
def _stem_table(passage: Passage, vectors: StemVectors) -> StemTable:
    """Of a passage's text, heading and title, then for each unit of its lead-in and of its own words."""
    texts = [passage.text, " ".join(passage.heading), passage.title]
    for unit in passage.units:
        texts += (passage.lead_of(unit), passage.slice(unit.start, unit.end))
    return stem_table(vectors, [stems_of(each) for each in texts])


@lru_cache(maxsize=50_000)  # the same passages are candidates again and again
def stems_of(text: str) -> tuple[str, ...]:
    """Content stems of a piece of an article."""
    return tuple(content_stems(text))
