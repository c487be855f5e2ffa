"""Sentences that answer one question with different figures, whatever it is about: «14 дней» here, «7 дней» there.

`ingest.facts` knows of what a telephone or an opening hour is. Of a fee for a new card it knows nothing, and need not:
where two sentences answer one question alike, name the same things, and give another figure, or a yes and a no, they
disagree. Pure.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from agent.answer_kind import AnswerKind
from agent.question import Question
from agent.retrieval import Candidate
from agent.verdicts import Quote, VerifiedAnswer
from ingest.article import Audience
from ingest.conflicts import AT_MOST_TIMES
from ingest.facts import FactKind
from ingest.facts.amounts import WORDS
from ingest.facts.figures import EMAIL, FREE, LINK, PHONE, SHARE, SPAN, SUM, TIME, Figure, figures_in, same_figure
from ingest.facts.place import Place, places
from ingest.facts.topics import BEGINNING, matters_in, named, subject_words
from ingest.passage import Passage
from ingest.russian import is_noun, is_verb, normalise, stem

READ = 12  # candidates
NEAR_BEST = 0.65  # of the alignment of the sentence that the other ones are compared with

MAY, MAY_NOT = "yes", "no"
POLARITY = "may"  # the sort of a plain yes or no
_NO = re.compile(
    r"\bнельзя\b|\bневозможно\b|\bзапрещ\w+|\bне (?:получится|удастся|можем|предусмотрен\w*|разреша\w+|допуска\w+"
    r"|принима\w+|доставля\w+|отправля\w+|обменива\w+|возвраща\w+)"
)
_YES = re.compile(
    r"\bможно\b|\bможете\b|\bразреша\w+|\bдопуска\w+|\b(?:принима|доставля|отправля|обменива|возвраща)(?:ем|ет|ют)\b"
)
_OF_SOME = re.compile(r"^\W*(?:котор|а вот|или|либо|кроме|только|если|где|когда|что)\w*\b|\bтоже\b|\bтакже\b")
_LATIN_ADDRESS = re.compile(r"\S*(?:@|\w\.\w|/)\S*")  # «help@shop.ru» narrows nothing
_CLAUSE = re.compile(r"[,;:(—]| - ")
_GOES_ON = "прежнее"  # a second figure of one thing, which is of something else than the first
_JOINED = re.compile(r"\b(?:или|а)\b|\bи \w+(?:йте|ите|ьте|ем|им|ет|ит|ут|ют|ят)\b")  # what goes on with another thing
_CONDITION = re.compile(r"\b(?:если|когда|пока|кроме|только|при условии)\b")

# Who wants to know which of two is right, does not always say of what.
DOUBTS = re.compile(
    r"(?:че|ко)му (?:\w+ )?верить|на самом деле|вс[её]-? ?таки|то ли\b.*\bто ли\b|(?:кто|что) (?:из \w+ )?прав"
    r"|\bодн[иау]\w* .*\bдруг\w+|в (?:другом|друг\w+ стать\w+|ином) (?:месте|разделе)?|\bпо-разному|противореч\w+"
    r"|\bверно\b|\bправда\b|\bточно\b|\bправильн\w+|\bврут\b|\bврет\b|\bнеужели\b|\bразве\b"
)
_EITHER = re.compile(r"\bили\b")
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
    TIME: FactKind.TERM, SUM: FactKind.SUM, SHARE: FactKind.SUM, SPAN: FactKind.HOURS, PHONE: FactKind.PHONE,
    EMAIL: FactKind.EMAIL, LINK: FactKind.LINK, POLARITY: FactKind.YES_NO,
}  # fmt: skip
_ONE = frozenset("минуту час сутки день неделю месяц год".split())
_BARE = re.compile(r"(?<![\w.,:-])(?:\d{1,3}(?: \d{3})+|\d+)(?:[.,]\d+)?(?![\w:]|[.,]\d)|(?<=\d-)\d+(?!\w)")
# Who answers, where on the screen it is done, and where money comes from and goes to: they narrow nothing.
_ROLES = frozenset(
    """оператор специалист сотрудник консультант обычный карточка корзина профиль карта счет кошелек анкета форма кнопка
    возможность просьба дело вариант действие длительность правда""".split()
)
# Matters that go without saying beside others: who asks when the money comes, may have sent something back.
_USUAL_MATTERS = frozenset({"возврат", "доставка", "оплата", "хранение", "отправка", "звонок"})
_OF_A_CALL = frozenset({"звонок"})  # goes without saying of a telephone number
_HOW_MANY = re.compile(r"\b(?:сколько|скольки|скок[оа]?)\b(?: (?:же|всего|примерно|вообще|там|у вас|это))?(?: (\w+))?")
_NAMES_SUM = re.compile(r"\bсто(?:ит|ят|ить)\b|\bбер[уе]\w+|\bвозьм\w+|\bплат\w+|\bруб\w*|\bдене?г\w*|\bобойд\w+")


@dataclass(frozen=True, slots=True)
class Saying:
    """A figure, or a yes or no, in a sentence, with what it is about."""

    quote: Quote
    figure: Figure
    own: frozenset[str]  # what the words beside the figure narrow it to
    around: frozenset[str]  # and its sentence, lead-in and headings
    conditional: bool  # it begins with «если»
    display: str
    bare: frozenset[float]  # its numbers as they are printed


def rivals(
    question: Question, answer: VerifiedAnswer, candidates: Iterable[Candidate]
) -> tuple[tuple[Saying, ...], ...]:
    """Groups of sayings of which the others contradict the first: of the sorts that the question asks for, or with the
    very figures that it names."""
    text = normalise(question.text)
    sorts, named = _sorts_asked(question, text), _named_figures(text)
    if not sorts and not named:
        return ()
    prose = _LATIN_ADDRESS.sub(" ", text)
    asked = Asked(named, subject_words(prose) - _ROLES - (_OF_A_CALL if PHONE in sorts else set()), matters_in(prose))
    sayings = list(_sayings(list(candidates)[:READ]))
    best = max((score for _, score in sayings), default=0.0)
    meant = {each.figure.sort for each, score in sayings if asked.names(each) and score >= NEAR_BEST * best}
    found = [each for each in sayings if each[0].figure.sort in sorts | meant]
    groups: dict[str, tuple[Saying, ...]] = {}
    for anchor, score in _anchors(answer, found, asked):
        if anchor.figure.sort in groups:
            continue
        near = [other for other, alignment in found if alignment >= NEAR_BEST * score or asked.names(other)]
        against = [other for other in near if disagree(anchor, other, asked)]
        if against:
            groups[anchor.figure.sort] = (anchor, *against)
    return tuple(groups.values())


@dataclass(frozen=True, slots=True)
class Asked:
    named: frozenset[tuple[str, float]]  # the figures in the question, with their sort if it names one
    about: frozenset[str]  # what it names
    matters: frozenset[str]  # the matters among that

    def names(self, saying: Saying) -> bool:
        said = {(sort, each) for each in saying.bare for sort in ("", saying.figure.sort)}
        return not said.isdisjoint(self.named)

    def covers(self, saying: Saying) -> bool:
        """Whether a saying is of what the question names, and of no other matter: «возврат денег» is not «возврат»."""
        other = matters_in(" ".join(saying.own)) - self.matters - _USUAL_MATTERS
        return 2 * len(self.about & saying.around) >= len(self.about) and not (self.matters and other)


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
    named = Asked(_named_figures(normalise(question.text)), frozenset(), frozenset())
    return len({each.figure.value for each in sayings if named.names(each)}) > 1


def kind_of_fact(saying: Saying) -> FactKind:
    return _KINDS.get(saying.figure.sort, FactKind.COUNT)


def subject_of(sayings: Iterable[Saying]) -> str:
    """What all of them speak of, as a customer is told: «возврат денег (карта)»."""
    first, *others = sayings
    shared = frozenset.intersection(first.own, *(each.around for each in others))
    matters = shared & frozenset(matters_in(" ".join(shared)))
    if matters:
        return named(matters, shared - matters)
    if shared:
        return ", ".join(sorted(shared))
    passage = first.quote.passage
    return (passage.heading[-1] if passage.heading else passage.title).rstrip(".?! ").lower()


def _sorts_asked(question: Question, text: str) -> frozenset[str]:
    """The sorts of figures that the question may be after."""
    if question.kind is AnswerKind.COUNT:
        return _counted(text)
    sorts = _SORTS_OF.get(question.kind, frozenset())
    if _YES.search(text) and _NO.search(text):
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
        named |= {(figure.sort, each) for each in _numbers_in(text[figure.start : figure.end])}
        rest = rest[: figure.start] + " | " + rest[figure.end :]
    return frozenset(named | {("", each) for each in _numbers_in(rest)})


def _numbers_in(text: str) -> frozenset[float]:
    said = re.findall(r"\w+", text)
    digits = {float(each.replace(" ", "").replace(",", ".")) for each in _BARE.findall(text)}
    words = {float(WORDS[each]) for each in said if each in WORDS} | {1.0 for each in said if each in _ONE}
    return frozenset(digits or words)


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


@lru_cache(maxsize=2_000)  # the same passages are read at every turn
def sayings_of(passage: Passage) -> tuple[tuple[Saying, int], ...]:
    """All that the units of a passage say in figures, and plainly as yes or no, with the number of the unit."""
    numbers = {unit.start: number for number, unit in enumerate(passage.units)}
    found = []
    for place in places(passage):
        unit = passage.units[numbers[place.start]]
        quote = Quote(passage, unit.start, unit.end)
        for figure in (*figures_in(place.text), *_polarities(place.text)):
            found.append((_saying(place, quote, figure), numbers[place.start]))
    return tuple(found)


def _saying(place: Place, quote: Quote, figure: Figure) -> Saying:
    start, end = place.sentence(figure.start, figure.end)
    beside = _beside_in_row(place, figure) if place.is_row else _beside(place, figure, start)
    sentence = place.text[start:end]
    around = " ".join((beside, sentence, place.lead, *place.headings))
    beside, around = (_LATIN_ADDRESS.sub(" ", each) for each in (beside, around))
    return Saying(
        quote=quote,
        figure=figure,
        own=(subject_words(beside) - _ROLES - (_OF_A_CALL if figure.sort == PHONE else set()))
        | _numbers(place, beside),
        around=subject_words(around) | _numbers(place, beside),
        conditional=_CONDITION.search(sentence) is not None,
        display=quote.passage.slice(place.start + figure.start, place.start + figure.end),
        bare=_numbers_in(place.text[figure.start : figure.end]) if figure.amount else frozenset(),
    )


def _numbers(place: Place, beside: str) -> frozenset[str]:
    """«5 ГБ | 190 рублей» is the price of five."""
    return frozenset(re.findall(r"\d+", beside)) if place.is_row else frozenset()


def _beside(place: Place, figure: Figure, start: int) -> str:
    """The words since the figure before, or since the sentence began, and those to the end of the clause."""
    if figure.sort == POLARITY:
        return place.text[figure.start : figure.end]
    others = [each.end for each in figures_in(place.text) if start <= each.end <= figure.start]
    before = place.text[max([start, *others]) : figure.start]
    if others and not subject_words(before):
        return f"{before} {_GOES_ON}"
    following = [each.start for each in figures_in(place.text) if each.start >= figure.end]
    after = _JOINED.split(place.text[figure.end : min([place.clause_end(figure.end), *following])])[0]
    return BEGINNING.sub(" ", before) + " | " + BEGINNING.sub(" ", after)


def _beside_in_row(place: Place, figure: Figure) -> str:
    """The first cell, the figure's own, and the head of its column."""
    cells, heads = place.text.strip(" |").split("|"), place.lead.strip(" |").split("|")
    column = place.text[: figure.start].strip(" ").lstrip("|").count("|")
    head = heads[column] if len(heads) == len(cells) and column < len(heads) else ""
    first = cells[0] if column else ""
    return f"{first} | {head}"


def _polarities(text: str) -> Iterator[Figure]:
    """The clauses that plainly say that something may be done, or not."""
    for sentence in re.finditer(r"[^.!?…\n]+(?P<end>[.!?…]?)", text):
        no, yes = _NO.search(sentence[0]), _YES.search(sentence[0])
        if sentence["end"] == "?" or (no and yes) or not (no or yes):
            continue
        found = no or yes
        assert found is not None
        start, end = _clause(sentence[0], found)
        if _OF_SOME.search(sentence[0][start:end]):
            continue
        yield Figure(POLARITY, MAY_NOT if no else MAY, 0.0, False, sentence.start() + start, sentence.start() + end)


def _clause(sentence: str, found: re.Match[str]) -> tuple[int, int]:
    starts = [each.end() for each in _CLAUSE.finditer(sentence, 0, found.start())]
    following = _CLAUSE.search(sentence, found.end())
    start = starts[-1] if starts else 0
    start += len(sentence[start:]) - len(sentence[start:].lstrip())
    return start, following.start() if following else len(sentence)
