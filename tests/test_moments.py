"""Moments in words, and how fresh a fact is."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community import moments
from community.clock import ZONE

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=ZONE)  # a Sunday
TODAY = NOW.date()


@pytest.mark.parametrize(
    ("at", "text"),
    [
        ("21:00", "21 uur"),
        ("19:30", "19.30 uur"),
        ("09:05", "9.05 uur"),
        ("00:30", "0.30 uur"),
        ("00:00", "middernacht"),
        ("24:00", "middernacht"),
        (time(17, 0), "17 uur"),
    ],
)
def test_a_time_is_said_as_people_say_it(at, text):
    assert moments.time_words(at) == text


@pytest.mark.parametrize("wrong", ["9:00", "24:01", "23:60", "", "negen", "10.00", "10:00:00", "١٠:٠٠"])
def test_what_is_no_time_is_refused(wrong):
    assert moments.minutes_of("24:00") == 1440
    with pytest.raises(ValueError, match="is no time"):
        moments.minutes_of(wrong)


@pytest.mark.parametrize(
    ("opens", "closes", "text"),
    [
        ("10:00", "17:00", "10 tot 17 uur"),
        ("09:30", "12:00", "9.30 tot 12 uur"),
        ("21:00", "00:00", "21 tot middernacht"),
        ("00:00", "06:00", "0 tot 6 uur"),
        ("00:00", "24:00", "hele dag"),
    ],
)
def test_hours_from_until_are_one_phrase(opens, closes, text):
    assert moments.span_words(opens, closes) == text


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (TODAY, "vandaag"),
        (TODAY + timedelta(days=1), "morgen"),
        (TODAY - timedelta(days=1), "gisteren"),
        (date(2026, 11, 25), "woensdag 25 november"),
        (date(2027, 1, 1), "vrijdag 1 januari 2027"),
        (date(2025, 12, 31), "woensdag 31 december 2025"),
    ],
)
def test_a_day_is_said_seen_from_today(day, text):
    assert moments.day_words(day, TODAY) == text


def test_a_moment_is_said_in_the_time_of_the_region():
    late_in_utc = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
    assert moments.moment_words(late_in_utc, NOW) == "morgen om 0.30 uur"
    assert moments.moment_words(datetime(2026, 7, 1, 17, 30, tzinfo=UTC), NOW) == "woensdag 1 juli om 19.30 uur"


@pytest.mark.parametrize(
    ("ago", "text"),
    [
        (timedelta(seconds=-30), "zojuist"),
        (timedelta(seconds=59), "zojuist"),
        (timedelta(seconds=60), "1 minuut geleden"),
        (timedelta(minutes=8), "8 minuten geleden"),
        (timedelta(minutes=60), "1 uur geleden"),
        (timedelta(hours=11), "11 uur geleden"),
        (timedelta(hours=13), "gisteren"),
        (timedelta(days=2), "2 dagen geleden"),
        (timedelta(days=6), "6 dagen geleden"),
        (timedelta(days=7), "1 week geleden"),
        (timedelta(days=22), "3 weken geleden"),
        (timedelta(days=60), "8 weken geleden"),
        (timedelta(days=61), "2 maanden geleden"),
        (timedelta(days=214), "7 maanden geleden"),
        (timedelta(days=365), "een jaar geleden"),
        (timedelta(days=800), "2 jaar geleden"),
    ],
)
def test_how_long_ago_is_said_in_the_largest_fitting_measure(ago, text):
    assert moments.ago_words(NOW - ago, NOW) == text


def test_just_before_midnight_is_not_called_yesterday_at_night():
    one_at_night = datetime(2026, 11, 23, 1, 0, tzinfo=ZONE)
    assert moments.ago_words(datetime(2026, 11, 22, 22, 30, tzinfo=ZONE), one_at_night) == "2 uur geleden"
    assert moments.ago_words(datetime(2026, 11, 22, 18, 30, tzinfo=ZONE), one_at_night) == "gisteren"


@pytest.mark.parametrize(
    ("checked_on", "level", "text"),
    [
        (TODAY, "fresh", "Gecontroleerd vandaag"),
        (date(2026, 12, 1), "fresh", "Gecontroleerd vandaag"),  # a date ahead is a slip of the pen, not a promise
        (date(2026, 11, 21), "fresh", "Gecontroleerd gisteren"),
        (date(2026, 11, 1), "fresh", "Gecontroleerd 3 weken geleden"),
        (date(2026, 5, 23), "fresh", "Gecontroleerd 5 maanden geleden"),
        (date(2026, 5, 22), "aging", "Gecontroleerd 6 maanden geleden"),
        (date(2026, 4, 20), "aging", "Gecontroleerd 7 maanden geleden"),
        (date(2026, 2, 23), "aging", "Gecontroleerd 8 maanden geleden"),
        (date(2026, 2, 22), "stale", "Al 9 maanden niet bevestigd. Bel eerst even."),
        (date(2025, 11, 23), "stale", "Al 11 maanden niet bevestigd. Bel eerst even."),
        (date(2025, 11, 22), "archived", "Al een jaar niet bevestigd. Bel eerst even."),
        (date(2023, 1, 1), "archived", "Al 3 jaar niet bevestigd. Bel eerst even."),
    ],
)
def test_L16_a_fact_says_how_long_ago_it_was_checked(checked_on, level, text):
    fresh = moments.freshness(checked_on, TODAY)
    assert (fresh.level, fresh.text, fresh.checked_on) == (level, text, checked_on)
    assert fresh.may_be_suggested == (level != "archived")


def test_months_are_counted_by_the_calendar_also_at_the_end_of_one():
    assert moments.whole_months(date(2026, 8, 31), date(2027, 2, 27)) == 5
    assert moments.whole_months(date(2026, 8, 31), date(2027, 2, 28)) == 6
    assert moments.whole_months(date(2024, 2, 29), date(2025, 2, 28)) == 12
    assert moments.whole_months(date(2026, 11, 22), date(2026, 1, 1)) == 0


@given(st.dates(date(2020, 1, 1), date(2035, 1, 1)), st.integers(0, 1500))
def test_nothing_becomes_fresher_by_waiting(checked_on, days):
    levels = ["fresh", "aging", "stale", "archived"]
    today = moments.freshness(checked_on, checked_on + timedelta(days=days)).level
    tomorrow = moments.freshness(checked_on, checked_on + timedelta(days=days + 1)).level
    assert levels.index(today) <= levels.index(tomorrow)


@given(st.dates(date(2026, 1, 1), date(2027, 12, 31)), st.integers(0, 1440))
def test_L19_local_times_keep_their_order_and_are_shown_as_wished(day, minutes):
    clock_time = f"{minutes // 60:02d}:{minutes % 60:02d}"
    moment = moments.moment_of(day, clock_time)
    assert moments.moment_of(day, "00:00") <= moment <= moments.moment_of(day, "24:00")
    assert moments.moment_of(day, "24:00") == moments.moment_of(day + timedelta(days=1), "00:00")
    skipped = day in (date(2026, 3, 29), date(2027, 3, 28)) and 120 <= minutes < 180
    shown = "03:00" if skipped else clock_time.replace("24:00", "00:00")
    assert moments.local(moment).strftime("%H:%M") == shown


def test_L19_a_time_that_comes_twice_is_the_first_of_both():
    assert moments.moment_of(date(2026, 10, 25), "02:30") == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert moments.moment_of(date(2026, 10, 25), "03:00") == datetime(2026, 10, 25, 2, 0, tzinfo=UTC)


def test_every_text_passes_the_translation_before_its_numbers_are_filled_in():
    seen = []

    def say(text: str) -> str:
        seen.append(text)
        return {"{n} minuten geleden": "{n} minutes ago"}.get(text, text)

    assert moments.ago_words(NOW - timedelta(minutes=8), NOW, say) == "8 minutes ago"
    moments.day_words(date(2026, 11, 25), TODAY, say)
    assert set(seen) == {"{n} minuten geleden", "november", "woensdag", "{weekday} {day} {month}"}
