"""The age step (L2): a month and a year in, a band out. Nothing of what was typed is kept."""

from __future__ import annotations

from datetime import date

YOUNGEST, OLDEST = 16, 30
BAND_STARTS = ((24, "24-30"), (18, "18-23"), (16, "16-17"))
"""From which age each band counts, oldest first."""
TOO_YOUNG_PAGE = "/meedoen/te-jong"
TOO_OLD_PAGE = "/meedoen/ouder"
FIRST_YEAR = 1900


class Outside(Exception):
    """Somebody Moi is not for; page: where other doors stand."""

    def __init__(self, page: str):
        super().__init__(page)
        self.page = page


def age_on(day: date, month: int, year: int) -> int:
    """Whole years on a day, counted from the first day of the month after the birthday month.

    month: 1 to 12. Negative for somebody not born yet.
    """
    months_since_birth = (day.year - year) * 12 + day.month - month
    return (months_since_birth - 1) // 12


def band_on(day: date, month: int, year: int) -> str:
    """The band of somebody of this month and year on a day.

    Raises Outside for the younger and the older.
    """
    age = age_on(day, month, year)
    if age < YOUNGEST:
        raise Outside(TOO_YOUNG_PAGE)
    if age > OLDEST:
        raise Outside(TOO_OLD_PAGE)
    return next(band for start, band in BAND_STARTS if age >= start)
