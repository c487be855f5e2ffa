"""The days off and working weekends of a country, from the `holidays` library."""

from dataclasses import dataclass
from datetime import date
from functools import cache

from agent.desk.opening_times import WrongHours


@dataclass(frozen=True, slots=True)
class PublicHolidays:
    country: str  # as the library names it: RU

    def is_day_off(self, day: date) -> bool:
        """Whether it is a holiday, or a day off that was moved there from a weekend."""
        return day in _days(self.country, day.year)[0]

    def is_working_weekend(self, day: date) -> bool:
        """Whether a day of the weekend was made a working day, to have a day off elsewhere."""
        return day in _days(self.country, day.year)[1]


def public_holidays(country: str) -> PublicHolidays | None:
    """Those of a country by its code; none for an empty one or `none`.

    Raises:
        WrongHours: the library knows no such country.
    """
    code = country.strip().upper()
    if code in {"", "NONE"}:
        return None
    from holidays import list_supported_countries  # takes a tenth of a second, and not every command needs it

    if code not in list_supported_countries():
        raise WrongHours(f"{country!r} is no country that the library knows: write a code such as RU or KZ, or none")
    return PublicHolidays(code)


@cache
def _days(country: str, year: int) -> tuple[frozenset[date], frozenset[date]]:
    """The days off and the working weekends of a year."""
    from holidays import country_holidays

    found = country_holidays(country, years=year, expand=False)
    return frozenset(found), frozenset(found.weekend_workdays)
