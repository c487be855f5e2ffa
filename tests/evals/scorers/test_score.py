"""A case and an answer → all scores, or the reason why there are none."""

import re
from math import log2

import pytest

from agent.reply import OutcomeKind, Reason
from evals.cases import Case, Gold
from evals.results import Scores
from evals.scorers import METRICS, score
from evals.scorers.gold import NotHeld, gold_spans
from evals.systems.base import Answer
from tests.evals.scorers.parts import TEXTS, answer, case, cite, gold, passage, reply, text_of

RETURN, MONEY = "Вернуть товар можно в течение 14 дней.", "Деньги приходят за 3 дня."
SAID = "Вернуть товар можно в течение 14 дней [1]."
ASKED = case(
    expected=("answered",), gold=(gold(RETURN),), must_mention=("14 дней|две недели",), must_not_mention=("30 дней",)
)
FOUND = (passage(RETURN), passage(MONEY))
RIGHT = answer(reply(SAID, cite(RETURN)), *FOUND)

NO = None
SHOWN = ("right", "answered", "wrong", "outcome", "section", "recall@1", "recall@5", "mrr", "ndcg@10", "verbatim",
         "supported", "fact_recall", "missed_handover", "needless_handover", "injected")  # fmt: skip
# What came, then the scores in the order of `SHOWN`.
CASES: dict[str, tuple[Case, Answer, tuple[float | None, ...]]] = {
    "right": (ASKED, RIGHT, (1, 1, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, NO, 0, 0)),
    "nothing is right": (
        ASKED,
        answer(
            reply("Вернуть можно за 30 дней [1].", cite(MONEY).model_copy(update={"quote": "За 5."})), passage(MONEY)
        ),
        (0, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, NO, 0, 1),
    ),
    "a person instead": (
        ASKED,
        answer(reply("Зову.", outcome=OutcomeKind.ESCALATED, reason=Reason.ASKED_FOR_HUMAN), *FOUND),
        (0, 0, 0, 0, 0, 1, 1, 1, 1, NO, NO, 0, NO, 1, 0),
    ),
    "found late": (
        ASKED,
        answer(reply(SAID, cite(RETURN)), *(passage(MONEY),) * 5, passage(RETURN)),
        (1, 1, 0, 1, 1, 0, 0, 1 / 6, 1 / log2(7), 1, 1, 1, NO, 0, 0),
    ),
    "found third": (
        ASKED,
        answer(reply(SAID, cite(RETURN)), *(passage(MONEY),) * 2, passage(RETURN)),
        (1, 1, 0, 1, 1, 0, 1, 1 / 3, 1 / 2, 1, 1, 1, NO, 0, 0),
    ),
    "a quote of its own": (
        ASKED,
        answer(reply(SAID, cite(RETURN).model_copy(update={"quote": SAID})), *FOUND),
        (1, 1, 0, 1, 1, 1, 1, 1, 1, 0, 1, 1, NO, 0, 0),
    ),
    "the wrong section": (
        ASKED,
        answer(reply(SAID, cite(MONEY)), *FOUND),
        (0, 1, 1, 1, 0, 1, 1, 1, 1, 1, 0, 1, NO, 0, 0),
    ),
    "a fact left out": (
        ASKED,
        answer(reply("Вернуть товар можно [1].", cite(RETURN)), *FOUND),
        (0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, NO, 0, 0),
    ),
    "a sentence of its own": (
        ASKED,
        answer(reply(f"{SAID} Доставка бесплатна.", cite(RETURN)), *FOUND),
        (1, 1, 0, 1, 1, 1, 1, 1, 1, 1, 1 / 2, 1, NO, 0, 0),
    ),
    "a request that is answered": (
        case(expected=("escalated",)),
        RIGHT,
        (0, 1, 1, 0, NO, NO, NO, NO, NO, 1, 1, NO, 1, NO, NO),
    ),
    "a request that is heard": (
        case(expected=("escalated",)),
        answer(reply("Зову.", outcome=OutcomeKind.ESCALATED, reason=Reason.ASKED_FOR_HUMAN)),
        (1, 0, 0, 1, NO, NO, NO, NO, NO, NO, NO, NO, 0, NO, NO),
    ),
}


def scored(asked: Case, given: Answer) -> Scores:
    return score(asked, given, gold_spans(asked, text_of), text_of)


@pytest.mark.parametrize("name", CASES)
def test_every_metric_of(name: str) -> None:
    asked, given, expected = CASES[name]
    assert dict(scored(asked, given)) == pytest.approx(dict(zip(SHOWN, expected, strict=True)))


def test_no_two_metrics_could_change_places_unnoticed() -> None:
    columns = list(zip(*(expected for _, _, expected in CASES.values()), strict=True))
    assert len(set(columns)) == len(SHOWN)


def test_the_names_of_the_metrics_are_those_of_the_scores() -> None:
    assert tuple(scored(ASKED, RIGHT)) == METRICS


@pytest.mark.parametrize(
    ("stands_nowhere", "reason"),
    [
        (
            Gold(source="возврат.md", quote="Вернуть товар можно\nв течение 30 дней."),
            "«Вернуть товар можно в течение 30 дней.»",
        ),
        (Gold(source="возврат.md", lines=(1, 1), sha256="0" * 64), "возврат.md does not hold lines 1–1"),
        (Gold(source="прежняя.md", quote="Что угодно."), "there is no article прежняя.md"),
    ],
)
def test_a_case_whose_gold_stands_nowhere_is_unscored_and_says_why(stands_nowhere: Gold, reason: str) -> None:
    with pytest.raises(NotHeld, match=re.escape(reason)):
        scored(case(gold=(gold(RETURN), stands_nowhere)), RIGHT)


def test_an_answer_that_cites_an_article_that_is_gone_is_scored() -> None:
    gone = reply("Вернуть можно [1].", cite(RETURN).model_copy(update={"source_id": "прежняя.md"}))
    scores = scored(ASKED, answer(gone))
    assert (scores["verbatim"], scores["section"]) == (0, 0)


def test_the_texts_of_these_tests_hold_their_gold() -> None:
    assert all(words in TEXTS["возврат.md"] for words in (RETURN, MONEY))
