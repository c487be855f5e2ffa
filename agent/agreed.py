"""A fact that a question plainly asks for and that the articles agree on: it is given, however the answer came out."""

from collections.abc import Mapping, Sequence, Set

from agent.answer_kind import ADDRESSES, AnswerKind
from agent.asked import asks_for, names_a_stranger
from agent.question import Question
from agent.verdicts import VerifiedAnswer
from ingest.facts import CONTACTS, OF_CHANNEL, Fact, FactKind
from ingest.release import Release

# The kinds of question that a fact answers whole: who asks how to do it wants more than that.
_ANY = {AnswerKind.OPEN, AnswerKind.YES_NO}
_WHEN = {AnswerKind.TIME, AnswerKind.WHEN, AnswerKind.DURATION}
_ANSWERED_WHOLE: Mapping[FactKind, Set[AnswerKind]] = {
    **dict.fromkeys(CONTACTS, ADDRESSES | _ANY),
    **dict.fromkeys(OF_CHANNEL, _WHEN | _ANY),
}


def agreed_facts_asked_for(question: Question, release: Release) -> tuple[Fact, ...]:
    """The number, the address, the hours or the wait that the question plainly asks for, where the articles agree on
    it: each place that has it. «Телефон для продавцов» is one, though the articles disagree on that for buyers."""
    if names_a_stranger(question.text, release.lexical.knows):
        return ()
    facts = [fact for fact in release.facts() if question.kind in _ANSWERED_WHOLE.get(fact.kind, ())]
    named = dict.fromkeys((fact.kind, fact.subject) for fact in facts)
    disputed = {(conflict.kind, conflict.subject) for conflict in release.conflicts()}
    agreed = most_special({each for each in named if asks_for(question, *each)}) - disputed
    if len({subject for kind, subject in agreed if kind in OF_CHANNEL}) > 1:
        agreed = {each for each in agreed if each[0] in CONTACTS}  # it asks of no channel, and each has its own
    overruled = release.overruled()
    return tuple(fact for fact in facts if (fact.kind, fact.subject) in agreed and fact not in overruled)


def most_special(asked: Set[tuple[FactKind, str]]) -> set[tuple[FactKind, str]]:
    """«Чат поддержки в часы пик» where both it and «чат поддержки» are asked for."""
    return {
        (kind, subject)
        for kind, subject in asked
        if not any(kind is other and special.startswith(f"{subject} ") for other, special in asked)
    }


def gives(answer: VerifiedAnswer, facts: Sequence[Fact]) -> bool:
    """Whether a kept statement rests on one of these facts."""
    return any(quote.states(fact) for quote in answer.quotes for fact in facts)
