"""The figures of a text whatever they are about: times, sums, shares, counts, spans, telephones, addresses, links.

A fact has a subject by rules; a figure has only the words beside it. Two sentences that a question finds alike may be
compared by their figures where no rule knew of what they are.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from ingest.facts.amounts import AS_LONG, DAY, HOUR, MINUTE, WORDS, duration, number
from ingest.facts.contacts import e164
from ingest.facts.sums import FREE
from ingest.russian import is_noun, stem

TIME, SUM, SHARE, SPAN, PHONE, EMAIL, LINK = "time", "sum", "share", "span", "phone", "email", "link"

MONTH, YEAR = 30 * DAY, 360 * DAY
_AMOUNT = r"\d{1,3}(?: \d{3}){1,3}(?:[.,]\d+)?|\d+(?:[.,]\d+)?"
_NUMBER = rf"(?:{_AMOUNT}|(?:{'|'.join(WORDS)})\b|полтор[аы]\b)"
_UNITS: tuple[tuple[str, float, str], ...] = (  # the words, how many of the measure, the sort
    (r"секунд\w*|сек\b", 1, TIME),
    (r"минут\w*|мин\b", MINUTE, TIME),
    (r"(?:рабоч\w+ )?час(?:а|ов|у|ам)?\b", HOUR, TIME),
    (r"(?:(?:рабоч|банковск|календарн)\w+ )?(?:дн(?:я|ей|ям|и)|день)\b|сут(?:ок|ки|кам)\b", DAY, TIME),
    (r"недел\w+", 7 * DAY, TIME),
    (r"месяц\w*|мес\b", MONTH, TIME),
    (r"(?:год(?:а|у|ом|ы|ов|ам|ах)?|лет)\b", YEAR, TIME),
    (r"тыс(?:яч\w*)?\.? ?(?:руб\w*|₽|р\b)?", 1000, SUM),
    (r"руб\w*|₽|р\b", 1, SUM),
    (r"%|процент\w*", 1, SHARE),
)
_DATES = ((YEAR, "Y"), (MONTH, "M"), (DAY, "D"))  # letters of ISO 8601
_UNIT = "|".join(f"(?P<u{i}>{unit})" for i, (unit, *_) in enumerate(_UNITS))
_MEASURED = re.compile(
    rf"(?<![\w.,:/№+-])(?P<low>{_NUMBER})(?:(?: ?- ?| до | или | и )(?P<high>{_NUMBER}))?"
    rf"(?: \([а-я ]+\))? ?(?:-?х )?(?:{_UNIT}|(?P<thing>[а-я]{{3,}}))"
)
_ALONE = re.compile(
    r"\b(?:в течение|за|через|хранится|действует|на|срок\w*) (?P<word>минуту|минуты|часа?|день|дня|сутки|суток|неделю"
    r"|недели|месяца?|год|года)\b"
)
_SINGLE = {"мин": MINUTE, "час": HOUR, "ден": DAY, "дня": DAY, "сут": DAY, "нед": 7 * DAY,
           "мес": MONTH, "год": YEAR}  # fmt: skip
_CLOCK = r"(\d{1,2}(?:[:.]\d\d)?)"
_SPAN = re.compile(rf"\bс {_CLOCK}(?: час\w+| утра)? (?:до|по) {_CLOCK}(?!\d| ?(?:минут|дн|руб|%))")
_PHONE = re.compile(r"(?<![\w@./-])(?:\+\d|8)(?:[ ()-]{0,3}\d){9,13}(?!\w)")
_EMAIL = re.compile(r"(?<![\w.+-])[a-z0-9][\w.+-]*@(?:[a-z0-9-]+\.)+[a-z]{2,}")
_LINK = re.compile(r"(?<![\w@.])(?:https?://)?((?:[a-z0-9-]+\.)+[a-z]{2,}(?:/[\w./#?=&%-]*[\w/])?)(?![\w@])")
_FREE = re.compile(r"\bбесплатн\w+")
_CONDITION = re.compile(
    r"\b(?:если|при|кроме|только|когда|перв\w+|от|свыше|не|до|с ним|с ней)\b|\d"
)  # of what is free then
_LEAST = re.compile(r"(?:\b(?:от|свыше|более|больше|не (?:менее|меньше|ранее|раньше)|начиная с|минимум|дороже)"
                    r"(?: чем)?(?: за| через)?|\bминимальн\w+ (?:сумм|стоимост|заказ)[^.;]{0,40}?)\W*$")  # fmt: skip
# Gone by, a rhythm, an age, what was: no promise.
_NO_PROMISE = re.compile(
    r"\b(?:старше|младше|каждые|раз в|спустя|прошл\w+|последни\w+|первы\w+|возраст\w*|раньше было|№)\W*$"
)
_WORKING = re.compile(r"рабоч|банковск")
_BEFORE = 80  # code points: as far back as a word reaches that says what a figure is
_CALENDAR_YEAR = re.compile(r"1\d{3}|20\d{2}")  # «в 2015 году»
_MONTH = re.compile(r"янв|фев|март|апр|мая|июн|июл|авг|сент|окт|ноя|дек")
_OF_MONTH = re.compile(rf" ?(?:числ|каждого месяца|{_MONTH.pattern})")
_LAST_HOUR = 24
_GONE = re.compile(r"\W{0,2}(?:назад|утра|вечера|ночи)\b")


@dataclass(frozen=True, slots=True)
class Figure:
    """Offsets are code points in the text."""

    sort: str  # of one sort are those that may be compared: TIME in seconds, SUM in roubles, "штука" in pieces, …
    value: str  # normalised as a fact is: `P1D/P3D`, `RUB 299`, `3%`, E.164; a span `09:00-21:00`, `18-25` of a month
    amount: float  # what it is compared by, the longer end of a time or a sum; 0.0 for addresses and spans
    least: bool  # a lower bound: «от 1000 рублей»
    start: int
    end: int


@lru_cache(maxsize=20_000)  # the same units are compared at every turn
def figures_in(text: str) -> tuple[Figure, ...]:
    """The figures of a folded text, in its order; those within another one are left out."""
    found: list[Figure] = []
    for figure in _all_figures(text):
        if all(figure.start >= other.end or figure.end <= other.start for other in found):
            found.append(figure)
    return tuple(sorted(found, key=lambda each: each.start))


def same_figure(one: Figure, other: Figure) -> bool:
    """Whether two figures of one sort say the same, or do not compare."""
    if one.sort != other.sort or one.least is not other.least:
        return True
    if not (one.amount and other.amount):
        return one.value == other.value
    return abs(one.amount - other.amount) <= AS_LONG * max(one.amount, other.amount)


def _all_figures(text: str) -> Iterator[Figure]:
    for sort, pattern in ((EMAIL, _EMAIL), (PHONE, _PHONE), (LINK, _LINK)):
        for each in pattern.finditer(text):
            value = _telephone(each[0]) if sort == PHONE else each[each.lastindex or 0]
            yield Figure(sort, value, 0.0, False, *each.span())
    for each in _SPAN.finditer(text):
        yield Figure(SPAN, _span(each, text), 0.0, False, *each.span())
    for each in _MEASURED.finditer(text):
        if figure := _measured(each, text):
            yield figure
    for each in _ALONE.finditer(text):
        seconds = _SINGLE.get(each["word"][:3], 0)
        if seconds and not _GONE.match(text, each.end()):
            yield Figure(TIME, _lasting(seconds, seconds), seconds, False, each.start("word"), each.end())
    for each in _FREE.finditer(text):
        sentence = text[: each.start()].rpartition(".")[2] + text[each.start() :].partition(".")[0]
        if not _CONDITION.search(sentence):
            yield Figure(SUM, FREE, 0.0, False, *each.span())


def _measured(found: re.Match[str], text: str) -> Figure | None:
    before = text[max(0, found.start() - _BEFORE) : found.start()]
    if _NO_PROMISE.search(before) or _GONE.match(text, found.end()):
        return None
    amounts = [_amount(found[end]) for end in ("low", "high") if found[end]]
    least = _LEAST.search(before) is not None
    if found["thing"]:
        if _MONTH.match(found["thing"]) or not is_noun(found["thing"]):
            return None
        return Figure(stem(found["thing"]), _shown(amounts[-1]), amounts[-1], least, found.start(), found.end())
    _, size, sort = _UNITS[int((found.lastgroup or "u0")[1:])]
    if size == YEAR and _CALENDAR_YEAR.fullmatch(found["high"] or found["low"]):
        return None
    value = "/".join(_valued(sort, amount * size, size) for amount in amounts)
    if sort == TIME and _WORKING.search(found[0]):
        value += " working"
    if sort == SUM and least:
        value = f"from {value}"
    return Figure(sort, value, amounts[-1] * size, least, found.start(), found.end())


def _valued(sort: str, amount: float, size: float) -> str:
    if sort == TIME:
        return _lasting(amount, size)
    return f"{_shown(amount)}%" if sort == SHARE else f"RUB {_shown(amount)}"


def _lasting(seconds: float, size: float) -> str:
    """ISO 8601 in the largest unit up to the one in the text that leaves no rest."""
    whole = round(seconds)
    for length, letter in _DATES:
        if length <= size and whole % length == 0:
            return f"P{whole // length}{letter}"
    return duration(whole)


def _shown(amount: float) -> str:
    return f"{amount:.2f}".rstrip("0").rstrip(".")


def _telephone(number: str) -> str:
    """E.164, as far as it can be for a number that nobody has."""
    digits = re.sub(r"\D", "", number)
    return e164(number) or "+" + re.sub(r"^8(?=\d{10}$)", "7", digits)


def _span(found: re.Match[str], text: str) -> str:
    """`09:00-21:00`, or the days of a month: `18-25`."""
    of_month = _OF_MONTH.match(text, found.end()) or any(
        float(end.replace(":", ".")) > _LAST_HOUR for end in found.groups()
    )
    return "-".join(end if of_month else _hour(end) for end in found.groups())


def _amount(figure: str) -> float:
    if figure.startswith("полтор"):
        return 1.5
    return float(figure.replace(" ", "").replace(",", ".")) if figure[0].isdigit() else float(number(figure))


def _hour(clock: str) -> str:
    hour, _, minutes = clock.replace(".", ":").partition(":")
    return f"{int(hour):02}:{minutes or '00'}"
