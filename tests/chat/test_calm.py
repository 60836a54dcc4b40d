"""What a room says calmly: its pace, reading first, who waits, that it closes; and on its door when it opens."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from chat import actions
from chat.models import Room
from community import clock, db
from tests.chat.conftest import make_room
from tests.chat.test_events import fill
from tests.chat.test_keeping import make_place
from tests.chat.test_opening import go_on, state_of

EVENING = [{"weekday": day, "opens": "19:00", "closes": "21:00"} for day in range(7)]
WEDNESDAY = datetime(2026, 11, 25, 18, 30, tzinfo=UTC)
"""19.30 in Groningen."""


def shown(page: str, id: str) -> str | None:
    """The text of an element as it is seen; None while it is hidden or not there."""
    start = page.find(f'id="{id}"')
    if start < 0:
        return None
    tag, rest = page[start:].split(">", 1)
    return None if " hidden" in tag else unescape(rest.split("</", 1)[0].strip())


def text_of(browser: Any, path: str) -> str:
    return str(browser.get(path).get_data(as_text=True))


@pytest.fixture
def evening(mila: Any, inside: Any, app: Flask) -> Room:
    """A room that is open on this evening until nine, with its host in it."""
    clock.start_at(WEDNESDAY)
    room = make_room("avond", min_hosts=1, openings=EVENING, closing_text="Tot morgen.", opening_text="Schuif aan.")
    inside(mila, "avond")
    return room


def test_who_writes_is_told_of_the_pace_and_that_all_is_read_first(noor: Any, browser_of: Any, app: Flask) -> None:
    make_room("rustig", state="open", slow_mode_seconds=30, hold_all=True, pinned_text="Vandaag: <wachten>")
    make_room("gewoon", state="open")
    page = text_of(browser_of(noor), "/chat/rustig")
    assert shown(page, "rustig") == "Het gaat hier even rustig aan: één bericht per 30 seconden."
    assert shown(page, "eerst-lezen") == "Alles wat je schrijft leest eerst iemand van het team."
    assert shown(page, "prikbord") == "Vandaag: <wachten>" and "<wachten>" not in page
    page = text_of(browser_of(noor), "/chat/gewoon")
    assert [shown(page, each) for each in ("rustig", "eerst-lezen", "prikbord", "rij")] == [None] * 4


def test_a_page_without_script_says_who_waits_and_that_all_chairs_are_taken(
    noor: Any, sam: Any, cast: Any, inside: Any, browser_of: Any, app: Flask
) -> None:
    make_room("tafel", is_always_open=True, state="open", max_speakers=1)
    page = browser_of(cast.guest())
    assert shown(text_of(page, "/chat/tafel"), "rij") is None
    inside(noor, "tafel")
    assert shown(text_of(page, "/chat/tafel"), "rij") == "Alle stoelen zijn nu bezet. Meelezen kan."
    inside(sam, "tafel")
    assert shown(text_of(page, "/chat/tafel"), "rij") == "1 mens wacht op een stoel."
    inside(cast.guest(), "tafel")
    assert shown(text_of(page, "/chat/tafel"), "rij") == "2 mensen wachten op een stoel."


def test_L12_a_room_says_ten_minutes_before_that_it_closes_and_where_to_go(
    noor: Any, browser_of: Any, evening: Room
) -> None:
    make_room("nacht", title="Nachtdienst", is_always_open=True, state="open")
    page = browser_of(noor)
    at_first = text_of(page, "/chat/avond")
    found = re.search(r'id="sluit" data-at="2026-11-25T21:00\+01:00" data-in="(\d+)" hidden', at_first)
    assert found and 5340 < int(found[1]) <= 5400
    clock.start_at(WEDNESDAY + timedelta(minutes=79))
    go_on(5)
    assert " hidden" in text_of(page, "/chat/avond").split('id="sluit"')[1].split(">")[0]
    clock.start_at(WEDNESDAY + timedelta(minutes=80))
    go_on(5)
    line = text_of(page, "/chat/avond").split('id="sluit"')[1].split("</li>")[0]
    assert " hidden" not in line.split(">")[0]
    assert "Avond sluit om 21 uur." in line and 'href="/chat/nacht"' in line and 'href="/forum"' in line


def test_L12_and_L6_when_it_closes_there_is_the_closing_text_a_way_on_and_no_word_of_what_was_said(
    noor: Any, mila: Any, inside: Any, say: Any, browser_of: Any, evening: Room
) -> None:
    make_room("nacht", title="Nachtdienst", is_always_open=True, state="open")
    say(inside(noor, "avond"), "dit blijft aan tafel", room="avond")
    page = browser_of(noor)
    inside_page = text_of(page, "/chat/avond")
    assert "dit blijft aan tafel" in inside_page and "Schuif aan." in inside_page
    clock.start_at(WEDNESDAY + timedelta(minutes=90))
    go_on(5)
    assert state_of(evening) == "closed"
    door = text_of(page, "/chat/avond")
    assert "dit blijft aan tafel" not in door and "Tot morgen." in door and "Teruglezen kan niet meer" in door
    assert "Naar Nachtdienst" in door and "Naar het forum" in door
    assert page.get("/chat/avond/berichten").status_code == 403
    assert "dit blijft aan tafel" in text_of(browser_of(mila), "/chat/avond")  # the team can, for reports


def test_L6_who_comes_in_reads_the_last_hour_on_the_page_and_no_more(
    noor: Any, sam: Any, cast: Any, inside: Any, say: Any, browser_of: Any, app: Flask
) -> None:
    clock.start_at(WEDNESDAY)
    make_room("lang", state="open", is_always_open=True)
    hers = inside(noor, "lang")
    say(hers, "vroeg gezegd", room="lang")
    clock.start_at(WEDNESDAY + timedelta(minutes=40))
    say(hers, "later gezegd", room="lang")
    clock.start_at(WEDNESDAY + timedelta(minutes=61))
    page = text_of(browser_of(sam), "/chat/lang")
    assert "vroeg gezegd" not in page and "later gezegd" in page
    clock.start_at(WEDNESDAY + timedelta(minutes=120))
    assert "later gezegd" not in text_of(browser_of(cast.guest()), "/chat/lang")


def test_hours_that_are_moved_are_told(noor: Any, inside: Any, evening: Room) -> None:
    hers = inside(noor, "avond")
    move_closing(evening)
    go_on(5)
    assert hers.news("room:changed")[-1]["closes_at"] == "2026-11-25T21:00:00Z"


@db.action
def move_closing(room: Room) -> None:
    room.exceptions = [{"date": "2026-11-25", "opens": "19:00", "closes": "22:00"}]


def test_a_door_says_which_coming_days_are_unlike_others(browser: Any, app: Flask) -> None:
    clock.start_at(WEDNESDAY)
    exceptions = [
        {"date": "2026-12-05", "opens": "15:00", "closes": "17:00"},
        {"date": "2026-11-25", "closed": True},
        {"date": "2026-11-24", "closed": True, "reason": "voorbij"},
        {"date": "2026-12-23", "closed": True, "reason": "te ver weg"},
    ]
    make_room("avond", openings=EVENING, exceptions=exceptions)
    door = text_of(browser, "/chat/avond")
    unlike = door.split("Anders dan anders")[1].split("</ul>")[0]
    assert "vandaag: dicht" in unlike and "zaterdag 5 december: 15 tot 17 uur" in unlike
    assert "voorbij" not in door and "te ver weg" not in door
    clock.start_at(WEDNESDAY + timedelta(days=10))
    assert "woensdag 23 december: dicht (te ver weg)" in text_of(browser, "/chat/avond")
    make_room("gewoon", openings=EVENING)
    assert "Anders dan anders" not in text_of(browser, "/chat/gewoon")


def test_a_room_of_a_place_and_its_place_lead_to_each_other(
    noor: Any, browser: Any, browser_of: Any, app: Flask
) -> None:
    place = make_place("de-steiger")
    make_room("aan-de-haven", place_id=place.id, state="open")
    assert 'href="/chat/aan-de-haven"' in text_of(browser, "/plekken/de-steiger")
    for page in (browser, browser_of(noor)):
        assert 'href="/plekken/de-steiger"' in text_of(page, "/chat/aan-de-haven")


def test_the_calm_lines_cost_a_member_no_query(
    noor: Any, browser_of: Any, app: Flask, kitchen: Room, statements: list[str]
) -> None:
    make_room("rustig", state="open", slow_mode_seconds=30, hold_all=True, pinned_text="x", closes_at=clock.now())
    page = browser_of(noor)
    fill(kitchen, 3)
    fill(calm := db.session().scalars(sa.select(Room).where(Room.slug == "rustig")).one(), 3)
    actions.note_entry(noor, kitchen), actions.note_entry(noor, calm)
    counts = []
    for path in ("/chat/keuken", "/chat/rustig", "/chat/keuken", "/chat/rustig"):
        statements.clear()
        page.get(path)
        counts.append(len(statements))
    assert counts[3] == counts[2] <= 16
    assert not [each for each in statements if "room_handovers" in each]
