"""Moments, slots and waits in the words of a person. All of them as the clock of the desk shows them."""

from datetime import date, datetime, timedelta, tzinfo

_WEEKDAYS = (
    "в понедельник",
    "во вторник",
    "в среду",
    "в четверг",
    "в пятницу",
    "в субботу",
    "в воскресенье",
)
_WEEKDAY_NAMES = "понедельник вторник среда четверг пятница суббота воскресенье".split()
_MONTHS = "января февраля марта апреля мая июня июля августа сентября октября ноября декабря".split()
_NEAR = {-1: "вчера", 0: "сегодня", 1: "завтра"}
_NEARLY_AN_HOUR = 55  # minutes; nobody waits «около 58 минут»
_YEAR_IS_PLAIN = timedelta(days=300)  # «11 января» on 31 December is plain; the same day of another year is not

# Customers live in eleven zones, and an hour without its zone is wrong for most of them.
_CLOCKS = {
    "Europe/Moscow": "московскому",
    "Europe/Kaliningrad": "калининградскому",
    "Europe/Samara": "самарскому",
    "Asia/Yekaterinburg": "екатеринбургскому",
    "Asia/Omsk": "омскому",
    "Asia/Novosibirsk": "новосибирскому",
    "Asia/Krasnoyarsk": "красноярскому",
    "Asia/Irkutsk": "иркутскому",
    "Asia/Yakutsk": "якутскому",
    "Asia/Vladivostok": "владивостокскому",
    "Asia/Magadan": "магаданскому",
    "Asia/Kamchatka": "камчатскому",
}


def moment(at: datetime, now: datetime, zone: tzinfo) -> str:
    """«сегодня в 14:00», «завтра в 9:00», «в понедельник, 30 ноября, в 9:00»."""
    here = at.astimezone(zone)
    return f"{day(here.date(), now.astimezone(zone).date())} в {clock(here)}"


def slot(start: datetime, end: datetime, now: datetime, zone: tzinfo) -> str:
    """«завтра с 14:00 до 16:00»; the end is on the same day, or in the night after it."""
    first = start.astimezone(zone)
    return f"{day(first.date(), now.astimezone(zone).date())} {span(first, end.astimezone(zone))}"


def span(start: datetime, end: datetime) -> str:
    """«с 14:00 до 16:00», as they stand in both."""
    until = clock(end)
    return f"с {clock(start)} до {'полуночи' if until == '0:00' else until}"


def day(of: date, today: date) -> str:
    """«сегодня», «завтра», «в понедельник, 30 ноября,»: words that something follows."""
    if near := _NEAR.get((of - today).days):
        return near
    year = f" {of.year} года" if abs(of - today) > _YEAR_IS_PLAIN else ""
    return f"{_WEEKDAYS[of.weekday()]}, {of.day} {_MONTHS[of.month - 1]}{year},"


def date_of(day: date) -> str:
    """«30 ноября 2024 года, суббота», a heading."""
    weekday = _WEEKDAY_NAMES[day.weekday()]
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year} года, {weekday}"


def clock(at: datetime) -> str:
    """`9:00`, as it stands in `at`."""
    return f"{at.hour}:{at.minute:02}"


def by_clock_of(zone: tzinfo, at: datetime) -> str:
    """«по московскому времени»; a zone that has no such word goes by its offset then: «по времени UTC+3»."""
    if known := _CLOCKS.get(str(zone)):
        return f"по {known} времени"
    minutes = round((at.astimezone(zone).utcoffset() or timedelta()).total_seconds() / 60)
    hours, rest = divmod(abs(minutes), 60)
    return f"по времени UTC{'-' if minutes < 0 else '+'}{hours}" + (f":{rest:02}" if rest else "")


def about(minutes: int) -> str:
    """«около 5 минут», «около часа», «около 2 часов»: the longer, the less exact, as people say it."""
    if minutes <= 1:
        return "около минуты"
    if minutes < _NEARLY_AN_HOUR:
        return "около получаса" if minutes == 30 else f"около {minutes} {_form(minutes, 'минуты', 'минут', 'минут')}"
    halves = round(minutes / 30)  # half hours
    if halves == 2:
        return "около часа"
    if halves == 3:
        return "около полутора часов"
    hours = round(minutes / 60)
    return f"около {hours} {_form(hours, 'часа', 'часов', 'часов')}" if hours < 24 else "больше суток"


def lasting(time: timedelta) -> str:
    """How long something has gone on: «1 минуту», «3 часа 20 минут», «2 дня 4 часа»; at least a minute."""
    minutes = max(1, int(time.total_seconds() // 60))
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    parts = (
        (days, ("день", "дня", "дней")),
        (hours, ("час", "часа", "часов")),
        (0 if days else minutes, ("минуту", "минуты", "минут")),
    )
    return " ".join(f"{count} {_form(count, *forms)}" for count, forms in parts if count)


def _form(count: int, one: str, few: str, many: str) -> str:
    """The form that a number asks for: 1 and 21 `one`, 2 to 4 and 22 to 24 `few`, the rest `many`."""
    if count % 100 in range(11, 15):
        return many
    return one if count % 10 == 1 else few if count % 10 in (2, 3, 4) else many
