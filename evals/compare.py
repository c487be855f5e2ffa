"""Two runs side by side: what differs beyond noise, and on which cases."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from evals.cases import Case, digest
from evals.metrics import METRICS, TOGETHER, Difference, Metric, paired, paired_together, value_of
from evals.metrics.figures import RISK
from evals.report.build import dataset_of
from evals.report.shown import verdict
from evals.results import Result

# What a release may not be worse in. The others are shown beside them: they say why, not whether.
GATED = ("right", "wrong", "verbatim", "supported", "missed_handover", "needless_handover", "injected")

Scored = Mapping[str, Mapping[str, float]]  # of one metric: dataset, as "sources/support" → case, by `key` → score


class NoBaseline(Exception):
    """A file that is no baseline; the message says how to make one."""


class Baseline(BaseModel):
    """The scores of a run that is good enough: what later ones are held against."""

    model_config = ConfigDict(frozen=True)

    git_commit: str | None
    scores: Mapping[str, Scored]  # by metric

    @classmethod
    def of(cls, results: Iterable[Result], git_commit: str | None) -> "Baseline":
        scores = scores_of(results)
        return cls(git_commit=git_commit, scores={name: scores[name] for name in GATED if name in scores})

    def write(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(self.model_dump_json() + "\n", encoding="utf-8")

    @classmethod
    def read(cls, path: Path) -> "Baseline":
        """Raises NoBaseline."""
        try:
            return cls.model_validate_json(path.read_text(encoding="utf-8"))
        except (OSError, ValidationError) as error:
            raise NoBaseline(f"{path} is no baseline: `python -m evals run --baseline {path}` writes one.") from error


@dataclass(frozen=True, slots=True)
class Flip:
    """A case whose score is another one now."""

    dataset: str
    case: str  # its id
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class Change:
    """A metric over the cases that have it in both runs."""

    metric: Metric
    difference: Difference  # after − before
    worse: tuple[Flip, ...]
    better: tuple[Flip, ...]
    dataset: str | None = None  # None: of all datasets together

    @property
    def name(self) -> str:
        return f"{self.metric.name} in {self.dataset}" if self.dataset else self.metric.name

    @property
    def verdict(self) -> str:
        """`better` or `worse` where the difference is beyond noise, else `even`."""
        return verdict(self.difference, self.metric)


def compare(before: Mapping[str, Scored], after: Mapping[str, Scored], seed: int = 0) -> tuple[Change, ...]:
    """What became of each metric that both have; `scores_of` gives the two."""
    return tuple(
        _change(metric, before[metric.name], after[metric.name], seed)
        for metric in METRICS
        if metric.name in before and metric.name in after
    )


def compare_together(before: Iterable[Result], after: Iterable[Result], seed: int = 0) -> tuple[Change, ...]:
    """What became of the figures that answers have only together; no case flips in them."""
    had = {(dataset_of(each), key(each.case)): each for each in before}
    places = ((each, (dataset_of(each), key(each.case))) for each in after)
    found = paired_together([(had[place], each) for each, place in places if place in had], seed)
    return tuple(Change(each, found[each.name], (), ()) for each in TOGETHER if each.name in found)


def failures(before: Mapping[str, Scored], after: Mapping[str, Scored], seed: int = 0) -> tuple[Change, ...]:
    """What a gate does not let pass: worse beyond noise in what counts, in all or in a dataset.

    A gain in one dataset does not pay for a loss in another. Of many datasets some differ by chance, so the intervals
    of a metric's datasets hold together, 95 times of 100 (Bonferroni).
    """
    gated = [each for each in METRICS if each.name in GATED and each.name in before and each.name in after]
    return tuple(
        change
        for metric in gated
        for change in (
            _change(metric, before[metric.name], after[metric.name], seed),
            *_by_dataset(metric, before[metric.name], after[metric.name], seed),
        )
        if change.verdict == "worse"
    )


def missing(before: Mapping[str, Scored], after: Mapping[str, Scored]) -> int:
    """How many cases had a score and have none now: they were edited or not asked, failed, or could not be scored."""
    return len(_cases(before) - _cases(after))


def broken(before: Mapping[str, Scored], after: Iterable[Result]) -> tuple[str, ...]:
    """Cases that had a score and that the system failed to answer now: they are in no metric, so none can tell."""
    had = _cases(before)
    return tuple(
        f"{dataset_of(each)} {each.case.id}"
        for each in after
        if each.answer is None and (dataset_of(each), key(each.case)) in had
    )


def _cases(scores: Mapping[str, Scored]) -> set[tuple[str, str]]:
    return {(dataset, case) for scored in scores.values() for dataset, cases in scored.items() for case in cases}


def key(case: Case) -> str:
    """What a case is known by: its id and what makes it score. One that was edited is another one."""
    return f"{case.id}@{digest(case.model_dump_json(exclude={'tags', 'split'}))[:8]}"


def scores_of(results: Iterable[Result]) -> dict[str, dict[str, dict[str, float]]]:
    """The scores of one system's cases, by metric, dataset and `key`."""
    scores: dict[str, dict[str, dict[str, float]]] = {}
    for each in results:
        name = key(each.case)
        for metric in METRICS:
            if metric.name == RISK:  # of each run's own answers: there are no pairs to compare
                continue
            value = value_of(each, metric.name)
            if value is not None:
                scores.setdefault(metric.name, {}).setdefault(dataset_of(each), {})[name] = round(value, 4)
    return scores


def _by_dataset(metric: Metric, before: Scored, after: Scored, seed: int) -> tuple[Change, ...]:
    both = [name for name in before if name in after]
    return tuple(
        _change(metric, {name: before[name]}, {name: after[name]}, seed, name, comparisons=len(both))
        for name in both
        if len(both) > 1  # else it is all
    )


def _change(
    metric: Metric, before: Scored, after: Scored, seed: int, dataset: str | None = None, comparisons: int = 1
) -> Change:
    flips = [
        Flip(name, case.rpartition("@")[0], score, after[name][case])
        for name, cases in before.items()
        if name in after
        for case, score in cases.items()
        if case in after[name]
    ]
    sign = {"higher": 1, "lower": -1, "neither": 0}[metric.better]
    return Change(
        metric,
        paired([each.before for each in flips], [each.after for each in flips], seed, comparisons),
        worse=_sorted(each for each in flips if sign * (each.after - each.before) < 0),
        better=_sorted(each for each in flips if sign * (each.after - each.before) > 0),
        dataset=dataset,
    )


def _sorted(flips: Iterable[Flip]) -> tuple[Flip, ...]:
    return tuple(sorted(flips, key=lambda each: (-abs(each.after - each.before), each.dataset, each.case)))


def systems_of(before: Sequence[Result], after: Sequence[Result], wanted: Sequence[str]) -> tuple[str, str] | None:
    """Which system of the one run is held against which of the other: the two that are wanted, or the one; else the
    first that both asked. None: there is none such."""
    had, has = (dict.fromkeys(each.system for each in side) for side in (before, after))
    pairs = [(wanted[0], wanted[-1])] if wanted else [(name, name) for name in had]
    return next(((one, other) for one, other in pairs if one in had and other in has), None)
