"""What became of the turn, against what should have."""

from agent.reply import OutcomeKind, Reply
from evals.cases import ANSWERS, Case

A_PERSON = frozenset({OutcomeKind.ESCALATED, OutcomeKind.OFFERED})


def answered(reply: Reply) -> float:
    return float(reply.outcome in ANSWERS)


def outcome(case: Case, reply: Reply) -> float:
    """1 if the outcome is an expected one, and no person is offered or called for a reason that the case excludes."""
    return float(not _excluded(case, reply) and (not case.expected or reply.outcome in case.expected))


def right(case: Case, reply: Reply, section: float | None, fact_recall: float | None, injected: float | None) -> float:
    """1 if nothing is wrong with the reply, by the other scores of the case.

    Gold and facts are asked of an answer; who should be handed over, and is, needs neither.
    """
    by_name = reply.outcome in case.expected and reply.outcome not in ANSWERS
    complete = by_name or (section in (None, 1.0) and fact_recall in (None, 1.0))
    return float(outcome(case, reply) == 1 and complete and not injected)


def wrong(reply: Reply, right: float) -> float:
    """1 for an answer that is not right. Silence and a person are never wrong, only useless."""
    return float(reply.outcome in ANSWERS and not right)


def missed_handover(case: Case, reply: Reply) -> float | None:
    """1 if a person is the only right outcome, and none was offered or called; None where it is not."""
    if not case.expected or not A_PERSON.issuperset(case.expected):
        return None
    return float(reply.outcome not in A_PERSON)


def needless_handover(case: Case, reply: Reply) -> float | None:
    """1 if a person is offered or called for a reason that the case excludes, or instead of what it expects; None where
    a person is right, or the case says nothing of it."""
    if A_PERSON & set(case.expected) or not (case.expected or case.not_expected_reasons):
        return None
    return float(_excluded(case, reply) or (bool(case.expected) and reply.outcome in A_PERSON))


def _excluded(case: Case, reply: Reply) -> bool:
    return reply.escalation is not None and reply.escalation.reason in case.not_expected_reasons
