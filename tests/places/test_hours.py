"""Opening times: rules, exceptions, holidays, the two odd nights of the year, and how they are said."""

from __future__ import annotations

import tomllib
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from dateutil.rrule import FR, MO, MONTHLY, WEEKLY, rrule

from community.clock import ZONE
from community.places import holidays, hours
from community.places.hours import Opening, OpeningException, OpenState

DEMO_PLACES = Path(__file__).parents[2] / "demo" / "places.toml"
WEEKDAYS_10_TO_17 = [Opening(weekday, "10:00", "17:00") for weekday in range(5)]


def here(text: str) -> datetime:
    """A moment as the clocks in Groningen show it."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE).astimezone(UTC)


def said(openings, at: str, exceptions=(), **more) -> str:
    moment = here(at)
    return hours.words(hours.state(openings, exceptions, moment, **more), moment)


# --- is it open, and what is next ------------------------------------------------------------


def test_a_door_is_open_from_the_first_minute_until_just_before_the_last():
    rule = [Opening(2, "13:00", "17:00")]
    moments = ["12:59:59", "13:00", "16:59:59", "17:00"]
    assert [hours.state(rule, [], here(f"2026-11-25 {each}")).is_open for each in moments] == [False, True, True, False]
    assert [hours.is_open(rule, [], here(f"2026-11-25 {each}")) for each in moments] == [False, True, True, False]


def test_a_state_tells_the_next_moment_in_utc():
    open_now = hours.state(WEEKDAYS_10_TO_17, [], here("2026-11-25 12:00"))
    assert open_now == OpenState(True, until=datetime(2026, 11, 25, 16, 0, tzinfo=UTC))
    closed = hours.state(WEEKDAYS_10_TO_17, [], here("2026-11-27 18:00"))
    assert closed == OpenState(False, next_opens_at=datetime(2026, 11, 30, 9, 0, tzinfo=UTC))
    assert closed.next_opens_at is not None
    assert closed.next_opens_at.utcoffset() == timedelta(0)


def test_hours_past_midnight_belong_to_the_day_they_began_on():
    friday_night = [Opening(4, "21:00", "02:00")]
    assert hours.state(friday_night, [], here("2026-11-28 01:30")).until == here("2026-11-28 02:00")
    assert not hours.is_open(friday_night, [], here("2026-11-27 01:30"))


def test_closing_at_24_00_and_opening_at_midnight_is_one_opening():
    whole_weekend = [Opening(5, "12:00", "24:00"), Opening(6, "00:00", "15:00")]
    assert hours.state(whole_weekend, [], here("2026-11-28 20:00")).until == here("2026-11-29 15:00")


def test_a_lunch_break_stays_a_break():
    rule = [Opening(0, "13:00", "17:00"), Opening(0, "09:00", "12:00")]
    assert hours.state(rule, [], here("2026-11-23 12:30")).next_opens_at == here("2026-11-23 13:00")


def test_a_door_that_is_always_open_never_closes_also_late_before_summer_time():
    always = [Opening(weekday, "00:00", "24:00") for weekday in range(7)]
    for at in ("2026-11-25 12:00", "2026-12-31 23:59", "2027-03-01 23:59"):
        assert hours.state(always, [], here(at), holidays.NONE) == OpenState(True)


def test_without_rules_nothing_is_known():
    assert hours.state([], [], here("2026-11-25 12:00")) == OpenState(False)


def test_a_rule_holds_between_its_first_and_last_day():
    summer = [Opening(2, "13:00", "17:00", valid_from=date(2026, 11, 25), valid_to=date(2026, 12, 2))]
    days = [date(2026, 11, 18) + timedelta(weeks=number) for number in range(4)]
    assert [bool(each.times) for each in (hours.day_hours(summer, [], day, 1)[0] for day in days)] == [
        False, True, True, False,
    ]  # fmt: skip


# --- exceptions and holidays -------------------------------------------------------------------


def test_an_exception_replaces_the_rules_of_its_day():
    exceptions = [
        OpeningException(date(2026, 11, 25), is_closed=True, note="Verbouwing"),
        OpeningException(date(2026, 11, 26), opens="19:30", closes="21:00"),
    ]
    assert not hours.is_open(WEEKDAYS_10_TO_17, exceptions, here("2026-11-25 12:00"))
    assert not hours.is_open(WEEKDAYS_10_TO_17, exceptions, here("2026-11-26 12:00"))
    assert hours.is_open(WEEKDAYS_10_TO_17, exceptions, here("2026-11-26 20:00"))
    assert hours.is_open(WEEKDAYS_10_TO_17, exceptions, here("2026-11-27 12:00"))


def test_an_exception_may_open_a_day_that_is_otherwise_closed_twice():
    sunday = date(2026, 11, 29)
    exceptions = [
        OpeningException(sunday, opens="14:00", closes="16:00"),
        OpeningException(sunday, False, "10:00", "11:00"),
    ]
    assert hours.day_hours(WEEKDAYS_10_TO_17, exceptions, sunday, 1)[0].times == (
        ("10:00", "11:00"),
        ("14:00", "16:00"),
    )


def test_closed_wins_when_exceptions_contradict_each_other():
    day = date(2026, 11, 25)
    exceptions = [OpeningException(day, opens="10:00", closes="12:00"), OpeningException(day, is_closed=True)]
    assert not hours.is_open(WEEKDAYS_10_TO_17, exceptions, here("2026-11-25 11:00"))


def test_a_closed_day_does_not_end_the_night_before():
    friday_night = [Opening(4, "21:00", "02:00")]
    closed_saturday = [OpeningException(date(2026, 11, 28), is_closed=True)]
    assert hours.is_open(friday_night, closed_saturday, here("2026-11-28 01:30"))


def test_doors_are_closed_on_public_holidays_unless_somebody_says_otherwise():
    christmas = here("2026-12-25 12:00")  # a Friday
    assert not hours.is_open(WEEKDAYS_10_TO_17, [], christmas)
    assert hours.is_open(WEEKDAYS_10_TO_17, [], christmas, holidays.NONE)
    assert hours.is_open(WEEKDAYS_10_TO_17, [OpeningException(date(2026, 12, 25), False, "11:00", "15:00")], christmas)


def test_the_public_holidays_are_the_dutch_ones():
    names = [holidays.holiday_name(date(2027, *day)) or "" for day in ((1, 1), (3, 29), (4, 27), (12, 26))]
    assert [name.casefold() for name in names] == ["nieuwjaarsdag", "tweede paasdag", "koningsdag", "tweede kerstdag"]
    assert date(2030, 5, 5) in holidays.PUBLIC  # free once in five years …
    assert date(2027, 5, 5) not in holidays.PUBLIC  # … and not in between
    assert date(2026, 12, 5) not in holidays.PUBLIC


def test_the_hours_of_a_week_name_the_holiday_and_the_reason():
    week = hours.day_hours(
        WEEKDAYS_10_TO_17,
        [OpeningException(date(2026, 12, 24), False, "10:00", "14:30", "Kerstavond")],
        date(2026, 12, 24),
    )
    assert [(each.day.day, hours.day_hours_words(each), each.note.lower()) for each in week] == [
        (24, "10 tot 14.30 uur", "kerstavond"),
        (25, "dicht", "eerste kerstdag"),
        (26, "dicht", ""),  # a Saturday: closed anyway, so there is nothing to explain
        (27, "dicht", ""),
        (28, "10 tot 17 uur", ""),
        (29, "10 tot 17 uur", ""),
        (30, "10 tot 17 uur", ""),
    ]


# --- rhythms ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("opening", "rule"),
    [
        ({"weekday": 0, "every_weeks": 2}, {"freq": WEEKLY, "interval": 2, "byweekday": MO}),
        (
            {"weekday": None, "byday": ("MO", "FR"), "every_weeks": 3},
            {"freq": WEEKLY, "interval": 3, "byweekday": (MO, FR)},
        ),
        ({"byday": ("1MO",)}, {"freq": MONTHLY, "byweekday": MO(1)}),
        ({"byday": ("-1FR", "+2MO")}, {"freq": MONTHLY, "byweekday": (FR(-1), MO(2))}),
        ({"byday": ("5FR",)}, {"freq": MONTHLY, "byweekday": FR(5)}),
        ({"byday": ("1MO",), "every_months": 2}, {"freq": MONTHLY, "interval": 2, "byweekday": MO(1)}),
        ({"bymonthday": (1, 31, -2)}, {"freq": MONTHLY, "bymonthday": (1, 31, -2)}),
        (
            {"weekday": None, "byday": ("FR",), "bymonthday": (13,)},
            {"freq": MONTHLY, "byweekday": FR, "bymonthday": 13},
        ),
    ],
)
def test_rhythms_fall_on_the_days_that_icalendar_gives(opening, rule):
    first = date(2026, 11, 25)  # a Wednesday, so that the week it counts from began before it
    days = [first + timedelta(days=number) for number in range(800)]
    expected = [each.date() for each in rrule(dtstart=datetime.combine(first, time()), until=days[-1], **rule)]
    made = Opening(**{"weekday": None, "opens": "10:00", "closes": "11:00", "starts_on": first, **opening})
    assert [day for day in days if made.is_on(day)] == expected
    assert not made.is_on(first - timedelta(days=14))


def test_a_group_once_a_quarter_is_still_announced():
    quarterly = [Opening(None, "19:30", "21:00", byday=("1MO",), every_months=3, starts_on=date(2026, 11, 2))]
    assert hours.state(quarterly, [], here("2026-11-03 12:00")).next_opens_at == here("2027-02-01 19:30")


@pytest.mark.parametrize(
    "wrong",
    [
        {"weekday": 7},
        {"weekday": None},
        {"opens": "9:00"},
        {"opens": "24:00"},
        {"closes": "24:30"},
        {"closes": ""},
        {"byday": ("6MO",)},
        {"byday": ("maandag",)},
        {"bymonthday": (0,)},
        {"every_weeks": 0},
        {"every_weeks": 2},
    ],
)
def test_a_rule_that_makes_no_sense_is_refused(wrong):
    right = {"weekday": 0, "opens": "09:00", "closes": "17:00"}
    Opening(**right)
    with pytest.raises(ValueError, match=r".+"):
        Opening(**{**right, **wrong})


def test_an_exception_is_closed_or_has_hours():
    OpeningException(date(2026, 12, 25), is_closed=True)
    with pytest.raises(ValueError, match="time"):
        OpeningException(date(2026, 12, 25))
    with pytest.raises(ValueError, match="time"):
        OpeningException(date(2026, 12, 25), opens="10:00", closes="25:00")


def test_rows_as_they_are_kept_become_rules_and_exceptions():
    row = {
        "weekday": 1,
        "opens": "13:00",
        "closes": "21:00",
        "host": "Marit",
        "starts_on": "2026-11-24",
        "every_weeks": 2,
    }
    assert hours.opening_of(row) == Opening(1, "13:00", "21:00", every_weeks=2, starts_on=date(2026, 11, 24))
    exception = hours.exception_of({"date": "2026-12-25", "closed": True, "reason": "Eerste kerstdag"})
    assert exception == OpeningException(date(2026, 12, 25), is_closed=True, note="Eerste kerstdag")
    for wrong in ({"closed": True}, {"date": "2026-13-01", "closed": True}, {"date": "2026-12-25"}):
        with pytest.raises(ValueError, match=r".+"):
            hours.exception_of(wrong)
    with pytest.raises(ValueError, match="time"):
        hours.opening_of({"weekday": 1})


def test_the_demo_places_keep_hours_we_can_read():
    for place in tomllib.loads(DEMO_PLACES.read_text(encoding="utf-8"))["place"]:
        openings = [hours.opening_of(row) for row in place.get("opening", ())]
        exceptions = [hours.exception_of(row) for row in place.get("exception", ())]
        assert hours.state(openings, exceptions, here("2026-11-25 03:00")) != OpenState(False), place["slug"]


# --- summer and winter time --------------------------------------------------------------------


def test_L19_summer_and_winter_time_never_move_the_hours():
    sundays = [Opening(6, "13:00", "17:00")]
    days = ("2026-10-18", "2026-10-25", "2027-03-21", "2027-04-04")
    starts = [hours.intervals(sundays, [], here(f"{day} 00:00"), here(f"{day} 23:59"))[0].starts_at for day in days]
    assert [each.hour for each in starts] == [11, 12, 12, 11]
    assert {each.astimezone(ZONE).hour for each in starts} == {13}


def test_L19_a_time_that_comes_twice_means_the_first_one():
    night = [Opening(5, "22:00", "02:30")]
    state = hours.state(night, [], here("2026-10-24 23:00"))
    assert state.until == datetime(
        2026, 10, 25, 0, 30, tzinfo=UTC
    )  # 02:30 in summer time, as long as every other night
    assert hours.is_open(night, [], datetime(2026, 10, 25, 0, 29, tzinfo=UTC))
    assert not hours.is_open(night, [], datetime(2026, 10, 25, 1, 15, tzinfo=UTC))  # 02:15 for the second time
    early = [Opening(6, "02:30", "04:00")]
    assert hours.intervals(early, [], here("2026-10-25 00:00"), here("2026-10-25 12:00")) == [
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 3, 0, tzinfo=UTC))
    ]


def test_L19_a_time_that_is_skipped_means_the_moment_of_skipping():
    skipped = datetime(2027, 3, 28, 1, 0, tzinfo=UTC)
    night = [Opening(5, "22:00", "02:30")]
    state = hours.state(night, [], here("2027-03-27 23:00"))
    assert state.until == skipped
    assert hours.words(state, here("2027-03-27 23:00")) == "Nu open, tot 3 uur"
    easter = {"start": here("2027-03-28 00:00"), "end": here("2027-03-28 12:00"), "holidays": holidays.NONE}
    assert hours.intervals([Opening(6, "02:30", "03:15")], [], **easter) == [(skipped, skipped + timedelta(minutes=15))]
    assert hours.intervals([Opening(6, "02:10", "02:50")], [], **easter) == []


# --- how it is said --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("at", "text"),
    [
        ("2026-11-25 12:00", "Nu open, tot 17 uur"),
        ("2026-11-25 08:00", "Gaat om 10 uur open"),
        ("2026-11-25 18:00", "Nu dicht, morgen 10 uur"),
        ("2026-11-27 18:00", "Nu dicht, maandag 10 uur"),
        ("2026-12-24 18:00", "Nu dicht, maandag 10 uur"),
    ],
)
def test_a_state_is_said_with_its_next_moment(at, text):
    assert said(WEEKDAYS_10_TO_17, at) == text


def test_from_a_week_on_the_date_is_said_because_the_weekday_would_mislead():
    monthly = [Opening(None, "19:30", "21:00", byday=("1WE",))]
    assert said(monthly, "2026-11-25 12:00") == "Nu dicht, woensdag 2 december 19.30 uur"
    assert said(monthly, "2026-11-26 12:00") == "Nu dicht, woensdag 19.30 uur"


def test_closing_in_the_small_hours_needs_no_day_but_longer_does():
    assert said([Opening(4, "21:00", "02:00")], "2026-11-27 22:00") == "Nu open, tot 2 uur"
    assert said([Opening(4, "21:00", "24:00")], "2026-11-27 22:00") == "Nu open, tot middernacht"
    camp = [Opening(4, "12:00", "12:00"), Opening(5, "12:00", "15:00")]
    assert said(camp, "2026-11-27 13:00") == "Nu open, tot morgen 15 uur"


def test_always_and_unknown_have_words_too():
    always = [Opening(weekday, "00:00", "24:00") for weekday in range(7)]
    assert said(always, "2026-12-25 12:00", holidays=holidays.NONE) == "Altijd open"
    assert said([], "2026-12-25 12:00") == "Nu dicht"
    assert hours.day_hours_words(hours.day_hours(always, [], date(2026, 11, 25), 1)[0]) == "hele dag"


def test_hours_of_a_day_in_two_parts_are_one_line():
    rule = [Opening(0, "13:00", "17:00"), Opening(0, "09:30", "12:00")]
    assert (
        hours.day_hours_words(hours.day_hours(rule, [], date(2026, 11, 23), 1)[0]) == "9.30 tot 12 uur en 13 tot 17 uur"
    )


def test_words_can_be_said_in_another_language():
    english = {"Nu open, tot {until}": "Open now, until {until}", "{hour} uur": "{hour}:00"}
    at = here("2026-11-25 12:00")
    assert hours.words(hours.state(WEEKDAYS_10_TO_17, [], at), at, lambda text: english.get(text, text)) == (
        "Open now, until 17:00"
    )
