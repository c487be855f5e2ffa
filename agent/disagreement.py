"""Which disagreements of the articles an answer rests on, with the words of every side."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from agent.citations import QUOTE_LIMIT, Quote
from ingest.article import Audience
from ingest.conflicts import FactConflict
from ingest.facts import Fact
from ingest.passage import Passage
from ingest.release import Release


@dataclass(frozen=True, slots=True)
class Disagreement:
    subject: str
    kind: str
    values: Mapping[str, tuple[Quote, ...]]  # normalised value → the quotes that say so
    displays: Mapping[str, str]  # normalised value → as an article prints it


def disagreements_behind(quotes: Iterable[Quote], release: Release) -> tuple[Disagreement, ...]:
    """The disagreements of the release about a fact that stands in one of these quotes."""
    touched = tuple(
        dict.fromkeys(conflict for quote in quotes for conflict in release.conflicts() if _touches(quote, conflict))
    )
    return tuple(each for each in (_with_quotes(conflict, release) for conflict in touched) if len(each.values) > 1)


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
