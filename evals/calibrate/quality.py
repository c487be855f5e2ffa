"""How good probabilities are: whether they tell right from wrong, and whether they mean what they say."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from evals.metrics.calibration import bins_of, ece


@dataclass(frozen=True, slots=True)
class Quality:
    n: int
    auroc: float | None  # a right one has the higher probability of a pair so often; None: there are no pairs
    ece: float | None  # mean gap between probability and share right, by bin; None: n is 0
    brier: float | None  # mean square of the gap between probability and right (1) or not (0)


def quality(labels: Sequence[bool], probabilities: Sequence[float]) -> Quality:
    if not labels:
        return Quality(0, None, None, None)
    y, p = np.array(labels, dtype=np.float64), np.array(probabilities, dtype=np.float64)
    return Quality(
        n=len(labels),
        auroc=_auroc(labels, probabilities),
        ece=float(ece(y - p, bins_of(p))),
        brier=float(np.mean((p - y) ** 2)),
    )


def _auroc(labels: Sequence[bool], probabilities: Sequence[float]) -> float | None:
    """Of ranks (Mann & Whitney 1947); equal probabilities count half."""
    from scipy.stats import rankdata

    right = np.array(labels, dtype=bool)
    pairs = int(right.sum()) * int((~right).sum())
    if not pairs:
        return None
    ranks = rankdata(probabilities)[right].sum() - right.sum() * (right.sum() + 1) / 2
    return float(ranks / pairs)
