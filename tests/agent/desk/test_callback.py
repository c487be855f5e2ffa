from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from agent.desk.callback import AHEAD, LEAST, LEAST_OFFERED, NOTICE, Slot, check_slot, slots
from agent.desk.errors import WrongSlot
from agent.desk.hours import BusinessHours

MOSCOW = ZoneInfo("Europe/Moscow")
OFFICE = BusinessHours.parse("mo-fr 09:00-13:00,14:00-18:00", "Europe/Moscow", "RU")
ALWAYS = BusinessHours.parse(None, "Europe/Moscow", "RU")
NIGHTS = BusinessHours.parse("mo-su 22:00-03:00", "Europe/Moscow", "RU")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=MOSCOW)


def shown(offered: tuple[Slot, ...]) -> list[str]:
    return [f"{each.not_before:%d.%m %H:%M}-{each.not_after:%H:%M}" for each in offered]


# 16 November 2026 is a Monday.
@pytest.mark.parametrize(
    ("now", "days", "offered"),
    [
        (
            "2026-11-16 08:00",
            1,
            ["16.11 09:00-11:00", "16.11 11:00-13:00", "16.11 14:00-16:00", "16.11 16:00-18:00"],
        ),
        ("2026-11-16 11:20", 1, ["16.11 12:00-13:00", "16.11 14:00-16:00", "16.11 16:00-18:00"]),
        ("2026-11-16 11:31", 1, ["16.11 14:00-16:00", "16.11 16:00-18:00"]),  # half an hour is too little to offer
        ("2026-11-16 16:10", 1, ["16.11 17:00-18:00"]),
        ("2026-11-20 17:00", 1, ["23.11 09:00-11:00", "23.11 11:00-13:00", "23.11 14:00-16:00", "23.11 16:00-18:00"]),
        ("2026-11-16 08:00", 0, []),
    ],
)
def test_slots_are_offered_within_hours_with_time_to_fill_in_the_form(now: str, days: int, offered: list[str]) -> None:
    assert shown(slots(OFFICE, at(now), days)) == offered


def test_slots_go_over_holidays() -> None:
    days = {each.not_before.date().isoformat() for each in slots(OFFICE, at("2026-12-30 20:00"), 2)}

    assert days == {"2027-01-11", "2027-01-12"}


def test_without_hours_calls_are_offered_by_day() -> None:
    offered = slots(ALWAYS, at("2026-11-16 03:00"), 1)

    assert shown(offered)[0] == "16.11 10:00-12:00"
    assert shown(offered)[-1] == "16.11 18:00-20:00"


def test_a_night_that_has_begun_is_offered_too() -> None:
    assert shown(slots(NIGHTS, at("2026-11-17 00:40"), 2))[:2] == ["17.11 02:00-03:00", "17.11 22:00-00:00"]


@pytest.mark.parametrize("hours", [OFFICE, ALWAYS, NIGHTS, BusinessHours.parse("mo-su 00:00-24:00", "Europe/Berlin")])
def test_whatever_is_offered_is_accepted(hours: BusinessHours) -> None:
    for hour in range(0, 24 * 30, 5):  # over the end of summer time
        now = datetime(2026, 10, 10, tzinfo=UTC) + timedelta(hours=hour, minutes=7)
        offered = slots(hours, now)
        assert 0 < len(offered) <= 24
        for each in offered:
            check_slot(hours, now, each.not_before, each.not_after)
            start, end = each.not_before.astimezone(UTC), each.not_after.astimezone(UTC)
            assert start >= now + NOTICE
            assert end - start >= LEAST_OFFERED
        assert all(earlier.not_after <= later.not_before for earlier, later in pairwise(offered))


NOW = at("2026-11-16 10:00")


@pytest.mark.parametrize(
    ("not_before", "not_after", "why"),
    [
        ("2026-11-16 16:00", "2026-11-16 15:00", "должно быть позже"),
        ("2026-11-16 15:00", "2026-11-16 15:00", "должно быть позже"),
        ("2026-11-16 09:00", "2026-11-16 12:00", "уже наступило"),
        ("2026-11-16 15:00", "2026-11-16 15:14", "хотя бы 15 минут"),
        ("2026-11-30 09:00", "2026-11-30 11:00", "не дальше чем на 14 дней"),
        (
            "2026-11-16 12:00",
            "2026-11-16 15:00",
            r"Сегодня мы звоним с 9:00 до 13:00 и с 14:00 до 18:00 по московскому",
        ),
        ("2026-11-17 20:00", "2026-11-17 22:00", "Завтра мы звоним с 9:00"),
        ("2026-11-21 12:00", "2026-11-21 14:00", "В субботу, 21 ноября, мы не работаем"),
    ],
)
def test_a_slot_in_which_nobody_calls_is_refused_with_the_reason(not_before: str, not_after: str, why: str) -> None:
    with pytest.raises(WrongSlot, match=why):
        check_slot(OFFICE, NOW, at(not_before), at(not_after))


def test_a_slot_may_be_another_than_those_offered_and_in_the_customers_own_zone() -> None:
    omsk = at("2026-11-16 14:10").astimezone(ZoneInfo("Asia/Omsk"))

    check_slot(OFFICE, NOW, omsk, omsk + LEAST)
    check_slot(OFFICE, at("2026-11-16 12:00"), at("2026-11-30 11:00"), at("2026-11-16 12:00") + AHEAD)
    with pytest.raises(WrongSlot, match="с 10:00 до 20:00"):
        check_slot(ALWAYS, NOW, at("2026-11-17 03:00"), at("2026-11-17 05:00"))
