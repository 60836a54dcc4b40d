"""L12: rooms open when it is planned and enough hosts are in them, and close by themselves."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from chat import caretaker, opening, presence
from chat.models import Presence, Process, Room
from community import audit, clock, db
from community.moderation import shifts
from tests.chat.conftest import make_room


def state_of(room: Room) -> str:
    return str(db.session().scalar(sa.select(Room.state).where(Room.id == room.id)))


def go_on(seconds: float) -> None:
    """Let time pass, with the caretaker's rounds in it, as in a process that serves."""
    for _ in range(int(seconds // opening.LOOK_EVERY_SECONDS)):
        clock.start_at(clock.now() + timedelta(seconds=opening.LOOK_EVERY_SECONDS))
        caretaker.look_round()


def test_L15_who_reads_a_closed_room_is_noted_once_an_opening(
    noor: Any, mila: Any, bas: Any, inside: Any, say: Any, socket_of: Any, browser_of: Any
) -> None:
    room = make_room("tafel", state="open", max_speakers=0)
    say(inside(noor, "tafel"), "moi", room="tafel")
    browser_of(mila).get("/chat/tafel")
    assert looks() == []  # it is open: everybody reads
    close_and_open(room, "closed")
    assert browser_of(noor).get("/chat/tafel").status_code == 200  # the door
    for _again in range(2):
        assert "moi" in browser_of(mila).get("/chat/tafel").get_data(as_text=True)
        browser_of(mila).get("/chat/tafel/berichten")
        socket_of(mila).ask("room:enter", {"room": "tafel", "after": 0})
    assert looks() == [("Mila", "room:tafel", {"opening": 1})]
    browser_of(bas).get("/chat/tafel/berichten?after=0")
    assert [each[0] for each in looks()] == ["Mila", "Bas"]
    close_and_open(room, "open", opening=2, opened_seq=1)
    say(inside(noor, "tafel"), "weer moi", room="tafel")
    close_and_open(room, "closed")
    browser_of(mila).get("/chat/tafel")
    assert looks()[2:] == [("Mila", "room:tafel", {"opening": 2})]


def test_L15_a_closed_room_in_which_nothing_stands_is_no_look(mila: Any, browser_of: Any) -> None:
    make_room("tafel")
    assert browser_of(mila).get("/chat/tafel").status_code == 200 and looks() == []


def looks() -> list[tuple[str, str, dict[str, Any]]]:
    found = [each for each in reversed(audit.trail()) if each.act == "room.read_closed"]
    return [(each.actor_name, each.subject, each.details) for each in found]


@db.action
def close_and_open(room: Room, state: str, **fields: Any) -> None:
    db.session().refresh(room)
    for name, value in {"state": state, **fields}.items():
        setattr(room, name, value)


def test_L12_a_room_opens_when_the_second_host_enters_and_a_member_cannot_before(
    noor: Any, mila: Any, bas: Any, socket_of: Any, say: Any, waiting: Room
) -> None:
    member, first, second = socket_of(noor), socket_of(mila), socket_of(bas)
    assert member.ask("room:enter", {"room": "wachtlijst"})["error"]["code"] == "room_closed"
    assert say(member, "is daar iemand", room="wachtlijst")["error"]["code"] == "room_closed"
    alone = first.ask("room:enter", {"room": "wachtlijst"})
    assert alone["ok"] and alone["room"]["state"] == "closed" and alone["you"]["may_speak"] is False
    first.news()
    both = second.ask("room:enter", {"room": "wachtlijst"})
    assert both["room"]["state"] == "open" and both["you"]["may_speak"] is True
    assert both["room"]["hosts"] == [{"name": "Mila", "badge": "peer_expert"}, {"name": "Bas", "badge": "peer_expert"}]
    assert first.news("room:changed")[-1]["state"] == "open"
    assert member.ask("room:enter", {"room": "wachtlijst"})["ok"]
    assert say(member, "ik ben er", room="wachtlijst")["ok"]


def test_L12_the_same_host_twice_is_one_host(mila: Any, socket_of: Any, waiting: Room) -> None:
    socket_of(mila).ask("room:enter", {"room": "wachtlijst"})
    assert socket_of(mila).ask("room:enter", {"room": "wachtlijst"})["room"]["state"] == "closed"


def test_L12_and_L6_a_room_closes_within_90_seconds_and_its_words_are_gone_for_members(
    noor: Any, mila: Any, bas: Any, inside: Any, socket_of: Any, say: Any, waiting: Room
) -> None:
    first, second = inside(mila, "wachtlijst"), inside(bas, "wachtlijst")
    member = inside(noor, "wachtlijst")
    say(member, "dit blijft hier", room="wachtlijst")
    second.ask("room:leave", {"room": "wachtlijst"})
    go_on(20)
    assert state_of(waiting) == "open"  # a phone that changes networks does not close a room
    go_on(65)
    assert state_of(waiting) == "closed"
    assert member.news("room:changed")[-1]["state"] == "closed"
    assert say(member, "hallo", room="wachtlijst")["error"]["code"] == "room_closed"
    assert member.ask("room:enter", {"room": "wachtlijst", "after": 0})["error"]["code"] == "room_closed"
    for_host = first.ask("room:enter", {"room": "wachtlijst", "after": 0})
    assert [each["body"] for each in for_host["messages"]] == ["dit blijft hier"]
    socket_of(bas).ask("room:enter", {"room": "wachtlijst"})
    again = member.ask("room:enter", {"room": "wachtlijst", "after": 0})
    assert again["room"]["state"] == "open" and again["messages"] == [] and again["from_seq"] == 2


def test_L12_a_host_who_comes_back_in_time_keeps_the_room_open(mila: Any, bas: Any, inside: Any, waiting: Room) -> None:
    inside(mila, "wachtlijst")
    second = inside(bas, "wachtlijst")
    second.client.disconnect("/chat")
    go_on(20)
    inside(bas, "wachtlijst")
    go_on(120)
    assert state_of(waiting) == "open"


def test_L12_hosts_of_a_killed_process_fade_and_the_room_closes_within_90_seconds(
    mila: Any, bas: Any, inside: Any, waiting: Room
) -> None:
    inside(mila, "wachtlijst"), inside(bas, "wachtlijst")
    caretaker.look_round()
    pretend_killed()
    go_on(90)
    assert state_of(waiting) == "closed"
    assert db.session().scalar(sa.select(sa.func.count(Presence.id))) == 0


@db.action
def pretend_killed() -> None:
    """All sockets belong to a process that will never beat again."""
    db.add(Process(key="gone", beat_at=clock.now()))
    db.session().execute(sa.update(Presence).values(process="gone"))


def test_L12_a_room_closes_at_the_end_of_its_hours_and_opens_at_their_begin(mila: Any, inside: Any, app: Flask) -> None:
    clock.start_at(datetime(2026, 11, 25, 17, 59, 50, tzinfo=UTC))  # a Wednesday, 18.59.50 in Groningen
    make_room("avond", min_hosts=1, openings=[{"weekday": 2, "opens": "19:00", "closes": "21:00"}])
    inside(mila, "avond")
    room = db.session().scalar(sa.select(Room).where(Room.slug == "avond"))
    assert room is not None and state_of(room) == "closed"
    go_on(20)
    assert state_of(room) == "open"
    db.session().refresh(room)
    assert room.closes_at == datetime(2026, 11, 25, 20, tzinfo=UTC)
    clock.start_at(datetime(2026, 11, 25, 19, 59, 50, tzinfo=UTC))
    go_on(5)
    assert state_of(room) == "open"
    go_on(15)
    assert state_of(room) == "closed"


def test_L12_an_exception_keeps_a_room_closed(mila: Any, inside: Any, app: Flask) -> None:
    clock.start_at(datetime(2026, 11, 25, 18, 30, tzinfo=UTC))
    make_room("avond", min_hosts=1, openings=[{"weekday": 2, "opens": "19:00", "closes": "21:00"}],
              exceptions=[{"date": "2026-11-25", "closed": True}])  # fmt: skip
    inside(mila, "avond")
    go_on(10)
    assert db.session().scalar(sa.select(Room.state).where(Room.slug == "avond")) == "closed"


def test_kletskamer_needs_no_hosts_and_stays_open(kitchen: Room) -> None:
    go_on(200)
    assert state_of(kitchen) == "open"


def test_who_goes_off_duty_no_longer_holds_a_room_open(mila: Any, bas: Any, inside: Any, waiting: Room) -> None:
    inside(mila, "wachtlijst"), inside(bas, "wachtlijst")
    assert [room.state for room in shifts.rooms_for(mila) if room.slug == "wachtlijst"] == ["open, 2 van het team"]
    shifts.set_on_duty(bas, "wachtlijst", True)
    shifts.set_on_duty(bas, "wachtlijst", False)
    go_on(60)
    assert state_of(waiting) == "closed"
    shifts.set_on_duty(bas, "wachtlijst", True)
    assert state_of(waiting) == "open"


def test_a_process_that_was_taken_for_dead_cuts_its_own_sockets(
    noor: Any, inside: Any, kitchen: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    inside(noor)
    caretaker.look_round()
    cut: list[bool] = []
    monkeypatch.setattr(caretaker.live, "cut_all", lambda: cut.append(True))
    forget_all()
    caretaker.look_round()
    assert cut == [True]
    caretaker.look_round()
    assert cut == [True]


@db.action
def forget_all() -> None:
    presence.forget([presence.own_process()])


def test_a_killed_process_frees_seats_for_who_waits(noor: Any, sam: Any, inside: Any, app: Flask) -> None:
    room = make_room("tafel", is_always_open=True, state="open", max_speakers=1)
    inside(noor, "tafel")
    pretend_killed()
    waits = inside(sam, "tafel")
    caretaker.look_round()
    go_on(35)
    assert waits.news("you:changed")[-1]["may_speak"] is True
    assert presence.crowd(room).speakers == 1


def test_what_lost_sockets_left_is_swept_away(noor: Any, sam: Any, inside: Any, kitchen: Room) -> None:
    hers = inside(noor)
    inside(sam)
    add_ghost(kitchen, noor)
    assert presence.crowd(kitchen).speakers == 2
    hers.ask("room:leave", {"room": "keuken"})
    assert presence.crowd(kitchen).speakers == 2  # her ghost still sits there
    caretaker.sweep()
    assert presence.crowd(kitchen).speakers == 1


@db.action
def add_ghost(room: Room, person: Any) -> None:
    db.add(Presence(sid="lost", process=presence.own_process(), room_id=room.id, person_id=person.id, role="speaker"))
