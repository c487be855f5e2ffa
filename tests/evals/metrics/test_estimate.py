import numpy as np
import pytest

from evals.metrics import estimate, paired


def test_no_cases_are_no_zero() -> None:
    found = estimate([])
    assert (found.n, found.mean, found.low, found.high) == (0, None, None, None)


def test_the_interval_of_a_share_is_as_wide_as_theory_says() -> None:
    found = estimate([1.0] * 30 + [0.0] * 70)
    half = 1.96 * (0.3 * 0.7 / 100) ** 0.5  # the normal approximation of a binomial share
    assert found.mean == pytest.approx(0.3)
    assert found.low == pytest.approx(0.3 - half, abs=0.015)
    assert found.high == pytest.approx(0.3 + half, abs=0.015)


def test_the_interval_holds_the_truth_about_95_times_in_100() -> None:
    samples = np.random.default_rng(1).random((300, 80)) < 0.3
    found = [estimate(sample.astype(float).tolist()) for sample in samples]
    held = [each.low is not None and each.high is not None and each.low <= 0.3 <= each.high for each in found]
    assert 0.91 <= np.mean(held) <= 0.98


def test_figures_come_out_the_same_by_seed() -> None:
    values = [0.0, 0.3, 1.0, 0.7, 0.2]
    assert estimate(values, seed=3) == estimate(values, seed=3)
    assert estimate(values, seed=3) != estimate(values, seed=4)


@pytest.mark.parametrize(("n", "most"), [(1, 0.975), (10, 0.3085), (300, 0.0122)])
def test_nothing_seen_is_not_nothing_possible(n: int, most: float) -> None:
    """The exact binomial bounds for 0 of n and for n of n."""
    none, every = estimate([0.0] * n), estimate([1.0] * n)
    assert (none.low, none.high) == (0, pytest.approx(most, abs=1e-4))
    assert (every.low, every.high) == (pytest.approx(1 - most, abs=1e-4), 1)


def test_pairs_find_a_difference_that_means_alone_would_not() -> None:
    """Scores vary much from case to case, and each case gets a little better."""
    before = np.random.default_rng(0).random(60) * 0.9
    after = before + 0.02 + np.random.default_rng(1).random(60) * 0.02
    found = paired(before.tolist(), after.tolist())
    assert found.mean == pytest.approx(float((after - before).mean()))
    assert found.before == pytest.approx(float(before.mean()))
    assert found.beyond_noise
    apart = estimate(before.tolist()), estimate(after.tolist())
    assert apart[0].high is not None
    assert apart[1].low is not None
    assert apart[0].high > apart[1].low


@pytest.mark.parametrize(
    ("worse", "of", "beyond"),
    [(0, 50, False), (2, 50, False), (10, 50, True), (1, 1, False), (5, 5, False), (6, 6, True)],
)
def test_a_few_cases_are_noise(worse: int, of: int, beyond: bool) -> None:
    """Where all of a few cases got worse, it is beyond noise from six on, as in a sign test."""
    assert paired([1.0] * of, [0.0] * worse + [1.0] * (of - worse)).beyond_noise is beyond
