"""Sentences that answer one question with different figures, whatever it is about: «14 дней» here, «7 дней» there.

`ingest.facts` knows of what a telephone or an opening hour is. Of a fee for a new card it knows nothing, and need not:
where two sentences answer one question alike, name the same things, and give another figure, or a yes and a no, they
disagree. Pure.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

from agent.answer_kind import AnswerKind
from agent.question import Question
from agent.retrieval import Candidate
from agent.sayings import NO, OF_A_CALL, POLARITY, ROLES, YES, Saying, numbers_in, sayings_of, without_addresses
from agent.verdicts import Quote, VerifiedAnswer
from ingest.article import Audience
from ingest.conflicts import AT_MOST_TIMES
from ingest.facts import FactKind
from ingest.facts.figures import EMAIL, LINK, PHONE, SHARE, SPAN, SUM, TIME, Figure, figures_in, same_figure
from ingest.facts.sums import FREE
from ingest.facts.topics import matters_in, named, subject_words
from ingest.russian import is_noun, is_russian_word, is_verb, normalise, stem

READ = 12  # candidates
NEAR_BEST = 0.65  # of the alignment of the sentence that the other ones are compared with

_SORTS_OF: Mapping[AnswerKind, frozenset[str]] = {
    AnswerKind.DURATION: frozenset({TIME}),
    AnswerKind.WHEN: frozenset({TIME, SPAN}),
    AnswerKind.TIME: frozenset({SPAN}),
    AnswerKind.PRICE: frozenset({SUM, SHARE}),
    AnswerKind.PHONE: frozenset({PHONE}),
    AnswerKind.EMAIL: frozenset({EMAIL}),
    AnswerKind.YES_NO: frozenset({POLARITY}),
}
_NAMED_SORTS: tuple[tuple[str, str], ...] = (
    (TIME, r"\bсрок\w*|\bдолго\b|\bбыстро\b|\bуспе(?:ю|ем|ть|ет|ешь)\b|\bназад\b"),
    (SUM, r"\bплатить\b|\bплатно\b|\bстоит\b|\bстоимость\b|\bцен[аеу]\b|\bсумм\w+|\bминималк\w*|\bпочем\b"),
    (SHARE, r"процент\w*|%|\bскидк\w+|комисси\w+|к[эе]шб[эе]к\w*"),
    (LINK, r"\bссылк\w+|\bадрес\w* (?:сайта|страниц\w+)|\bстраниц\w+"),
    (SPAN, r"\bчисл(?:а|о|ах)\b"),
)
_SORT_NAMES = tuple((sort, re.compile(pattern)) for sort, pattern in _NAMED_SORTS)
_KINDS = {
    TIME: FactKind.TERM, SUM: FactKind.SUM, SPAN: FactKind.HOURS, PHONE: FactKind.PHONE, EMAIL: FactKind.EMAIL,
    LINK: FactKind.LINK, POLARITY: FactKind.YES_NO,
}  # fmt: skip
_IF = re.compile(r"\bесли\b[^,.?!]*")
# Matters that go without saying beside others: who asks when the money comes, may have sent something back.
_USUAL_MATTERS = frozenset({"возврат", "доставка", "оплата", "хранение", "отправка", "звонок"})
_HOW_MANY = re.compile(r"\b(?:сколько|скольки|скок[оа]?)\b(?: (?:же|всего|примерно|вообще|там|у вас|это))?(?: (\w+))?")
_NAMES_SUM = re.compile(r"\bсто(?:ит|ят|ить)\b|\bбер[уе]\w+|\bвозьм\w+|\bплат\w+|\bруб\w*|\bдене?г\w*|\bобойд\w+")


@dataclass(frozen=True, slots=True)
class Rivals:
    groups: tuple[tuple[Saying, ...], ...]  # equally trusted sayings, of which the others contradict the first
    overruled: Mapping[Quote, Quote]  # words that a more trusted article contradicts → its words


def rivals(
    question: Question, answer: VerifiedAnswer, candidates: Iterable[Candidate], trust: Mapping[str, int]
) -> Rivals:
    """The sayings that contradict those which the answer rests on, of the sorts that the question asks for, and those
    with the very figures that it names.

    Args:
        trust: source id → the article's trust, 0 where it is absent. Of those that contradict each other only the most
            trusted ones are heard.
    """
    text = normalise(question.text)
    sorts, named = _sorts_asked(question, text), _named_figures(text)
    if not sorts and not named:
        return Rivals((), {})
    prose = without_addresses(text)
    about = subject_words(prose) - ROLES - (OF_A_CALL if PHONE in sorts else set())
    asked = Asked(named, about, subject_words(_IF.sub(" ", prose)) & about, matters_in(prose))
    sayings = list(_sayings(list(candidates)[:READ]))
    best = max((score for _, score in sayings), default=0.0)
    meant = {each.figure.sort for each, score in sayings if asked.names(each) and score >= NEAR_BEST * best}
    found = [each for each in sayings if each[0].figure.sort in sorts | meant]
    groups: dict[str, tuple[Saying, ...]] = {}
    overruled: dict[Quote, Quote] = {}
    for anchor, score in _anchors(answer, found, asked):
        near = [
            other
            for other, alignment in found
            if alignment >= NEAR_BEST * score or asked.names(other) or anchor.own == other.own != frozenset()
        ]
        heard, *against = _heard(anchor, near, asked, trust)
        if heard is not anchor:
            overruled.setdefault(anchor.quote, heard.quote)
        if against:
            groups.setdefault(anchor.figure.sort, (heard, *against))
    return Rivals(tuple(groups.values()), overruled)


def _heard(anchor: Saying, near: Iterable[Saying], asked: "Asked", trust: Mapping[str, int]) -> list[Saying]:
    """A saying, or the most trusted one that contradicts it, with what contradicts that and is trusted as much."""

    def trusted(saying: Saying) -> int:
        return trust.get(saying.quote.passage.source_id, 0)

    near = list(near)
    first = max((anchor, *(each for each in near if disagree(anchor, each, asked))), key=trusted)
    return [first, *(each for each in near if trusted(each) == trusted(first) and disagree(first, each, asked))]


@dataclass(frozen=True, slots=True)
class Asked:
    named: frozenset[tuple[str, float]]  # the figures in the question, with their sort if it names one
    about: frozenset[str]  # what it names
    mainly: frozenset[str]  # without what it says behind «если»
    matters: frozenset[str]  # the matters among that

    def names(self, saying: Saying) -> bool:
        said = {(sort, each) for each in saying.bare for sort in ("", saying.figure.sort)}
        return not said.isdisjoint(self.named)

    def covers(self, saying: Saying) -> bool:
        """Whether a saying is of what the question names, and of no other matter: «возврат денег» is not «возврат»."""
        named = len(self.about & saying.around)
        if saying.figure.sort == POLARITY and not self.mainly <= saying.around:
            return False  # «нужно ли фото парковки» is not «можно ли»
        other = matters_in(" ".join(saying.own)) - self.matters - _USUAL_MATTERS
        return 2 * named >= len(self.about) and not (self.matters and other)


def disagree(one: Saying, other: Saying, asked: Asked) -> bool:
    """Whether both say it of the same things, and say something else."""
    if same_figure(one.figure, other.figure) or not _comparable(one.figure, other.figure) or _are_cases(one, other):
        return False
    mine, theirs = one.own - other.own, other.own - one.own
    if (mine and theirs) or not (one.own & other.around or other.own & one.around):
        return False  # each is of something else
    if asked.names(one) and asked.names(other):
        return True  # the customer has read both
    if mine - asked.about - other.around or theirs - asked.about - one.around:
        return False  # one is of what the other does not know of
    return asked.covers(one) and asked.covers(other) and asked.about & one.around == asked.about & other.around


def _are_cases(one: Saying, other: Saying) -> bool:
    """Whether one author tells two cases apart: in one section, or a rule here and its exception there."""
    here, there = one.quote.passage, other.quote.passage
    conditional = one.conditional or other.conditional
    return here.section == there.section or (conditional and here.source_id == there.source_id)


def _comparable(one: Figure, other: Figure) -> bool:
    """Whether they may be said of one thing: no wait is four minutes here and five days there."""
    low, high = sorted((one.amount, other.amount))
    if FREE in (one.value, other.value):
        return True
    return one.sort != TIME or high <= AT_MOST_TIMES * low


def names_several(question: Question, sayings: Iterable[Saying]) -> bool:
    """Whether the question itself has two of the values."""
    named = Asked(_named_figures(normalise(question.text)), frozenset(), frozenset(), frozenset())
    figures = [each.figure for each in sayings if named.names(each)]
    return any(not same_figure(one, other) for one, other in combinations(figures, 2))


def kind_of_fact(saying: Saying) -> FactKind:
    if saying.figure.sort == SPAN and ":" not in saying.figure.value:
        return FactKind.COUNT  # days of a month are no hours
    return _KINDS.get(saying.figure.sort, FactKind.COUNT)


def subject_of(question: Question, sayings: Iterable[Saying]) -> str:
    """What all of them speak of, as a customer is told: «возврат денег», «доставка (казань)», the article's title."""
    first, *others = sayings
    shared = frozenset.intersection(first.own, *(each.around for each in others))
    matters = matters_in(" ".join(shared))
    things = frozenset(
        each for each in shared - matters if is_russian_word(each.split()[0]) and is_noun(each.split()[0])
    )
    things = things & subject_words(normalise(question.text)) or things
    if matters:
        return named(matters, things)
    return ", ".join(sorted(things)) or first.quote.passage.title.rstrip(".?! ").lower()


