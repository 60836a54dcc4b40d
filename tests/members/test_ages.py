"""The age step: month and year in, a band out (L2)."""

from __future__ import annotations

from datetime import date

import pytest

from community.members import ages

DAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("month", "year", "expected"),
    [
        (11, 2010, ages.TOO_YOUNG_PAGE),  # 16 this month, so counted from 1 December
        (10, 2010, "16-17"),
        (12, 2010, ages.TOO_YOUNG_PAGE),
        (11, 2008, "16-17"),
        (10, 2008, "18-23"),
        (11, 2002, "18-23"),
        (10, 2002, "24-30"),
        (11, 1995, "24-30"),
        (10, 1995, ages.TOO_OLD_PAGE),
        (12, 1995, "24-30"),
        (1, 1950, ages.TOO_OLD_PAGE),
        (11, 2026, ages.TOO_YOUNG_PAGE),
    ],
)
def test_L2_an_age_counts_from_the_first_day_of_the_month_after_the_birthday_month(month, year, expected):
    try:
        assert ages.band_on(DAY, month, year) == expected
    except ages.Outside as stopped:
        assert stopped.page == expected


@pytest.mark.parametrize(("day", "age"), [(date(2026, 5, 31), 15), (date(2026, 6, 1), 16), (date(2027, 5, 31), 16)])
def test_L2_somebody_of_may_is_a_year_older_on_the_first_of_june(day, age):
    assert ages.age_on(day, 5, 2010) == age


def test_L2_a_december_birthday_counts_from_january():
    assert ages.age_on(date(2026, 12, 31), 12, 2010) == 15
    assert ages.age_on(date(2027, 1, 1), 12, 2010) == 16
