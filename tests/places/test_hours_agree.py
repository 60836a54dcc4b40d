"""Opening times, whatever the timetable: a state agrees with the intervals, and what comes next changes it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from community.places import hours
from community.places.hours import Opening, OpeningException

clock_times = st.builds("{:02d}:{:02d}".format, st.integers(0, 23), st.sampled_from([0, 15, 30, 59]))
closing_times = st.one_of(clock_times, st.just("24:00"))
rules = st.builds(
    Opening,
    weekday=st.integers(0, 6),
    opens=clock_times,
    closes=closing_times,
    every_weeks=st.integers(1, 3),
    starts_on=st.just(date(2026, 1, 1)),
)
odd_days = st.builds(
    OpeningException,
    day=st.dates(date(2026, 10, 20), date(2026, 11, 5)),
    is_closed=st.booleans(),
    opens=clock_times,
    closes=closing_times,
)
# The fortnights around both odd nights, and around Christmas.
moments = st.one_of(
    *(
        st.integers(0, 14 * 24 * 60).map(lambda minutes, start=start: start + timedelta(minutes=minutes))
        for start in (
            datetime(2026, 10, 20, tzinfo=UTC),
            datetime(2027, 3, 22, tzinfo=UTC),
            datetime(2026, 12, 20, tzinfo=UTC),
        )
    )
)
# A busy machine makes one example slow; that is no fault of the timetable.
unhurried = settings(deadline=None)
timetables = st.tuples(st.lists(rules, max_size=6), st.lists(odd_days, max_size=3))


@unhurried
@given(timetables, moments)
def test_state_and_intervals_agree(timetable, at):
    spans = hours.intervals(*timetable, at - timedelta(days=3), at + timedelta(days=40))
    now = [span for span in spans if span.starts_at <= at < span.ends_at]
    later = [span.starts_at for span in spans if span.starts_at > at]
    state = hours.state(*timetable, at)
    assert state.is_open == bool(now) == hours.is_open(*timetable, at)
    if now and now[0].ends_at < at + timedelta(days=40):
        assert state.until == now[0].ends_at
    if not now and later:
        assert state.next_opens_at == later[0]


@unhurried
@given(timetables, moments)
def test_what_comes_next_really_changes_the_state(timetable, at):
    state = hours.state(*timetable, at)
    change = state.until or state.next_opens_at
    if change:
        assert change > at
        assert hours.is_open(*timetable, change) != state.is_open
        assert hours.is_open(*timetable, change - timedelta(seconds=1)) == state.is_open


@unhurried
@given(timetables, moments, st.integers(0, 20 * 24 * 60))
def test_intervals_ascend_within_their_bounds_and_never_touch(timetable, start, minutes):
    end = start + timedelta(minutes=minutes)
    spans = hours.intervals(*timetable, start, end)
    edges = [edge for span in spans for edge in span]
    assert edges == sorted(set(edges))
    assert all(start <= edge <= end for edge in edges)


@unhurried
@given(timetables, moments)
def test_every_state_can_be_said(timetable, at):
    state = hours.state(*timetable, at)
    text = hours.words(state, at)
    opening_words = {"open": ("Nu open, tot ", "Altijd open"), "soon": ("Gaat om ",), "closed": ("Nu dicht",)}
    assert text.startswith(opening_words[hours.kind(state, at)])
