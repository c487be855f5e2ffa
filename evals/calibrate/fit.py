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
SEED = 0
DECIMALS = 4  # of what is written: more of them differ from machine to machine

NAMES = tuple(field.name for field in fields(Features))
# More of these cannot make an answer worse, and more of what is missing cannot make it better: a fit that says so has
# learnt something about its few cases.
NOT_NEGATIVE = frozenset({"gap", "agreement", "dense", "covered", "unit", "quoted", "content", "address"})
NOT_POSITIVE = frozenset({"missing", "strange"})


@dataclass(frozen=True, slots=True)
class Fitted:
    model: Logistic
    penalty: float
    crossed: Floats  # the probability of each label by a model that was fitted without it


def fit(features: Sequence[Features], labels: Sequence[bool], names: Sequence[str] = NAMES) -> Fitted:
    """The most likely model. `names`: the features that may have a weight; all others have 0.

    Raises:
        CannotCalibrate: all labels are the same.
    """
    x = np.array([[getattr(each, name) for name in names] for each in features], dtype=np.float64)
    y = np.array(labels, dtype=np.float64)
    if len(set(labels)) < 2:
        raise CannotCalibrate("All development cases have the same label: there is nothing to tell apart.")
    penalty, crossed = min(
        ((each, _crossed(x, y, names, each)) for each in PENALTIES), key=lambda found: _loss(y, found[1])
    )
    bias, weights = _fit(x, y, names, penalty)
    rounded = dict.fromkeys(NAMES, 0.0) | {
        name: round(float(weight), DECIMALS) + 0.0 for name, weight in zip(names, weights, strict=True)
    }
    return Fitted(Logistic(round(bias, DECIMALS), Features(**rounded)), penalty, crossed)


def _fit(x: Floats, y: Floats, names: Sequence[str], penalty: float) -> tuple[float, Floats]:
    """Bias and weights for the features as they are; within they are standardised, so that one penalty suits all."""
    from scipy.optimize import minimize

    mean, spread = x.mean(axis=0), x.std(axis=0)
    spread[spread == 0] = 1
    z = (x - mean) / spread

    def loss(parameters: Floats) -> tuple[float, Floats]:
        bias, weights = parameters[0], parameters[1:]
        total = z @ weights + bias
        off = _sigmoid(total) - y
        value = np.mean(np.logaddexp(0, total) - y * total) + penalty / 2 * (weights @ weights)
        return float(value), np.concatenate([[off.mean()], z.T @ off / len(y) + penalty * weights])

    found = minimize(
        loss, np.zeros(1 + len(names)), jac=True, method="L-BFGS-B", bounds=[(None, None), *_bounds(names)]
    )
    weights = found.x[1:] / spread
    return float(found.x[0] - weights @ mean), weights


def _bounds(names: Sequence[str]) -> list[tuple[float | None, float | None]]:
    return [(0 if name in NOT_NEGATIVE else None, 0 if name in NOT_POSITIVE else None) for name in names]


def _crossed(x: Floats, y: Floats, names: Sequence[str], penalty: float) -> Floats:
    fold = _folds(y)
    probabilities = np.empty(len(y))
    for each in range(FOLDS):
        inside = fold == each
        if inside.any():
            bias, weights = _fit(x[~inside], y[~inside], names, penalty)
            probabilities[inside] = _sigmoid(x[inside] @ weights + bias)
    return probabilities


def _folds(y: Floats) -> NDArray[np.int64]:
    """The fold of each, with as large a share of either label in every fold."""
    generator = np.random.default_rng(SEED)
    order = np.concatenate([generator.permutation(np.flatnonzero(y == label)) for label in (0, 1)])
    fold = np.empty(len(y), dtype=np.int64)
    fold[order] = np.arange(len(y)) % FOLDS
    return fold


def _sigmoid(total: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-total)))


def _loss(y: Floats, probabilities: Floats) -> float:
    """Mean log loss."""
    return float(-np.mean(np.log(np.where(y == 1, probabilities, 1 - probabilities))))
