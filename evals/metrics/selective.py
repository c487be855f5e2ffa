"""How often it is wrong against how often it dares to answer: the risk–coverage curve (El-Yaniv & Wiener 2010;
Geifman & El-Yaniv 2017).

Confidence puts the answers in order. A case that was not answered, or without a confidence, counts as abstained: it
stands behind all others, so the curve ends where the last answer with a confidence stands.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from evals.metrics.estimate import Estimate, Floats, estimate, interval, resample
from evals.metrics.figures import confidence_of, is_answered, value_of
from evals.results import Result

WANTED_RISKS = (0.05, 0.01)


@dataclass(frozen=True, slots=True)
class Point:
    """If only answers with at least this confidence were given."""

    confidence: float | None  # None: all answers, those without a confidence, too
    coverage: float  # share of all cases that would be answered
    risk: float  # share of them that would be wrong


@dataclass(frozen=True, slots=True)
class RiskCoverage:
    n: int  # cases, answered or not
    ordered: int  # answered, with a confidence
    points: tuple[Point, ...]  # the most confident first; answers with the same confidence make one point
    given: Point | None  # as it really answered; None: it never did
    aurc: Estimate  # mean, over the ordered answers, of the risk down to each; 0: none wrong, 1: all
    excess_aurc: float | None  # beyond what the same answers, the right ones first, would have: 0 is a perfect order
    at_5_percent: Estimate  # the most coverage at which no more than 5% of the answers are wrong
    at_1_percent: Estimate


def risk_coverage(results: Sequence[Result], seed: int = 0) -> RiskCoverage:
    cases = [(each, right) for each in results if (right := value_of(each, "right")) is not None]
    answers = [(confidence_of(each), 1 - right) for each, right in cases if is_answered(each)]
    ordered = [(confidence, wrong) for confidence, wrong in answers if confidence is not None]
    n = len(cases)
    if not ordered:
        nothing = Estimate(0, None, None, None)
        none_covered = estimate([0.0] * n, seed)
        return RiskCoverage(n, 0, (), _given(answers, n), nothing, None, none_covered, none_covered)

    # Answers of one confidence cannot be told apart by a threshold: they come and go together.
    levels, level = np.unique([-confidence for confidence, _ in ordered], return_inverse=True)
    taken = np.bincount(level).astype(np.float64)
    wrong = np.bincount(level, weights=[each for _, each in ordered]).astype(np.float64)
    drawn = resample([*(taken - wrong).round().astype(int), *wrong.round().astype(int), n - len(ordered)], seed)
    drawn_wrong = drawn[:, len(levels) : -1]
    drawn_taken = drawn[:, : len(levels)] + drawn_wrong
    some = drawn_taken.sum(axis=1) > 0

    area = float(aurc(taken, wrong))
    area_drawn = aurc(drawn_taken[some], drawn_wrong[some])
    at = [
        Estimate(n, found, *interval(coverage(drawn_taken, drawn_wrong, n, risk), found, n))
        for risk in WANTED_RISKS
        for found in [float(coverage(taken, wrong, n, risk))]
    ]
    curve = zip(-levels, taken.cumsum() / n, _risk(taken, wrong), strict=True)
    return RiskCoverage(
        n=n,
        ordered=len(ordered),
        points=tuple(Point(float(confidence), float(coverage), float(risk)) for confidence, coverage, risk in curve),
        given=_given(answers, n),
        aurc=Estimate(len(ordered), area, *interval(area_drawn, area, len(ordered))),
        excess_aurc=area - _best_aurc(len(ordered), float(wrong.sum())),
        at_5_percent=at[0],
        at_1_percent=at[1],
    )


def _given(answers: Sequence[tuple[float | None, float]], n: int) -> Point | None:
    if not answers:
        return None
    confidences = [confidence for confidence, _ in answers]
    least = None if None in confidences else min(each for each in confidences if each is not None)
    return Point(least, len(answers) / n, sum(wrong for _, wrong in answers) / len(answers))


# The last axis is the levels of confidence, the highest first; an axis before it, if any, is the resamples.


def _risk(taken: Floats, wrong: Floats) -> Floats:
    """Share of wrong answers down to each level; 0 before the first answer."""
    return np.asarray(wrong.cumsum(axis=-1) / np.maximum(taken.cumsum(axis=-1), 1))


def aurc(taken: Floats, wrong: Floats) -> Floats:
    """The area under the curve; there is an answer."""
    return np.asarray((taken * _risk(taken, wrong)).sum(axis=-1) / taken.sum(axis=-1))


def coverage(taken: Floats, wrong: Floats, n: int, risk: float) -> Floats:
    """The most of `n` cases that can be answered with no more than this share of the answers wrong."""
    fits = _risk(taken, wrong) <= risk + 1e-12
    return np.asarray(np.where(fits, taken.cumsum(axis=-1) / n, 0).max(axis=-1))


def _best_aurc(answers: int, wrong: float) -> float:
    """With the right answers first, one by one."""
    last = np.arange(1, answers + 1)
    return float((np.maximum(last - (answers - wrong), 0) / last).mean())
