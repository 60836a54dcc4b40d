"""Calendar files: neutral for who looks over a shoulder, right across summer time, and only for who booked."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from icalendar import Calendar

from spreekuur import calendar
from spreekuur.calendar import Entry
from tests.spreekuur.conftest import any_slot, book, shown_code


def events(data: bytes) -> list[Any]:
    return list(Calendar.from_ical(data).walk("VEVENT"))


@pytest.mark.parametrize(
    ("moment", "local"),
    [
        (datetime(2026, 10, 24, 14, tzinfo=UTC), "16:00"),  # the day before summer time ends
        (datetime(2026, 10, 25, 15, tzinfo=UTC), "16:00"),
        (datetime(2027, 3, 27, 15, tzinfo=UTC), "16:00"),  # the day before it begins
        (datetime(2027, 3, 28, 14, tzinfo=UTC), "16:00"),
    ],
)
def test_L19_a_time_is_written_as_clocks_show_it_with_its_zone(app, moment, local):
    data = calendar.file_of([Entry("een", moment, moment.replace(hour=moment.hour + 1))])
    (event,) = events(data)
    assert event["dtstart"].params["TZID"] == "Europe/Amsterdam"
    assert f"{event['dtstart'].dt:%H:%M}" == local and event["dtstart"].dt == moment
    assert [str(zone["tzid"]) for zone in Calendar.from_ical(data).walk("VTIMEZONE")] == ["Europe/Amsterdam"]


def test_the_file_tells_nothing_but_that_there_is_an_appointment(two, noor, browser_of):
    browser = browser_of(noor)
    book(browser, two, any_slot(two), question="Ik slaap niet")
    answer = browser.get(f"{two.url}/agenda.ics")
    assert answer.status_code == 200 and answer.mimetype == "text/calendar"
    assert answer.headers["Cache-Control"] == "no-store"
    (event,) = events(answer.data)
    assert str(event["summary"]) == "Afspraak"
    assert event["dtstart"].dt == two.starts_at
    text = answer.get_data(as_text=True).lower()
    for telling in ("moi", "spreekuur", "jansen", "psycholoog", "steiger", "half uur", "slaap", "http"):
        assert telling not in text, telling


def test_only_who_booked_gets_the_file_by_session_or_by_code(two, noor, sam, browser, browser_of):
    code = shown_code(browser_of(noor).get(book(browser_of(noor), two, any_slot(two)).location))
    path = f"{two.url}/agenda.ics"
    assert browser_of(noor).get(path).status_code == 200
    for other in (browser, browser_of(sam)):
        assert other.get(path).status_code == 404
        assert other.get(f"{path}?afspraak=verzonnen").status_code == 404
    proof = browser.post("/spreekuur/terug", {"code": code}).location.rsplit("/", 1)[1]
    assert browser.get(f"{path}?afspraak={proof}").status_code == 200
    browser.post(f"{two.url}/afzeggen", {"code": code})
    assert browser.get(f"{path}?afspraak={proof}").status_code == 404
    assert browser_of(noor).get(path).status_code == 404


def test_the_public_feed_has_the_coming_groups_and_no_word_about_them(two, group, browser):
    answer = browser.get("/spreekuur.ics")
    assert answer.status_code == 200 and "max-age" in answer.headers["Cache-Control"]
    (event,) = events(answer.data)
    assert (str(event["summary"]), event["dtstart"].dt) == ("Afspraak", group.starts_at)
    assert "slapen" not in answer.get_data(as_text=True).lower()
    assert events(calendar.file_of([])) == []


def test_every_session_page_says_its_time_with_the_offset(two, group, browser):
    assert '<time datetime="2026-11-27T16:00+01:00">' in browser.get(two.url).get_data(as_text=True)
    assert '<time datetime="2026-11-28T16:00+01:00">' in browser.get(group.url).get_data(as_text=True)
