"""Schedules of the open data, read as opening rules."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from community.places import hours
from community.places.schedules import openings_of

TODAY = date(2026, 11, 22)  # a Sunday, in winter time
DEMO_SERVICES = Path(__file__).parents[2] / "demo" / "services.hsds.json"


def made(**schedule: object) -> hours.Opening:
    (opening,) = openings_of({"opens_at": "19:00", "closes_at": "21:00", **schedule}, TODAY)
    return opening


def days_of(opening: hours.Opening, days: int = 70) -> list[str]:
    return [str(day) for day in (TODAY + timedelta(days=number) for number in range(days)) if opening.is_on(day)]


def test_weekly_days_hold_within_their_dates():
    opening = made(freq="WEEKLY", byday="TU, th", valid_from="2026-11-25", until="2026-12-08", valid_to="2026-12-31")
    assert days_of(opening) == ["2026-11-26", "2026-12-01", "2026-12-03", "2026-12-08"]
    assert (opening.opens, opening.closes) == ("19:00", "21:00")


def test_every_other_week_counts_from_the_first_day():
    expected = ["2026-11-24", "2026-12-08", "2026-12-22", "2027-01-05", "2027-01-19"]
    assert days_of(made(freq="WEEKLY", interval=2, byday="TU", dtstart="2026-11-24")) == expected
    assert days_of(made(freq="WEEKLY", interval=2, byday="TU", valid_from="2026-11-24")) == expected


def test_monthly_days_may_be_numbered_or_dated():
    assert days_of(made(freq="MONTHLY", byday="1MO,-1FR")) == [
        "2026-11-27", "2026-12-07", "2026-12-25", "2027-01-04", "2027-01-29",
    ]  # fmt: skip
    assert days_of(made(freq="MONTHLY", bymonthday="1,-1")) == [
        "2026-11-30", "2026-12-01", "2026-12-31", "2027-01-01",
    ]  # fmt: skip


def test_without_days_the_first_day_says_which():
    assert days_of(made(freq="WEEKLY", dtstart="2026-12-02"), 20) == ["2026-12-02", "2026-12-09"]
    assert days_of(made(freq="MONTHLY", dtstart="2026-12-02")) == ["2026-12-02", "2027-01-02"]
    assert days_of(made(dtstart="2026-12-02")) == ["2026-12-02"]


def test_a_count_ends_after_so_many_times():
    assert days_of(made(freq="WEEKLY", byday="TU,TH", dtstart="2026-11-24", count=3)) == [
        "2026-11-24", "2026-11-26", "2026-12-01",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "zone", [{}, {"timezone": 1}, {"timezone": 2}, {"opens_at": "19:00+01:00"}, {"opens_at": "19:00:00+02:00"}]
)
def test_L19_a_time_of_people_here_stays_as_written_in_summer_and_winter(zone):
    rule = made(freq="WEEKLY", byday="WE", **zone)
    winter, summer = datetime(2026, 11, 25, 12, tzinfo=UTC), datetime(2027, 7, 7, 12, tzinfo=UTC)
    opens = [hours.state([rule], [], at).next_opens_at for at in (winter, summer)]
    assert [each and each.hour for each in opens] == [18, 17]


@pytest.mark.parametrize(
    ("schedule", "opens"),
    [
        ({"opens_at": "18:00Z"}, "19:00"),
        ({"opens_at": "18:00Z", "valid_from": "2026-07-01"}, "20:00"),
        ({"opens_at": "18:00", "timezone": 0}, "19:00"),
        ({"opens_at": "13:00-0500"}, "19:00"),
    ],
)
def test_a_time_of_another_zone_is_worked_out_on_the_first_day(schedule, opens):
    assert made(freq="WEEKLY", byday="WE", **schedule).opens == opens


@pytest.mark.parametrize(
    "schedule",
    [
        {"freq": "WEEKLY", "byday": "MO", "opens_at": None},
        {"freq": "WEEKLY", "byday": "MO", "closes_at": ""},
        {"freq": "WEEKLY"},
        {"freq": "WEEKLY", "byday": "1MO"},
        {"freq": "WEEKLY", "byday": "MO", "byweekno": "41,42"},
        {"freq": "YEARLY", "byday": "MO"},
        {"freq": "WEEKLY", "byday": "MO", "opens_at": "23:30Z"},  # here that is the next day
        {"description": "Op afspraak."},
    ],
)
def test_what_cannot_be_followed_has_no_known_hours_rather_than_wrong_ones(schedule):
    assert openings_of({"opens_at": "19:00", "closes_at": "21:00", **schedule}, TODAY) == ()


@pytest.mark.parametrize(
    "wrong",
    [
        {"opens_at": "zeven uur"},
        {"opens_at": "25:00"},
        {"closes_at": "9:00"},
        {"valid_from": "morgen"},
        {"byday": "XX"},
        {"freq": "MONTHLY", "byday": "", "bymonthday": "32"},
    ],
)
def test_a_schedule_with_nonsense_is_refused(wrong):
    with pytest.raises(ValueError, match=r".+"):
        openings_of({"freq": "WEEKLY", "byday": "MO", "opens_at": "19:00", "closes_at": "21:00", **wrong}, TODAY)


def test_the_hours_of_the_demo_services_can_be_read():
    services = json.loads(DEMO_SERVICES.read_text(encoding="utf-8"))
    schedules = [schedule for service in services for schedule in service.get("schedules", ())]
    assert schedules
    assert all(openings_of(schedule, TODAY) for schedule in schedules if schedule.get("opens_at"))
