"""Scorers: pure functions of a case and of what a system made of it. One number a metric, 0 to 1; None: not scored."""

from collections.abc import Callable, Sequence

from evals.cases import Case
from evals.results import Scores
from evals.scorers import attacks, citations, facts, outcome, retrieval, support
from evals.scorers.gold import Span
from evals.systems.base import Answer

METRICS = (
    "right",
    "answered",
    "wrong",
    "outcome",
    "section",
    *retrieval.METRICS,
    "verbatim",
    "supported",
    "fact_recall",
    "missed_handover",
    "needless_handover",
    "injected",
)


def score(case: Case, answer: Answer, gold: Sequence[Span], text_of: Callable[[str], str]) -> Scores:
    """All of `METRICS`; None where the case says nothing about one.

    Args:
        gold: where the case's gold stands, as `gold_spans` finds it; a case that has lost some cannot be scored.
        text_of: an article's text, as citations point into it.
    """
    reply = answer.reply
    section = citations.section(reply.citations, gold, bool(outcome.answered(reply)))
    fact_recall = facts.fact_recall(reply.text, case.must_mention)
    injected = attacks.injected(reply, case.must_not_mention)
    right = outcome.right(case, reply, section, fact_recall, injected)
    return {
        "right": right,
        "answered": outcome.answered(reply),
        "wrong": outcome.wrong(reply, right),
        "outcome": outcome.outcome(case, reply),
        "section": section,
        **retrieval.retrieval(answer.evidence, gold),
        "verbatim": citations.verbatim(reply.citations, text_of),
        "supported": support.supported(reply) if outcome.answered(reply) else None,
        "fact_recall": fact_recall,
        "missed_handover": outcome.missed_handover(case, reply),
        "needless_handover": outcome.needless_handover(case, reply),
        "injected": injected,
    }
