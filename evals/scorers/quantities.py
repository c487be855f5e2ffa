"""Figures that a text states: numbers with units, times, days, telephones, links. Compared by value, not spelling."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from evals.scorers.words import Word, words


@dataclass(frozen=True, slots=True)
class Quantity:
    kind: str  # "number", "clock", "phone", "link", "date", "range" or "span"
    value: float | str  # of a clock time: minutes after midnight
    unit: str = ""  # of a number: the dictionary form of what is counted, "" where nothing is named
    bound: str = field(default="", compare=False)  # of a number: "least", "most", "" where it is no bound

    def agrees(self, other: "Quantity") -> bool:
        """Whether the other one says the same: «24 часа» is «сутки», «9:00» is «с 9»."""
        if {self.bound, other.bound} == {"least", "most"}:
            return False
        if self == other or {self.kind, other.kind} != {"number"}:
            return self == other or self._is_hour_of(other) or other._is_hour_of(self)
        return self._counts_as(other)

    def _is_hour_of(self, clock: "Quantity") -> bool:
        """«9», «9 часов» of «9:00»."""
        numbers = self.kind == "number" and clock.kind == "clock" and self.unit in ("", "час")
        return numbers and float(self.value) * 60 == clock.value

    def _counts_as(self, other: "Quantity") -> bool:
        if self.unit in _MINUTES and other.unit in _MINUTES:
            return float(self.value) * _MINUTES[self.unit] == float(other.value) * _MINUTES[other.unit]
        if self.unit in _MONTHS and other.unit in _MONTHS:
            return float(self.value) * _MONTHS[self.unit] == float(other.value) * _MONTHS[other.unit]
        # What is counted is a noun like any other, and is looked for among the words; a measure belongs to its number.
        same_measure = (
            self.unit == other.unit or not self.unit or not other.unit or not {self.unit, other.unit} & MEASURES
        )
        return self.value == other.value and same_measure


def missing(said: Iterable[Quantity], given: Iterable[Quantity]) -> Quantity | None:
    """One that is said and not given."""
    there = tuple(given)
    return next((each for each in said if not _stands(each, there)), None)


def _stands(quantity: Quantity, there: Sequence[Quantity]) -> bool:
    if quantity.kind != "range":
        return any(quantity.agrees(each) for each in there)
    # Its ends are looked for by themselves; a range is wrong when they are the other way round.
    begin, end = str(quantity.value).split("-")
    return Quantity("range", f"{end}-{begin}") not in there


@lru_cache(maxsize=20_000)  # the same passages are told again and again
def read(text: str) -> tuple[frozenset[Quantity], tuple[Word, ...]]:
    """The quantities of a text, and the words that are left without them."""
    found: set[Quantity] = set()
    rest = text.lower().replace("ё", "е")
    for pattern, spelt in _SPELT:
        rest = pattern.sub(spelt, rest)
    for kind, pattern in _PATTERNS:
        if kind == "clock":  # telephones and dates, which have dashes, too, are out by now
            found |= {Quantity("range", f"{_hours(a)}-{_hours(b)}") for a, b in _CLOCKS.findall(rest) if a != b}
        found |= {Quantity(kind, _value(kind, match[0])) for match in pattern.finditer(rest)}
        rest = pattern.sub(" ", rest)
    for name, pattern in _SPANS:
        if pattern.search(rest):
            found.add(Quantity("span", name))
            rest = pattern.sub(" ", rest)
    tokens = words(rest)
    taken: set[int] = set()
    for quantity, places in _numbers(tokens):
        found.add(quantity)
        taken |= places
    return frozenset(found), tuple(word for place, word in enumerate(tokens) if place not in taken)


_MINUTES = {"минута": 1, "час": 60, "день": 1440, "сутки": 1440, "неделя": 10080}
_MONTHS = {"месяц": 1, "год": 12}
MEASURES = frozenset(_MINUTES) | frozenset(
    "секунда месяц год рубль копейка доллар евро процент метр километр сантиметр грамм килограмм литр".split()
    + "килобайт мегабайт гигабайт".split()
)
_SHORT = {
    "мин": "минута", "ч": "час", "дн": "день", "сек": "секунда", "мес": "месяц", "лет": "год", "лето": "год",
    "г": "год", "руб": "рубль", "р": "рубль", "₽": "рубль", "коп": "копейка", "%": "процент", "м": "метр",
    "км": "километр", "см": "сантиметр", "кг": "килограмм", "л": "литр", "кб": "килобайт", "мб": "мегабайт",
    "гб": "гигабайт",
}  # fmt: skip
_SPOKEN: dict[str, float] = {
    "один": 1, "два": 2, "три": 3, "четыре": 4, "пять": 5, "шесть": 6, "семь": 7, "восемь": 8, "девять": 9,
    "десять": 10, "одиннадцать": 11, "двенадцать": 12, "тринадцать": 13, "четырнадцать": 14, "пятнадцать": 15,
    "шестнадцать": 16, "семнадцать": 17, "восемнадцать": 18, "девятнадцать": 19, "двадцать": 20, "тридцать": 30,
    "сорок": 40, "пятьдесят": 50, "шестьдесят": 60, "семьдесят": 70, "восемьдесят": 80, "девяносто": 90, "сто": 100,
    "двести": 200, "триста": 300, "четыреста": 400, "пятьсот": 500, "шестьсот": 600, "семьсот": 700,
    "восемьсот": 800, "девятьсот": 900, "двое": 2, "трое": 3, "оба": 2, "полтора": 1.5,
}  # fmt: skip
# Other ways to write a number, put as the rest of this file reads it.
_SPELT = (
    (re.compile(r"\bпол(?:у)?часа\b"), "30 минут"),
    (re.compile(r"\bоднажды\b"), "1 раз"),
    (re.compile(r"\bдважды\b"), "2 раза"),
    (re.compile(r"\bтрижды\b"), "3 раза"),
    (re.compile(r"\bполгода\b"), "6 месяцев"),
    (re.compile(r"(?<=[а-я])-(?=(?:дв|тр|чет|пят)[а-я]+\b)"), "–"),  # «двух-трёх»
)
_RANGE = frozenset({"-", "–", "—", "до", "или", "по"})
# «за час», «в течение суток», «через неделю»: one of them, unsaid
_ONE_BEFORE = frozenset({"течение", "за", "через"})
_ONE_OF = frozenset("минуту минуты час часа день дня сутки суток неделю недели месяц месяца год года".split())
_HALF_DAY = {"утро": 0, "вечер": 12}

_PATTERNS = (
    (
        "link",
        re.compile(
            r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|https?://\S+|\b(?:[\w-]+\.)+(?:ru|com|org|net|io|su|рф|example)\b\S*"
        ),
    ),
    ("phone", re.compile(r"\+?\d(?:[\s().-]*\d){9,10}(?!\d)")),
    ("date", re.compile(r"\b\d{1,2}\.\d{1,2}\.(?:\d{4}|\d{2})\b")),
    ("clock", re.compile(r"\b(?:[01]?\d|2[0-4]):[0-5]\d\b")),
)
_CLOCKS = re.compile(r"\b(\d{1,2}(?::\d\d)?)\s*(?:до|-|–|—)\s*(\d{1,2}(?::\d\d)?)\b")
# Spans of time that have more than one name, and are wrong when anything of them is.
_SPANS = (
    (
        "all hours",
        re.compile(r"круглосуточн\w+|24/7|24 часа в сутки|(?:днем и ночью|в любое время (?:суток|дня и ночи))"),
    ),
    ("every day", re.compile(r"ежедневн\w+|кажд\w+ день|без выходных|семь дней в неделю")),
    ("weekdays", re.compile(r"по будням|в будни\w*|пн\s*[-–—]\s*пт|с понедельника по пятницу|по рабочим дням")),
    ("weekend", re.compile(r"по выходным|в выходн\w+|сб\s*[-–—,и]+\s*вс|в субботу и (?:в )?воскресенье")),
)


def _value(kind: str, found: str) -> float | str:
    """What makes two spellings one."""
    if kind == "link":
        return re.sub(r"^https?://(www\.)?|^www\.|[).,;:!?»\"/]+$", "", found)
    if kind == "phone":
        return re.sub(r"\D", "", found)[-10:]
    return _hours(found) * 60 if kind == "clock" else found


def _hours(clock: str) -> float:
    hours, _, minutes = clock.partition(":")
    return int(hours) + int(minutes or 0) / 60


def _numbers(tokens: Sequence[Word]) -> Iterator[tuple[Quantity, set[int]]]:
    """The numbers, and the places that their words take: a measure goes with its number, another noun stays."""
    place, begun, values = 0, 0, list[float]()
    while place < len(tokens):
        value, after = _number(tokens, place)
        if value is None:
            if _is_one(tokens, place):
                unit = _measure(tokens[place]) or ""
                yield Quantity("number", 1.0, unit), {place} if unit in MEASURES else set()
            place += 1
            continue
        if not values:
            begun = place
        values.append(value)
        if after < len(tokens) and tokens[after].text in _RANGE and _number(tokens, after + 1)[0] is not None:
            place = after + 1  # «10–15 минут»: both are minutes
            continue
        unit, unit_place = _unit(tokens, after)
        taken = set(range(begun, after)) | ({unit_place} if unit in MEASURES or unit in _HALF_DAY else set())
        bound = _bound(tokens[max(begun - 2, 0) : begun]) if len(values) == 1 else ""
        for each in values:
            yield _quantity(each, unit, bound), taken
        place, values = after, []


def _quantity(value: float, unit: str, bound: str) -> Quantity:
    if unit in _HALF_DAY:
        return Quantity("clock", (value + _HALF_DAY[unit]) * 60)
    return Quantity("number", value, unit, bound)


def _bound(before: Sequence[Word]) -> str:
    """What the words before a number make of it, the nearest first: «от 10 рублей» is the least."""
    return next((_BOUNDS[word.text] for word in reversed(before) if word.text in _BOUNDS), "")


_BOUNDS = dict.fromkeys("от минимум больше более свыше старше тяжелее".split(), "least") | dict.fromkeys(
    "до максимум меньше менее младше моложе".split(), "most"
)


def _number(tokens: Sequence[Word], place: int) -> tuple[float | None, int]:
    """The number that begins here, and the place after it."""
    value: float | None = None
    begun = place
    while place < len(tokens):
        token = tokens[place]
        if token.text[0].isdigit():
            if value is not None and not (len(token.text) == 3 and tokens[place - 1].text[0].isdigit()):
                break
            value = _figure(token.text) if value is None else value * 1000 + _figure(token.text)
        elif spoken := token.lemmas & _SPOKEN.keys():
            part = _SPOKEN[min(spoken)]
            if value is not None and not (value % 10 == 0 and part < 10 and value >= 20):
                break
            if part == 1 and value is None and not _counts(tokens, place + 1):
                break  # «один из операторов»
            value = part if value is None else value + part
        elif "тысяча" in token.lemmas and value is not None:
            value *= 1000
        else:
            break
        place += 1
    return value, place if value is not None else begun


def _figure(text: str) -> float:
    """«0,5» is a half; «1.000.000» is a million."""
    whole, *rest = re.split(r"[.,]", text)
    return float(f"{whole}.{rest[0]}") if len(rest) == 1 else float(whole + "".join(rest))


def _counts(tokens: Sequence[Word], place: int) -> bool:
    return place < len(tokens) and tokens[place].part == "NOUN"


def _unit(tokens: Sequence[Word], place: int) -> tuple[str, int]:
    """What is counted: the first noun behind the number, adjectives left aside."""
    for at in range(place, min(place + 3, len(tokens))):
        measure = _measure(tokens[at])
        if measure is not None:
            return measure, at
        if not tokens[at].parts & {"ADJF", "PRTF"}:
            break
    return "", place


def _measure(word: Word) -> str | None:
    if word.text in _SHORT:
        return _SHORT[word.text]
    known = sorted(word.lemmas & (MEASURES | _HALF_DAY.keys()))
    if known:
        return known[0]
    return min(word.lemmas) if word.part == "NOUN" else None


def _is_one(tokens: Sequence[Word], place: int) -> bool:
    """Whether a measure stands without its number, which is one."""
    before = tokens[place - 1] if place > 0 else None
    if tokens[place].text == "раз" and place + 1 < len(tokens) and tokens[place + 1].text == "в":
        return before is None or not (before.text[0].isdigit() or before.lemmas & _SPOKEN.keys())
    if tokens[place].text == "неделю":
        return before is None or before.part not in ("ADJF", "NUMR")
    return before is not None and tokens[place].text in _ONE_OF and before.text in _ONE_BEFORE
