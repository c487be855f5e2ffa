"""Which outcome a turn has, and why."""

from dataclasses import replace

import pytest

from agent.decision import RULES, Situation, decide
from agent.reply import OutcomeKind, Reason
from agent.triage import TurnKind

SURE = Situation(TurnKind.QUESTION, supported=True, sure=True, on_topic=True)
QUESTION, UNSURE = TurnKind.QUESTION, Reason.LOW_CONFIDENCE


@pytest.mark.parametrize(
    ("situation", "outcome", "reason"),
    [
        (Situation(TurnKind.HUMAN_REQUEST), OutcomeKind.ESCALATED, Reason.ASKED_FOR_HUMAN),
        (Situation(TurnKind.HUMAN_KEYWORD), OutcomeKind.OFFERED, Reason.ASKED_FOR_HUMAN),
        (Situation(TurnKind.HUMAN_KEYWORD, person_offered=True), OutcomeKind.ESCALATED, Reason.REPEATED_REQUEST),
        (Situation(TurnKind.ASSENT, offered_just_now=True), OutcomeKind.ESCALATED, Reason.ASKED_FOR_HUMAN),
        (Situation(TurnKind.ASSENT, person_offered=True), OutcomeKind.SMALLTALK, None),
        (Situation(TurnKind.HUMAN_KEYWORD, person_called=True), OutcomeKind.ESCALATED, Reason.ASKED_FOR_HUMAN),
        (Situation(TurnKind.INSULT), OutcomeKind.OFFERED, Reason.COMPLAINT),
        (Situation(TurnKind.INSULT, person_called=True), OutcomeKind.SMALLTALK, None),
        (Situation(TurnKind.DETAILS), OutcomeKind.OFFERED, Reason.OWN_DATA),
        (Situation(TurnKind.FOREIGN), OutcomeKind.OFFERED, Reason.LOW_CONFIDENCE),
        (replace(SURE, upset=True), OutcomeKind.ANSWERED, None),
        (replace(SURE, upset=True, sure=False), OutcomeKind.ESCALATED, Reason.COMPLAINT),
        (Situation(TurnKind.QUESTION, upset=True), OutcomeKind.DECLINED, None),
        (Situation(TurnKind.PUZZLED), OutcomeKind.SMALLTALK, None),
        (Situation(TurnKind.INSTRUCTION), OutcomeKind.DECLINED, None),
        (Situation(TurnKind.ASSENT), OutcomeKind.SMALLTALK, None),
        (Situation(TurnKind.HUMAN_REFUSAL, person_offered=True), OutcomeKind.SMALLTALK, None),
        (Situation(TurnKind.GREETING), OutcomeKind.SMALLTALK, None),
        (Situation(TurnKind.OWN_DATA), OutcomeKind.ESCALATED, Reason.OWN_DATA),
        (Situation(TurnKind.COMPLAINT), OutcomeKind.ESCALATED, Reason.COMPLAINT),
        (Situation(TurnKind.UNRESOLVED), OutcomeKind.ESCALATED, UNSURE),
        (replace(SURE, kind=TurnKind.UNRESOLVED), OutcomeKind.ANSWERED, None),
        (replace(SURE, kind=TurnKind.UNRESOLVED, disagreement=True), OutcomeKind.ESCALATED, UNSURE),
        (replace(SURE, kind=TurnKind.UNRESOLVED, unhelped_before=True), OutcomeKind.ESCALATED, UNSURE),
        (replace(SURE, ambiguous=True), OutcomeKind.ANSWERED, None),
        (replace(SURE, ambiguous=True, bare=True), OutcomeKind.CLARIFY, None),
        (replace(SURE, ambiguous=True, bare=True, disagreement=True), OutcomeKind.CONFLICT, None),
        (replace(SURE, bare=True), OutcomeKind.ANSWERED, None),
        (replace(SURE, sure=False, ambiguous=True), OutcomeKind.CLARIFY, None),
        (replace(SURE, sure=False, ambiguous=True, on_topic=False), OutcomeKind.DECLINED, None),
        (SURE, OutcomeKind.ANSWERED, None),
        (replace(SURE, disagreement=True), OutcomeKind.CONFLICT, None),
        (replace(SURE, sure=False), OutcomeKind.ESCALATED, UNSURE),
        (replace(SURE, sure=False, disagreement=True), OutcomeKind.ESCALATED, UNSURE),
        (replace(SURE, supported=False), OutcomeKind.ESCALATED, UNSURE),
        (replace(SURE, on_topic=False), OutcomeKind.ANSWERED, None),
        (Situation(QUESTION, on_topic=True, on_low_confidence="offer"), OutcomeKind.OFFERED, UNSURE),
        (Situation(TurnKind.QUESTION), OutcomeKind.DECLINED, None),
        (Situation(QUESTION, model_wants_person=True), OutcomeKind.ESCALATED, UNSURE),
    ],
)  # fmt: skip
def test_outcomes(situation: Situation, outcome: OutcomeKind, reason: Reason | None) -> None:
    decision = decide(situation)
    assert (decision.outcome, decision.reason) == (outcome, reason)


@pytest.mark.parametrize("kind", TurnKind)
def test_the_agent_is_silent_whatever_is_said_to_an_operator(kind: TurnKind) -> None:
    situation = replace(SURE, kind=kind, owned_by_operator=True, failure="boom")
    assert decide(situation).outcome is OutcomeKind.RELAYED


def test_a_failure_calls_a_person_even_where_an_answer_seems_to_be_there() -> None:
    decision = decide(replace(SURE, failure="judge: ValueError", on_low_confidence="offer"))
    assert (decision.outcome, decision.reason) == (OutcomeKind.ESCALATED, Reason.FAILURE)


def test_a_failure_keeps_nobody_from_a_person() -> None:
    decision = decide(Situation(TurnKind.HUMAN_REQUEST, failure="boom"))
    assert decision.reason is Reason.ASKED_FOR_HUMAN


def test_each_rule_has_a_name_of_its_own() -> None:
    """A decision is explained by the name alone."""
    assert len({rule.name for rule in RULES}) == len(RULES)


def test_whoever_is_offered_or_called_is_so_for_a_reason() -> None:
    for rule in RULES:
        assert (rule.reason is not None) == (rule.outcome in {OutcomeKind.OFFERED, OutcomeKind.ESCALATED})