def _sorts_asked(question: Question, text: str) -> frozenset[str]:
    """The sorts of figures that the question may be after."""
    if question.kind is AnswerKind.COUNT:
        return _counted(text)
    sorts = _SORTS_OF.get(question.kind, frozenset())
    if YES.search(text) and NO.search(text):
        sorts |= {POLARITY}
    if question.kind in {AnswerKind.YES_NO, AnswerKind.OPEN, AnswerKind.PLACE}:
        sorts |= {sort for sort, pattern in _SORT_NAMES if pattern.search(text)}
        sorts |= {each.sort for each in figures_in(text)} & {TIME, SUM, SHARE, LINK, EMAIL}
    return sorts


def _counted(text: str) -> frozenset[str]:
    """«Сколько вещей» counts things; «сколько лежит», «сколько берёте» asks for a time or a sum."""
    if _NAMES_SUM.search(text):
        return frozenset({SUM, SHARE})
    found = _HOW_MANY.search(text)
    thing = found[1] if found else None
    return frozenset({stem(thing)}) if thing and is_noun(thing) and not is_verb(thing) else frozenset({TIME})


def _named_figures(text: str) -> frozenset[tuple[str, float]]:
    """The numbers in a question with their sort, as they are said, in figures or words; with none where it names none:
    «5 минут», «20», «7 или 10 процентов»."""
    named: set[tuple[str, float]] = set()
    rest = text
    for figure in reversed(figures_in(text)):
        named |= {(figure.sort, each) for each in numbers_in(text[figure.start : figure.end])}
        rest = rest[: figure.start] + " | " + rest[figure.end :]
    return frozenset(named | {("", each) for each in numbers_in(rest)})


def _anchors(answer: VerifiedAnswer, found: list[tuple[Saying, float]], asked: Asked) -> list[tuple[Saying, float]]:
    """The sayings that the answer rests on or that the question names, the nearest to it first."""
    ranked = sorted(found, key=lambda each: -each[1])
    best = ranked[0][1] if ranked else 0.0
    quoted = set(answer.quotes)
    return [
        (saying, score)
        for saying, score in ranked
        if saying.quote in quoted or (asked.names(saying) and score >= NEAR_BEST * best)
    ]


def _sayings(candidates: list[Candidate]) -> Iterator[tuple[Saying, float]]:
    seen: set[tuple[str, int, int]] = set()
    for candidate in candidates:
        if candidate.passage.audience is not Audience.CUSTOMER:
            continue
        for saying, unit in sayings_of(candidate.passage):
            place = (saying.quote.passage.source_id, saying.quote.start, saying.figure.start)
            if place not in seen:
                seen.add(place)
                yield saying, candidate.units[unit]
