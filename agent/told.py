"""A follow-up whose answer was told already, a message ago: what of it is told again. Pure."""

from collections.abc import Sequence
from dataclasses import replace

from agent.answer_kind import answers_kind
from agent.attempt import Attempt
from agent.coherence import points_back, without_orphans
from agent.compose import compose_answer
from agent.exchanges import Exchange, is_repeated, tells_less, was_told
from agent.joined import compose_attempts
from agent.own_words import FOUND, has_own_words, own_share, said_in
from agent.question import Question
from agent.retrieval import Evidence
from agent.verdicts import Quote, Verdict, VerifiedAnswer
from ingest.passage import UnitKind
from ingest.release import Release

PICKED = 0.5  # share of a follow-up's own words in the sentence of an answer that is told again because of it


def not_again(attempt: Attempt, before: Sequence[Exchange], release: Release) -> Attempt:
    """An answer to a follow-up that was told whole just now, cut down to what it asks for: «а курьером?» after all the
    ways to get a card."""
    answer, evidence = attempt.answer, attempt.evidence
    if answer is None or evidence is None or not evidence.question.context or attempt.disagreements:
        return attempt
    if not was_told(compose_answer(answer.kept, release.articles.__getitem__).citations, before):
        return attempt
    picked = (each for each in answer.kept if _says_its_own(each, evidence.question))
    said = [_without_number(each) for each in picked if not points_back(each.statement.text)]  # «он»: who, is not told
    return replace(attempt, answer=VerifiedAnswer(tuple(without_orphans(said)))) if said else attempt


def _without_number(verdict: Verdict) -> Verdict:
    """A step that is told without the others is no first one."""
    statement = verdict.statement
    return replace(verdict, statement=replace(statement, prefix="— ")) if statement.prefix[:1].isdigit() else verdict


def only_told(answered: Sequence[Attempt], text: str, before: Sequence[Exchange], release: Release) -> bool:
    """Whether another question would be answered with the words of the last answer, and no others. To pick out of them
    what it asks for is an answer: the price, after all about the delivery."""
    if not answered or is_repeated(text, before) or any(each.asked.reading for each in answered):
        return False
    citations = compose_attempts(answered, release.articles.__getitem__).citations
    if not was_told(citations, before) or all(map(_is_picked_out, answered)):
        return False
    found = all(each.evidence is not None and _finds_its_own(each.evidence) for each in answered)
    return not (found and tells_less(citations, before))


def _is_picked_out(attempt: Attempt) -> bool:
    if attempt.answer is None or attempt.evidence is None or not attempt.evidence.question.context:
        return False
    return any(_says_its_own(each, attempt.evidence.question) for each in attempt.answer.kept)


def _finds_its_own(evidence: Evidence) -> bool:
    """Whether the best passage holds most of what a question says of itself, if it says anything."""
    best, question = evidence.candidates[:1], evidence.question
    return any(not has_own_words(question) or own_share(question, each) >= FOUND for each in best)


def _says_its_own(verdict: Verdict, question: Question) -> bool:
    """Whether a statement says what a follow-up asks of its own, in the kind of answer asked for."""
    return any(
        said_in(question, _with_head(quote)) >= PICKED and answers_kind(question.kind, quote.text)
        for quote in verdict.quotes
    )


def _with_head(quote: Quote) -> str:
    """A quote; a row of a table with the head of it."""
    passage = quote.passage
    heads = (
        passage.lead_of(each)
        for each in passage.units
        if each.kind is UnitKind.ROW and each.start <= quote.start < each.end
    )
    return " ".join(filter(None, (*heads, quote.text)))
