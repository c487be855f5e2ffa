"""Does a confidence of 0.8 mean right in 8 cases of 10? Reliability diagram, ECE (Guo et al. 2017), Brier's score.

Over the answers that were given, which is what customers see: `right` says whether the answer was. An answer that was
tried and held back has a confidence, too, but no reply that could be right; those are counted, and nothing more.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evals.metrics.estimate import RESAMPLES, Estimate, Floats, estimate
from evals.metrics.figures import confidence_of, is_answered, is_scored, value_of
from evals.results import Result

BINS = 10  # of equal width


@dataclass(frozen=True, slots=True)
class Bin:
    low: float  # from this confidence on
    high: float  # to below this one; the last holds 1, too
    confidence: float | None  # mean; None: no answers
    right: Estimate


@dataclass(frozen=True, slots=True)
class Calibration:
    n: int  # answers with a confidence
    held_back: int  # a confidence, but no answer was given
    ece: float | None  # mean gap between confidence and share right, by bin; None: no answers
    ece_by_chance: float | None  # at most this, 95 times in 100, if every confidence were exactly right
    brier: Estimate  # mean square of the gap between confidence and right (1) or not (0)
    bins: tuple[Bin, ...]


def calibration(results: Sequence[Result], seed: int = 0) -> Calibration:
    tried = [(each, sure) for each in results if is_scored(each) and (sure := confidence_of(each)) is not None]
    pairs = [
        (sure, label) for each, sure in tried if is_answered(each) and (label := value_of(each, "right")) is not None
    ]
    confidence = np.array([one for one, _ in pairs], dtype=np.float64)
    right = np.array([other for _, other in pairs], dtype=np.float64)
    number = bins_of(confidence)
    return Calibration(
        n=len(pairs),
        held_back=sum(not is_answered(each) for each, _ in tried),
        ece=float(ece(right - confidence, number)) if pairs else None,
        ece_by_chance=_ece_by_chance(confidence, number, seed) if pairs else None,
        brier=estimate(((confidence - right) ** 2).tolist(), seed),
        bins=tuple(_bin(each, confidence[number == each], right[number == each], seed) for each in range(BINS)),
    )


def _bin(number: int, confidence: Floats, right: Floats, seed: int) -> Bin:
    mean = float(confidence.mean()) if confidence.size else None
    return Bin(number / BINS, (number + 1) / BINS, mean, estimate(right.tolist(), seed))


def bins_of(confidence: Floats) -> NDArray[np.int64]:
    """The number of each confidence's bin."""
    return np.minimum(np.floor(confidence * BINS + 1e-9), BINS - 1).astype(np.int64)


def ece(gaps: Floats, number: NDArray[np.int64]) -> Floats:
    """`gaps`: right − confidence, `number`: their bins; the last axis is the answers. A bin's sum of gaps is its mean
    gap times its size."""
    in_bin = (number[:, None] == np.arange(BINS)).astype(np.float64)
    return np.asarray(np.abs(gaps @ in_bin).sum(axis=-1) / len(number))


def _ece_by_chance(confidence: Floats, number: NDArray[np.int64], seed: int) -> float:
    """Few answers have a gap even when all is well (Bröcker & Smith 2007)."""
    right = np.random.default_rng(seed).random((RESAMPLES, confidence.size)) < confidence
    return float(np.quantile(ece(right - confidence, number), 0.95))
