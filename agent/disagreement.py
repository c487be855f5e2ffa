"""Which disagreements of the articles an answer has to show, with the words of every side.

A disagreement is shown when the question plainly asks for the fact (`agent.asked`), and when the answer cannot do
without it. One that the question asks for needs no confidence in the answer: it is all that the articles say of it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from agent.agreed import gives, most_special
from agent.answer_kind import FIGURES, AnswerKind, answers_kind
from agent.asked import (
    ANSWERED_BY,
    asks_for,
    asks_how_to_reach,
    is_of_another,
    names_a_stranger,
    names_its_channel,
    only_names,
)
from agent.citations import is_quotable
from agent.coherence import without_orphans
from agent.question import Question
from agent.retrieval import Candidate
from agent.rivals import kind_of_fact, names_several, rivals, subject_of
from agent.sayings import Saying
from agent.statements import Statement, plain, without_bars
from agent.verdicts import Quote, Verdict, VerifiedAnswer
from ingest.article import Audience
from ingest.conflicts import FactConflict
from ingest.facts import CONTACTS, OF_CHANNEL, Fact, FactKind
from ingest.facts.contacts import NONE
from ingest.facts.figures import Figure, same_figure
from ingest.passage import Passage
from ingest.release import Release
from ingest.russian import content_stems


@dataclass(frozen=True, slots=True)
class Disagreement:
    subject: str
    kind: str
    # Normalised value → the quotes that say so. First the value that the newest article gives, where every side has a
    # date; then the one that more articles give. That there is none stands last.
    values: Mapping[str, tuple[Quote, ...]]
    displays: Mapping[str, str]  # normalised value → as an article prints it
    asked: bool = False  # plainly
    suffices: bool = False  # and nothing beside it was asked
    newest_first: bool = False  # one article is newer than all that say otherwise

    def names(self, verdict: Verdict) -> bool:
        """Whether a statement rests on words that state one of the values."""
        return any(quote in found for found in self.values.values() for quote in verdict.quotes)


def settle(
    answer: VerifiedAnswer,
    question: Question,
    release: Release,
    candidates: Sequence[Candidate] = (),
    agreed: Sequence[Fact] = (),
) -> tuple[VerifiedAnswer, tuple[Disagreement, ...]]:
    """The answer with what it has to show of the disagreements: no disputed fact is left in it that is not shown. A
    fact that is asked for, and that the articles agree on (`agreed`), is given, too."""
    answer = _believed(answer, release)
    asked = disagreements_asked_for(question, release, agreed)
    if not asked:
        answer, asked = _between_sentences(answer, question, release, candidates)
    touched = disagreements_behind(answer.quotes, release)
    if any(each.suffices for each in asked):
        others = [each for each in touched if not _among(each, asked)]
        return _only(asked, others, answer, question), asked
    disagreements = (*asked, *(each for each in touched if not _among(each, asked)))
    rest, needed = without_disputed_asides(answer, disagreements, question)
    if not gives(rest, agreed):
        for fact in agreed:
            quote = _quote_of(fact, release.passages([fact.passage_id])[0])
            if quote is not None:
                return VerifiedAnswer((_stated(quote),)), ()
    return rest, needed


def _between_sentences(
    answer: VerifiedAnswer, question: Question, release: Release, candidates: Sequence[Candidate]
) -> tuple[VerifiedAnswer, tuple[Disagreement, ...]]:
    """The disagreements of sentences that answer the question alike, about things that no rule knows, and the answer
    with the words of the more trusted article where it rested on others."""
    found = rivals(question, answer, candidates, {name: each.trust for name, each in release.articles.items()})
    groups = found.groups
    if groups and names_a_stranger(question.text, release.lexical.knows):
        groups = tuple(each for each in groups if names_several(question, each))
    disagreements = tuple(_of_sayings(question, group, release) for group in groups)

    def instead(quote: Quote) -> tuple[Quote, ...] | None:
        return (found.overruled[quote],) if quote in found.overruled else None

    return _replaced(answer, instead), disagreements


def _of_sayings(question: Question, sayings: Sequence[Saying], release: Release) -> Disagreement:
    values: dict[str, list[Quote]] = {}
    displays: dict[str, str] = {}
    told: list[Figure] = []  # one of each value: «1 год» is none beside «12 месяцев»
    for each in sayings:
        figure = next((one for one in told if same_figure(one, each.figure)), each.figure)
        told.append(figure)
        values.setdefault(figure.value, []).append(each.quote)
        displays.setdefault(figure.value, each.display)
    return replace(
        _ordered(subject_of(question, sayings), kind_of_fact(sayings[0]), values, displays, release),
        asked=True,
        suffices=True,
    )


def disagreements_asked_for(
    question: Question, release: Release, agreed: Iterable[Fact] = ()
) -> tuple[Disagreement, ...]:
    """The disagreements about a fact that the question plainly asks for, unless an agreed one is more special."""
    if names_a_stranger(question.text, release.lexical.knows):
        return ()
    asked = [
        conflict
        for conflict in release.conflicts()
        if asks_for(question, conflict.kind, conflict.subject, [fact.value for fact in conflict.facts])
    ]
    special = most_special(
        {(each.kind, each.subject) for each in asked} | {(each.kind, each.subject) for each in agreed}
    )
    found = (_with_quotes(each, release) for each in asked if (each.kind, each.subject) in special)
    suffices = question.kind is not AnswerKind.HOW  # who asks how to do it wants more than the fact
    return tuple(replace(each, asked=True, suffices=suffices) for each in found if len(each.values) > 1)


def disagreements_behind(quotes: Iterable[Quote], release: Release) -> tuple[Disagreement, ...]:
    """The disagreements of the release about a fact that stands in one of these quotes."""
    touched = tuple(
        dict.fromkeys(conflict for quote in quotes for conflict in release.conflicts() if _touches(quote, conflict))
    )
    return tuple(each for each in (_with_quotes(conflict, release) for conflict in touched) if len(each.values) > 1)


# The kind of question that a kind of fact answers.
_ANSWERS = {**ANSWERED_BY, FactKind.YES_NO: AnswerKind.YES_NO, FactKind.PLACE: AnswerKind.OPEN}


def without_disputed_asides(
    answer: VerifiedAnswer, disagreements: Sequence[Disagreement], question: Question
) -> tuple[VerifiedAnswer, tuple[Disagreement, ...]]:
    """The answer without the statements that name a disputed fact which the question does not need, and the
    disagreements that are left. A fact is needed when it is asked for, when the question is for its kind, when a step
    names it, when it stands in what answers best, and when there is nothing else to say; never when it is another
    one's. Where on the screen a button is may stand in an answer undisputed: who looks for it finds it."""
    steps = tuple(each for each in answer.kept if each.statement.prefix[:1].isdigit())
    disagreements = [each for each in disagreements if each.asked or each.kind != FactKind.PLACE]
    if only_names(question):
        disputed = [each for each in disagreements if not each.asked]
        left = [each for each in answer.verdicts if not any(dispute.names(each) for dispute in disputed)]
        return VerifiedAnswer(tuple(without_orphans(left))), tuple(each for each in disagreements if each.asked)
    own = [
        each for each in disagreements if each.asked or not is_of_another(question, FactKind(each.kind), each.subject)
    ]
    needed = tuple(
        each
        for each in own
        if each.asked
        or (question.kind is _ANSWERS.get(FactKind(each.kind)) and _may_be_of_support(each, question))
        or (each.kind in CONTACTS and asks_how_to_reach(question))
        or (each.kind not in OF_CHANNEL and any(each.names(verdict) for verdict in steps))
    )

    def is_aside(verdict: Verdict) -> bool:
        named = [each for each in disagreements if each.names(verdict)]
        return bool(named) and not any(each in needed for each in named)

    told_how = bool(steps) and question.kind is AnswerKind.HOW  # without what stands around the steps
    best = None if told_how else _best(answer, question)
    if best is not None and is_aside(best):
        # what is left would answer something else
        needed = (*needed, *(each for each in own if each.names(best) and each.kind not in OF_CHANNEL))
    verdicts = [
        replace(each, quotes=(), reason="disputed, and not asked for") if is_aside(each) else each
        for each in answer.verdicts
    ]
    rest = VerifiedAnswer(tuple(without_orphans(verdicts)))
    return (rest, needed) if rest.kept or not own else (answer, tuple(own))


