"""The notation of opening times, as a maintainer writes it in the settings.

    mo-fr 09:00-13:00,14:00-21:00; sa,su 10:00-18:00      times by days of the week
    2026-12-31 10:00-15:00; 2027-01-09 off                dates of one's own

A time may end at 24:00 or after midnight (22:00-02:00); it belongs to the day on which it begins.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

DAYS = ("mo", "tu", "we", "th", "fr", "sa", "su")  # as `date.weekday()` counts
MINUTES_A_DAY = 24 * 60

_DAYS_AND_TIMES = "write days and times, such as mo-fr 09:00-13:00,14:00-21:00; sa,su 10:00-18:00"
_DATE_AND_TIMES = "write a date with its times or with off, such as 2026-12-31 10:00-15:00; 2027-01-09 off"
_OFF = "off"
_SPAN = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)-(?:([01]?\d|2[0-3]):([0-5]\d)|24:00)", re.ASCII)
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))


class WrongHours(ValueError):
    """Opening times that cannot be read. The message is for the maintainer and says what to write."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A part of a day, in minutes of the clock on the wall from that day's midnight."""

    start: int
    end: int  # later than `start`; over `MINUTES_A_DAY` it passes midnight


Spans = tuple[Span, ...]  # of one day, in order, none overlaps another
Week = tuple[Spans, ...]  # Monday first


def parse_week(text: str) -> Week:
    """`mo-fr 09:00-21:00; sa off` → the times of each day; a day that is not named is off.

    Raises:
        WrongHours: it cannot be read, names a day twice, or no day has times.
    """
    week: dict[int, Spans] = {}
    for part in _parts(text):
        names, _, times = part.partition(" ")
        spans = _spans(times, part, _DAYS_AND_TIMES)
        for day in _days(names, part):
            if day in week:
                raise WrongHours(f"{DAYS[day]} is named twice: write all times of a day together, with commas")
            week[day] = spans
    if not any(week.values()):
        raise WrongHours(f"it has no times: {_DAYS_AND_TIMES}")
    return tuple(week.get(day, ()) for day in range(len(DAYS)))


def parse_dates(text: str) -> dict[date, Spans]:
    """`2026-12-31 10:00-15:00; 2027-01-09 off` → the times of each date; no times where it is off.

    Raises:
        WrongHours: it cannot be read, or names a date twice.
    """
    dates: dict[date, Spans] = {}
    for part in _parts(text):
        written, _, times = part.partition(" ")
        try:
            day = date.fromisoformat(written)
        except ValueError:
            raise WrongHours(f"{written!r} is no date: {_DATE_AND_TIMES}") from None
        if day in dates:
            raise WrongHours(f"{day} is named twice: write all times of a date together, with commas")
        dates[day] = _spans(times, part, _DATE_AND_TIMES)
    return dates


def _parts(text: str) -> Iterator[str]:
    """Each day or date with its times, written with single spaces where any are needed."""
    plain = re.sub(r"\s*([,-])\s*", r"\1", text.lower().translate(_DASHES))
    return (" ".join(part.split()) for part in plain.split(";") if part.strip())


def _days(names: str, part: str) -> Iterator[int]:
    for name in names.split(","):
        first, dash, last = name.partition("-")
        if first not in DAYS or (dash and last not in DAYS):
            raise WrongHours(f"{part!r} cannot be read, days are {', '.join(DAYS)}: {_DAYS_AND_TIMES}")
        start, end = DAYS.index(first), DAYS.index(last or first)
        yield from ((start + i) % len(DAYS) for i in range((end - start) % len(DAYS) + 1))  # sa-mo goes over Sunday


def _spans(times: str, part: str, advice: str) -> Spans:
    if times == _OFF:
        return ()
    spans = sorted(_span(each, part, advice) for each in times.split(","))
    for earlier, later in pairwise(spans):
        if later.start < earlier.end:
            raise WrongHours(f"{part!r} has times that overlap: {advice}")
    return tuple(spans)


def _span(written: str, part: str, advice: str) -> Span:
    found = _SPAN.fullmatch(written)
    if found is None:
        raise WrongHours(f"{part!r} cannot be read: {advice}")
    hour, minute, to_hour, to_minute = (int(each) if each else 0 for each in found.groups())
    start, end = hour * 60 + minute, to_hour * 60 + to_minute
    if found[3] and start == end:
        raise WrongHours(f"{part!r} begins and ends at one time; the whole day is 00:00-24:00")
    return Span(start, end if end > start else end + MINUTES_A_DAY)
