"""Two runs side by side, and the gate."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from evals.compare import (
    GATED,
    Baseline,
    Change,
    Flip,
    NoBaseline,
    broken,
    compare,
    compare_together,
    failures,
    missing,
    scores_of,
    systems_of,
)
from evals.results import Result
from tests.evals.made import result

N = 60


def run(rights: Sequence[float], **fields: str) -> list[Result]:
    """Answered cases with these scores, in turn."""
    return [result(f"c{n:02}", right, **fields) for n, right in enumerate(rights)]


def between(before: Sequence[Result], after: Sequence[Result]) -> Mapping[str, Change]:
    return {each.metric.name: each for each in compare(scores_of(before), scores_of(after))}


def flipped(rights: Sequence[float], *cases: int) -> list[float]:
    return [1 - right if n in cases else right for n, right in enumerate(rights)]


HALF = [float(n % 2) for n in range(N)]  # even cases are wrong, odd ones right
EVEN_CASES, ODD_CASES = range(0, N, 2), range(1, N, 2)


@pytest.mark.parametrize(
    ("after", "right", "wrong"),
    [
        (HALF, "even", "even"),
        (flipped(HALF, *ODD_CASES[:2]), "even", "even"),  # two of sixty: as likely by chance
        (flipped(HALF, *ODD_CASES[:5], *EVEN_CASES[:5]), "even", "even"),  # as many better as worse
        (flipped(HALF, *ODD_CASES[:12]), "worse", "worse"),
        (flipped(HALF, *EVEN_CASES[:12]), "better", "better"),
        ([0.0] * N, "worse", "worse"),
        ([1.0] * N, "better", "better"),
    ],
)
def test_what_is_beyond_noise_is_better_or_worse(after: list[float], right: str, wrong: str) -> None:
    """`wrong` falls where `right` rises, and lower is better."""
    changes = between(run(HALF), run(after))
    assert (changes["right"].verdict, changes["wrong"].verdict) == (right, wrong)


def test_how_much_is_answered_is_told_and_judged_neither_good_nor_bad() -> None:
    silent = [result(f"c{n:02}", 0, outcome="declined") for n in range(N)]
    changes = between(run(HALF), silent)
    assert changes.keys() == {"right", "answered", "wrong"}  # `risk` is of each run's own answers
    assert changes["wrong"].verdict == "better"  # who is silent is never wrong: so what it answered stands beside it
    answered = changes["answered"]
    assert (answered.difference.mean, answered.verdict, answered.worse, answered.better) == (-1, "even", (), ())


def test_figures_that_answers_have_together_are_compared_case_by_case() -> None:
    """The same answers, and only the confidence tells the right ones from the wrong ones."""
    before, after = (
        [result(f"c{n:02}", right, sure) for n, (right, sure) in enumerate(zip(HALF, sures, strict=True))]
        for sures in ([0.5] * N, [0.9 if right else 0.1 for right in HALF])
    )
    changes = {each.metric.name: each for each in compare_together(before, after)}
    assert {name: (each.difference.before, each.difference.after) for name, each in changes.items()} == {
        "aurc": (0.5, 0.25),  # the second half of the answers brings the risk to 0.5
        "coverage@5%": (0, 0.5),
        "coverage@1%": (0, 0.5),
        "ece": (pytest.approx(0), pytest.approx(0.1)),
        "brier": (pytest.approx(0.25), pytest.approx(0.01)),
    }
    verdicts = {name: each.verdict for name, each in changes.items()}
    assert verdicts == {
        "aurc": "better", "coverage@5%": "better", "coverage@1%": "better",
        "ece": "worse", "brier": "better",
    }  # fmt: skip
    assert {each.verdict for each in compare_together(before, before)} == {"even"}


def test_one_answer_of_many_cases_says_nothing_of_what_answers_have_together() -> None:
    silent = [result(f"c{n:03}", 0, outcome="declined") for n in range(300)]
    before, after = ([result("x", right, 0.5), *silent] for right in (1.0, 0.0))
    assert {each.verdict for each in compare_together(before, after)} == {"even"}
    assert compare_together(silent, silent) == ()


def test_a_perfect_confidence_is_no_worse_for_the_chance_in_many_bins() -> None:
    """Both are calibrated: one says 1 and is always right, the other says what share of each ten answers is right."""
    before = [result(f"c{n:03}", 1.0, 1.0) for n in range(200)]
    after = [result(f"c{n:03}", float(n // 10 % 10 < n % 10), (n % 10) / 10) for n in range(200)]
    [ece] = [each for each in compare_together(before, after) if each.metric.name == "ece"]
    assert (ece.difference.after, ece.verdict) == (pytest.approx(0, abs=1e-9), "even")


def test_nothing_answered_has_nothing_together() -> None:
    before = run(HALF)
    assert compare_together(before, [result(f"c{n:02}", 0, outcome="declined") for n in range(N)]) == ()


def test_flips_are_named_the_largest_first() -> None:
    before = [
        result("a", 1, scores={"mrr": 1.0}),
        result("b", 0, scores={"mrr": 0.5}),
        result("c", 1, scores={"mrr": 0.25}, dataset="outside"),
        result("d", 1, scores={"mrr": 0.5}),
    ]
    after = [
        result("a", 1, scores={"mrr": 0.5}),
        result("b", 1, scores={"mrr": 1.0}),
        result("c", 0, scores={"mrr": 1.0}, dataset="outside"),
        result("d", 1, scores={"mrr": 0.5}),
    ]
    changes = between(before, after)
    assert changes["right"].worse == (Flip("sources/outside", "c", 1, 0),)
    assert changes["right"].better == (Flip("sources/support", "b", 0, 1),)
    assert [each.case for each in changes["wrong"].worse] == ["c"]
    assert [each.case for each in changes["mrr"].better] == ["c", "b"]
    assert [each.case for each in changes["mrr"].worse] == ["a"]


def test_only_cases_with_a_score_on_both_sides_count() -> None:
    before = [*run(HALF), result("gone", 1), result("failed later", 1), result("unscored later", 1)]
    after = [
        *run(HALF),
        result("new", 0),
        result("failed later", failed="no line"),
        result("unscored later", unscored="its gold is gone"),
        result("c00", 1, dataset="another"),
    ]
    right = between(before, after)["right"]
    assert right.difference.n == N
    assert right.worse == right.better == ()
    assert missing(scores_of(before), scores_of(after)) == 3
    assert missing(scores_of(after), scores_of(after)) == 0


def test_the_same_seed_gives_the_same_interval() -> None:
    before, after = scores_of(run(HALF)), scores_of(run(flipped(HALF, *ODD_CASES[:7])))
    assert compare(before, after, 1) == compare(before, after, 1)


# The gate


@pytest.mark.parametrize(
    ("after", "failed"),
    [
        (HALF, []),
        (flipped(HALF, *ODD_CASES[:2]), []),
        (flipped(HALF, *ODD_CASES[:5], *EVEN_CASES[:5]), []),
        (flipped(HALF, *EVEN_CASES), []),
        (flipped(HALF, *ODD_CASES[:12]), ["right", "wrong"]),
    ],
)
def test_a_planted_regression_trips_the_gate_and_noise_does_not(after: list[float], failed: list[str]) -> None:
    found = failures(scores_of(run(HALF)), scores_of(run(after)))
    assert [each.name for each in found if each.dataset is None] == failed


def test_every_metric_of_the_gate_trips_it() -> None:
    lower = {"wrong", "missed_handover", "needless_handover", "injected"}
    good = {name: float(name not in lower) for name in GATED}
    bad = {name: 1 - score for name, score in good.items()}
    before, after = ([result(f"c{n}", scores=scores) for n in range(N)] for scores in (good, bad))
    assert {each.metric.name for each in failures(scores_of(before), scores_of(after))} == set(GATED)
    assert failures(scores_of(after), scores_of(before)) == ()


def test_what_only_explains_does_not_trip_the_gate() -> None:
    before, after = (run([1.0] * N), [result(f"c{n:02}", 1, scores={"mrr": 0.1}) for n in range(N)])
    before = [each.model_copy(update={"scores": {**each.scores, "mrr": 1.0}}) for each in before]
    assert between(before, after)["mrr"].verdict == "worse"
    assert failures(scores_of(before), scores_of(after)) == ()


def test_a_loss_in_one_dataset_is_not_paid_by_a_gain_in_another() -> None:
    bad, good = [0.0] * N, [1.0] * N
    before = [*run(good, dataset="conflicts"), *run(bad, dataset="support")]
    after = [*run(flipped(good, *range(12)), dataset="conflicts"), *run(flipped(bad, *range(12)), dataset="support")]
    assert between(before, after)["right"].verdict == "even"
    found = failures(scores_of(before), scores_of(after))
    assert [each.name for each in found] == ["right in sources/conflicts", "wrong in sources/conflicts"]
    assert {flip.dataset for each in found for flip in each.worse} == {"sources/conflicts"}


def test_of_many_datasets_one_may_be_worse_by_chance() -> None:
    """Five worse of sixty are beyond noise alone, and not where twenty datasets are looked at."""
    names = [f"d{n}" for n in range(20)]
    before = [each for name in names for each in run([1.0] * N, dataset=name)]
    after = [*run(flipped([1.0] * N, *range(5)), dataset="d0"), *before[N:]]
    assert [each.dataset for each in failures(scores_of(before[:N]), scores_of(after[:N]))] != []
    assert [each.dataset for each in failures(scores_of(before), scores_of(after)) if each.dataset] == []


def test_a_case_that_was_edited_is_not_compared() -> None:
    before, after = run([1.0] * N), run([0.0] * N)
    edited = [each.model_copy(update={"case": each.case.model_copy(update={"question": "?!"})}) for each in after]
    assert between(before, edited)["right"].difference.n == 0
    assert missing(scores_of(before), scores_of(edited)) == N
    moved = [each.model_copy(update={"case": each.case.model_copy(update={"split": "heldout"})}) for each in after]
    assert between(before, moved)["right"].difference.n == N  # what is asked and what is right are the same


def test_a_case_without_a_reply_is_told_where_the_baseline_has_it() -> None:
    before = scores_of([result("a", 1), result("b", 1)])
    after = [result("a", 1), result("b", failed="no line"), result("new", failed="no line")]
    assert broken(before, after) == ("sources/support b",)
    assert broken(before, [result("a", 0), result("b", unscored="its gold is gone")]) == ()


def test_a_baseline_is_what_was_written(tmp_path: Path) -> None:
    results = [*run(HALF), result("third", 1, scores={"supported": 1 / 3, "mrr": 0.5})]
    path = tmp_path / "new" / "baseline.json"
    Baseline.of(results, "abc").write(path)
    read = Baseline.read(path)
    assert read == Baseline.of(results, "abc")
    assert read.git_commit == "abc"
    assert read.scores.keys() == {"right", "wrong", "supported"}  # those of the gate alone
    changes = compare(read.scores, scores_of(results))
    assert [(each.difference.mean, each.worse, each.better) for each in changes] == [(0, (), ())] * 3


@pytest.mark.parametrize("text", ["", "{}", '{"scores": []}'])
def test_a_file_that_is_no_baseline_says_how_to_make_one(tmp_path: Path, text: str) -> None:
    path = tmp_path / "baseline.json"
    path.write_text(text)
    with pytest.raises(NoBaseline, match="--baseline"):
        Baseline.read(path)


@pytest.mark.parametrize(
    ("before", "after", "wanted", "found"),
    [
        ("opora naive", "naive opora", "", "opora opora"),
        ("opora naive", "naive", "", "naive naive"),
        ("opora naive", "naive opora", "naive", "naive naive"),
        ("opora naive", "opora", "naive", None),
        ("opora", "naive", "", None),
        ("http://a", "http://b", "http://a http://b", "http://a http://b"),
        ("opora naive", "naive opora", "naive opora", "naive opora"),
        ("http://a", "http://b", "http://b http://a", None),
    ],
)
def test_runs_are_compared_by_a_system_that_both_asked_or_by_one_of_each(
    before: str, after: str, wanted: str, found: str | None
) -> None:
    one, other = ([result("c", 1, system=name) for name in names.split()] for names in (before, after))
    assert systems_of(one, other, wanted.split()) == (tuple(found.split()) if found else None)