def _may_be_of_support(dispute: Disagreement, question: Question) -> bool:
    return dispute.kind not in OF_CHANNEL or names_its_channel(question)


def _best(answer: VerifiedAnswer, question: Question) -> Verdict | None:
    """The statement that shares most with the question; of equals the first."""
    asked = set(content_stems(question.text))
    return max(answer.kept, key=lambda each: len(asked.intersection(content_stems(each.statement.text))), default=None)


def _believed(answer: VerifiedAnswer, release: Release) -> VerifiedAnswer:
    """The answer with the words of the trusted article where it rested on a fact that this one contradicts."""
    overruled = release.overruled()

    def instead(quote: Quote) -> tuple[Quote, ...] | None:
        wrong = next((fact for fact in overruled if quote.states(fact)), None)
        if wrong is None:
            return None
        right = _quote_of(overruled[wrong], release.passages([overruled[wrong].passage_id])[0])
        return (right,) if right is not None else ()

    return _replaced(answer, instead)


def _replaced(answer: VerifiedAnswer, instead: Callable[[Quote], tuple[Quote, ...] | None]) -> VerifiedAnswer:
    """The answer with other words for what is not believed: those given, if any, or None for what is."""
    verdicts: list[Verdict] = []
    gone: set[str] = set()  # passages that are not believed: what goes on from there goes with it
    for verdict in answer.verdicts:
        if verdict.quotes and all(quote.passage.id in gone for quote in verdict.quotes):
            verdicts.append(replace(verdict, quotes=(), reason="goes on from words that are not believed"))
            continue
        right = next((words for quote in verdict.quotes if (words := instead(quote)) is not None), None)
        if right is None:
            verdicts.append(verdict)
            continue
        verdicts.append(replace(verdict, quotes=(), reason="a more trusted article says otherwise"))
        gone.update(quote.passage.id for quote in verdict.quotes)
        for quote in right:
            if all(quote not in each.quotes for each in (*answer.verdicts, *verdicts)):
                verdicts.append(_stated(quote))
    return VerifiedAnswer(tuple(without_orphans(verdicts)))


