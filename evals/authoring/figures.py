"""The figures of an answer, as `must_mention` takes them: with other ways to write each behind «|»."""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import product

import phonenumbers

from agent.desk.collected import EMAIL
from agent.desk.phones import REGION
from ingest.russian import stem

_HOUR = r"(?:[01]?\d|2[0-4])"
_DASHES = r"\u2010-\u2015\u2212-"
_TO = rf"(?:\s*[{_DASHES}]\s*|\s+до\s+)"
_AMOUNT = r"\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)|\d+(?:[.,]\d+)?"
_ALWAYS = re.compile(r"(?<!\d)24/7(?!\d)")
_DATE = re.compile(r"(?<!\d)\d{1,2}\.\d{1,2}\.(?:\d{4}|\d{2})(?!\d)")
_HOURS = re.compile(
    rf"(?<![\d:.])(?P<h>{_HOUR})[:.](?P<m>[0-5]\d){_TO}(?P<h2>{_HOUR})[:.](?P<m2>[0-5]\d)(?![\d:]|\.\d)"
)
_CLOCK = re.compile(rf"(?<![\d:.])(?P<h>{_HOUR}):(?P<m>[0-5]\d)(?![\d:])")
_COUNTED = re.compile(
    rf"(?<![\w№#.,:/{_DASHES}])(?P<a>{_AMOUNT})(?:{_TO}(?P<b>{_AMOUNT}))?"
    r"(?:\s*(?P<sign>[%₽])|-?\s+(?P<word>[^\W\d_]+)|(?P<close>(?:мин|сек|ч|дн|руб|р|кг|г|км|м|см|[мкгт]б)\b))",
    re.IGNORECASE,
)
_NO_UNITS = frozenset("и или а но не ни до по в во на с со за от из к о об у для при без через как что это".split())

# How the unit may begin in a reply, by how it begins in the answer; every other one, by its stem.
_UNITS: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...] = (
    (re.compile(r"%|процент"), ("%", " %", " процент")),
    (re.compile(r"₽|руб|р$"), (" ₽", "₽", " руб", " р.")),
    (re.compile(r"мин(?:ут|$)"), (" мин",)),
    (re.compile(r"сек(?:унд|$)"), (" сек",)),
    (re.compile(r"ч$|час"), (" час", " ч.")),
    (re.compile(r"дн(?:я|ей|ям|ями|ях|$)|день$"), (" дн", " ден")),
    (re.compile(r"лет$|год"), (" год", " лет")),
)


def figures(answer: str) -> tuple[str, ...]:
    """E-mails, telephones, hours, dates and counted things, in this order, each once. `evals.scorers.facts.says` finds
    every one of them in the answer."""
    rest = answer
    facts: list[str] = []
    for find in _FINDERS:
        for start, end, fact in find(rest):
            facts.append(fact)
            rest = rest[:start] + "¦" * (end - start) + rest[end:]
    return tuple(dict.fromkeys(facts))


_Found = tuple[int, int, str]


def _by(pattern: re.Pattern[str], ways: Callable[[re.Match[str]], Sequence[str]]) -> Callable[[str], Iterator[_Found]]:
    def find(text: str) -> Iterator[_Found]:
        for found in pattern.finditer(text):
            written = ways(found)
            if written:
                yield *found.span(), "|".join(dict.fromkeys(written))

    return find


def _telephones(text: str) -> Iterator[_Found]:
    for found in phonenumbers.PhoneNumberMatcher(text, REGION):
        yield found.start, found.end, found.raw_string


def _as_written(found: re.Match[str]) -> Sequence[str]:
    return (found[0],)


def _hours(found: re.Match[str]) -> Sequence[str]:
    """«с 9:00 до 21:00», «09.00–21.00» and «9–21» are one."""
    begin, begin_minutes, end, end_minutes = found["h"], found["m"], found["h2"], found["m2"]
    begins = dict.fromkeys((begin, str(int(begin)), begin.zfill(2)))
    pairs = [(f"{h}{dot}{begin_minutes}", f"{end}{dot}{end_minutes}") for dot, h in product(":.", begins)]
    if begin_minutes == end_minutes == "00":
        pairs.append((str(int(begin)), str(int(end))))
    return (found[0], *(f"{one}{to}{other}" for (one, other), to in product(pairs, ("–", " до "))))


def _clock(found: re.Match[str]) -> Sequence[str]:
    hour, minutes = int(found["h"]), found["m"]
    return (found[0], f"{hour}:{minutes}", f"{hour:02}:{minutes}", *((f"{hour} час",) if minutes == "00" else ()))


def _counted(found: re.Match[str]) -> Sequence[str]:
    unit = (found["sign"] or found["word"] or found["close"]).casefold()
    if unit in _NO_UNITS:
        return ()
    amounts = _amounts(found["a"])
    if found["b"]:
        ends = product(amounts, ("–", " до "), _amounts(found["b"]))
        amounts = ["".join(each) for each in ends]
    begins = next((ways for pattern, ways in _UNITS if pattern.match(unit)), None)
    begins = (*(begins or (f" {_beginning(unit)}",)), *((unit,) if found["close"] else ()))
    return [f"{amount}{begin}" for amount, begin in product(amounts, begins)]


def _amounts(written: str) -> list[str]:
    plain = " ".join(written.split())
    return list(dict.fromkeys((plain, plain.replace(" ", ""), plain.replace(",", "."))))


def _beginning(word: str) -> str:
    """What the forms of a word have in common."""
    common = stem(word.replace("ё", "е"))
    return common if len(common) > 1 and word.replace("ё", "е").startswith(common) else word


_FINDERS: tuple[Callable[[str], Iterator[_Found]], ...] = (
    _by(EMAIL, _as_written),
    _telephones,
    _by(_ALWAYS, lambda found: (found[0], "круглосуточн")),
    _by(_DATE, _as_written),
    _by(_HOURS, _hours),
    _by(_CLOCK, _clock),
    _by(_COUNTED, _counted),
)
