"""Opening hours: «с понедельника по пятницу с 8:30 до 20:00, в субботу с 11:00 до 16:00», «круглосуточно»."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.facts.channels import channels_of, names_anything
from ingest.facts.place import Finding, Place

_NAMES = ("mo", "tu", "we", "th", "fr", "sa", "su")
_EVERY_DAY = frozenset(range(7))
_ROUND_THE_CLOCK = "00:00-24:00"

_DAYS = (
    r"понедельник\w*|\bпн\b\.?",
    r"вторник\w*|\bвт\b\.?",
    r"\bсред(?:а|ы|у|е|ам|ой)\b|\bср\b\.?",
    r"четверг\w*|\bчт\b\.?",
    r"пятниц\w*|\bпт\b\.?",
    r"суббот\w*|\bсб\b\.?",
    r"воскресен\w*|\bвс\b\.?",
)
_DAY = "|".join(_DAYS)
_GROUPS: tuple[tuple[str, frozenset[int]], ...] = (  # «без выходных» stands before «выходные»
    (r"ежедневно|кажд\w+ день|без выходных|(?:7|семь) дней в неделю", _EVERY_DAY),
    (r"(?:(?:по|в) )?(?:будн\w+(?: дн\w+)?|рабочи\w+ дн\w+)", frozenset(range(5))),
    (r"(?:(?:по|в) )?выходн\w+(?: дн\w+)?", frozenset({5, 6})),
)
_DAY_RANGE = rf"(?:\bс )?(?:{_DAY})\s?(?:-|\bпо\b|\bдо\b)\s?(?:{_DAY})"
_SOME_DAYS = "|".join((_DAY_RANGE, rf"(?:\b(?:в|во|по) )?(?:{_DAY})", *(words for words, _ in _GROUPS)))

_ALWAYS = (
    r"(?:в )?круглосуточн\w*(?: режим\w*)?|(?<!\d)24\s?/\s?7(?!\d)|24 часа в сутки"
    r"|в любое время (?:дня и ночи|суток)|(?:и )?днем,? и ночью"
)
_HOUR = r"(?:[01]?\d|2[0-4])(?:[:. ][0-5]\d)?(?!\d)"
# «с 15 до 30 минут» and «с 1 до 15 мая» are none
_OTHER_UNIT = (
    r"(?!\s*(?:%|минут|мин\b|секунд|дн[яей]|суток|руб|шт|лет|кг|раз|тыс|символ|товар|заказ"
    r"|(?:янв|фев|март|апр|мая|июн|июл|авг|сент|окт|нояб|дек)))"
)
_BETWEEN = rf"\bс {_HOUR}(?: час\w+| утра)? до {_HOUR}(?: час\w*)?(?: вечера)?(?: по м\w+(?: времени)?)?{_OTHER_UNIT}"
_RANGE = rf"(?<![\d.:/+-]){_HOUR}\s?-\s?{_HOUR}(?![\d/-])"
_TOKEN = re.compile(f"(?P<always>{_ALWAYS})|(?P<days>{_SOME_DAYS})|(?P<time>{_BETWEEN})|(?P<range>{_RANGE})")
# Spares most units the long search.
_HINT = re.compile(r"круглосуточ|24 ?/ ?7|24 часа|любое врем|днем|\bс \d|\d ?- ?\d")
_FIGURES = re.compile(r"(\d{1,2})(?:[:. ](\d\d))?(?!\d)")
_DAY_NAME = re.compile("|".join(f"({day})" for day in _DAYS))

# Figures are opening hours only where something is open, answers or is called then.
_OPENING = re.compile(
    r"работа|рабоч|отве[чт]|доступ|на связи|принима|открыт|график|режим|\bчасы|дежур|обслужив|звон|поддержк|ежедневн"
)
# A time that is chosen, or is an example, or is a pause, or was; «не круглосуточно».
_NOT_OPENING = re.compile(r"например|раньше|прежде|удобн\w+|выб[еи]р|ука[жз]|забронир|перерыв|\bобед|кроме|\bне $")
_DAY_OFF = re.compile(r":?\s?(?:- )?(?:линия )?(?:нет\b|выходн|закрыт|не работа|недоступн)")


@dataclass(frozen=True, slots=True)
class _Opening:
    """One time of day with its days, and where both stand in the unit."""

    days: frozenset[int]
    time: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Schedule:
    subjects: tuple[str, ...]
    openings: tuple[_Opening, ...]

    def takes(self, subjects: tuple[str, ...], opening: _Opening) -> bool:
        """Whether an opening goes on with this schedule: the same subject on other days."""
        return subjects == self.subjects and all(opening.days.isdisjoint(each.days) for each in self.openings)


def find_hours(place: Place) -> Iterator[Finding]:
    """The opening hours in a unit; a sentence on several days of one subject gives one schedule."""
    for schedule in _schedules(place):
        ordered = sorted(schedule.openings, key=lambda opening: min(opening.days))
        value = "; ".join(f"{_days_text(opening.days)} {opening.time}" for opening in ordered)
        for subject in schedule.subjects:
            yield Finding(subject, value, schedule.openings[0].start, schedule.openings[-1].end)


def _schedules(place: Place) -> list[_Schedule]:
    schedules: list[_Schedule] = []
    floor = 0
    subjects: tuple[str, ...] = ()
    for opening in _openings(place):
        # «…, в субботу с 10 до 18»: the subject goes on where no other one is named.
        if floor == 0 or names_anything(place.text[floor : opening.start]):
            subjects = channels_of(place, opening.start, opening.end, floor, people_suffice=True)
        floor = opening.end
        if schedules and schedules[-1].takes(subjects, opening):
            schedules[-1] = _Schedule(subjects, (*schedules[-1].openings, opening))
        else:
            schedules.append(_Schedule(subjects, (opening,)))
    return schedules


def _openings(place: Place) -> Iterator[_Opening]:
    if not _HINT.search(place.text):
        return
    tokens = [found for found in _TOKEN.finditer(place.text) if not _is_day_off(place, found)]
    days_follow = len(tokens) > 1 and _is_time(tokens[0]) and tokens[-1].lastgroup == "days"
    for i, found in enumerate(tokens):
        if found.lastgroup == "days":
            continue
        beside = _days_after(tokens, i) if days_follow else _days_before(tokens, i)
        if _is_opening(place, found, bool(beside)):
            span = sorted([found, *beside], key=re.Match.start)
            days = frozenset(day for each in beside for day in _days(each[0])) or _EVERY_DAY
            yield _Opening(days, _time(found), span[0].start(), span[-1].end())


def _is_time(found: re.Match[str]) -> bool:
    return found.lastgroup in {"time", "range"}


def _is_day_off(place: Place, found: re.Match[str]) -> bool:
    return found.lastgroup == "days" and _DAY_OFF.match(place.text, found.end()) is not None


def _days_before(tokens: list[re.Match[str]], i: int) -> list[re.Match[str]]:
    """The days since the time before this one: «в субботу и воскресенье с 10 до 18»."""
    first = i
    while first and tokens[first - 1].lastgroup == "days":
        first -= 1
    return tokens[first:i]


def _days_after(tokens: list[re.Match[str]], i: int) -> list[re.Match[str]]:
    """The days until the next time: «с 9 до 21 по будням»."""
    last = i + 1
    while last < len(tokens) and tokens[last].lastgroup == "days":
        last += 1
    return tokens[i + 1 : last]


def _is_opening(place: Place, found: re.Match[str], has_days: bool) -> bool:
    start, end = place.sentence(*found.span())
    if _NOT_OPENING.search(place.text, start, found.start()):
        return False
    if found.lastgroup == "always":
        return True
    has_minutes = len(re.findall(r"\d[:.]\d", found[0])) == 2
    if has_days and has_minutes:
        return True
    if found.lastgroup == "range" and not has_days and not has_minutes:
        return False  # «9-21» alone may be anything
    return _OPENING.search(" ".join((place.text[start:end], place.lead, place.headings[0]))) is not None


def _time(found: re.Match[str]) -> str:
    if found.lastgroup == "always":
        return _ROUND_THE_CLOCK
    opens, closes = (int(hour) * 60 + int(minute or 0) for hour, minute in _FIGURES.findall(found[0])[:2])
    if "вечера" in found[0] and closes <= 12 * 60:
        closes += 12 * 60
    return f"{opens // 60:02}:{opens % 60:02}-{closes // 60:02}:{closes % 60:02}"


def _days(words: str) -> frozenset[int]:
    for group, days in _GROUPS:
        if re.fullmatch(group, words):
            return days
    named = [(found.lastindex or 1) - 1 for found in _DAY_NAME.finditer(words)]
    first, last = named[0], named[-1]
    return frozenset((first + i) % 7 for i in range((last - first) % 7 + 1))


def _days_text(days: frozenset[int]) -> str:
    """Days as in `mo-fr`, `sa`, `mo-we,fr`."""
    runs: list[list[int]] = []
    for day in sorted(days):
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return ",".join(_NAMES[run[0]] if len(run) == 1 else f"{_NAMES[run[0]]}-{_NAMES[run[-1]]}" for run in runs)
