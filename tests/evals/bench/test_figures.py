"""Ratios and powers."""

import pytest

from evals.bench.figures import NAIVE, OPORA, Ratio, exponent, ratios


def test_a_ratio_is_the_middle_one_of_the_rounds() -> None:
    ours = [{"p50_ms": 20.0}, {"p50_ms": 60.0}, {"p50_ms": 30.0}]
    theirs = [{"p50_ms": 10.0}, {"p50_ms": 20.0}, {"p50_ms": 30.0}]
    assert ratios({OPORA: ours, NAIVE: theirs}) == {"p50_ms": Ratio(2.0, 1.0, 3.0)}


def test_one_system_has_no_ratio() -> None:
    assert ratios({OPORA: [{"p50_ms": 20.0}]}) == {}


@pytest.mark.parametrize(
    ("points", "power"),
    [
        ([(100, 3), (1_000, 30)], 1.0),
        ([(100, 3), (1_000, 40), (10_000, 30_000)], 2.0),
        ([(100, 3), (1_000, 3)], 0.0),
        ([(100, 3)], None),
        ([], None),
    ],
)
def test_growth_is_a_power(points: list[tuple[float, float]], power: float | None) -> None:
    assert exponent(points) == (power if power is None else pytest.approx(power))
