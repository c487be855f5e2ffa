"""Ranked passages against gold sections: at which place the answer is found.

Gold sections are alternatives: each gives the whole answer, so the first passage that touches one of them is all that
counts, as with one relevant passage.
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
    place = next((place for place, each in enumerate(evidence, 1) if _is_gold(each, gold)), None)
    return {
        "recall@1": float(place == 1),
        "recall@5": float(place is not None and place <= 5),
        "mrr": 1 / place if place else 0.0,
        "ndcg@10": 1 / log2(place + 1) if place and place <= 10 else 0.0,
    }


def _is_gold(passage: RankedPassage, gold: Sequence[Span]) -> bool:
    return any(span.touches(passage.source_id, passage.start, passage.end) for span in gold)
