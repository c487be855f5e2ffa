"""Several answers → one text with one row of markers. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from agent.attempt import Attempt
from agent.compose import ArticleOf, Composed, compose_answer, compose_conflict
from agent.reply import Citation, Conflict
from agent.yes_no import opening, yes_or_no

_MARKER = re.compile(r"\[(\d+)\]")  # the agent's own: statements are freed of others before they are shown


def compose_attempts(attempts: Sequence[Attempt], article_of: ArticleOf) -> Composed:
    """The answers of these attempts; where the articles disagree on one, with all that they say."""
    return joined([_composed(each, article_of) for each in attempts])


def _composed(attempt: Attempt, article_of: ArticleOf) -> Composed:
    kept = attempt.answer.kept if attempt.answer else ()
    if attempt.disagreements:
        return compose_conflict(kept, attempt.disagreements, article_of)
    composed, said = compose_answer(kept, article_of), _yes_or_no(attempt)
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
