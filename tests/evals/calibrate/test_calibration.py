"""Results → samples → a calibration: what is a right answer, what counts, and what decides."""

from collections.abc import Sequence
from dataclasses import asdict, fields, replace
from typing import Any

import pytest

from agent.features import Features
from evals.calibrate.calibration import SHARES, Found, Origin, calibrate, row, weights
from evals.calibrate.samples import CannotCalibrate, Kind, Sample, Samples, is_of_use, samples_of
from evals.calibrate.summary import summary
from evals.cases import Gold
from evals.results import Result
from ingest.errors import UnknownArticle
from tests.evals.made import result

TEXT = "Товар возвращают за 14 дней. Деньги приходят за 10 дней."
GOLD = Gold(source="a.md", quote="Деньги приходят за 10 дней.")
START = TEXT.index("Деньги")
ORIGIN = Origin("by hand", "2026-01-01", "abc", "extractive", "builtin:1")


def text_of(corpus: str, source_id: str) -> str:
    if (corpus, source_id) != ("sources", "a.md"):
        raise UnknownArticle(source_id, corpus)
    return TEXT


def features(strength: float) -> Features:
    return replace(Features(*[0.0] * len(fields(Features))), dense=strength, unit=strength / 2)


def answered(
    case_id: str,
    quote: tuple[int, int] | None,
    dataset: str = "support",
    strength: float | None = 0.5,
    split: str = "dev",
    **more: Any,
) -> Result:
    """An answer that quotes this part of the article, however sure the agent was of it."""
    quotes = [["a.md", *quote]] if quote else []
    explanation = {
        "statements": [{"text": "", "verdict": "", "quotes": quotes}],
        "features": asdict(features(strength)) if strength is not None else None,
    }
    gold = {} if dataset == "outside" else {"gold": (GOLD,)}
    expected = ("declined",) if dataset == "outside" else ("answered",)
    kept = {"expected": expected, **gold, **more}
    return result(case_id, outcome="escalated", dataset=dataset, explanation=explanation, split=split, **kept)


RIGHT, WRONG = (START, START + 10), (0, 10)


def the_only(one: Result) -> Sample:
    found = samples_of([one], text_of)
    [sample] = (*found.dev, *found.heldout)
    return sample


def test_an_answer_that_was_held_back_is_right_if_it_cites_the_gold() -> None:
    assert the_only(answered("1", RIGHT)).right is True
    assert the_only(answered("1", WRONG)).right is False
    assert the_only(answered("1", (0, START + 1))).right is True


def test_an_answer_to_what_the_articles_do_not_answer_is_wrong() -> None:
    sample = the_only(answered("1", RIGHT, "outside"))
    assert (sample.right, sample.on_topic) == (False, False)


def test_whether_an_answer_is_right_is_unknown_where_it_is_welcome_and_has_no_gold() -> None:
    assert the_only(answered("1", WRONG, "followups", gold=())).right is None
    assert the_only(answered("1", WRONG, "owndata", gold=(), expected=("escalated",))).right is False


def test_a_question_that_triage_decided_is_counted_and_not_fitted() -> None:
    sample = the_only(answered("1", None, strength=None))
    assert (sample.features, sample.tried) == (None, False)


def test_what_says_nothing_is_left_out_with_its_reason() -> None:
    gone = answered("gone", RIGHT, gold=(Gold(source="a.md", quote="Деньги приходят за 3 дня."),))
    nowhere = answered("nowhere", RIGHT, gold=(Gold(source="b.md", quote="Деньги"),))
    found = samples_of([gone, nowhere, result("broken", failed="timeout")], text_of)
    assert found.dev == ()
    assert [each.split(":")[0] for each in found.left_out] == ["broken", "gone", "nowhere"]
    assert "timeout" in found.left_out[0]


def test_results_of_an_agent_with_other_features_are_refused() -> None:
    old = result("1", explanation={"statements": [], "features": {"mood": 1.0}})
    with pytest.raises(CannotCalibrate, match="other features"):
        samples_of([old], text_of)


