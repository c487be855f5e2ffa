"""Ranked passages against gold sections."""

from math import log2

import pytest

from evals.scorers.gold import Span
from evals.scorers.retrieval import METRICS, retrieval
from evals.systems.base import RankedPassage

A, B, C = Span("a.md", 0, 100), Span("a.md", 200, 300), Span("b.md", 0, 100)


def ranked(*places: tuple[str, int, int]) -> list[RankedPassage]:
    return [RankedPassage(source_id=name, start=start, end=end, score=1.0, text="") for name, start, end in places]


OTHER = ("c.md", 0, 100)


@pytest.mark.parametrize(
    ("places", "gold", "scores"),
    [
        ([("a.md", 0, 50), OTHER], (A,), (1, 1, 1, 1)),
        ([OTHER, ("a.md", 99, 150)], (A,), (0, 1, 1 / 2, 1 / log2(3))),
        ([OTHER] * 5 + [("a.md", 0, 50)], (A,), (0, 0, 1 / 6, 1 / log2(7))),
        ([OTHER] * 10 + [("a.md", 0, 50)], (A,), (0, 0, 1 / 11, 0)),
        ([OTHER, ("a.md", 100, 200), ("b.md", 0, 50)], (A,), (0, 0, 0, 0)),
        ([], (A,), (0, 0, 0, 0)),
        # each of several sections is the whole answer: the first that is found counts, and no other
        ([("b.md", 0, 9), OTHER, ("a.md", 0, 50)], (A, C), (1, 1, 1, 1)),
        ([OTHER, OTHER, ("b.md", 0, 9)], (A, B, C), (0, 1, 1 / 3, 1 / 2)),
    ],
)
def test_the_places_of_gold_sections(
    places: list[tuple[str, int, int]], gold: tuple[Span, ...], scores: tuple[float, ...]
) -> None:
    names = ("recall@1", "recall@5", "mrr", "ndcg@10")
    assert retrieval(ranked(*places), gold) == pytest.approx(dict(zip(names, scores, strict=True)))


def test_without_gold_or_evidence_there_is_no_score() -> None:
    assert retrieval(None, (A,)) == retrieval(ranked(OTHER), ()) == dict.fromkeys(METRICS)
