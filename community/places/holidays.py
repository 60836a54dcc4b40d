"""Dutch public holidays. The one home of the library that knows them."""

from __future__ import annotations

from collections.abc import Container, Mapping
from datetime import date
from functools import cache

from holidays import country_holidays


class _PublicHolidays:
    """The days on which doors are closed unless somebody says otherwise; 5 May only once in five years."""

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and day in _names_of_year(day.year)


PUBLIC: Container[date] = _PublicHolidays()
NONE: Container[date] = frozenset()
"""For a place that is open on holidays as on other days."""


def holiday_name(day: date) -> str | None:
    """The Dutch name of a public holiday, such as "Tweede Kerstdag"; None on ordinary days."""
    return _names_of_year(day.year).get(day)


@cache
def _names_of_year(year: int) -> Mapping[date, str]:
    return dict(country_holidays("NL", years=year, language="nl"))
