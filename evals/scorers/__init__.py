"""Scorers: pure functions of a case and of what a system made of it. One number a metric, 0 to 1; None: not scored."""

from collections.abc import Callable
from dataclasses import dataclass

from evals.cases import Case
from evals.results import Scores
from evals.scorers import attacks, citations, facts, outcome, retrieval, support
from evals.scorers.gold import NotHeld, gold_spans
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


@dataclass(frozen=True, slots=True)
class Unscored:
    """A case that nothing can be said about: neither right nor wrong, and listed apart."""

    dataset: str
    case: str  # its id
    reason: str  # which gold quote stands nowhere

    def __str__(self) -> str:
        return f"{self.dataset}: {self.case}: {self.reason}"


def score(case: Case, answer: Answer, dataset: str, text_of: Callable[[str], str]) -> Scores | Unscored:
    """All of `METRICS`. `dataset`: the name of the case's; `text_of`: an article's text, as citations point into it.

    A metric is None where the case says nothing about it. A case whose gold quote stands nowhere any more is unscored.
    """
    try:
        gold = gold_spans(case, text_of)
    except NotHeld as error:
        return Unscored(dataset, case.id, str(error))
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
