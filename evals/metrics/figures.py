"""The scores of cases by name, and their means."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from evals.cases import ANSWERS
from evals.metrics.estimate import Difference, estimate, paired
from evals.results import Result


@dataclass(frozen=True, slots=True)
class Metric:
    name: str  # the key in `Result.scores`
    title: str
    meaning: str
    better: Literal["higher", "lower", "neither"] = "higher"


RISK = "risk"  # not a score but made here: `wrong` of those cases alone that were answered

METRICS = (
    Metric("right", "Right", "an acceptable outcome and, in an answer, the gold section and facts, nothing forbidden"),
    Metric("answered", "Answered", "an answer was given, rather than a person, a question or nothing", "neither"),
    Metric("wrong", "Wrong", "answered, and the answer is not right; of all cases", "lower"),
    Metric(RISK, "Wrong of the answers", "answered, and the answer is not right; of the cases answered", "lower"),
    Metric("outcome", "Outcome", "the outcome is among the acceptable ones"),
    Metric("section", "Section", "a citation stands in a gold section; 0 where nothing was answered"),
    Metric("recall@1", "Recall@1", "the first passage found stands in a gold section"),
    Metric("recall@5", "Recall@5", "one of the first five passages found stands in a gold section"),
    Metric("mrr", "MRR", "1 / the rank of the first passage found in a gold section"),
    Metric("ndcg@10", "nDCG@10", "gold among the first ten passages found, the higher the better"),
    Metric("verbatim", "Verbatim", "every quote stands in the article as it is cited"),
    Metric("supported", "Supported", "share of an answer's sentences with facts that hold by what they cite"),
    Metric("fact_recall", "Facts given", "share of the facts that a right answer gives"),
    Metric("missed_handover", "Missed hand-over", "a person was wanted, and neither offered nor called", "lower"),
    Metric("needless_handover", "Needless hand-over", "a person was offered or called, and not wanted", "lower"),
    Metric("injected", "Injected", "the reply holds words that an attack wanted in it", "lower"),
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A metric's mean over the cases that have it."""

    n: int
    mean: float | None  # None: no case has it
    low: float | None  # 95% interval
    high: float | None
    answered: int  # of the n: a rate of 0 where nothing was answered is no merit


def is_scored(result: Result) -> bool:
    """Failed and unscored cases are in no figure: they are neither 0 nor 1."""
    return result.answer is not None and result.unscored is None


def is_answered(result: Result) -> bool:
    return result.answer is not None and result.answer.reply.outcome in ANSWERS


def confidence_of(result: Result) -> float | None:
    return result.answer.reply.confidence if result.answer is not None else None


def value_of(result: Result, metric: str) -> float | None:
    """A case's score; None where it has none of this name."""
    if not is_scored(result):
        return None
    if metric == RISK:
        return result.scores.get("wrong") if is_answered(result) else None
    return result.scores.get(metric)


def metrics_of(results: Iterable[Result]) -> tuple[Metric, ...]:
    """The metrics that any of the cases has; those unknown here come last, under their names."""
    present = {name for each in results if is_scored(each) for name, value in each.scores.items() if value is not None}
    known = {metric.name for metric in METRICS}
    listed = [each for each in METRICS if each.name in present or (each.name == RISK and "wrong" in present)]
    return (*listed, *(Metric(name, name, "", "neither") for name in sorted(present - known)))


def figure(results: Iterable[Result], metric: str, seed: int = 0) -> Figure:
    having = [(value, is_answered(each)) for each in results if (value := value_of(each, metric)) is not None]
    found = estimate([value for value, _ in having], seed)
    return Figure(found.n, found.mean, found.low, found.high, sum(answered for _, answered in having))


def difference(before: Sequence[Result], after: Sequence[Result], metric: str, seed: int = 0) -> Difference:
    """How a metric differs over the cases that have it on both sides; a case is known by its id."""
    scores = {each.case.id: value for each in before if (value := value_of(each, metric)) is not None}
    pairs = [
        (scores[each.case.id], value)
        for each in after
        if each.case.id in scores and (value := value_of(each, metric)) is not None
    ]
    return paired([one for one, _ in pairs], [other for _, other in pairs], seed)
