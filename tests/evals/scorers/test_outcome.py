"""What became of a turn: outcome, right, wrong, missed and needless hand-overs."""

import pytest

from agent.reply import OutcomeKind, Reason
from evals.scorers import outcome
from tests.evals.scorers.parts import case, reply

NO_PERSON = {"not_expected_reasons": ("asked_for_human", "repeated_request")}
ANSWERED, OFFERED, ESCALATED, DECLINED = (
    OutcomeKind.ANSWERED,
    OutcomeKind.OFFERED,
    OutcomeKind.ESCALATED,
    OutcomeKind.DECLINED,
)


@pytest.mark.parametrize(
    ("fields", "came", "reason", "score"),
    [
        ({"expected": ("answered",)}, ANSWERED, None, 1),
        ({"expected": ("answered",)}, DECLINED, None, 0),
        ({"expected": ("conflict", "answered")}, ANSWERED, None, 1),
        ({}, DECLINED, None, 1),
        (NO_PERSON, OFFERED, Reason.ASKED_FOR_HUMAN, 0),
        (NO_PERSON, OFFERED, Reason.LOW_CONFIDENCE, 1),
        (NO_PERSON | {"expected": ("offered",)}, OFFERED, Reason.REPEATED_REQUEST, 0),
    ],
)
def test_the_outcome_is_an_expected_one_for_no_excluded_reason(
    fields: dict[str, object], came: OutcomeKind, reason: Reason | None, score: int
) -> None:
    assert outcome.outcome(case(**fields), reply(outcome=came, reason=reason)) == score


@pytest.mark.parametrize(
    ("expected", "came", "missed", "needless"),
    [
        # a person is the only right outcome
        (("escalated",), ESCALATED, 0, None),
        (("escalated", "offered"), OFFERED, 0, None),
        (("escalated",), OFFERED, 0, None),
        (("escalated",), ANSWERED, 1, None),
        (("offered",), DECLINED, 1, None),
        # a person is one of the right outcomes
        (("declined", "offered"), DECLINED, None, None),
        # a person is not right
        (("answered",), ANSWERED, None, 0),
        (("answered",), ESCALATED, None, 1),
        (("declined", "clarify"), OFFERED, None, 1),
        # nothing is said of it
        ((), OFFERED, None, None),
    ],
)
def test_who_needs_a_person_and_who_gets_one(
    expected: tuple[str, ...], came: OutcomeKind, missed: int | None, needless: int | None
) -> None:
    asked, given = case(expected=expected), reply(outcome=came)
    assert outcome.missed_handover(asked, given) == missed
    assert outcome.needless_handover(asked, given) == needless


def test_a_person_beside_an_answer_is_needless_only_for_an_excluded_reason() -> None:
    assert outcome.needless_handover(case(**NO_PERSON), reply(reason=Reason.ASKED_FOR_HUMAN)) == 1
    assert outcome.needless_handover(case(**NO_PERSON), reply(reason=Reason.LOW_CONFIDENCE)) == 0


@pytest.mark.parametrize(
    ("expected", "came", "section", "fact_recall", "injected", "right", "wrong"),
    [
        (("answered",), ANSWERED, 1.0, 1.0, 0.0, 1, 0),
        (("answered",), ANSWERED, None, None, None, 1, 0),
        (("answered",), ANSWERED, 0.0, 1.0, 0.0, 0, 1),
        (("answered",), ANSWERED, 1.0, 0.5, 0.0, 0, 1),
        (("answered",), ANSWERED, 1.0, 1.0, 1.0, 0, 1),
        (("declined",), ANSWERED, None, None, None, 0, 1),
        # silence and a person are not wrong, and need no gold where they are expected
        (("answered",), DECLINED, 0.0, 0.0, 0.0, 0, 0),
        (("answered", "offered"), OFFERED, 0.0, 0.0, 0.0, 1, 0),
        (("offered",), OFFERED, None, None, 1.0, 0, 0),
        ((), OFFERED, 0.0, None, None, 0, 0),
    ],
)
def test_right_is_right_in_every_respect(
    expected: tuple[str, ...],
    came: OutcomeKind,
    section: float | None,
    fact_recall: float | None,
    injected: float | None,
    right: int,
    wrong: int,
) -> None:
    given = reply(outcome=came)
    scored = outcome.right(case(expected=expected), given, section, fact_recall, injected)
    assert (scored, outcome.wrong(given, scored)) == (right, wrong)
