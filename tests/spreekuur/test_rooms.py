"""The room of an online group session: open while it is on and its professional is there, never otherwise (L12)."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from chat import actions as chat
from chat import caretaker, opening
from chat.models import Room
from chat.refusals import RoomClosed
from community import clock, db
from spreekuur import retention, rooms
from spreekuur.models import Session
from tests.spreekuur.conftest import book, make_session


@db.action
def with_room(session: Session) -> Room:
    rooms.make_room(session)
    room = rooms.room_of(session)
    assert room is not None
    return room


def state(room: Room) -> str:
    db.session().rollback()
    caretaker.look_round()
    return db.session().scalar(sa.select(Room.state).where(Room.id == room.id)) or ""


@pytest.mark.law(12)
def test_L12_the_room_opens_when_the_professional_is_there_in_time_and_closes_at_the_end(group, jansen, noor):
    room = with_room(group)
    with pytest.raises(RoomClosed):
        chat.enter(noor, room, "noor-1")
    chat.enter(jansen, room, "jansen-1")
    assert state(room) == "closed"
    clock.start_at(group.starts_at)
    chat.enter(jansen, room, "jansen-1")
    assert state(room) == "open"
    assert chat.enter(noor, room, "noor-1").role == "speaker"
    clock.start_at(group.ends_at)
    assert state(room) == "closed"


@pytest.mark.law(12)
def test_L12_it_closes_when_the_professional_drops_out_but_not_for_a_moment(group, jansen):
    room = with_room(group)
    clock.start_at(group.starts_at)
    assert state(room) == "closed"
    chat.enter(jansen, room, "jansen-1")
    assert state(room) == "open"
    chat.leave("jansen-1", room)
    assert state(room) == "open"
    clock.start_at(group.starts_at + opening.GRACE + timedelta(seconds=1))
    assert state(room) == "closed"


def test_another_professional_does_not_host_it_and_it_stands_in_no_list_of_rooms(group, cast, browser):
    room = with_room(group)
    clock.start_at(group.starts_at)
    with pytest.raises(RoomClosed):
        chat.enter(cast.staff("professional"), room, "other-1")
    assert room.slug not in browser.get("/chat").get_data(as_text=True)
    assert browser.get(room.url).status_code == 200


def test_the_session_and_the_booking_lead_to_the_room(group, noor, jansen, browser, browser_of):
    room = with_room(group)
    assert f'href="{room.url}"' in browser.get(group.url).get_data(as_text=True)
    assert f'href="{room.url}"' in browser_of(jansen).get("/agenda").get_data(as_text=True)
    made = book(browser_of(noor), group)
    assert f'href="{room.url}"' in browser_of(noor).get(made.location).get_data(as_text=True)


def test_a_session_at_a_place_or_for_two_has_no_room(two, jansen, place):
    there = make_session(jansen, kind="group", channels=["place"], place_id=place.id)
    for session in (two, there):
        _make(session)
        assert rooms.room_of(session) is None


@db.action
def _make(session: Session) -> None:
    rooms.make_room(session)


def test_calling_off_keeps_the_room_closed(group, jansen, browser_of):
    room = with_room(group)
    browser_of(jansen).post(f"/agenda/{group.public_id}/afzeggen", {"text": "Ik ben ziek."})
    clock.start_at(group.starts_at)
    chat.enter(jansen, room, "jansen-1")
    assert state(room) == "closed"


def test_L6_the_room_goes_with_what_was_asked_90_days_after_the_end(group):
    with_room(group)
    clock.start_at(group.ends_at + timedelta(days=89))
    retention.run()
    assert db.session().scalar(sa.select(sa.func.count()).select_from(Room)) == 1
    clock.start_at(group.ends_at + timedelta(days=90, minutes=1))
    retention.run()
    assert db.session().scalar(sa.select(sa.func.count()).select_from(Room)) == 0
