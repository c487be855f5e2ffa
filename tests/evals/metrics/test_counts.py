"""Outcomes, costs and passages: what is counted."""

import pytest

from evals.metrics import confusion, cost, reach
from tests.evals.made import citation, passage, result


def test_an_acceptable_outcome_counts_as_expected_another_under_the_first() -> None:
    either = ("offered", "escalated")
    found = confusion(
        [
            result("1", outcome="escalated", expected=either),
            result("2", outcome="answered", expected=either),
            result("3", outcome="answered"),
            result("4", outcome="declined"),
            result("5", outcome="declined"),
            result("6", outcome="smalltalk", expected=()),
            result("7", failed="down"),
        ]
    )
    assert found.expected == ("answered", "offered", "escalated", "any")
    assert found.given == ("answered", "escalated", "declined", "smalltalk")
    assert found.counts == ((1, 0, 2, 0), (1, 0, 0, 0), (0, 1, 0, 0), (0, 0, 0, 1))


def test_costs() -> None:
    results = [result(str(n), seconds=n / 100, model_calls=2, tokens=10 if n else None) for n in range(101)]
    found = cost([*results, result("x", failed="down")])
    assert (found.replies, found.model_calls, found.tokens) == (101, 202, 1000)
    assert (found.p50_s, found.p95_s) == (pytest.approx(0.5), pytest.approx(0.95))


def test_nobody_counted_is_not_none_used() -> None:
    assert cost([result("1", model_calls=None)]).model_calls is None
    assert cost([result("1", model_calls=0)]).model_calls == 0
    assert cost([]).p50_s is None


def test_passages_that_nobody_reached() -> None:
    passages = [passage(0, 10), passage(10, 20), passage(20, 30, text="Слова\n\nдальше"), passage(0, 10, "b.md")]
    sixth = (*(passage(0, 10) for _ in range(5)), passage(20, 30))
    found = reach(passages, [result("1", evidence=sixth, citations=(citation(12, 15),))])
    assert found.passages == 4
    assert found.never_found is not None
    assert [(each.source_id, each.start) for each in found.never_found] == [("a.md", 10), ("a.md", 20), ("b.md", 0)]
    assert [(each.source_id, each.start) for each in found.never_cited] == [("a.md", 0), ("a.md", 20), ("b.md", 0)]
    assert found.never_found[1].excerpt == "Слова дальше"


def test_a_system_that_does_not_tell_its_evidence_has_not_missed_all() -> None:
    assert reach([passage(0, 10)], [result("1", citations=(citation(0, 5),))]).never_found is None
