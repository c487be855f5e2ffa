"""What is said in Opora's own words where the words depend on what was said before."""

import pytest

from agent import texts
from agent.decision import RULES, Situation, decide
from agent.reply import Escalation, OutcomeKind, Reason, TicketStatus
from agent.triage import TurnKind

TICKET = Escalation(ticket="T-1", reason=Reason.COMPLAINT, status=TicketStatus.QUEUED, position=2)


def test_a_complaint_is_told_sorry_once() -> None:
    assert texts.handed_over(Reason.COMPLAINT, TICKET, waiting_already=False).count(texts.SORRY) == 1
    assert texts.SORRY not in texts.handed_over(Reason.COMPLAINT, TICKET, waiting_already=True)


@pytest.mark.parametrize("called", [False, True])
@pytest.mark.parametrize("kind", list(TurnKind))
def test_every_small_talk_and_every_offer_has_its_words(kind: TurnKind, called: bool) -> None:
    decision = decide(Situation(kind, person_called=called))
    assert decision.rule in {rule.name for rule in RULES}
    if decision.outcome is OutcomeKind.SMALLTALK:
        assert texts.SMALLTALK[kind]
    if decision.outcome is OutcomeKind.OFFERED and decision.reason is not None:
        assert "«оператор»" in texts.offer(decision.reason, ())
