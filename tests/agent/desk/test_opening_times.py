from datetime import date

import pytest

from agent.desk.opening_times import Span, parse_dates, parse_week


def span(start: str, end: str) -> Span:
    minutes = [int(each[:2]) * 60 + int(each[3:]) for each in (start, end)]
    return Span(minutes[0], minutes[1])


NINE_TO_SIX = (span("09:00", "18:00"),)


@pytest.mark.parametrize(
    ("text", "monday", "saturday", "sunday"),
    [
        ("mo-fr 09:00-18:00", NINE_TO_SIX, (), ()),
        ("Mo-Fr  9:00 – 18:00;", NINE_TO_SIX, (), ()),
        ("mo-sa 09:00-18:00; su off", NINE_TO_SIX, NINE_TO_SIX, ()),
        ("fr-mo 09:00-18:00", NINE_TO_SIX, NINE_TO_SIX, NINE_TO_SIX),
        ("mo, sa 14:00-18:00, 09:00-13:00", *[(span("09:00", "13:00"), span("14:00", "18:00"))] * 2, ()),
        ("mo 00:00-24:00; su 22:00-02:00", (span("00:00", "24:00"),), (), (span("22:00", "26:00"),)),
    ],
)
def test_a_week_is_read_as_people_write_it(
    text: str, monday: tuple[Span, ...], saturday: tuple[Span, ...], sunday: tuple[Span, ...]
) -> None:
    week = parse_week(text)

    assert (week[0], week[5], week[6]) == (monday, saturday, sunday)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("mo-fr", "write days and times, such as mo-fr 09:00-13:00"),
        ("mo-fr 9-21", "'mo-fr 9-21' cannot be read"),
        ("пн-пт 09:00-21:00", "days are mo, tu, we"),
        ("mo- 09:00-21:00", "cannot be read"),
        ("mo 25:00-26:00", "cannot be read"),
        ("mo 09:00-24:30", "cannot be read"),
        ("mo 09:00-09:00", "the whole day is 00:00-24:00"),
        ("mo 09:00-13:00,12:00-18:00", "overlap"),
        ("mo-fr 09:00-18:00; we 10:00-15:00", "we is named twice"),
        ("mo-su off", "no times"),
        (" ; ", "no times"),
    ],
)
def test_a_week_that_cannot_be_read_says_what_to_write(text: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        parse_week(text)


def test_dates_of_ones_own_are_read() -> None:
    assert parse_dates("2026-12-31 10:00-15:00; 2027-01-09 OFF") == {
        date(2026, 12, 31): (span("10:00", "15:00"),),
        date(2027, 1, 9): (),
    }
    assert parse_dates("") == {}


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("31.12.2026 off", "'31.12.2026' is no date"),
        ("2026-02-30 off", "'2026-02-30' is no date"),
        ("2026-12-31", "such as 2026-12-31 10:00-15:00"),
        ("2026-12-31 closed", "such as 2026-12-31 10:00-15:00"),
        ("2026-12-31 off; 2026-12-31 10:00-15:00", "2026-12-31 is named twice"),
    ],
)
def test_dates_that_cannot_be_read_say_what_to_write(text: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        parse_dates(text)
