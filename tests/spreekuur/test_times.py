"""From local wishes to moments, right across summer and winter time (L19)."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community.clock import ZONE
from spreekuur.times import BadTime, Span, Wish, cut, local_moment

WINTER, SUMMER = date(2026, 10, 25), date(2027, 3, 28)
"""The nights on which the clock goes back, and forward."""


@pytest.fixture(autouse=True)
def _in_context(app: object) -> None:
    """The sentences are translated, which asks for an app."""


def test_L19_a_weekly_wish_stays_at_the_same_local_time_when_summer_time_ends_and_begins():
    for first in (date(2026, 10, 21), date(2027, 3, 24)):
        spans = [wish.span() for wish in Wish(first, "16:00", "18:00").weekly(2)]
        assert [span.starts_at.astimezone(ZONE).hour for span in spans] == [16, 16]
        assert all(span.ends_at - span.starts_at == timedelta(hours=2) for span in spans)
        assert abs(spans[1].starts_at - spans[0].starts_at - timedelta(days=7)) == timedelta(hours=1)


def test_L19_an_hour_that_is_skipped_or_comes_twice_is_asked_again():
    with pytest.raises(BadTime, match="bestaat niet op zondag 28 maart 2027"):
        local_moment(SUMMER, "02:30")
    with pytest.raises(BadTime, match="twee keer"):
        local_moment(WINTER, "02:30")
    assert local_moment(SUMMER, "03:00") == datetime(2027, 3, 28, 1, tzinfo=UTC)
    assert local_moment(WINTER, "03:00") == datetime(2026, 10, 25, 2, tzinfo=UTC)
    assert local_moment(WINTER, "01:59") == datetime(2026, 10, 24, 23, 59, tzinfo=UTC)


def test_an_end_before_the_start_is_refused_with_what_to_change():
    with pytest.raises(BadTime, match="Kies een later einde"):
        Wish(date(2026, 11, 25), "18:00", "16:00").span()
    with pytest.raises(BadTime):
        Wish(date(2026, 11, 25), "16:00", "16:00").span()


def test_hours_are_cut_into_slots_with_a_pause_between_two_and_none_at_the_end():
    start = datetime(2026, 11, 25, 15, tzinfo=UTC)
    slots = cut(Span(start, start + timedelta(minutes=100)), 30, 5)
    assert [(slot.starts_at - start).seconds // 60 for slot in slots] == [0, 35, 70]
    assert slots[-1].ends_at == start + timedelta(minutes=100)
    assert cut(Span(start, start + timedelta(minutes=20)), 30, 0) == []


@given(
    st.dates(date(2026, 1, 1), date(2030, 12, 31)),
    st.integers(0, 23 * 60),
    st.integers(1, 59),
    st.integers(10, 60),
    st.integers(0, 30),
)
def test_slots_never_overlap_nor_leave_their_hours(day, start, length, slot, pause):
    begin = datetime.combine(day, datetime.min.time(), UTC) + timedelta(minutes=start)
    span = Span(begin, begin + timedelta(minutes=4 * length))
    slots = cut(span, slot, pause)
    assert all(one.ends_at + timedelta(minutes=pause) == two.starts_at for one, two in itertools.pairwise(slots))
    assert all(span.starts_at <= each.starts_at < each.ends_at <= span.ends_at for each in slots)
