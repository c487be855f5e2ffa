"""A mean and how sure it is: percentile intervals of a bootstrap over cases (Efron 1979)."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

RESAMPLES = 1000
LEVEL = 0.95
TAIL = (1 - LEVEL) / 2  # beyond either end of an interval


@dataclass(frozen=True, slots=True)
class Estimate:
    n: int  # cases behind it
    mean: float | None  # None: there are no cases
    low: float | None  # 95% interval
    high: float | None


@dataclass(frozen=True, slots=True)
class Difference:
    """Of the same cases, after − before."""

    n: int  # cases that both have
    before: float | None
    after: float | None
    mean: float | None
    low: float | None
    high: float | None

    @property
    def beyond_noise(self) -> bool:
        """The interval does not hold 0."""
        return self.low is not None and self.high is not None and not self.low <= 0 <= self.high


def estimate(
    values: Sequence[float], seed: int = 0, bounds: tuple[float, float] = (0, 1), comparisons: int = 1
) -> Estimate:
    """The mean of the values, one a case, and its interval.

    Args:
        values: one a case.
        seed: of the resamples.
        bounds: what a value can be.
        comparisons: how many intervals are read at once; each is made so wide that all of them hold 95 times of 100
            (Bonferroni's correction).
    """
    if not values:
        return Estimate(0, None, None, None)
    mean = float(np.mean(values))
    # How often each value comes up in a resample is multinomial: the same as drawing the cases, and faster.
    distinct, counts = np.unique(np.asarray(values, dtype=np.float64), return_counts=True)
    drawn = resample(counts, seed, comparisons) @ distinct / len(values)
    return Estimate(len(values), mean, *interval(drawn, mean, len(values), bounds, comparisons))


def paired(before: Sequence[float], after: Sequence[float], seed: int = 0, comparisons: int = 1) -> Difference:
    """The mean difference of scores of the same cases, in the same order; `comparisons` as for `estimate`."""
    if not before:
        return Difference(0, None, None, None, None, None)
    found = estimate([b - a for a, b in zip(before, after, strict=True)], seed, (-1, 1), comparisons)
    means = float(np.mean(before)), float(np.mean(after))
    return Difference(found.n, *means, found.mean, found.low, found.high)


def resample(counts: Sequence[int] | NDArray[np.int64], seed: int, comparisons: int = 1) -> Floats:
    """How often each kind of case comes up in each resample, `counts` being how often it is there.

    The further out the ends of an interval lie, the more resamples it takes to have some beyond them.
    """
    counted = np.asarray(counts, dtype=np.float64)
    total = int(counted.sum())
    drawn = np.random.default_rng(seed).multinomial(total, counted / total, size=RESAMPLES * comparisons)
    return drawn.astype(np.float64)


def interval(
    drawn: Floats, found: float, n: int, bounds: tuple[float, float] = (0, 1), comparisons: int = 1
) -> tuple[float, float]:
    """The interval of a figure, given what the resamples gave; `bounds` and `comparisons` as for `estimate`.

    Where every case says the same, so does every resample, and the interval would be a point: 0 wrong of 10 would look
    as sure as 0 wrong of 1,000. What can have been missed, with as much certainty, are the cases that make up to
    1 − tail^(1/n) of all (Clopper & Pearson 1934); they are counted at the worst that they can be.
    """
    tail = TAIL / comparisons
    low, high = (float(bound) for bound in np.quantile(drawn, [tail, 1 - tail]))
    if float(np.ptp(drawn)) < 1e-12:
        missed = 1 - tail ** (1 / n)
        return found - missed * (found - bounds[0]), found + missed * (bounds[1] - found)
    return low, high
