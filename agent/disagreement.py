"""Which disagreements of the articles an answer rests on, with the words of every side."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from agent.citations import QUOTE_LIMIT
from agent.coherence import without_orphans
from agent.question import FIGURES, AnswerKind, Question, is_about
from agent.verdicts import Quote, Verdict, VerifiedAnswer
from ingest.article import Audience
from ingest.conflicts import FactConflict
from ingest.facts import Fact, FactKind
from ingest.passage import Passage
from ingest.release import Release


@dataclass(frozen=True, slots=True)
class Disagreement:
    subject: str
    kind: str
    values: Mapping[str, tuple[Quote, ...]]  # normalised value → the quotes that say so
    displays: Mapping[str, str]  # normalised value → as an article prints it

    def names(self, verdict: Verdict) -> bool:
        """Whether a statement rests on words that state one of the values."""
        return any(quote in found for found in self.values.values() for quote in verdict.quotes)


def disagreements_behind(quotes: Iterable[Quote], release: Release) -> tuple[Disagreement, ...]:
    """The disagreements of the release about a fact that stands in one of these quotes."""
    touched = tuple(
        dict.fromkeys(conflict for quote in quotes for conflict in release.conflicts() if _touches(quote, conflict))
    )
    return tuple(each for each in (_with_quotes(conflict, release) for conflict in touched) if len(each.values) > 1)


# The kind of question that a kind of fact answers.
_ANSWERS = {
    FactKind.PHONE: AnswerKind.PHONE,
    FactKind.EMAIL: AnswerKind.EMAIL,
    FactKind.HOURS: AnswerKind.TIME,
    FactKind.WAIT: AnswerKind.DURATION,
    FactKind.TERM: AnswerKind.DURATION,
    FactKind.SUM: AnswerKind.PRICE,
    FactKind.YES_NO: AnswerKind.YES_NO,
    FactKind.PLACE: AnswerKind.OPEN,
}


def without_disputed_asides(
    answer: VerifiedAnswer, disagreements: Sequence[Disagreement], question: Question
) -> tuple[VerifiedAnswer, tuple[Disagreement, ...]]:
    """The answer without the statements that name a disputed fact which the question does not need, and the
    disagreements that are left. A fact is needed when the question is about its kind, when the answer begins with it or
    names it in a step, and when there is nothing else to say."""
    steps = tuple(each for each in answer.kept if each.statement.prefix[:1].isdigit())
    needed = tuple(
        each
        for each in disagreements
        if is_about(question, _ANSWERS[FactKind(each.kind)])
        or any(each.names(verdict) for verdict in steps)
        or (question.kind not in FIGURES and any(each.names(verdict) for verdict in answer.kept[:1]))
    )

    def is_aside(verdict: Verdict) -> bool:
        named = [each for each in disagreements if each.names(verdict)]
        return bool(named) and not any(each in needed for each in named)

    verdicts = [
        replace(each, quotes=(), reason="disputed, and not asked for") if is_aside(each) else each
        for each in answer.verdicts
    ]
    rest = VerifiedAnswer(tuple(without_orphans(verdicts)))
    return (rest, needed) if rest.kept else (answer, tuple(disagreements))


def _touches(quote: Quote, conflict: FactConflict) -> bool:
    return any(
        fact.source_id == quote.passage.source_id and quote.start <= fact.start and fact.end <= quote.end
        for fact in conflict.facts
    )


def _with_quotes(conflict: FactConflict, release: Release) -> Disagreement:
    passages = {each.id: each for each in release.passages(list({fact.passage_id for fact in conflict.facts}))}
    values: dict[str, list[Quote]] = {}
    displays: dict[str, str] = {}
    for fact in conflict.facts:
        quote = _quote_of(fact, passages[fact.passage_id])
        if quote is not None and passages[fact.passage_id].audience is Audience.CUSTOMER:
            values.setdefault(fact.value, []).append(quote)
            displays.setdefault(fact.value, fact.display)
    unique = {value: tuple(dict.fromkeys(found)) for value, found in values.items()}
    return Disagreement(conflict.subject, conflict.kind, unique, displays)


def _quote_of(fact: Fact, passage: Passage) -> Quote | None:
    """The sentence, step or row that states the fact."""
    for unit in passage.units:
        if unit.start <= fact.start and fact.end <= unit.end and unit.end - unit.start <= QUOTE_LIMIT:
            return Quote(passage, unit.start, unit.end)
    return None
