"""Results → Report."""

from collections.abc import Callable, Iterable, Sequence

from evals.agreement import scorer_agreement
from evals.metrics import (
    Metric,
    Reach,
    calibration,
    confusion,
    cost,
    difference,
    figure,
    metrics_of,
    reach,
    risk_coverage,
)
from evals.metrics.figures import RISK, is_answered, is_scored
from evals.report.misses import misses
from evals.report.model import Group, Lost, Report, SystemReport, Versus
from evals.results import Result
from evals.runinfo import RunInfo

ALL = "all"
LEAST_OF_A_TAG = 5  # cases; an interval over fewer says nothing


def build_report(run: RunInfo, results: Sequence[Result]) -> Report:
    """All figures of a run. It is about the system that comes first in `run.systems`, or else in the results."""
    found = dict.fromkeys(each.system for each in results)
    names = [*(name for name in run.systems if name in found), *(name for name in found if name not in run.systems)]
    by_system = {name: [each for each in results if each.system == name] for name in names}
    metrics = metrics_of(results)
    return Report(
        run=run.model_copy(update={"passages": {}}),
        metrics=metrics,
        systems=tuple(_system(run, name, by_system[name], metrics) for name in names),
        versus=tuple(
            versus
            for name in names[1:]
            for versus in _versus(name, by_system[names[0]], by_system[name], metrics, run.seed)
        ),
        support_scorer=scorer_agreement(),
    )


def dataset_of(result: Result) -> str:
    """Two corpora may have datasets of one name."""
    return f"{result.corpus}/{result.dataset}"


def _system(run: RunInfo, name: str, results: Sequence[Result], metrics: Sequence[Metric]) -> SystemReport:
    def groups(belongs: Callable[[Result], Iterable[str]], least: int = 1) -> tuple[Group, ...]:
        members: dict[str, list[Result]] = {}
        for each in results:
            for group in belongs(each):
                members.setdefault(group, []).append(each)
        large = sorted(group for group, of_group in members.items() if len(of_group) >= least)
        return tuple(_group(each, members[each], metrics, run.seed) for each in large)

    splits = {each.case.split for each in results}

    def held_out(result: Result) -> Iterable[str]:
        if result.case.split == "heldout" and len(splits) > 1:
            yield f"heldout {dataset_of(result)}"

    return SystemReport(
        name=name,
        overall=_group(ALL, results, metrics, run.seed),
        splits=groups(lambda result: (result.case.split, *held_out(result))),
        corpora=groups(lambda result: (result.corpus,)),
        datasets=groups(lambda result: (dataset_of(result),)),
        tags=groups(lambda result: result.case.tags, LEAST_OF_A_TAG),
        reach=_reach(run, results),
        misses=misses(results),
        failed=tuple(_lost(each, each.error or "no reason given") for each in results if each.answer is None),
        unscored=tuple(
            _lost(each, each.unscored) for each in results if each.answer is not None and each.unscored is not None
        ),
    )


def _group(name: str, results: Sequence[Result], metrics: Sequence[Metric], seed: int) -> Group:
    scored = [each for each in results if is_scored(each)]
    failed = sum(each.answer is None for each in results)
    return Group(
        name=name,
        cases=len(results),
        scored=len(scored),
        answered=sum(is_answered(each) for each in scored),
        failed=failed,
        unscored=len(results) - len(scored) - failed,
        figures={each.name: figure(scored, each.name, seed) for each in metrics},
        risk_coverage=risk_coverage(scored, seed),
        calibration=calibration(scored, seed),
        confusion=confusion(scored),
        cost=cost(results),
    )


def _reach(run: RunInfo, results: Sequence[Result]) -> dict[str, Reach]:
    asked = {each.corpus for each in results}
    return {
        corpus: reach(passages, [each for each in results if each.corpus == corpus])
        for corpus, passages in run.passages.items()
        if corpus in asked
    }


def _lost(result: Result, why: str) -> Lost:
    case = result.case
    return Lost(corpus=result.corpus, dataset=result.dataset, case=case.id, question=case.question, why=why)


def _versus(
    name: str, first: Sequence[Result], other: Sequence[Result], metrics: Sequence[Metric], seed: int
) -> Iterable[Versus]:
    # The risk is of each system's own answers: there are no pairs to compare.
    paired = [each.name for each in metrics if each.name != RISK]
    for group in (ALL, *sorted({dataset_of(each) for each in first} & {dataset_of(each) for each in other})):
        mine, theirs = ([each for each in side if group in (ALL, dataset_of(each))] for side in (first, other))
        yield Versus(
            system=name, group=group, differences={metric: difference(mine, theirs, metric, seed) for metric in paired}
        )
