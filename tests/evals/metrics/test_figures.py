from evals.metrics import difference, figure, metrics_of
from tests.evals.made import result


def test_a_case_without_the_score_is_left_out_of_the_mean() -> None:
    results = [result("1", 1, scores={"section": 1}), result("2", 0, scores={"section": None}), result("3", 0)]
    assert (figure(results, "right").n, figure(results, "right").mean) == (3, 1 / 3)
    assert (figure(results, "section").n, figure(results, "section").mean) == (1, 1)
    assert figure(results, "mrr").mean is None


def test_failed_and_unscored_cases_are_in_no_figure() -> None:
    results = [result("1", 1), result("2", failed="timed out"), result("3", unscored="the quote is gone")]
    assert (figure(results, "right").n, figure(results, "right").mean) == (1, 1)


def test_a_zero_says_how_many_were_answered() -> None:
    silent = [result(str(n), 0, outcome="escalated") for n in range(4)]
    careful = [result("a", 1), *silent]
    assert [(figure(each, "wrong").mean, figure(each, "wrong").answered) for each in (silent, careful)] == [
        (0, 0),
        (0, 1),
    ]


def test_risk_is_of_the_answers_alone() -> None:
    results = [result("1", 1), result("2", 0), result("3", 0, outcome="escalated"), result("4", 0, outcome="declined")]
    assert (figure(results, "wrong").mean, figure(results, "wrong").n) == (0.25, 4)
    assert (figure(results, "risk").mean, figure(results, "risk").n) == (0.5, 2)


def test_metrics_are_those_that_any_case_has_and_new_ones_are_not_lost() -> None:
    found = metrics_of([result("1", 1, scores={"politeness": 0.5, "mrr": None})])
    assert [each.name for each in found] == ["right", "answered", "wrong", "risk", "politeness"]


def test_a_difference_is_over_the_cases_that_both_sides_scored() -> None:
    before = [result("1", 1), result("2", 1), result("3", 0), result("4", failed="down")]
    after = [result("3", 1), result("2", 0), result("4", 1), result("5", 1)]
    found = difference(before, after, "right")
    assert (found.n, found.before, found.after, found.mean) == (2, 0.5, 0.5, 0)
