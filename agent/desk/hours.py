"""When the desk is open."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from types import MappingProxyType
from typing import Self
from zoneinfo import ZoneInfo

from agent.desk.opening_times import DAYS, MINUTES_A_DAY, Span, Spans, Week, WrongHours, parse_dates, parse_week
from agent.desk.public_holidays import PublicHolidays, public_holidays
from agent.settings import AgentSettings

SEARCHED = timedelta(days=366)  # a desk that does not open within a year does not open

_WHOLE_DAY = (Span(0, MINUTES_A_DAY),)
_DAY = timedelta(days=1)
_WEEKEND = 2  # days


@dataclass(frozen=True, slots=True)
class Interval:
    """A time in which the desk is open throughout; its end is no longer open."""

    start: datetime  # both in the zone of the desk
    end: datetime


@dataclass(frozen=True, slots=True)
class BusinessHours:
    """A date of one's own goes over a public holiday, and that over the day of the week."""

    zone: ZoneInfo
    week: Week | None = None  # unset: open at any time, on holidays too
    dates: Mapping[date, Spans] = field(default_factory=lambda: MappingProxyType({}), hash=False)
    holidays: PublicHolidays | None = None

    @classmethod
    def parse(cls, week: str | None, zone: str = "UTC", holidays: str = "none", dates: str | None = None) -> Self:
        """The hours as they are written in the settings.

        Raises:
            WrongHours: something of it cannot be read; the message says what to write.
        """
        return cls(
            zone=parse_zone(zone),
            week=parse_week(week) if week else None,
            dates=MappingProxyType(parse_dates(dates or "")),
            holidays=public_holidays(holidays),
        )

    def is_open(self, at: datetime) -> bool:
        day = at.astimezone(self.zone).date()
        return any(each.start <= at < each.end for each in self._utc(day - _DAY, day))

    def opens_at(self, at: datetime) -> datetime | None:
        """The next opening, in the zone of the desk; None while it is open, or if it does not open within a year."""
        if self.is_open(at):
            return None
        day = at.astimezone(self.zone).date()
        starts = (each.start for each in self._utc(day, day + SEARCHED))
        following = next((start for start in starts if start > at), None)
        return following.astimezone(self.zone) if following else None

    def intervals(self, day: date) -> tuple[Interval, ...]:
        """Those that begin on this day, in order; the last one may end on the next day."""
        return tuple(self._local(each) for each in self._utc(day, day))

    def covers(self, start: datetime, end: datetime) -> bool:
        """Whether the desk is open from `start` to `end` without a break; midnight as such is none."""
        first, last = start.astimezone(self.zone).date(), end.astimezone(self.zone).date()
        reached = start
        for each in self._utc(first - _DAY, last):
            if each.start <= reached < each.end:
                reached = each.end
        return end <= reached

    def _of(self, day: date) -> Spans:
        """What is open on a day, by the first of the rules that has a say."""
        if day in self.dates:
            return self.dates[day]
        if self.week is None:
            return _WHOLE_DAY
        if self.holidays and self.holidays.is_day_off(day):
            return ()
        own = self.week[day.weekday()]
        if not own and self.holidays and self.holidays.is_working_weekend(day):
            return self._last_before(day.weekday())
        return own

    def _last_before(self, weekday: int) -> Spans:
        """A Saturday or Sunday that was made a working day has the times of Friday, if the desk works then."""
        assert self.week is not None
        earlier = (self.week[(weekday - back) % len(DAYS)] for back in range(1, _WEEKEND + 1))
        return next((spans for spans in earlier if spans), ())

    def _utc(self, first: date, last: date) -> Iterator[Interval]:
        """All that begin from one day to another, in UTC: times of one zone compare as the clock on the wall shows
        them, which is wrong when it is put back."""
        for day in (first + timedelta(days=i) for i in range((last - first).days + 1)):
            for span in self._of(day):
                start, end = self._instant(day, span.start), self._instant(day, span.end)
                if start < end:  # not where the clock is put forward over it
                    yield Interval(start, end)

    def _instant(self, day: date, minutes: int) -> datetime:
        days, minutes = divmod(minutes, MINUTES_A_DAY)
        on_the_wall = datetime.combine(day + timedelta(days=days), time(*divmod(minutes, 60)), self.zone)
        return on_the_wall.astimezone(UTC)

    def _local(self, interval: Interval) -> Interval:
        return Interval(interval.start.astimezone(self.zone), interval.end.astimezone(self.zone))


def parse_zone(name: str) -> ZoneInfo:
    """`Europe/Moscow` → the zone.

    Raises:
        WrongHours: there is none of that name.
    """
    try:
        return ZoneInfo(name.strip())
    except (KeyError, ValueError, OSError):  # unknown; no name at all; a folder of zones
        raise WrongHours(
            f"{name!r} is no time zone: write a name such as Europe/Moscow or Asia/Yekaterinburg"
        ) from None


def business_hours(settings: AgentSettings) -> BusinessHours:
    """The hours of the desk as they are set.

    Raises:
        WrongHours: not for settings that were read, which checks them.
    """
    return BusinessHours.parse(settings.desk_hours, settings.desk_timezone, settings.desk_holidays, settings.desk_dates)
