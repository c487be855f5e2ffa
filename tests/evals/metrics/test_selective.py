import pytest

from evals.metrics import risk_coverage
from evals.results import Result
from tests.evals.made import result


def answers(*of: tuple[float | None, int]) -> list[Result]:
    return [result(f"a{n}", right, confidence) for n, (confidence, right) in enumerate(of)]


def silent(n: int, confidence: float | None = None) -> list[Result]:
    return [result(f"s{each}", 0, confidence, "escalated") for each in range(n)]


def test_all_right_is_0_and_all_wrong_is_1() -> None:
    assert risk_coverage(answers((0.9, 1), (0.8, 1), (0.7, 1))).aurc.mean == 0
    assert risk_coverage(answers((0.9, 0), (0.8, 0), (0.7, 0))).aurc.mean == 1


def test_by_hand() -> None:
    """Risks down to each answer: 0, 1/2, 1/3, 2/4; of eight cases four are answered."""
    found = risk_coverage(answers((0.9, 1), (0.8, 0), (0.7, 1), (0.6, 0)) + silent(4))
    assert [(each.confidence, each.coverage) for each in found.points] == [
        (0.9, 1 / 8), (0.8, 2 / 8), (0.7, 3 / 8), (0.6, 4 / 8),
    ]  # fmt: skip
    assert [each.risk for each in found.points] == pytest.approx([0, 1 / 2, 1 / 3, 2 / 4])
    assert found.aurc.mean == pytest.approx((0 + 1 / 2 + 1 / 3 + 1 / 2) / 4)
    # The right ones first: 0, 0, 1/3, 2/4.
    assert found.excess_aurc == pytest.approx((0 + 1 / 2 + 1 / 3 + 1 / 2) / 4 - (1 / 3 + 1 / 2) / 4)
    assert (found.at_5_percent.mean, found.at_1_percent.mean) == (1 / 8, 1 / 8)
    assert found.given is not None
    assert (found.given.confidence, found.given.coverage, found.given.risk) == (0.6, 1 / 2, 1 / 2)


def test_a_perfect_order_has_no_excess() -> None:
    assert risk_coverage(answers((0.9, 1), (0.8, 1), (0.7, 0), (0.6, 0))).excess_aurc == pytest.approx(0)


def test_the_order_of_the_cases_does_not_matter_even_among_ties() -> None:
    cases = answers((0.9, 1), (0.5, 1), (0.5, 0), (0.5, 0), (0.4, 1))
    found = risk_coverage(cases)
    assert found.aurc == risk_coverage(cases[::-1]).aurc
    assert [each.coverage for each in found.points] == pytest.approx([0.2, 0.8, 1])
    assert found.aurc.mean == pytest.approx((0 + 3 * (2 / 4) + 2 / 5) / 5)
    assert found.at_5_percent.mean == pytest.approx(0.2)  # not .4: the right one of the three cannot be had alone


def test_1_wrong_in_20_is_5_percent_but_not_1() -> None:
    found = risk_coverage(answers(*[(1 - n / 100, 1) for n in range(19)], (0.5, 0)) + silent(20))
    assert (found.at_5_percent.mean, found.at_1_percent.mean) == (0.5, pytest.approx(19 / 40))


def test_who_says_nothing_has_no_curve_and_no_merit() -> None:
    found = risk_coverage(silent(3, confidence=0.2))
    assert (found.n, found.ordered, found.points, found.given, found.aurc.mean) == (3, 0, (), None, None)
    assert found.at_5_percent.mean == 0


def test_answers_without_a_confidence_stand_at_the_end() -> None:
    found = risk_coverage(answers((0.9, 1), (None, 0)))
    assert [(each.coverage, each.risk) for each in found.points] == [(0.5, 0)]
    assert found.given is not None
    assert (found.given.confidence, found.given.coverage, found.given.risk) == (None, 1, 0.5)
    assert risk_coverage(answers((None, 1), (None, 0))).aurc.mean is None


def test_intervals_hold_the_figures() -> None:
    found = risk_coverage(answers(*[(1 - n / 100, int(n % 7 != 6)) for n in range(60)]) + silent(20))
    for each in (found.aurc, found.at_5_percent, found.at_1_percent):
        assert each.mean is not None
        assert each.low is not None
        assert each.high is not None
        assert each.low <= each.mean <= each.high
        assert each.low < each.high
