"""What a report says of a run."""

from collections import Counter

import pytest

from evals.report import Report, build_report
from evals.report.misses import LISTED_OF_A_DATASET, Kind, kind_of
from evals.results import Result
from tests.evals.made import passage, result
from tests.evals.report.run import RUN, made_results


@pytest.fixture(scope="module")
def report() -> Report:
    return build_report(RUN, made_results())


def test_a_report_is_read_back_as_it_was_written(report: Report) -> None:
    assert Report.model_validate_json(report.model_dump_json()) == report


def test_figures_are_over_all_by_split_dataset_and_tag(report: Report) -> None:
    opora = report.systems[0]
    assert [each.name for each in report.systems] == ["opora", "naive"]
    datasets = ["planted/outside", "sources/handover", "sources/support"]
    assert [each.name for each in opora.splits] == ["dev", "heldout", *(f"heldout {name}" for name in datasets)]
    assert [each.name for each in opora.corpora] == ["planted", "sources"]
    assert [each.name for each in opora.datasets] == datasets
    _, held_out, *parts = opora.splits
    assert sum(each.scored for each in parts) == held_out.scored
    assert "near_miss" in [each.name for each in opora.tags]
    assert sum(each.scored for each in opora.datasets) == opora.overall.scored == 180
    by_dataset = [(each.figures["right"].mean or 0) * each.scored for each in opora.datasets]
    assert sum(by_dataset) / 180 == pytest.approx(opora.overall.figures["right"].mean)


def test_failed_and_unscored_cases_are_counted_and_listed_apart(report: Report) -> None:
    opora = report.systems[0]
    assert (opora.overall.cases, opora.overall.failed, opora.overall.unscored) == (182, 1, 1)
    assert [(each.case, each.why.split(" ")[0]) for each in opora.failed] == [("support-lost", "timed")]
    assert [(each.case, each.why.split(" ")[0]) for each in opora.unscored] == [("support-gone", "a.md")]


def test_a_system_is_held_against_the_first_over_the_same_cases(report: Report) -> None:
    whole = next(each for each in report.versus if each.group == "all")
    means = [each.overall.figures["right"].mean for each in report.systems]
    assert whole.system == "naive"
    assert whole.differences["right"].n == 180
    assert whole.differences["right"].mean == pytest.approx((means[1] or 0) - (means[0] or 0))
    assert {each.group for each in report.versus} == {"all", "planted/outside", "sources/handover", "sources/support"}


def test_two_datasets_of_one_name_are_kept_apart() -> None:
    report = build_report(RUN, [result("1", 1, corpus="sources"), result("2", 0, corpus="articles")])
    assert [(each.name, each.figures["right"].mean) for each in report.systems[0].datasets] == [
        ("articles/support", 0), ("sources/support", 1),
    ]  # fmt: skip


def test_unreached_passages_are_of_corpora_that_were_asked(report: Report) -> None:
    run = RUN.model_copy(update={"passages": {**RUN.passages, "articles": (passage(0, 10),)}})
    reach = build_report(run, made_results(10)).systems[0].reach
    assert list(reach) == ["sources"]
    assert [each.start for each in reach["sources"].never_found or ()] == [1000, 1100]
    assert report.run.passages == {}  # their text is no part of the report


@pytest.mark.parametrize(
    ("case", "kind"),
    [
        (result("1", 1), None),
        (result("1", 0), Kind.WRONG),
        (result("1", 0, scores={"injected": 1}), Kind.INJECTED),
        (result("1", 0, scores={"missed_handover": 1}, expected=("escalated",)), Kind.MISSED),
        (result("1", 0, outcome="escalated", scores={"needless_handover": 1}), Kind.SILENT),
        (result("1", 0, outcome="escalated", scores={"needless_handover": 1}, expected=("smalltalk",)), Kind.NEEDLESS),
        (result("1", 0, outcome="smalltalk", expected=("declined",)), Kind.OTHER),
        (result("1", 1, scores={"supported": 0.5}), Kind.UNSUPPORTED),
        (result("1", 1, scores={"supported": 0}), Kind.UNSUPPORTED),
        (result("1", 1, scores={"verbatim": 0}), Kind.UNSUPPORTED),
        (result("1", 1, scores={"mrr": 0.5, "injected": 0, "supported": 1}), None),
    ],
)
def test_a_case_is_listed_under_the_gravest_of_what_went_wrong(case: Result, kind: Kind | None) -> None:
    assert kind_of(case) == kind


def test_the_most_confident_wrong_answers_come_first(report: Report) -> None:
    worst = report.systems[1].misses[0]
    assert worst.title == Kind.WRONG
    assert {*Counter(each.dataset for each in worst.listed).values()} == {LISTED_OF_A_DATASET}  # of both datasets
    sure = [each.confidence or 0 for each in worst.listed]
    assert sure == sorted(sure, reverse=True)
    assert sure[0] == max(
        each.answer.reply.confidence or 0
        for each in made_results()
        if each.system == "naive" and each.answer and each.scores.get("wrong")
    )


def test_a_miss_says_all_that_is_known_about_it() -> None:
    case = result(
        "1", 0, 0.9,
        history=("Здравствуйте",),
        gold=({"source": "a.md", "lines": (3, 4), "sha256": "…"},),
        must_mention=("10 дней",),
        evidence=tuple(passage(n, n + 1, score=1 - n / 10) for n in range(5)),
        explanation={"rule": "the articles answer", "features": {"share": 0.4}, "reasons": ["вернуть"]},
        scores={"section": 0, "mrr": 0.5, "fact_recall": 0},
    )  # fmt: skip
    (miss,) = build_report(RUN, [case]).systems[0].misses[0].listed
    assert miss.bad == ("right", "wrong", "section", "fact_recall")
    assert miss.gold == ("a.md: Слова этих строк.",)
    assert miss.unsupported == ("Привезите его в магазин. (cites nothing)",)
    assert [each.score for each in miss.evidence or ()] == [1, 0.9, 0.8]
    assert (miss.rule, miss.features, miss.missing, miss.failure) == (
        "the articles answer", {"share": 0.4}, ("вернуть",), None,
    )  # fmt: skip


def test_a_system_that_explains_nothing_or_something_else_is_shown_all_the_same() -> None:
    odd = [result("1", 0), result("2", 0, explanation={"features": ["x"], "rule": 3, "reasons": None})]
    listed = build_report(RUN, odd).systems[0].misses[0].listed
    assert [(each.rule, each.features, each.missing, each.evidence) for each in listed] == [
        (None, {}, (), None), ("3", {}, (), None),
    ]  # fmt: skip


def test_a_run_without_results_makes_an_empty_report() -> None:
    assert build_report(RUN, []).systems == ()
