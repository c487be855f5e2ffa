"""What each sentence of a passage says in figures, or as a plain yes or no, with the words that say of what. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from agent.verdicts import Quote
from ingest.facts.amounts import WORDS
from ingest.facts.figures import PHONE, TIME, Figure, figures_in
from ingest.facts.place import Place, places
from ingest.facts.topics import BEGINNING, subject_words
from ingest.passage import Passage

MAY, MAY_NOT = "yes", "no"
POLARITY = "may"  # the sort of a plain yes or no
NO = re.compile(
    r"\bнельзя\b|\bневозможно\b|\bзапрещ\w+|\bне (?:получится|удастся|можем|предусмотрен\w*|разреша\w+|допуска\w+"
    r"|принима\w+|доставля\w+|отправля\w+|обменива\w+|возвраща\w+)"
)
YES = re.compile(
    r"\bможно\b|\bможете\b|\bразреша\w+|\bдопуска\w+|\b(?:принима|доставля|отправля|обменива|возвраща)(?:ем|ет|ют)\b"
)
_OF_SOME = re.compile(r"^\W*(?:котор|а вот|или|либо|кроме|только|если|где|когда|что)\w*\b|\bтоже\b|\bтакже\b")
_ADDRESS = re.compile(r"@|\w\.\w|/")  # «help@shop.ru» narrows nothing
_CLAUSE = re.compile(r"[,;:(]| - ")
_BEGINS = re.compile(r"\s*(?:после|со?|от)\b")  # when a term begins, «после поездки», narrows nothing
_GOES_ON = "прежнее"  # a second figure of one thing, which is of something else than the first
_JOINED = re.compile(r"\b(?:или|а)\b|\bи \w+(?:йте|ите|ьте|ем|им|ет|ит|ут|ют|ят)\b")  # what goes on with another thing
_CONDITION = re.compile(r"\b(?:если|когда|пока|кроме|только|при условии)\b")

_ONE = frozenset("минуту час сутки день неделю месяц год".split())
_BARE = re.compile(r"(?<![\w.,:-])(?:\d{1,3}(?: \d{3}){1,3}|\d+)(?:[.,]\d+)?(?![\w:]|[.,]\d)|(?<=\d-)\d+(?!\w)")
# Who answers, where on the screen it is done, and where money comes from and goes to: they narrow nothing.
ROLES = frozenset(
    """оператор специалист консультант обычный карточка корзина профиль карта счет кошелек анкета форма кнопка
    возможность просьба дело вариант действие длительность правда""".split()
)
OF_A_CALL = frozenset({"звонок"})  # goes without saying of a telephone number


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


def without_addresses(text: str) -> str:
    # word by word: one pattern for the whole word would try every start within a long one
    return re.sub(r"\S+", lambda word: " " if _ADDRESS.search(word[0]) else word[0], text)


def numbers_in(text: str) -> frozenset[float]:
    said = re.findall(r"\w+", text)
    digits = {float(each.replace(" ", "").replace(",", ".")) for each in _BARE.findall(text)}
    words = {float(WORDS[each]) for each in said if each in WORDS} | {1.0 for each in said if each in _ONE}
    return frozenset(digits or words)


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
    beside, around = (without_addresses(each) for each in (beside, around))
    return Saying(
        quote=quote,
        figure=figure,
        own=(subject_words(beside) - ROLES - (OF_A_CALL if figure.sort == PHONE else set())) | _numbers(place, beside),
        around=subject_words(around) | _numbers(place, beside),
        conditional=_CONDITION.search(sentence) is not None,
        display=quote.passage.slice(place.start + figure.start, place.start + figure.end),
        bare=numbers_in(place.text[figure.start : figure.end]) if figure.amount else frozenset(),
    )


def _numbers(place: Place, beside: str) -> frozenset[str]:
    """«5 ГБ | 190 рублей» is the price of five."""
    return frozenset(re.findall(r"\d+", beside)) if place.is_row else frozenset()


def _beside(place: Place, figure: Figure, start: int) -> str:
    """The words since the figure before, or since the sentence began, and those to the end of the clause."""
    if figure.sort == POLARITY:
        return place.text[figure.start : figure.end]
    figures = figures_in(place.text)
    others = [each.end for each in figures if each.sort == figure.sort and start <= each.end <= figure.start]
    before = place.text[max([start, *others]) : figure.start]
    if others and not subject_words(before):
        return f"{before} {_GOES_ON}"
    following = [each.start for each in figures if each.start >= figure.end]
    after = _JOINED.split(place.text[figure.end : min([place.clause_end(figure.end), *following])])[0]
    after = "" if figure.sort == TIME and _BEGINS.match(after) else BEGINNING.sub(" ", after)
    return f"{BEGINNING.sub(' ', before)} | {after}"


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
        no, yes = NO.search(sentence[0]), YES.search(sentence[0])
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
