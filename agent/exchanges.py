"""What was said before a message, as questions with their replies. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from agent.desk import Message, Role
from agent.reply import Citation, OutcomeKind, Reason, Reply
from agent.unhelped import did_not_help
from ingest.russian import normalise, words

MESSAGES_REMEMBERED = 8  # an old question must not haunt a later visit
ANSWERS = frozenset({OutcomeKind.ANSWERED, OutcomeKind.CONFLICT})
_TALK = frozenset({OutcomeKind.SMALLTALK, OutcomeKind.RELAYED})
_CALLS = frozenset({Reason.ASKED_FOR_HUMAN, Reason.REPEATED_REQUEST})


@dataclass(frozen=True, slots=True)
class Exchange:
    text: str  # of the customer
    reply: Reply

    @property
    def about_something(self) -> bool:
        """Not small talk, no call for a person."""
        outcome, escalation = self.reply.outcome, self.reply.escalation
        called = outcome not in ANSWERS and escalation is not None and escalation.reason in _CALLS
        return outcome not in _TALK and not called


def exchanges(history: Sequence[Message]) -> tuple[Exchange, ...]:
    """The customer's latest messages with their replies, oldest first; what a person has talked over is over."""
    lately = history[-MESSAGES_REMEMBERED:]
    after = max((i for i, each in enumerate(lately) if each.role is Role.OPERATOR), default=-1) + 1
    return tuple(
        Exchange(said.text, answer.reply)
        for said, answer in pairwise(lately[after:])
        if said.role is Role.CUSTOMER and answer.reply is not None
    )


def just_clarified(before: Sequence[Exchange]) -> bool:
    """Whether the customer was asked just now what is meant."""
    return bool(before) and before[-1].reply.outcome is OutcomeKind.CLARIFY


def is_repeated(text: str, before: Sequence[Exchange]) -> bool:
    """Whether the customer asks word by word what was answered."""
    asked = words(text)
    return any(words(each.text) == asked and each.reply.outcome in ANSWERS for each in before)


def was_told(citations: Sequence[Citation], before: Sequence[Exchange]) -> bool:
    """Whether the last answer said all of this already; not where nothing is said."""
    return bool(citations) and _places(citations) <= _told(before)


def tells_less(citations: Sequence[Citation], before: Sequence[Exchange]) -> bool:
    """Whether this is only a part of what the last answer said."""
    return _places(citations) < _told(before)


def _told(before: Sequence[Exchange]) -> set[tuple[str, int, int]]:
    answered = [each.reply for each in before if each.reply.outcome in ANSWERS]
    return _places(answered[-1].citations) if answered else set()


def _places(citations: Sequence[Citation]) -> set[tuple[str, int, int]]:
    return {(each.source_id, each.start, each.end) for each in citations}


def times_unhelped(before: Sequence[Exchange]) -> int:
    """How many times the customer has said since the last question that the answer did not help."""
    return next((i for i, each in enumerate(reversed(before)) if not did_not_help(each.text)), len(before))


def normal(text: str) -> str:
    """For the comparison of what a customer writes with what was offered."""
    return " ".join(words(normalise(text)))
