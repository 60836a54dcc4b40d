"""Reading along by choice: the chair goes to who waits, and the choice outlasts the line."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from chat import presence
from chat.models import Room
from community import clock, db
from tests.chat.conftest import make_room
from tests.chat.test_writing import mute


@pytest.fixture
def table(app: Flask) -> Room:
    """A room with one chair."""
    return make_room("tafel", is_always_open=True, state="open", max_speakers=1)


def sit(socket: Any, speak: Any) -> Any:
    return socket.ask("room:sit", {"room": "tafel", "speak": speak})


def enter(socket: Any) -> Any:
    return socket.ask("room:enter", {"room": "tafel"})["you"]


def numbers(room: Room) -> tuple[int, int, int]:
    """(speakers, waiting, readers) now."""
    there = presence.crowd(room)
    return there.speakers, there.waiting, there.readers


def test_who_reads_along_leaves_the_chair_to_who_waits(noor: Any, sam: Any, inside: Any, say: Any, table: Room) -> None:
    hers, his = inside(noor, "tafel"), inside(sam, "tafel")
    assert numbers(table) == (1, 1, 0)
    you = sit(hers, False)["you"]
    assert (you["may_speak"], you["place_in_queue"]) == (False, None)
    assert his.news("you:changed")[-1]["may_speak"] is True
    assert hers.news("you:changed")[-1]["may_speak"] is False
    assert numbers(table) == (1, 0, 1)
    assert say(hers, "toch iets", room="tafel")["error"]["code"] == "not_allowed"
    assert say(his, "moi", room="tafel")["ok"]
    assert sit(hers, False)["ok"] and numbers(table) == (1, 0, 1)


def test_the_choice_outlasts_a_line_that_breaks_and_ends_with_the_opening(
    noor: Any, inside: Any, socket_of: Any, table: Room
) -> None:
    hers = inside(noor, "tafel")
    sit(hers, False)
    assert enter(hers)["may_speak"] is False  # a phone that looks again
    hers.client.disconnect("/chat")
    again = socket_of(noor)
    assert enter(again)["may_speak"] is False and numbers(table) == (0, 0, 1)
    assert sit(again, True)["you"]["may_speak"] is True and numbers(table) == (1, 0, 0)
    sit(again, False)
    again.client.disconnect("/chat")
    reopen(table)
    assert enter(socket_of(noor))["may_speak"] is True


@db.action
def reopen(room: Room) -> None:
    db.session().refresh(room)
    room.opening, room.opened_seq, room.opened_at = room.opening + 1, room.last_seq, clock.now()


def test_who_wants_to_speak_again_waits_behind_everybody_and_may_leave_the_queue(
    noor: Any, sam: Any, cast: Any, inside: Any, table: Room
) -> None:
    hers, his, third = inside(noor, "tafel"), inside(sam, "tafel"), inside(cast.guest(), "tafel")
    sit(hers, False)
    assert sit(hers, True)["you"]["place_in_queue"] == 2
    assert sit(hers, True)["you"]["place_in_queue"] == 2  # asking twice is waiting once
    third.news()
    assert sit(third, False)["you"]["place_in_queue"] is None
    assert hers.news("you:changed")[-1]["place_in_queue"] == 1
    sit(his, False)
    assert hers.news("you:changed")[-1]["may_speak"] is True and numbers(table) == (1, 0, 2)


def test_all_pages_of_somebody_have_one_chair(noor: Any, sam: Any, inside: Any, table: Room) -> None:
    first, second = inside(noor, "tafel"), inside(noor, "tafel")
    his = inside(sam, "tafel")
    sit(first, False)
    assert second.news("you:changed")[-1]["may_speak"] is False and numbers(table) == (1, 0, 1)
    sit(second, True), sit(his, False)
    assert first.news("you:changed")[-1]["may_speak"] is True and numbers(table) == (1, 0, 1)


def test_where_there_are_no_chairs_and_for_hosts_there_is_nothing_to_choose(
    noor: Any, mila: Any, inside: Any, socket_of: Any, browser_of: Any, kitchen: Room, table: Room
) -> None:
    wish = {"room": "keuken", "speak": False}
    assert inside(noor).ask("room:sit", wish)["error"]["code"] == "invalid"
    assert "/plaats" not in browser_of(noor).get("/chat/keuken").get_data(as_text=True)
    assert sit(inside(mila, "tafel"), False)["error"]["code"] == "not_allowed"
    assert "/plaats" not in browser_of(mila).get("/chat/tafel").get_data(as_text=True)
    assert sit(socket_of(noor), False)["error"]["code"] == "not_joined"
    hers = inside(noor, "tafel")
    for wrong in (None, 0, "0", []):
        assert sit(hers, wrong)["error"]["code"] == "invalid"
    assert numbers(table) == (1, 0, 0)
    make_room("dicht")
    assert browser_of(noor).post("/chat/dicht/plaats", {"speak": "0"}).status_code == 403


def test_who_may_not_write_takes_no_chair(noor: Any, inside: Any, browser_of: Any, table: Room) -> None:
    hers = inside(noor, "tafel")
    sit(hers, False)
    mute(noor)
    assert sit(hers, True)["you"]["may_speak"] is False and numbers(table) == (0, 0, 1)
    assert "/plaats" not in browser_of(noor).get("/chat/tafel").get_data(as_text=True)


def test_the_page_gives_up_the_chair_and_wants_it_back_without_script(
    noor: Any, inside: Any, browser_of: Any, table: Room
) -> None:
    hers, page = inside(noor, "tafel"), browser_of(noor)
    before = page.get("/chat/tafel").get_data(as_text=True)
    assert "Ik lees mee" in before and 'id="schrijf"' in before
    done = page.post("/chat/tafel/plaats", {"speak": "0"})
    assert (done.status_code, done.headers["Location"]) == (303, "/chat/tafel")
    assert hers.news("you:changed")[-1]["may_speak"] is False
    after = page.get("/chat/tafel").get_data(as_text=True)
    assert "Ik wil meepraten" in after and 'id="schrijf"' not in after
    assert page.post("/chat/tafel/plaats", {"speak": "misschien"}).status_code == 422
    assert page.post("/chat/tafel/plaats", {"speak": "1"}).status_code == 303
    assert hers.news("you:changed")[-1]["may_speak"] is True
    assert 'id="schrijf"' in page.get("/chat/tafel").get_data(as_text=True)
