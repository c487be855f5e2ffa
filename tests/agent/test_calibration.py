"""The confidence model that comes with the agent, and the threshold for a wanted risk."""

import json
import math
from collections.abc import Callable
from dataclasses import asdict, replace
from itertools import pairwise
from typing import Any

import pytest

from agent.calibration import Calibration, Row, WrongCalibration, read, shipped, written
from agent.features import Features

SOME = Features(
    gap=0.3,
    agreement=1.0,
    dense=0.4,
    covered=0.8,
    missing=0.2,
    strange=0.0,
    unit=0.7,
    quoted=0.4,
    content=0.3,
    address=0.0,
    room=0.3,
    follow_up=0.0,
)


def kept() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(written(shipped()))
    return loaded


def with_table(*wrong: float) -> Calibration:
    rows = (Row(number / 10, each, 0.5, None) for number, each in enumerate(wrong))
    return replace(shipped(), table=tuple(rows))


@pytest.mark.parametrize("name", ["answer", "topic"])
def test_the_probability_is_that_of_the_weights_in_the_file(name: str) -> None:
    model = kept()[name]
    total = model["bias"] + sum(weight * asdict(SOME)[feature] for feature, weight in model["weights"].items())
    assert getattr(shipped(), name).probability(SOME) == pytest.approx(1 / (1 + math.exp(-total)))


@pytest.mark.parametrize("name", ["answer", "topic"])
def test_what_is_missing_never_makes_it_surer_and_what_is_found_never_less_sure(name: str) -> None:
    weights = asdict(getattr(shipped(), name).weights)
    assert max(weights["missing"], weights["strange"]) <= 0
    assert (
        min(weights[each] for each in ("gap", "agreement", "dense", "covered", "unit", "quoted", "content", "address"))
        >= 0
    )


def test_the_shipped_table_is_dense_and_wrong_answers_get_fewer_with_the_threshold() -> None:
    table = shipped().table
    steps = {round(after.threshold - before.threshold, 6) for before, after in pairwise(table)}
    assert steps == {0.01}
    assert [row.wrong for row in table] == sorted((row.wrong for row in table), reverse=True)
    assert table[0].wrong > 0.1
    assert table[-1].wrong < 0.01


def test_the_threshold_falls_when_more_risk_is_taken() -> None:
    thresholds = [shipped().threshold(risk) for risk in (0.01, 0.03, 0.05, 0.1, 0.2)]
    assert thresholds == sorted(thresholds, reverse=True)
    assert thresholds[0] > thresholds[-1]


@pytest.mark.parametrize(
    ("risk", "threshold"),
    [
        (0.2, 0.1),  # exactly as much as there is
        (0.19, 0.2),
        (0.9, 0.0),
        (0.01, 0.3),  # no threshold keeps to it: the highest
    ],
)
def test_the_threshold_is_the_lowest_that_keeps_to_the_risk(risk: float, threshold: float) -> None:
    assert with_table(0.4, 0.2, 0.1, 0.05).threshold(risk) == threshold


def test_what_is_written_is_read_again() -> None:
    assert read(written(shipped()), "calibration.json") == shipped()


def forget_a_feature(file: dict[str, Any]) -> None:
    del file["topic"]["weights"]["dense"]


def weigh_an_unknown_one(file: dict[str, Any]) -> None:
    file["answer"]["weights"]["mood"] = 1.0


def misspell(file: dict[str, Any]) -> None:
    file["answer"]["weights"]["gap"] = "much"


def be_infinite(file: dict[str, Any]) -> None:
    file["answer"]["bias"] = float("nan")


def turn_the_table_round(file: dict[str, Any]) -> None:
    file["table"].reverse()


def empty_the_table(file: dict[str, Any]) -> None:
    file["table"] = []


@pytest.mark.parametrize(
    ("spoil", "named"),
    [
        (forget_a_feature, "topic.weights.dense"),
        (weigh_an_unknown_one, "answer.weights.mood"),
        (misspell, "answer.weights.gap"),
        (be_infinite, "answer.bias"),
        (turn_the_table_round, "table"),
        (empty_the_table, "table"),
    ],
)
def test_a_file_that_does_not_fit_is_named_with_the_place_and_what_to_do(
    spoil: Callable[[dict[str, Any]], None], named: str
) -> None:
    file = kept()
    spoil(file)

    with pytest.raises(WrongCalibration) as refused:
        read(json.dumps(file), "some.json")

    assert str(refused.value).startswith(f"some.json: {named}: ")
    assert "calibrate --write" in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_file_that_is_no_json_is_named() -> None:
    with pytest.raises(WrongCalibration, match=r"^some\.json: "):
        read("{", "some.json")
