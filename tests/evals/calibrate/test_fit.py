"""Logistic regression with known signs, on made data."""

from dataclasses import replace

import numpy as np
import pytest

from agent.calibration import Logistic
from agent.features import Features
from evals.calibrate.fit import NAMES, NOT_POSITIVE, Fitted, fit
from evals.calibrate.quality import quality
from evals.calibrate.samples import CannotCalibrate

NOTHING = Features(*[0.0] * len(NAMES))
TRUE = Logistic(-1.0, replace(NOTHING, gap=3.0, dense=2.0, missing=-2.5, follow_up=1.0))


def made(model: Logistic, size: int, seed: int = 1) -> tuple[list[Features], list[bool]]:
    """Features at random, of sizes and spreads of their own, and labels that the model draws."""
    generator = np.random.default_rng(seed)
    values = generator.normal(size=(size, len(NAMES))) * np.linspace(0.5, 1.5, len(NAMES)) + 0.3
    features = [Features(*map(float, each)) for each in values]
    return features, [bool(generator.random() < model.probability(each)) for each in features]


def fitted(model: Logistic, size: int = 4000) -> Fitted:
    return fit(*made(model, size))


def test_the_weights_that_made_the_labels_are_found_for_the_features_as_they_are() -> None:
    found = fitted(TRUE).model
    assert found.bias == pytest.approx(TRUE.bias, abs=0.2)
    for name in NAMES:
        assert getattr(found.weights, name) == pytest.approx(getattr(TRUE.weights, name), abs=0.25), name


def test_a_weight_keeps_its_sign_whatever_the_cases_say() -> None:
    """Labels that fall with what is found, rise with what is missing, and fall with what may go either way."""
    weights = {name: 2.0 if name in NOT_POSITIVE else -2.0 for name in NAMES}
    absurd = Logistic(0.0, Features(**weights))
    found = fitted(absurd, 1500).model.weights
    assert {name for name in NAMES if getattr(found, name) != 0} == {"follow_up"}


def test_only_named_features_have_a_weight() -> None:
    features, labels = made(TRUE, 500)
    found = fit(features, labels, ("gap", "missing")).model.weights
    assert {name for name in NAMES if getattr(found, name) != 0} == {"gap", "missing"}


def test_a_feature_that_is_always_the_same_has_no_weight() -> None:
    features, labels = made(TRUE, 500)
    same = [Features(each.gap, 0.5, *[0.0] * (len(NAMES) - 2)) for each in features]
    assert fit(same, labels).model.weights.agreement == 0


def test_labels_at_random_are_told_apart_only_by_a_model_that_has_seen_them() -> None:
    features, _ = made(TRUE, 80)
    seen, unseen = [], []
    for seed in range(5):
        labels = [bool(each) for each in np.random.default_rng(seed).integers(0, 2, 80)]
        found = fit(features, labels)
        seen.append(quality(labels, [found.model.probability(each) for each in features]).auroc or 0)
        unseen.append(quality(labels, found.crossed.tolist()).auroc or 0)
    assert np.mean(seen) > 0.6
    assert np.mean(unseen) < 0.55


def test_a_label_that_counts_twice_is_as_good_as_two() -> None:
    features, labels = made(TRUE, 200)
    corpora = [str(number % 4) for number in range(200)]
    doubled = fit([*features, *features[:50]], [*labels, *labels[:50]], groups=[*corpora, *corpora[:50]])
    weights = [1.6 if number < 50 else 0.8 for number in range(200)]
    weighted = fit(features, labels, weights=weights, groups=corpora)
    assert weighted.penalty == doubled.penalty
    for name in NAMES:
        assert getattr(weighted.model.weights, name) == pytest.approx(getattr(doubled.model.weights, name), abs=0.01)


def test_what_a_corpus_alone_shows_is_not_known_to_the_model_that_judges_it() -> None:
    """In each of four corpora another feature marks the right ones."""
    features, labels, corpora = [], [], []
    for number, name in enumerate(("gap", "dense", "unit", "covered")):
        for each in range(40):
            features.append(replace(NOTHING, **{name: float(each % 2)}))
            labels.append(bool(each % 2))
            corpora.append(str(number))
    assert quality(labels, fit(features, labels).crossed.tolist()).auroc == 1
    assert quality(labels, fit(features, labels, groups=corpora).crossed.tolist()).auroc == 0.5


def test_the_same_cases_make_the_same_model() -> None:
    features, labels = made(TRUE, 300)
    assert fit(features, labels).model == fit(features, labels).model


def test_nothing_is_fitted_where_there_is_nothing_to_tell_apart() -> None:
    features, _ = made(TRUE, 30)
    with pytest.raises(CannotCalibrate, match="same label"):
        fit(features, [True] * 30)


@pytest.mark.parametrize(
    ("labels", "probabilities", "auroc", "ece", "brier"),
    [
        ([True, False], [1.0, 0.0], 1.0, 0.0, 0.0),
        ([True, False], [0.0, 1.0], 0.0, 1.0, 1.0),
        ([True, False], [0.5, 0.5], 0.5, 0.0, 0.25),
        ([True, False, True, False], [0.9, 0.8, 0.7, 0.1], 0.75, 0.325, 0.1875),
        ([True, True], [0.75, 0.75], None, 0.25, 0.0625),
        ([], [], None, None, None),
    ],
)
def test_quality(
    labels: list[bool], probabilities: list[float], auroc: float | None, ece: float | None, brier: float | None
) -> None:
    found = quality(labels, probabilities)
    assert (found.n, found.auroc) == (len(labels), auroc)
    assert found.ece == pytest.approx(ece)
    assert found.brier == pytest.approx(brier)
