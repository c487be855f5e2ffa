"""What is known about a turn → Outcome: an ordered list of rules, the first that holds decides. Pure."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from agent.reply import OutcomeKind, Reason
from agent.triage import TurnKind


@dataclass(frozen=True, slots=True)
class Situation:
    kind: TurnKind
    owned_by_operator: bool = False
    person_offered: bool = False  # lately in this conversation, and not taken up
    offered_just_now: bool = False  # the last reply had nothing but that offer, so a bare «да» takes it up
    person_called: bool = False  # a ticket waits
    unhelped_before: bool = False  # that an answer did not help was said before, too
    failure: str | None = None  # what broke, in English, for the log and `explain`
    supported: bool = False  # a verified answer is at hand
    disagreement: bool = False  # the articles disagree on a fact that the answer needs
    sure: bool = False  # it is right with a probability that the maintainer's risk allows
    on_topic: bool = False  # the articles are about this, most likely
    ambiguous: bool = False  # two or three readings are alike, and the customer was not asked just now
    bare: bool = False  # it names a topic and asks nothing about it
    upset: bool = False  # it asks, but angrily
    model_wants_person: bool = False
    on_low_confidence: Literal["ticket", "offer"] = "ticket"


@dataclass(frozen=True, slots=True)
class Decision:
    outcome: OutcomeKind
    reason: Reason | None  # why a person is offered or called
    rule: str  # the name of the rule that decided


@dataclass(frozen=True, slots=True)
class Rule:
    name: str
    holds: Callable[[Situation], bool]
    outcome: OutcomeKind
    reason: Reason | None = None


def _is(*kinds: TurnKind) -> Callable[[Situation], bool]:
    return lambda situation: situation.kind in kinds


def _confident(situation: Situation) -> bool:
    return situation.supported and situation.sure


_SMALLTALK = (
    TurnKind.GREETING,
    TurnKind.THANKS,
    TurnKind.FAREWELL,
    TurnKind.HUMAN_REFUSAL,
    TurnKind.ABOUT_BOT,
    TurnKind.ASSENT,
    TurnKind.EMPTY,
    TurnKind.PUZZLED,
)
# Of themselves they ask nothing: while a person is on the way there is nothing to offer.
_OFFERS = {
    TurnKind.INSULT: Reason.COMPLAINT,
    TurnKind.DETAILS: Reason.OWN_DATA,
    TurnKind.FOREIGN: Reason.LOW_CONFIDENCE,
}

RULES = (
    Rule("a person owns the conversation", lambda s: s.owned_by_operator, OutcomeKind.RELAYED),
    Rule("asked for a person", _is(TurnKind.HUMAN_REQUEST), OutcomeKind.ESCALATED, Reason.ASKED_FOR_HUMAN),
    Rule(
        "took up the offer of a person",
        lambda s: s.kind is TurnKind.ASSENT and s.offered_just_now,
        OutcomeKind.ESCALATED,
        Reason.ASKED_FOR_HUMAN,
    ),
    Rule(
        "asked after the person who is called",
        lambda s: s.person_called and s.kind in (TurnKind.HUMAN_KEYWORD, TurnKind.PUZZLED),
        OutcomeKind.ESCALATED,
        Reason.ASKED_FOR_HUMAN,
    ),
    Rule(
        "named a person again",
        lambda s: s.kind is TurnKind.HUMAN_KEYWORD and s.person_offered,
        OutcomeKind.ESCALATED,
        Reason.REPEATED_REQUEST,
    ),
    Rule("named a person", _is(TurnKind.HUMAN_KEYWORD), OutcomeKind.OFFERED, Reason.ASKED_FOR_HUMAN),
    Rule("smalltalk", _is(*_SMALLTALK), OutcomeKind.SMALLTALK),
    Rule(
        "asked nothing while a person is called", lambda s: s.person_called and s.kind in _OFFERS, OutcomeKind.SMALLTALK
    ),
    *(Rule(f"only {kind}", _is(kind), OutcomeKind.OFFERED, reason) for kind, reason in _OFFERS.items()),
    Rule("ordered the machine", _is(TurnKind.INSTRUCTION), OutcomeKind.DECLINED),
    Rule("needs the customer's own record", _is(TurnKind.OWN_DATA), OutcomeKind.ESCALATED, Reason.OWN_DATA),
    Rule("complains", _is(TurnKind.COMPLAINT), OutcomeKind.ESCALATED, Reason.COMPLAINT),
    Rule("something broke", lambda s: s.failure is not None, OutcomeKind.ESCALATED, Reason.FAILURE),
    Rule(
        "the answer did not help",  # and another one is not at hand, or did not help either
        lambda s: s.kind is TurnKind.UNRESOLVED and (s.unhelped_before or s.disagreement or not _confident(s)),
        OutcomeKind.ESCALATED,
        Reason.LOW_CONFIDENCE,
    ),
    Rule("the articles disagree", lambda s: s.disagreement and _confident(s), OutcomeKind.CONFLICT),
    # However well one of its sections fits: of «доставка» all are as sure.
    Rule("names a topic with several sections", lambda s: s.bare and s.ambiguous, OutcomeKind.CLARIFY),
    Rule("the articles answer", _confident, OutcomeKind.ANSWERED),
    Rule(
        "asks angrily what nothing surely answers",
        lambda s: s.upset and s.on_topic,
        OutcomeKind.ESCALATED,
        Reason.COMPLAINT,
    ),
    Rule("may mean several things", lambda s: s.ambiguous and s.on_topic, OutcomeKind.CLARIFY),
    Rule("outside the articles", lambda s: not s.on_topic and not s.model_wants_person, OutcomeKind.DECLINED),
    Rule("not sure, to offer", lambda s: s.on_low_confidence == "offer", OutcomeKind.OFFERED, Reason.LOW_CONFIDENCE),
    Rule("not sure", lambda s: True, OutcomeKind.ESCALATED, Reason.LOW_CONFIDENCE),
)


# What a careful company lets an operator read first; the rest says nothing of the articles.
REVIEWED = frozenset({OutcomeKind.ANSWERED, OutcomeKind.CONFLICT, OutcomeKind.CLARIFY, OutcomeKind.DECLINED})
SUGGESTED = REVIEWED - {OutcomeKind.DECLINED}  # that there is nothing, an operator says in words of their own
TO_REVIEW = Decision(OutcomeKind.ESCALATED, Reason.LOW_CONFIDENCE, "an operator reads every answer first")


def decide(situation: Situation) -> Decision:
    """The outcome of a turn and the rule that chose it."""
    rule = next(rule for rule in RULES if rule.holds(situation))
    return Decision(rule.outcome, rule.reason, rule.name)
