"""Ranked passages against the gold sections.

Everything rests on one thing: at which place each gold section is first touched. A second passage of the same section
takes a place of the ranking, and counts no more.
"""

from collections.abc import Sequence
from math import log2

from evals.scorers.gold import Span
from evals.systems.base import RankedPassage

METRICS = ("recall@1", "recall@5", "mrr", "ndcg@10")


def retrieval(evidence: Sequence[RankedPassage] | None, gold: Sequence[Span]) -> dict[str, float | None]:
    """None without gold, or where the system does not tell what it found."""
    if evidence is None or not gold:
        return dict.fromkeys(METRICS)
    places = _places(evidence, gold)
    return {
        "recall@1": _recall(places, len(gold), 1),
        "recall@5": _recall(places, len(gold), 5),
        "mrr": 1 / min(places) if places else 0.0,
        "ndcg@10": _ndcg(places, len(gold), 10),
    }


def _places(evidence: Sequence[RankedPassage], gold: Sequence[Span]) -> list[int]:
    """For each gold section that was found, the place, from 1, of the first passage that touches it."""
    found = (
        next(
            (place for place, each in enumerate(evidence, 1) if span.touches(each.source_id, each.start, each.end)),
            None,
        )
        for span in gold
    )
    return [place for place in found if place is not None]


def _recall(places: Sequence[int], sections: int, k: int) -> float:
    """Of the sections that `k` places could hold: with more sections than places, all places right is 1."""
    return min(1.0, sum(place <= k for place in places) / min(k, sections))


def _ndcg(places: Sequence[int], sections: int, k: int) -> float:
    """1 is the ideal: one section a place, from the first on. A passage that touches two may beat it: hence `min`."""
    gain = sum(1 / log2(place + 1) for place in places if place <= k)
    ideal = sum(1 / log2(place + 1) for place in range(1, min(k, sections) + 1))
    return min(1.0, gain / ideal)
