from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.desk.hours import BusinessHours, business_hours
from agent.desk.opening_times import DAYS
from agent.desk.public_holidays import public_holidays
from agent.settings import AgentSettings

MOSCOW = ZoneInfo("Europe/Moscow")
OFFICE = "mo-fr 09:00-13:00,14:00-21:00"


def at(text: str, zone: str = "Europe/Moscow") -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


def office(
    week: str | None = OFFICE, zone: str = "Europe/Moscow", holidays: str = "RU", dates: str = ""
) -> BusinessHours:
    return BusinessHours.parse(week, zone, holidays, dates)


# 16 November 2026 is a Monday.
@pytest.mark.parametrize(
    ("now", "opens"),
    [
        ("2026-11-16 08:59", "2026-11-16 09:00"),
        ("2026-11-16 09:00", None),
        ("2026-11-16 12:59:59", None),
        ("2026-11-16 13:00", "2026-11-16 14:00"),
        ("2026-11-16 21:00", "2026-11-17 09:00"),
        ("2026-11-20 21:00", "2026-11-23 09:00"),  # over the weekend
        ("2026-11-03 21:00", "2026-11-05 09:00"),  # over a holiday
    ],
)
def test_the_desk_is_open_in_its_hours_and_says_when_it_opens(now: str, opens: str | None) -> None:
    hours = office()

    assert hours.opens_at(at(now)) == (at(opens) if opens else None)
    assert hours.is_open(at(now)) == (opens is None)


def test_an_opening_is_told_in_the_zone_of_the_desk_whoever_asks() -> None:
    opens = office().opens_at(datetime(2026, 11, 16, 3, tzinfo=UTC))

    assert opens is not None
    assert opens.isoformat() == "2026-11-16T09:00:00+03:00"


@pytest.mark.parametrize(
    ("now", "is_open"),
    [
        ("2026-11-16 23:30", True),
        ("2026-11-17 01:59", True),
        ("2026-11-17 02:00", False),
        ("2026-11-16 01:00", False),  # Sunday's night has no hours
        ("2026-11-21 01:00", True),  # Friday's lasts into Saturday
        ("2026-11-04 01:00", True),  # and the eve's into a holiday
        ("2026-11-05 01:00", False),
    ],
)
def test_hours_that_pass_midnight_belong_to_the_day_on_which_they_begin(now: str, is_open: bool) -> None:
    assert office("mo-fr 22:00-02:00").is_open(at(now)) is is_open


@pytest.mark.parametrize(
    ("day", "works"),
    [
        *[(f"2026-01-0{n}", False) for n in range(1, 10)],  # the ninth is a day off moved from a Saturday
        ("2026-01-12", True),
        ("2026-02-23", False),
        ("2026-03-09", False),  # for the eighth, a Sunday
        ("2026-05-01", False),
        ("2026-05-11", False),  # for the ninth, a Saturday
        ("2026-05-12", True),
        ("2026-06-12", False),
        ("2026-11-04", False),
        ("2026-12-31", False),  # moved from 4 January
        *[(f"2027-01-0{n}", False) for n in range(1, 9)],
        ("2027-01-11", True),
        ("2027-02-20", True),  # a Saturday that works
        ("2027-02-22", False),  # for it
        ("2027-02-23", False),
        ("2027-03-08", False),
        ("2027-05-10", False),  # for the ninth, a Sunday
        ("2027-06-14", False),  # for the twelfth, a Saturday
        ("2027-11-04", False),
        ("2027-11-05", False),
        ("2027-11-06", False),  # a plain Saturday
    ],
)
def test_public_holidays_of_russia_with_the_days_that_were_moved(day: str, works: bool) -> None:
    assert office().is_open(at(f"{day} 15:00")) is works


def test_a_saturday_that_works_has_the_times_of_friday_unless_it_has_its_own() -> None:
    noon, evening = at("2027-02-20 12:00"), at("2027-02-20 19:00")

    assert [office("mo-th 09:00-21:00; fr 09:00-18:00").is_open(moment) for moment in (noon, evening)] == [True, False]
    assert [office("mo-fr 09:00-21:00; sa 10:00-18:00").is_open(moment) for moment in (noon, evening)] == [True, False]
    assert not office("mo-we 09:00-21:00").is_open(noon)


def test_holidays_are_worked_through_where_none_are_set() -> None:
    for none in ("none", ""):
        assert office(holidays=none).is_open(at("2026-06-12 15:00"))


def test_a_date_of_ones_own_goes_over_holidays_and_days_of_the_week() -> None:
    hours = office(dates="2026-11-04 10:00-15:00; 2026-11-15 10:00-15:00; 2026-11-16 off")

    assert hours.is_open(at("2026-11-04 10:00"))  # a holiday
    assert not hours.is_open(at("2026-11-04 15:00"))
    assert hours.is_open(at("2026-11-15 10:00"))  # a Sunday
    assert hours.opens_at(at("2026-11-16 09:30")) == at("2026-11-17 09:00")


def test_without_hours_the_desk_is_open_on_holidays_too_but_not_on_a_date_that_is_off() -> None:
    hours = office(None, dates="2027-01-09 off")

    assert hours.opens_at(at("2027-01-01 03:00")) is None
    assert hours.is_open(at("2027-01-01 03:00"))
    assert hours.opens_at(at("2027-01-09 03:00")) == at("2027-01-10 00:00")


