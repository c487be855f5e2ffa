"""The figures of a text whatever they are about: times, sums, shares, counts, spans, telephones, addresses, links.

A fact has a subject by rules; a figure has only the words beside it. Two sentences that a question finds alike may be
compared by their figures where no rule knew of what they are.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from ingest.facts.amounts import DAY, HOUR, MINUTE, WORDS, number
from ingest.russian import is_noun, stem

TIME, SUM, SHARE, SPAN, PHONE, EMAIL, LINK = "time", "sum", "share", "span", "phone", "email", "link"

_AMOUNT = r"\d{1,3}(?: \d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d+)?"
_NUMBER = rf"(?:{_AMOUNT}|(?:{'|'.join(WORDS)})\b|полтор[аы]\b)"
_UNITS: tuple[tuple[str, float, str], ...] = (  # the words, how many of the measure, the sort
    (r"секунд\w*|сек\b", 1, TIME),
    (r"минут\w*|мин\b", MINUTE, TIME),
    (r"(?:рабоч\w+ )?час(?:а|ов|у|ам)?\b", HOUR, TIME),
    (r"(?:(?:рабоч|банковск|календарн)\w+ )?(?:дн(?:я|ей|ям|и)|день)\b|сут(?:ок|ки|кам)\b", DAY, TIME),
    (r"недел\w+", 7 * DAY, TIME),
    (r"месяц\w*|мес\b", 30 * DAY, TIME),
    (r"(?:год(?:а|у|ам)?|лет)\b", 360 * DAY, TIME),
    (r"тыс(?:яч\w*)?\.? ?(?:руб\w*|₽|р\b)?", 1000, SUM),
    (r"руб\w*|₽|р\b", 1, SUM),
    (r"%|процент\w*", 1, SHARE),
)
_UNIT = "|".join(f"(?P<u{i}>{unit})" for i, (unit, *_) in enumerate(_UNITS))
_MEASURED = re.compile(
    rf"(?<![\w.,:/№+-])(?P<low>{_NUMBER})(?:(?: ?- ?| до | или | и )(?P<high>{_NUMBER}))?"
    rf"(?: \([а-я ]+\))? ?(?:-?х )?(?:{_UNIT}|(?P<thing>[а-я]{{3,}}))"
)
_ALONE = re.compile(
    r"\b(?:в течение|за|через|хранится|действует|на|срок\w*) (?P<word>минуту|минуты|часа?|день|дня|сутки|суток|неделю"
    r"|недели|месяца?|год|года)\b"
)
_SINGLE = {"мин": MINUTE, "час": HOUR, "ден": DAY, "дня": DAY, "сут": DAY, "нед": 7 * DAY, "мес": 30 * DAY,
           "год": 360 * DAY}  # fmt: skip
_CLOCK = r"(\d{1,2}(?:[:.]\d\d)?)"
_SPAN = re.compile(rf"\bс {_CLOCK}(?: час\w+| утра)? (?:до|по) {_CLOCK}(?!\d| ?(?:минут|дн|руб|%))")
_PHONE = re.compile(r"(?<![\w@./-])(?:\+\d|8)(?:[ ()-]{0,3}\d){9,13}(?!\w)")
_EMAIL = re.compile(r"[a-z0-9][\w.+-]*@(?:[a-z0-9-]+\.)+[a-z]{2,}")
_LINK = re.compile(r"(?<![\w@.])(?:https?://)?((?:[a-z0-9-]+\.)+[a-z]{2,}(?:/[\w./#?=&%-]*[\w/])?)(?![\w@])")
FREE = "0"
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
_GONE = re.compile(r"\W{0,2}(?:назад|утра|вечера|ночи)\b")
_MONTH = re.compile(r"(?:янв|фев|март|апр|мая|июн|июл|авг|сент|окт|ноя|дек)")


@dataclass(frozen=True, slots=True)
class Figure:
    """Offsets are code points in the text."""

    sort: str  # of one sort are those that may be compared: TIME in seconds, SUM in roubles, "штука" in pieces, …
    value: str  # normalised, and what a time or a sum is compared by: its longer end
    amount: float  # 0.0 for addresses and spans
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
    return abs(one.amount - other.amount) <= _AS_LONG * max(one.amount, other.amount)


_AS_LONG = 0.03  # a year is as long as 12 months, a month as 30 or 31 days


def _all_figures(text: str) -> Iterator[Figure]:
    for sort, pattern in ((EMAIL, _EMAIL), (PHONE, _PHONE), (LINK, _LINK)):
        for each in pattern.finditer(text):
            value = re.sub(r"\D", "", each[0])[-10:] if sort == PHONE else each[each.lastindex or 0]
            yield Figure(sort, value, 0.0, False, *each.span())
    for each in _SPAN.finditer(text):
        yield Figure(SPAN, "-".join(_hour(end) for end in each.groups()), 0.0, False, *each.span())
    for each in _MEASURED.finditer(text):
        if figure := _measured(each, text):
            yield figure
    for each in _ALONE.finditer(text):
        seconds = _SINGLE.get(each["word"][:3], 0)
        if seconds and not _GONE.match(text, each.end()):
            yield Figure(TIME, str(seconds), seconds, False, each.start("word"), each.end())
    for each in _FREE.finditer(text):
        sentence = text[: each.start()].rpartition(".")[2] + text[each.start() :].partition(".")[0]
        if not _CONDITION.search(sentence):
            yield Figure(SUM, FREE, 0.0, False, *each.span())


def _measured(found: re.Match[str], text: str) -> Figure | None:
    before = text[: found.start()]
    if _NO_PROMISE.search(before) or _GONE.match(text, found.end()):
        return None
    amount = _amount(found["high"] or found["low"])
    least = _LEAST.search(before) is not None
    if found["thing"]:
        if _MONTH.match(found["thing"]) or not is_noun(found["thing"]):
            return None
        return Figure(stem(found["thing"]), f"{amount:g}", amount, least, found.start(), found.end())
    _, size, sort = _UNITS[int((found.lastgroup or "u0")[1:])]
    return Figure(sort, f"{amount * size:g}", amount * size, least, found.start(), found.end())


def _amount(figure: str) -> float:
    if figure.startswith("полтор"):
        return 1.5
    return float(figure.replace(" ", "").replace(",", ".")) if figure[0].isdigit() else float(number(figure))


def _hour(clock: str) -> str:
    hour, _, minutes = clock.replace(".", ":").partition(":")
    return f"{int(hour):02}:{minutes or '00'}"
