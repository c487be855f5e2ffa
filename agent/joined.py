"""Several answers → one text with one row of markers. Pure."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from agent.attempt import Attempt
from agent.coherence import points_back, without_orphans
from agent.compose import ArticleOf, Composed, compose_answer, compose_conflict
from agent.reply import Citation, Conflict
from agent.verdicts import Quote, Verdict, VerifiedAnswer
from agent.yes_no import opening, yes_or_no

_MARKER = re.compile(r"\[(\d+)\]")  # the agent's own: statements are freed of others before they are shown


def compose_attempts(attempts: Sequence[Attempt], article_of: ArticleOf) -> Composed:
    """The answers of these attempts; where the articles disagree on one, with all that they say. What one says, the
    later ones do not say again."""
    return joined([_composed(each, article_of) for each in _each_adding(attempts)])


def _each_adding(attempts: Sequence[Attempt]) -> Iterator[Attempt]:
    """The attempts with what is new in them; none that adds nothing."""
    shown: list[Quote] = []
    disputes: list[tuple[str, str]] = []
    for attempt in attempts:
        known = [each for each in attempt.disagreements if (each.subject, each.kind) in disputes]
        fresh = tuple(each for each in attempt.disagreements if each not in known)
        disputed = {quote for each in known for quotes in each.values.values() for quote in quotes}
        kept = [each for each in attempt.answer.kept if disputed.isdisjoint(each.quotes)] if attempt.answer else []
        new = _unsaid(kept, shown) if shown or disputes else kept
        if not new and not fresh:
            continue
        shown += (quote for each in new for quote in each.quotes)
        disputes += ((each.subject, each.kind) for each in fresh)
        yield replace(attempt, answer=VerifiedAnswer(tuple(new)), disagreements=fresh)


def _unsaid(kept: Sequence[Verdict], shown: Collection[Quote]) -> list[Verdict]:
    """The statements of which some words were not shown yet, and those without which they say nothing."""
    new: list[Verdict] = []
    for verdict in reversed(kept):
        said = all(any(_within(quote, other) for other in shown) for quote in verdict.quotes)
        if not said or (new and _leans_on(new[-1], verdict)):
            new.append(verdict)
    return [each for each in without_orphans(new[::-1]) if each.quotes]


def _leans_on(later: Verdict, earlier: Verdict) -> bool:
    """Whether a statement means nothing, or something else, without one before it."""
    over, under = earlier.statement, later.statement
    if under.prefix:
        return over.text.endswith(":") or (under.prefix[:1].isdigit() and over.prefix[:1].isdigit())
    return points_back(under.text)


def _within(quote: Quote, other: Quote) -> bool:
    same_article = quote.passage.source_id == other.passage.source_id
    return same_article and other.start <= quote.start and quote.end <= other.end


def _composed(attempt: Attempt, article_of: ArticleOf) -> Composed:
    kept = attempt.answer.kept if attempt.answer else ()
    if attempt.disagreements:
        return compose_conflict(kept, attempt.disagreements, article_of)
    composed, said = compose_answer(kept, article_of, extracted=attempt.extracted), _yes_or_no(attempt)
    return replace(composed, text=f"{said}. {composed.text}") if said else composed


def _yes_or_no(attempt: Attempt) -> str | None:
    """What the first sentence of the answer says to a question that asks for yes or no. A second try, after one that
    did not help, says none: what did not help may have been just that."""
    if attempt.evidence is None or attempt.answer is None or not attempt.answer.kept or attempt.asked.shown:
        return None
    first = attempt.answer.kept[0]
    if first.statement.prefix or len(first.quotes) > 1:
        return None
    question, quote = attempt.evidence.question, first.quotes[0]
    unit = next((each for each in quote.passage.units if (each.start, each.end) == (quote.start, quote.end)), None)
    said = yes_or_no(question, quote.passage, unit) if unit else None
    return said or opening(question, quote.passage, quote.start)


def joined(answers: Sequence[Composed]) -> Composed:
    """The answers as paragraphs; the same words have the same marker in all of them."""
    if len(answers) == 1:
        return answers[0]
    citations: dict[tuple[str, int, int], Citation] = {}
    conflicts: dict[tuple[str, str], Conflict] = {}
    paragraphs: list[str] = []
    for answer in answers:
        markers = {}
        for each in answer.citations:
            place = each.source_id, each.start, each.end
            cited = citations.setdefault(place, each.model_copy(update={"marker": len(citations) + 1}))
            markers[each.marker] = cited.marker
        paragraphs.append(_with_markers(answer.text, markers))
        for conflict in answer.conflicts:
            conflicts.setdefault((conflict.subject, conflict.kind), _renumbered(conflict, markers))
    return Composed("\n\n".join(paragraphs), tuple(citations.values()), tuple(conflicts.values()))


def _with_markers(text: str, markers: Mapping[int, int]) -> str:
    return _MARKER.sub(lambda found: f"[{markers[int(found[1])]}]", text)


def with_lead(lead: str, composed: Composed) -> Composed:
    return replace(composed, text=f"{lead}\n\n{composed.text}")


def with_tail(composed: Composed, tail: str) -> Composed:
    return replace(composed, text=f"{composed.text}\n\n{tail}")


def _renumbered(conflict: Conflict, markers: Mapping[int, int]) -> Conflict:
    values = tuple(
        each.model_copy(update={"markers": tuple(markers[old] for old in each.markers)}) for each in conflict.values
    )
    return conflict.model_copy(update={"values": values})
