"""Amounts of time, in figures or in words, and how they compare."""

import re

WORDS = {
    "один": 1, "одного": 1, "одну": 1, "одной": 1, "двух": 2, "два": 2, "две": 2, "трех": 3, "три": 3, "четырех": 4,
    "четыре": 4, "пяти": 5, "пять": 5, "шести": 6, "шесть": 6, "семи": 7, "семь": 7, "восьми": 8, "восемь": 8,
    "девяти": 9, "девять": 9, "десяти": 10, "десять": 10, "двенадцати": 12, "двенадцать": 12, "четырнадцати": 14,
    "четырнадцать": 14, "пятнадцати": 15, "пятнадцать": 15, "двадцати": 20, "двадцать": 20, "тридцати": 30,
    "тридцать": 30, "сорока": 40, "сорок": 40, "шестидесяти": 60, "шестьдесят": 60, "ста": 100, "сто": 100,
}  # fmt: skip
NUMBER = rf"(?:\d{{1,3}}|{'|'.join(WORDS)})\b"
MINUTE, HOUR, DAY = 60, 3600, 86400
AS_LONG = 0.03  # of the longer one: a year is as long as 12 months, a month as 30 or 31 days
_UNITS = {"Y": 360 * DAY, "M": 30 * DAY, "D": DAY}  # of dates; a month counts as 30 days, a year as 12 months
_DURATION = re.compile(r"P(?:(?P<date>\d+)(?P<unit>[YMD])|T(?P<time>\d+)(?P<of>[HMS]))(?: working)?")
_TIMES = {"H": HOUR, "M": MINUTE, "S": 1}


def number(words: str) -> int:
    return int(words) if words.isdecimal() else WORDS[words]


def duration(seconds: int) -> str:
    """ISO 8601 in the largest of hours, minutes and seconds that leaves no rest."""
    for size, letter in ((HOUR, "H"), (MINUTE, "M")):
        if seconds % size == 0:
            return f"PT{seconds // size}{letter}"
    return f"PT{seconds}S"


def longest(value: str) -> int | None:
    """The longer end of a normalised duration or range, in seconds; None for one without figures («several hours»)."""
    found = _DURATION.fullmatch(value.rpartition("/")[2])
    if found is None:
        return None
    if found["date"]:
        return int(found["date"]) * _UNITS[found["unit"]]
    return int(found["time"]) * _TIMES[found["of"]]