def test_a_desk_that_never_opens_again_has_no_opening() -> None:
    dates = "; ".join(f"{date(2026, 11, 16) + timedelta(weeks=week)} off" for week in range(54))

    assert office("mo 09:00-10:00", dates=dates).opens_at(at("2026-11-16 09:30")) is None


@pytest.mark.parametrize(
    ("start", "end", "covered"),
    [
        ("2026-11-16 09:00", "2026-11-16 13:00", True),
        ("2026-11-16 12:00", "2026-11-16 14:30", False),  # a break between
        ("2026-11-16 08:59", "2026-11-16 10:00", False),
        ("2026-11-16 23:00", "2026-11-17 01:00", False),
        ("2026-11-21 23:00", "2026-11-22 01:00", True),  # midnight is no break
    ],
)
def test_a_time_is_covered_where_the_desk_is_open_throughout(start: str, end: str, covered: bool) -> None:
    assert office(f"{OFFICE}; sa,su 00:00-24:00").covers(at(start), at(end)) is covered


def test_hours_follow_the_clock_on_the_wall_when_it_is_changed() -> None:
    berlin = office("mo-su 00:00-24:00; ", "Europe/Berlin", "none")
    nights = office("mo-su 01:00-05:00", "Europe/Berlin", "none")

    # It is put forward on 29 March 2026 at 2:00, back on 25 October at 3:00.
    spring, autumn = nights.intervals(date(2026, 3, 29))[0], nights.intervals(date(2026, 10, 25))[0]
    assert (spring.start.hour, spring.end.hour, autumn.start.hour, autumn.end.hour) == (1, 5, 1, 5)
    assert spring.end.astimezone(UTC) - spring.start.astimezone(UTC) == timedelta(hours=3)
    assert autumn.end.astimezone(UTC) - autumn.start.astimezone(UTC) == timedelta(hours=5)
    assert berlin.covers(datetime(2026, 3, 27, tzinfo=UTC), datetime(2026, 10, 27, tzinfo=UTC))


@pytest.mark.parametrize("zone", ["Moscow", "", "Europe", "../etc", "/etc/localtime"])
def test_an_unknown_zone_says_what_to_write(zone: str) -> None:
    with pytest.raises(ValueError, match="such as Europe/Moscow"):
        office(zone=zone)


def test_an_unknown_country_says_what_to_write() -> None:
    with pytest.raises(ValueError, match="such as RU"):
        public_holidays("Россия")
    assert public_holidays(" ru ") == public_holidays("RU")


def test_the_hours_of_the_settings_are_those_of_the_desk() -> None:
    set_so = AgentSettings.read(
        desk_hours="mo-su 10:00-12:00", desk_timezone="Asia/Omsk", desk_holidays="none", desk_dates="2027-01-09 off"
    )

    hours = business_hours(set_so)

    assert hours.opens_at(at("2027-01-09 10:00", "Asia/Omsk")) == at("2027-01-10 10:00", "Asia/Omsk")


@st.composite
def weeks(draw: st.DrawFn) -> str:
    """Times of any days in the notation, each day with one or two."""

    def times() -> str:
        marks = sorted(draw(st.lists(st.integers(0, 95), min_size=4, max_size=4, unique=True)))  # quarters of an hour
        shown = [f"{mark // 4:02}:{mark % 4 * 15:02}" for mark in marks]
        return draw(
            st.sampled_from(
                [f"{shown[0]}-{shown[1]},{shown[2]}-{shown[3]}", f"{shown[3]}-{shown[0]}", f"{shown[1]}-24:00"]
            )
        )

    days = draw(st.lists(st.sampled_from(DAYS), min_size=1, unique=True))
    return "; ".join(f"{day} {times()}" for day in days)


# Zones that change their clocks by an hour, by half of one, at midnight, and not at all.
ZONES = ("Europe/Moscow", "Europe/Berlin", "Australia/Lord_Howe", "America/Santiago")
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))


@settings(max_examples=60, deadline=None)
@given(week=weeks(), zone=st.sampled_from(ZONES), now=MOMENTS)
def test_the_desk_is_closed_until_it_opens_and_open_then(week: str, zone: str, now: datetime) -> None:
    hours = BusinessHours.parse(week, zone, "RU")
    opens = hours.opens_at(now)

    assert hours.is_open(now) == (opens is None)
    if opens is not None:
        opens = opens.astimezone(UTC)
        assert opens > now
        assert hours.is_open(opens)
        assert not hours.is_open(opens - timedelta(seconds=1))
        waits = opens - now
        assert not any(hours.is_open(now + waits * share / 40) for share in range(40))


@settings(max_examples=60, deadline=None)
@given(week=weeks(), zone=st.sampled_from(ZONES), now=MOMENTS)
def test_the_intervals_of_a_day_are_when_it_is_open(week: str, zone: str, now: datetime) -> None:
    hours = BusinessHours.parse(week, zone, "RU")
    today = now.astimezone(hours.zone).date()
    intervals = [each for day in (today - timedelta(days=1), today) for each in hours.intervals(day)]

    assert hours.is_open(now) == any(each.start <= now < each.end for each in intervals)
    for each in intervals:
        start, end = each.start.astimezone(UTC), each.end.astimezone(UTC)
        assert hours.covers(start, end)
        assert start < end
