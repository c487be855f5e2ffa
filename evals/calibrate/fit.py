"""Logistic regression with an L2 penalty and weights whose sign is known, its penalty chosen by cross-validation."""

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from agent.calibration import Logistic
from agent.features import Features
from evals.calibrate.samples import CannotCalibrate

Floats = NDArray[np.float64]

PENALTIES = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0)  # on weights of features of unit variance
FOLDS = 10
# From so many groups on each is a fold: questions over one share its articles and words, and a model that has seen
# some of them knows more of the others than of what a customer will ask. Without one of two, too much would be gone.
FEWEST_GROUPS = 3
SEED = 0
DECIMALS = 4  # of what is written: more of them differ from machine to machine

NAMES = tuple(field.name for field in fields(Features))
# More of these cannot make an answer worse, and more of what is missing cannot make it better: a fit that says so has
# learnt something about its few cases.
NOT_NEGATIVE = frozenset({"gap", "agreement", "dense", "covered", "unit", "quoted", "content", "address"})
NOT_POSITIVE = frozenset({"missing", "strange", "room"})
# How a question is put says nothing of whether the articles are about it.
NOT_OF_TOPIC = frozenset({"address", "content", "follow_up"})


@dataclass(frozen=True, slots=True)
class Fitted:
    model: Logistic
    penalty: float
    crossed: Floats  # the probability of each label by a model that was fitted without it


def fit(
    features: Sequence[Features],
    labels: Sequence[bool],
    names: Sequence[str] = NAMES,
    *,
    weights: Sequence[float] = (),
    groups: Sequence[str] = (),
) -> Fitted:
    """The most likely model. `names`: the features that may have a weight; all others have 0. `weights`: how much each
    label counts, 1 on average; none: all alike. `groups`: what shares its articles has the same; none: unknown.

    Raises:
        CannotCalibrate: all labels are the same.
    """
    x = np.array([[getattr(each, name) for name in names] for each in features], dtype=np.float64)
    y = np.array(labels, dtype=np.float64)
    if len(set(labels)) < 2:
        raise CannotCalibrate("All development cases have the same label: there is nothing to tell apart.")
    counts = np.array(weights, dtype=np.float64) if weights else np.ones(len(y))
    fold = _folds(y, groups)
    penalty, crossed = min(
        ((each, _crossed(x, y, counts, fold, names, each)) for each in PENALTIES),
        key=lambda found: _loss(y, counts, found[1]),
    )
    bias, fitted = _fit(x, y, counts, names, penalty)
    rounded = dict.fromkeys(NAMES, 0.0) | {
        name: round(float(weight), DECIMALS) + 0.0 for name, weight in zip(names, fitted, strict=True)
    }
    return Fitted(Logistic(round(bias, DECIMALS), Features(**rounded)), penalty, crossed)


def _fit(x: Floats, y: Floats, counts: Floats, names: Sequence[str], penalty: float) -> tuple[float, Floats]:
    """Bias and weights for the features as they are; within they are standardised, so that one penalty suits all."""
    from scipy.optimize import minimize

    share = counts / counts.sum()
    mean = share @ x
    spread = np.sqrt(share @ (x - mean) ** 2)
    spread[np.ptp(x, axis=0) == 0] = 1
    z = (x - mean) / spread

    def loss(parameters: Floats) -> tuple[float, Floats]:
        bias, weights = parameters[0], parameters[1:]
        total = z @ weights + bias
        off = share * (_sigmoid(total) - y)
        value = share @ (np.logaddexp(0, total) - y * total) + penalty / 2 * (weights @ weights)
        return float(value), np.concatenate([[off.sum()], z.T @ off + penalty * weights])

    found = minimize(
        loss, np.zeros(1 + len(names)), jac=True, method="L-BFGS-B", bounds=[(None, None), *_bounds(names)]
    )
    weights = found.x[1:] / spread
    return float(found.x[0] - weights @ mean), weights


def _bounds(names: Sequence[str]) -> list[tuple[float | None, float | None]]:
    return [(0 if name in NOT_NEGATIVE else None, 0 if name in NOT_POSITIVE else None) for name in names]


def _crossed(
    x: Floats, y: Floats, counts: Floats, fold: NDArray[np.int64], names: Sequence[str], penalty: float
) -> Floats:
    probabilities = np.empty(len(y))
    for each in np.unique(fold):
        inside = fold == each
        bias, weights = _fit(x[~inside], y[~inside], counts[~inside], names, penalty)
        probabilities[inside] = _sigmoid(x[inside] @ weights + bias)
    return probabilities


def _folds(y: Floats, groups: Sequence[str]) -> NDArray[np.int64]:
    """The fold of each: its group, or, of few groups, one at random, with as large a share of either label in all."""
    names, group = np.unique(groups, return_inverse=True)
    if len(names) >= FEWEST_GROUPS:
        return group
    generator = np.random.default_rng(SEED)
    order = np.concatenate([generator.permutation(np.flatnonzero(y == label)) for label in (0, 1)])
    fold = np.empty(len(y), dtype=np.int64)
    fold[order] = np.arange(len(y)) % FOLDS
    return fold


def _sigmoid(total: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-total)))


def _loss(y: Floats, counts: Floats, probabilities: Floats) -> float:
    """Mean log loss."""
    return float(-np.average(np.log(np.where(y == 1, probabilities, 1 - probabilities)), weights=counts))
