import pytest

from evals.metrics import calibration
from tests.evals.made import result


def test_a_confidence_that_is_right_that_often_has_no_error() -> None:
    results = [result(f"{c}{n}", int(n < c * 10), c) for c in (0.2, 0.5, 0.9) for n in range(10)]
    found = calibration(results)
    assert (found.n, found.ece) == (30, pytest.approx(0))
    assert found.brier.mean == pytest.approx((0.2 * 0.8 + 0.5 * 0.5 + 0.9 * 0.1) / 3)
    assert [each.right.n for each in found.bins] == [0, 0, 10, 0, 0, 10, 0, 0, 0, 10]
    assert found.bins[9].right.mean == found.bins[9].confidence == pytest.approx(0.9)


def test_by_hand() -> None:
    """Gaps of two bins: |1/2 − .85| of two answers and |1 − .3| of one."""
    found = calibration([result("1", 1, 0.8), result("2", 0, 0.9 - 1e-9), result("3", 1, 0.3)])
    assert found.ece == pytest.approx((2 * 0.35 + 1 * 0.7) / 3)
    assert found.brier.mean == pytest.approx((0.2**2 + 0.9**2 + 0.7**2) / 3)


@pytest.mark.parametrize(("confidence", "bin_"), [(0.0, 0), (0.1, 1), (0.3, 3), (0.7, 7), (0.999, 9), (1.0, 9)])
def test_a_bin_holds_its_lower_end(confidence: float, bin_: int) -> None:
    assert [each.right.n for each in calibration([result("1", 1, confidence)]).bins].index(1) == bin_


def test_only_answers_that_were_given_can_be_right() -> None:
    results = [result("1", 1, 0.9), result("2", 0, 0.2, "escalated"), result("3", 1, None, "smalltalk"), result("4", 1)]
    found = calibration(results)
    assert (found.n, found.held_back, found.ece) == (1, 1, pytest.approx(0.1))


def test_few_answers_have_a_gap_by_chance() -> None:
    few, many = ([result(str(n), n % 2, 0.5) for n in range(size)] for size in (10, 1000))
    assert 0.2 < (calibration(few).ece_by_chance or 0) < 0.45
    assert 0.02 < (calibration(many).ece_by_chance or 0) < 0.045


def test_no_answers_are_no_perfect_calibration() -> None:
    found = calibration([result("1", 0, 0.2, "escalated")])
    assert (found.n, found.ece, found.ece_by_chance, found.brier.mean) == (0, None, None, None)
