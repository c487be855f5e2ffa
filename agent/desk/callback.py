"""A call back that is agreed with the customer: where, and between which moments."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, tzinfo
from math import ceil

from agent.desk import spoken_time
from agent.desk.errors import WrongSlot
from agent.desk.hours import BusinessHours, Interval
from agent.desk.opening_times import parse_week
from agent.desk.phones import normalise_phone
from agent.reply import Callback

WINDOW = timedelta(hours=2)  # what is offered: as exact as a desk with a queue can keep to
LEAST_OFFERED = timedelta(hours=1)  # what a break or the end of the day leaves of a window
LEAST = timedelta(minutes=15)  # a shorter slot is missed by one conversation that takes longer
NOTICE = timedelta(minutes=30)  # a slot is still to come when the customer has filled in the form
STEP = timedelta(minutes=30)  # nobody agrees on 14:07
AHEAD = timedelta(days=14)  # past the longest holidays, the New Year's; later on the matter has grown cold
DAYS_OFFERED = 4  # open ones
MOST_OFFERED = 24

# A desk that is always open is so for messages; nobody is called at night for that.
_DAYTIME = parse_week("mo-su 10:00-20:00")


@dataclass(frozen=True, slots=True)
class Slot:
    not_before: datetime  # both in the zone of the desk
    not_after: datetime


def slots(hours: BusinessHours, now: datetime, days: int = DAYS_OFFERED) -> tuple[Slot, ...]:
    """What the customer may choose from on the next open days, soonest first."""
    found: list[Slot] = []
    for offered in _offered_by_day(hours, now):
        if days == 0 or len(found) >= MOST_OFFERED:
            break
        found.extend(offered)
        days -= 1
    return tuple(found[:MOST_OFFERED])


def check(hours: BusinessHours, now: datetime, wanted: Callback) -> Callback:
    """What is agreed with the customer: the telephone as E.164, the times in the zone of the desk.

    Raises:
        WrongPhone, WrongSlot: nobody can be reached so; the message tells the customer why.
    """
    phone = normalise_phone(wanted.phone)
    check_slot(hours, now, wanted.not_before, wanted.not_after)
    zone = hours.zone
    return Callback(
        phone=phone, not_before=wanted.not_before.astimezone(zone), not_after=wanted.not_after.astimezone(zone)
    )


def check_slot(hours: BusinessHours, now: datetime, not_before: datetime, not_after: datetime) -> None:
    """Whether somebody can call then; it need not be one of those that were offered.

    Raises:
        WrongSlot: nobody can; the message tells the customer why.
    """
    not_before, not_after = not_before.astimezone(UTC), not_after.astimezone(UTC)
    if not_after <= not_before:
        raise WrongSlot("Время, до которого звонить, должно быть позже времени, с которого можно звонить.")
    if not_before < now:
        raise WrongSlot("Это время уже наступило. Выберите, пожалуйста, более позднее.")
    if not_after - not_before < LEAST:
        minutes = int(LEAST.total_seconds() // 60)
        raise WrongSlot(f"Оставьте нам на звонок хотя бы {minutes} минут: выберите промежуток пошире.")
    if not_after > now + AHEAD:
        raise WrongSlot(f"Звонок можно заказать не дальше чем на {AHEAD.days} дней вперёд. Выберите время поближе.")
    callable_hours = _callable(hours)
    if not callable_hours.covers(not_before, not_after):
        raise WrongSlot(_when_instead(callable_hours, now, not_before))


def _callable(hours: BusinessHours) -> BusinessHours:
    return hours if hours.week is not None else replace(hours, week=_DAYTIME)


def _offered_by_day(hours: BusinessHours, now: datetime) -> Iterator[list[Slot]]:
    """The slots of each day that has any."""
    hours = _callable(hours)
    earliest, latest = _next_step(now + NOTICE), now + AHEAD
    today = now.astimezone(hours.zone).date()
    for ahead in range(-1, AHEAD.days + 1):  # since yesterday: it may be open past midnight
        intervals = hours.intervals(today + timedelta(days=ahead))
        windows = (window for each in intervals for window in _windows(each, earliest))
        if offered := [_in_zone(hours.zone, *window) for window in windows if window[1] <= latest]:
            yield offered


def _windows(interval: Interval, earliest: datetime) -> Iterator[tuple[datetime, datetime]]:
    """The interval in pieces from its beginning on, each as much as is left of it; in UTC, where hours are as long
    as they seem."""
    start, close = interval.start.astimezone(UTC), interval.end.astimezone(UTC)
    while start < close:
        end = min(start + WINDOW, close)
        begin = max(start, earliest)
        if end - begin >= LEAST_OFFERED:
            yield begin, end
        start = end


def _in_zone(zone: tzinfo, not_before: datetime, not_after: datetime) -> Slot:
    return Slot(not_before.astimezone(zone), not_after.astimezone(zone))


def _next_step(at: datetime) -> datetime:
    """The full or half hour at that moment or after it."""
    step = STEP.total_seconds()
    return datetime.fromtimestamp(ceil(at.timestamp() / step) * step, UTC)


def _when_instead(hours: BusinessHours, now: datetime, wanted: datetime) -> str:
    day = wanted.astimezone(hours.zone).date()
    said = spoken_time.day(day, now.astimezone(hours.zone).date())
    said = said[0].upper() + said[1:]
    spans = " и ".join(spoken_time.span(each.start, each.end) for each in hours.intervals(day))
    if not spans:
        return f"{said} мы не работаем. Выберите, пожалуйста, другой день."
    clock = spoken_time.by_clock_of(hours.zone, wanted)
    return f"{said} мы звоним {spans} {clock}. Выберите, пожалуйста, промежуток в этих пределах."
