"""The confidence model and its thresholds: `calibration.json`, which `python -m evals calibrate --write` makes."""

import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from functools import cache
from importlib.resources import files

from pydantic import ConfigDict, TypeAdapter, ValidationError

from agent.errors import AgentError
from agent.features import Features

FILE = "calibration.json"


class WrongCalibration(AgentError):
    """The file does not fit the features that the agent knows; the message names the field."""

    def __init__(self, name: str, field: str, cause: str) -> None:
        super().__init__(
            f"{name}: {field}: {cause}. Every feature of agent/features.py has a weight there, 0 for a new one, and "
            "nothing else has; then `python -m evals calibrate --write` fits them."
        )


_STRICT = ConfigDict(extra="forbid", allow_inf_nan=False)
_FIELDS = fields(Features)


@dataclass(frozen=True, slots=True)
class Logistic:
    """A logistic regression on features as they are."""

    __pydantic_config__ = _STRICT

    bias: float
    weights: Features

    def probability(self, features: Features) -> float:
        total = self.bias + sum(getattr(self.weights, each.name) * getattr(features, each.name) for each in _FIELDS)
        return 1.0 / (1.0 + math.exp(-total))


@dataclass(frozen=True, slots=True)
class Row:
    """What comes of answering from this confidence on. Shares of the development questions, answered or not."""

    __pydantic_config__ = _STRICT

    threshold: float
    wrong: float  # share of all questions that get an answer without a passage that holds the right one
    right: float  # share of all questions that get an answer with one
    risk: float | None  # wrong / (wrong + right), «selective risk» in the literature; None: nothing is answered


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a calibration comes from: for its reader, the agent makes nothing of it."""

    __pydantic_config__ = _STRICT

    command: str
    date: str
    git_commit: str | None  # with a plus where files differed from it; None: no checkout
    model: str  # that answered
    embedder: str  # its identity; of another one neither the cosines nor the weights are these
    cases: Mapping[str, Mapping[str, int]]  # corpus/dataset → split → number
    penalty: Mapping[str, float]  # model → L2 penalty, chosen by cross-validation
    auroc: Mapping[str, Mapping[str, float | None]]  # model → "dev, cross-validated" and "heldout"


@dataclass(frozen=True, slots=True)
class Calibration:
    __pydantic_config__ = _STRICT

    provenance: Provenance
    answer: Logistic  # the answer cites a passage that holds the right one
    topic: Logistic  # the articles answer the question at all
    topic_threshold: float  # below it a question without a sure answer is outside the articles
    table: tuple[Row, ...]  # from the lowest threshold to the highest

    def threshold(self, target_risk: float) -> float:
        """The lowest threshold at which no larger share of all questions gets a wrong answer; the highest there is
        where none keeps to that."""
        return next((row.threshold for row in self.table if row.wrong <= target_risk), self.table[-1].threshold)


@cache
def shipped() -> Calibration:
    """The calibration that comes with the agent. Raises WrongCalibration."""
    return read(files("agent").joinpath(FILE).read_text(encoding="utf-8"), f"agent/{FILE}")


def read(text: str, name: str) -> Calibration:
    """A calibration from its JSON.

    Raises:
        WrongCalibration: the file of this name does not fit `Features`, or is no calibration.
    """
    try:
        calibration = TypeAdapter(Calibration).validate_json(text)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        raise WrongCalibration(name, ".".join(str(part) for part in first["loc"]) or "it", first["msg"]) from error
    thresholds = [row.threshold for row in calibration.table]
    if not thresholds or thresholds != sorted(thresholds):
        raise WrongCalibration(name, "table", "it must have rows, from the lowest threshold to the highest")
    return calibration


def written(calibration: Calibration) -> str:
    """Its JSON, for people to read: a row of the table is a line."""
    head = asdict(calibration)
    rows = ",\n    ".join(json.dumps(row) for row in head.pop("table"))
    return json.dumps(head, indent=2)[:-2] + f',\n  "table": [\n    {rows}\n  ]\n}}\n'
