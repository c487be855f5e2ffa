from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from agent.desk import spoken_time

MOSCOW = ZoneInfo("Europe/Moscow")
NOW = datetime(2026, 11, 28, 20, 30, tzinfo=UTC)  # a Saturday, 23:30 in Moscow


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=MOSCOW).astimezone(UTC)


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        ("2026-11-28 23:45", "сегодня в 23:45"),
        ("2026-11-29 00:05", "завтра в 0:05"),
        ("2026-11-29 09:00", "завтра в 9:00"),
        ("2026-11-27 14:00", "вчера в 14:00"),
        ("2026-11-30 09:00", "в понедельник, 30 ноября, в 9:00"),
        ("2026-12-01 09:30", "во вторник, 1 декабря, в 9:30"),
        ("2027-01-11 09:00", "в понедельник, 11 января, в 9:00"),
        ("2027-11-26 09:00", "в пятницу, 26 ноября 2027 года, в 9:00"),
    ],
)
def test_a_moment_is_said_as_the_desk_sees_it(moment: str, said: str) -> None:
    assert spoken_time.moment(at(moment), NOW, MOSCOW) == said


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        ("2026-11-29 14:00", "2026-11-29 16:00", "завтра с 14:00 до 16:00"),
        ("2026-11-29 22:00", "2026-11-30 00:00", "завтра с 22:00 до полуночи"),
        ("2026-11-29 23:00", "2026-11-30 01:00", "завтра с 23:00 до 1:00"),
        ("2026-12-02 09:00", "2026-12-02 11:00", "в среду, 2 декабря, с 9:00 до 11:00"),
    ],
)
def test_a_slot_is_said_with_its_day(start: str, end: str, said: str) -> None:
    assert spoken_time.slot(at(start), at(end), NOW, MOSCOW) == said


@pytest.mark.parametrize(
    ("zone", "said"),
    [
        ("Europe/Moscow", "по московскому времени"),
        ("Asia/Vladivostok", "по владивостокскому времени"),
        ("Asia/Almaty", "по времени UTC+5"),
        ("Asia/Kolkata", "по времени UTC+5:30"),
        ("America/St_Johns", "по времени UTC-3:30"),
    ],
)
def test_whose_clock_it_is(zone: str, said: str) -> None:
    assert spoken_time.by_clock_of(ZoneInfo(zone), NOW) == said


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        (0, "около минуты"),
        (1, "около минуты"),
        (2, "около 2 минут"),
        (5, "около 5 минут"),
        (11, "около 11 минут"),
        (21, "около 21 минуты"),
        (30, "около получаса"),
        (54, "около 54 минут"),
        (55, "около часа"),
        (70, "около часа"),
        (90, "около полутора часов"),
        (110, "около 2 часов"),
        (300, "около 5 часов"),
        (21 * 60, "около 21 часа"),
        (3000, "больше суток"),
    ],
)
def test_a_wait_is_said_as_people_say_it(minutes: int, said: str) -> None:
    assert spoken_time.about(minutes) == said


@pytest.mark.parametrize(
    ("time", "said"),
    [
        (timedelta(seconds=-5), "1 минуту"),
        (timedelta(minutes=2, seconds=59), "2 минуты"),
        (timedelta(minutes=12), "12 минут"),
        (timedelta(minutes=41), "41 минуту"),
        (timedelta(hours=1), "1 час"),
        (timedelta(hours=3, minutes=20), "3 часа 20 минут"),
        (timedelta(days=1, minutes=5), "1 день"),
        (timedelta(days=22, hours=11), "22 дня 11 часов"),
    ],
)
def test_how_long_it_has_gone_on(time: timedelta, said: str) -> None:
    assert spoken_time.lasting(time) == said
