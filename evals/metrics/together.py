"""Figures that answers have only together, before and after: AURC, coverage at a risk, ECE, Brier's score.

The interval of a difference is of a bootstrap over cases, each drawn with what both sides made of it.
"""

from collections.abc import Sequence

import numpy as np

from evals.metrics.calibration import bins_of, ece
from evals.metrics.estimate import Difference, Floats, interval, resample
from evals.metrics.figures import Metric, confidence_of, is_answered, value_of
from evals.metrics.selective import WANTED_RISKS, aurc, coverage
from evals.results import Result

TOGETHER = (
    Metric("aurc", "AURC", "mean risk down the answers, the most confident first", "lower"),
    *(Metric(f"coverage@{risk:.0%}", f"Coverage at {risk:.0%} wrong", "", "higher") for risk in WANTED_RISKS),
    Metric("ece", "ECE", "mean gap between confidence and share right", "lower"),
    Metric("brier", "Brier", "mean square of the gap between confidence and right", "lower"),
)


def paired_together(pairs: Sequence[tuple[Result, Result]], seed: int = 0) -> dict[str, Difference]:
    """How each of `TOGETHER` differs, after − before. A case that only one side could score is left out.

    Nothing, where a side gave no answer with a confidence.
    """
    both = [pair for pair in pairs if all(value_of(each, "right") is not None for each in pair)]
    sides = [_read(side) for side in zip(*both, strict=True)]
    if not sides or any(np.isnan(sure).all() for sure, _ in sides):
        return {}
    cases = len(both)
    answers = min(int((~np.isnan(sure)).sum()) for sure, _ in sides)
    weights = np.concatenate([np.ones((1, cases)), resample(np.ones(cases, dtype=np.int64), seed)])
    before, after = (_figures(sure, right, weights) for sure, right in sides)
    return {
        metric.name: _difference(metric, cases if "coverage" in metric.name else answers, one, other)
        for metric, one, other in zip(TOGETHER, before, after, strict=True)
    }


def _difference(metric: Metric, n: int, before: Floats, after: Floats) -> Difference:
    """The first of each is of the cases as they are, the others are of the resamples."""
    found, *drawn = after - before
    kept = np.array(drawn)[~np.isnan(drawn)]  # a resample without an answer has no such figure
    if metric.name == "ece":  # a resample has gaps of its own: its ECE is higher, the more so the more bins there are
        kept += found - kept.mean()
    return Difference(n, float(before[0]), float(after[0]), float(found), *interval(kept, float(found), n, (-1, 1)))


def _read(results: Sequence[Result]) -> tuple[Floats, Floats]:
    """How sure it was of each answer, NaN where none was given, and whether each was right."""
    sure = [confidence_of(each) if is_answered(each) else None for each in results]
    return np.array(sure, dtype=np.float64), np.array([value_of(each, "right") for each in results], dtype=np.float64)


def _figures(sure: Floats, right: Floats, weights: Floats) -> tuple[Floats, ...]:
    """Those of `TOGETHER`, one for each row of weights: how often each case is there. NaN where no answer is."""
    cases = int(weights[0].sum())
    order = np.argsort(-sure, kind="stable")[: int((~np.isnan(sure)).sum())]  # NaN stands last
    sure, right, weights = sure[order], right[order], weights[:, order]
    levels = np.flatnonzero(np.diff(sure, prepend=2.0))  # where another confidence begins
    taken, wrong = (np.add.reduceat(each, levels, axis=1) for each in (weights, weights * (1 - right)))
    answers = weights.sum(axis=1)
    gaps = right - sure
    with np.errstate(invalid="ignore"):
        return (
            aurc(taken, wrong),
            *(coverage(taken, wrong, cases, risk) for risk in WANTED_RISKS),
            ece(weights * gaps, bins_of(sure)) * len(order) / answers,
            weights @ gaps**2 / answers,
        )