def _among(dispute: Disagreement, others: Iterable[Disagreement]) -> bool:
    return any((dispute.kind, dispute.subject) == (each.kind, each.subject) for each in others)


def _only(
    asked: Sequence[Disagreement], others: Sequence[Disagreement], answer: VerifiedAnswer, question: Question
) -> VerifiedAnswer:
    """Of an answer what gives the facts asked for, and figures of their kind that stand beside them: whatever else it
    says was not asked, or is not sure enough."""
    beside = {quote.passage.id for each in asked for quotes in each.values.values() for quote in quotes}

    def belongs(verdict: Verdict) -> bool:
        if any(each.names(verdict) for each in (*asked, *others)):
            return any(each.names(verdict) for each in asked)
        near = any(quote.passage.id in beside for quote in verdict.quotes)
        return near and question.kind in FIGURES and answers_kind(question.kind, verdict.statement.text)

    verdicts = [each if belongs(each) else replace(each, quotes=(), reason="not asked for") for each in answer.verdicts]
    if not any(dispute.names(each) for dispute in asked for each in verdicts if each.quotes):
        verdicts.append(_stated(next(iter(asked[0].values.values()))[0]))
    return VerifiedAnswer(tuple(without_orphans(verdicts)))


def _stated(quote: Quote) -> Verdict:
    return Verdict(Statement(without_bars(plain(quote.text).strip(" ;,|"))), (quote,), "supported")


def _touches(quote: Quote, conflict: FactConflict) -> bool:
    return any(quote.states(fact) for fact in conflict.facts)


def _with_quotes(conflict: FactConflict, release: Release) -> Disagreement:
    passages = {each.id: each for each in release.passages(list({fact.passage_id for fact in conflict.facts}))}
    values: dict[str, list[Quote]] = {}
    displays: dict[str, str] = {}
    for fact in conflict.facts:
        quote = _quote_of(fact, passages[fact.passage_id])
        if quote is not None:
            values.setdefault(fact.value, []).append(quote)
            displays.setdefault(fact.value, fact.display)
    return _ordered(conflict.subject, conflict.kind, values, displays, release)


def _ordered(
    subject: str,
    kind: FactKind,
    values: Mapping[str, Sequence[Quote]],
    displays: Mapping[str, str],
    release: Release,
) -> Disagreement:
    unique = {value: tuple(dict.fromkeys(found)) for value, found in values.items()}
    updated = {value: _updated(found, release) for value, found in unique.items()}
    dates = sorted((each for each in updated.values() if each is not None), reverse=True)
    newest_first = len(dates) == len(unique) > 1 and dates[0] > dates[1]
    articles = {value: len({quote.passage.source_id for quote in found}) for value, found in unique.items()}
    newest = next((value for value in unique if newest_first and updated[value] == dates[0]), None)
    # of equals the first read; that there is none helps nobody who is to choose, and stands last
    ordered = sorted(unique, key=lambda value: (value == NONE, value != newest, -articles[value]))
    return Disagreement(
        subject,
        kind,
        {value: unique[value] for value in ordered},
        displays,
        newest_first=newest_first and newest != NONE,
    )


def _updated(quotes: Iterable[Quote], release: Release) -> date | None:
    """When the newest of these articles was updated; None where one has no date."""
    dates = [release.articles[quote.passage.source_id].updated for quote in quotes]
    known = [each for each in dates if each is not None]
    return max(known) if known and len(known) == len(dates) else None


def _quote_of(fact: Fact, passage: Passage) -> Quote | None:
    """The sentence, step or row that states the fact, if a customer may read it."""
    if passage.audience is not Audience.CUSTOMER:
        return None
    for unit in passage.units:
        quoted = passage.slice(unit.start, unit.end)
        if unit.start <= fact.start and fact.end <= unit.end and is_quotable(quoted):
            return Quote(passage, unit.start, unit.end)
    return None
