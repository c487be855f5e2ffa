"""Passages that were cut in the middle of an answer, put together again.

Articles are cut at about 900 characters within a section. Where the question goes on in the neighbour of a passage that
was found, both are read, quoted and cited as one.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from agent.nearness import Nearness, nearness
from agent.question import Question
from ingest.passage import Passage, UnitKind
from ingest.release import Release
from ingest.stem_vectors import StemVectors

if TYPE_CHECKING:
    from agent.retrieval import Candidate

JOIN_FIRST = 3  # candidates; an answer has no more sections
LEAST_GAIN = 0.05  # share of the question's content that the neighbour adds; from .01 to .1 answers are alike


def join_neighbours(
    question: Question,
    candidates: Sequence["Candidate"],
    release: Release,
    vectors: StemVectors,
    first: int = JOIN_FIRST,
) -> list["Candidate"]:
    """The candidates in their order, the `first` ones joined with the neighbours that say more of what is asked, or go
    on with their list.

    A joined passage has the score, part by part, of the one that was found; its neighbour is no candidate any more.
    """
    wholes = [(part, whole) for part in candidates[:first] for whole in release.joined(part.passage)]
    if not wholes or not question.senses:
        return list(candidates)
    near = nearness(question, [whole for _, whole in wholes], vectors)
    best: dict[str, tuple[float, Candidate]] = {}
    for (part, whole), found in zip(wholes, near, strict=True):
        gain = _gain(question, part, found)
        worth = gain >= LEAST_GAIN or _cut_in_list(part.passage, whole)
        if worth and gain >= best.get(part.passage.id, (0.0, part))[0]:
            best[part.passage.id] = gain, replace(part, passage=whole, units=found.units, credits=found.credits)
    kept: list[Candidate] = []
    for each in candidates:
        if not any(_within(each.passage, other.passage) for other in kept):
            kept.append(best[each.passage.id][1] if each.passage.id in best else each)
    return kept


def _gain(question: Question, first: "Candidate", found: Nearness) -> float:
    added = zip(question.weights, found.credits, first.credits, strict=True)
    return sum(weight * (now - before) for weight, now, before in added) / sum(question.weights)


def _cut_in_list(part: Passage, whole: Passage) -> bool:
    """Whether the edge inside stands between two items or rows of one list."""
    edge = part.end if part.start == whole.start else part.start
    before = [unit for unit in whole.units if unit.end <= edge][-1]
    behind = next(unit for unit in whole.units if unit.start >= edge)
    return before.kind is behind.kind is not UnitKind.SENTENCE and before.lead_end == behind.lead_end


def _within(part: Passage, whole: Passage) -> bool:
    return part.source_id == whole.source_id and whole.start <= part.start and part.end <= whole.end
