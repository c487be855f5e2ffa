"""One reply against its case. Pure."""

from collections.abc import Callable
from dataclasses import dataclass

from agent.reply import OutcomeKind, Reply
from evals.cases import Case

ANSWERS = frozenset({OutcomeKind.ANSWERED, OutcomeKind.CONFLICT})


@dataclass(frozen=True, slots=True)
class Score:
    case: Case
    reply: Reply
    outcome_right: bool
    section_right: bool | None  # a citation stands in a gold section; None: nothing to compare with, or no answer given
    quotes_verbatim: bool

    @property
    def answered(self) -> bool:
        return self.reply.outcome in ANSWERS


def score(case: Case, reply: Reply, text_of: Callable[[str], str]) -> Score:
    """`text_of`: the article's text by its id, as citations point into it."""
    verbatim = all(text_of(each.source_id)[each.start : each.end] == each.quote for each in reply.citations)
    section = None
    if case.gold and reply.outcome in ANSWERS:
        spans = [(gold.source, span) for gold in case.gold if (span := gold.find(text_of(gold.source)))]
        section = any(
            each.source_id == source and each.start < end and each.end > start
            for each in reply.citations
            for source, (start, end) in spans
        )
    return Score(case, reply, _outcome_right(case, reply), section, verbatim)


def _outcome_right(case: Case, reply: Reply) -> bool:
    if reply.escalation is not None and reply.escalation.reason in case.not_expected_reasons:
        return False
    return not case.expected or reply.outcome in case.expected