def many(split: str = "dev", turned: bool = False) -> list[Result]:
    """60 questions, the stronger the features, the righter (`turned`: the wronger), and 30 from outside, weaker."""
    right = [
        answered(f"{split}-{number}", RIGHT if (number % 10 < number // 6) != turned else WRONG, "support", number / 60)
        for number in range(60)
    ]
    outside = [answered(f"{split}-out-{number}", WRONG, "outside", number / 60) for number in range(30)]
    return [
        each.model_copy(update={"case": each.case.model_copy(update={"split": split})}) for each in (*right, *outside)
    ]


def found(results: Sequence[Result]) -> Found:
    return calibrate(samples_of(results, text_of), ORIGIN)


def test_only_the_development_cases_decide() -> None:
    one, other = found([*many(), *many("heldout")]), found([*many(), *many("heldout", turned=True)])
    assert one.calibration.answer == other.calibration.answer
    assert one.calibration.table == other.calibration.table
    before, after = (each.quality["answer"]["heldout"].auroc for each in (one, other))
    assert before is not None
    assert after is not None
    assert after < 0.5 < before


def test_the_order_of_results_makes_no_difference() -> None:
    assert found(many()).calibration == found(many()[::-1]).calibration


def test_the_shares_are_of_all_questions_and_the_risk_is_of_the_answers() -> None:
    """At .5 of four: one right and one wrong answer, one too weak, and one that was never tried."""
    judged = found(many()).dev[:4]
    labels = ((True, 0.9), (False, 0.6), (False, 0.4), (False, None))
    four = [
        replace(each, answer=sure, sample=replace(each.sample, right=right))
        for each, (right, sure) in zip(judged, labels, strict=True)
    ]
    assert asdict(row(four, 0.5)) == {"threshold": 0.5, "wrong": 0.25, "right": 0.25, "risk": 0.5}
    assert asdict(row(four, 0.95)) == {"threshold": 0.95, "wrong": 0.0, "right": 0.0, "risk": None}


def test_an_answer_without_a_supported_statement_is_never_given() -> None:
    judged = found(many()).dev[0]
    unsupported = replace(judged, answer=0.9, sample=replace(judged.sample, tried=False))
    assert row([unsupported], 0.0).wrong == 0


def test_the_calibration_says_where_it_comes_from() -> None:
    provenance = found([*many(), *many("heldout")]).calibration.provenance
    assert provenance.cases == {
        "sources/outside": {"dev": 30, "heldout": 30},
        "sources/support": {"dev": 60, "heldout": 60},
    }
    assert (provenance.command, provenance.git_commit, provenance.embedder) == ("by hand", "abc", "builtin:1")
    assert provenance.auroc["answer"]["heldout"] is not None


def over(corpus: str, results: Sequence[Result]) -> list[Result]:
    """The same results in another corpus."""
    return [
        each.model_copy(
            update={"corpus": corpus, "case": each.case.model_copy(update={"id": f"{corpus}-{each.case.id}"})}
        )
        for each in results
    ]


def everywhere(corpus: str, source_id: str) -> str:
    return text_of("sources", source_id)


def test_each_kind_of_corpora_has_its_share_however_many_its_cases_are() -> None:
    every = [*many()[:50], *over("bank", many()[:30]), *over("xquad", many()[:70])]
    samples = samples_of(every, everywhere).dev
    counted: dict[Kind, float] = dict.fromkeys(Kind, 0.0)
    for each, weight in zip(samples, weights(samples), strict=True):
        counted[each.kind] += weight / len(samples)
    assert counted == pytest.approx(SHARES)
    assert sum(weights(samples_of(many(), text_of).dev)) == pytest.approx(90)  # what is not there leaves its share


def test_a_benchmark_is_fitted_on_and_not_counted() -> None:
    one, other = (
        calibrate(samples_of([*many(), *over("xquad", many(turned=turned))], everywhere), ORIGIN)
        for turned in (False, True)
    )
    assert one.calibration.answer != other.calibration.answer
    assert len(one.dev) == 90
    assert one.quality["answer"][Kind.BENCHMARK].n == 90


@pytest.mark.parametrize(
    ("dataset", "split", "of_use"),
    [
        ("support", "dev", True),
        ("support", "heldout", True),
        ("handover", "dev", False),
        ("xquad", "dev", True),
        ("xquad_filtered", "dev", True),
        ("xquad", "heldout", False),
    ],
)
def test_the_held_out_half_of_a_benchmark_is_left_to_runs(dataset: str, split: str, of_use: bool) -> None:
    assert is_of_use(dataset, result("1", split=split).case) is of_use


def test_a_question_without_its_own_paragraph_is_not_answered_by_the_articles() -> None:
    sample = the_only(answered("1", WRONG, "xquad_filtered", gold=(), expected=("declined",)))
    assert (sample.right, sample.on_topic) == (False, False)


def test_the_summary_marks_the_threshold_of_the_target_risk() -> None:
    calibrated = found(many())
    text = summary(calibrated, 0.05)
    assert f"target risk 0.05: threshold {calibrated.calibration.threshold(0.05):.2f}  ← OPORA_TARGET_RISK" in text


def test_without_answers_to_development_cases_nothing_is_calibrated() -> None:
    with pytest.raises(CannotCalibrate, match="left out"):
        calibrate(Samples((), (), ()), ORIGIN)
