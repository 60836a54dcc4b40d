"""Order and completeness of what a room hears, also when news between processes comes late or not at all."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask, current_app

from chat import news, payloads
from chat.models import Message, Process, Room
from community import clock, db, live
from community.live.news import Bus, News
from community.members import forgetting
from tests.chat.conftest import make_room
from tests.chat.test_events import fill


def bus() -> Bus:
    found: Bus = current_app.extensions["moi.bus"]
    return found


def from_elsewhere(room: Room, number: int) -> list[News]:
    """What another process would tell about messages it stored, not yet heard here."""
    after = room.last_seq
    fill(room, number)
    return [each for _seq, each in news.read_posted(room.audience, after, None)]


def test_news_that_comes_as_2_before_1_is_told_as_1_then_2(noor: Any, inside: Any, kitchen: Room) -> None:
    hers = inside(noor)
    first, second = from_elsewhere(kitchen, 2)
    bus().take(second)
    assert hers.news("message:posted") == []
    bus().take(first)
    assert [each["seq"] for each in hers.news("message:posted")] == [1, 2]


def test_what_never_comes_is_read_from_the_database_and_told_once(noor: Any, inside: Any, kitchen: Room) -> None:
    hers = inside(noor)
    first, second, third = from_elsewhere(kitchen, 3)
    bus().take(third)
    bus().stream(kitchen.audience).read_missing(3)  # after 300 ms of waiting
    bus().take(first), bus().take(second)
    assert [each["seq"] for each in hers.news("message:posted")] == [1, 2, 3]


def test_after_an_interruption_each_room_is_told_what_it_missed(noor: Any, inside: Any, kitchen: Room) -> None:
    hers = inside(noor)
    missed = from_elsewhere(kitchen, 5)
    bus().stream(kitchen.audience).read_missing()
    for each in missed:
        bus().take(each)
    assert [each["seq"] for each in hers.news("message:posted")] == [1, 2, 3, 4, 5]


def test_who_enters_is_not_told_again_what_the_process_missed_before(
    noor: Any, sam: Any, inside: Any, socket_of: Any, say: Any, kitchen: Room
) -> None:
    hers = inside(noor)
    say(hers, "een")
    hers.client.disconnect("/chat")
    from_elsewhere(kitchen, 3)  # nobody here listened
    his = socket_of(sam)
    answer = his.ask("room:enter", {"room": "keuken"})
    assert [each["seq"] for each in answer["messages"]] == [1, 2, 3, 4]
    (fifth,) = from_elsewhere(kitchen, 1)
    bus().take(fifth)
    assert [each["seq"] for each in his.news("message:posted")] == [5]


def test_the_sender_gets_a_client_id_also_when_news_is_read_from_the_database(
    noor: Any, inside: Any, say: Any, kitchen: Room
) -> None:
    message = say(inside(noor), "moi", client_id="c")["message"]
    ((seq, told),) = news.read_posted(kitchen.audience, 0, None)
    assert seq == message["seq"] and told.private == {"client_id": "c"} and told.private_to == f"person:{noor.id}"


def test_room_news_is_told_at_once_then_at_most_once_a_pause(kitchen: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[float] = []
    planned: list[tuple[float, Any]] = []
    monkeypatch.setattr(news, "ROOM_NEWS_EVERY_SECONDS", 60.0)
    monkeypatch.setattr(news, "_senders", {"room": lambda room_id: told.append(room_id)})
    monkeypatch.setattr(live, "later", lambda wait, do, *args: planned.append((wait, lambda: do(*args))))
    for _ in range(5):
        news.tell_room(kitchen)
    assert told == [kitchen.id] and len(planned) == 1 and 59 < planned[0][0] <= 60
    planned[0][1]()
    assert told == [kitchen.id] * 2
    news.tell_room(kitchen, at_once=True)
    assert told == [kitchen.id] * 3


def test_nothing_is_told_of_what_was_not_stored(noor: Any, sam: Any, inside: Any, kitchen: Room) -> None:
    his = inside(sam)

    @db.action
    def fails() -> None:
        message = Message(room=kitchen, room_id=kitchen.id, seq=1, client_id="x", author_id=noor.id, author_name="n",
                          author_bird="wulp", author_tint=1, body="b", html="", shown_at=clock.now())  # fmt: skip
        db.add(message)
        news.tell_posted(message)
        raise RuntimeError("the database went away")

    with pytest.raises(RuntimeError):
        fails()
    assert his.news() == []


@pytest.mark.parametrize("how", ["keep_posts", "remove_all"])
def test_L5_who_is_erased_is_gone_from_open_rooms_at_once(
    how: str, noor: Any, sam: Any, inside: Any, socket_of: Any, say: Any, kitchen: Room
) -> None:
    his = inside(sam)
    say(inside(noor), "van mij geweest")
    his.news()
    forgetting.erase(noor, how)
    changed = his.news("message:changed")[-1]
    assert "kievit" not in str(changed) and changed["author"]["name"] == "een vogel" and changed["seq"] == 1
    assert (changed["body"] == "") is (how == "remove_all")
    shown = socket_of(sam).ask("room:enter", {"room": "keuken"})["messages"]
    assert shown == [changed]


def test_the_payload_of_a_message_says_who_spoke_as_they_were_then(
    mila: Any, inside: Any, say: Any, kitchen: Room, app: Flask
) -> None:
    message = say(inside(mila), "welkom")["message"]
    assert message["author"]["badge"] == "peer_expert" and message["author"]["name"] == "Mila"
    assert set(message) == {
        "id", "room", "seq", "client_id", "author", "body", "html", "sent_at", "reply_to", "state", "reactions",
        "edited",
    }  # fmt: skip
    assert payloads.REMOVED != payloads.HIDDEN


def test_L6_who_came_after_a_message_was_over_is_told_nothing_when_it_changes(
    noor: Any, sam: Any, mila: Any, inside: Any, say: Any
) -> None:
    """Edited within five minutes, but the room closed and opened in between."""
    room = make_room("tafel", state="open", max_speakers=0)
    hers = inside(noor, "tafel")
    said = say(hers, "vanmiddag", room="tafel")["message"]
    reopen(room)
    his, host = inside(sam, "tafel"), inside(mila, "tafel")
    assert his.ask("room:enter", {"room": "tafel"})["messages"] == []
    hers.news()
    assert hers.ask("message:edit", {"room": "tafel", "id": said["id"], "body": "vanmiddag om vier uur"})["ok"]
    assert his.news("message:changed") == []
    assert [each["body"] for each in host.news("message:changed")] == ["vanmiddag om vier uur"]
    assert [each["body"] for each in hers.news("message:changed")] == ["vanmiddag om vier uur"]
    assert hers.ask("message:withdraw", {"room": "tafel", "id": said["id"]})["ok"]
    assert his.news() == []


def test_L6_what_is_shown_again_after_two_hours_is_told_to_who_could_read_it_and_not_to_newcomers(
    noor: Any, sam: Any, cast: Any, mila: Any, inside: Any, say: Any, kitchen: Room
) -> None:
    hers, his, host = inside(noor), inside(sam), inside(mila)
    said = say(hers, "iets van vroeger")["message"]
    wish = {"room": "keuken", "id": said["id"]}
    assert host.ask("message:decide", {**wish, "decision": "hide"})["ok"]
    clock.start_at(clock.now() + timedelta(hours=2))
    presence_goes_on()
    newcomer = inside(cast.guest())
    for socket in (hers, his, host):
        socket.news()
    assert host.ask("message:decide", {**wish, "decision": "show"})["ok"]
    assert newcomer.news("message:changed") == []
    for socket in (hers, his, host):
        assert "iets van vroeger" in [each["body"] for each in socket.news("message:changed")]
    assert his.ask("message:react", {**wish, "reaction": "knap"})["ok"]
    assert newcomer.news("message:changed") == []
    assert hers.news("message:changed")[-1]["reactions"] == {"knap": 1}
    caught_up = his.ask("room:enter", {"room": "keuken", "after": 1})["changed"]
    assert [each["body"] for each in caught_up] == ["iets van vroeger"]
    assert newcomer.ask("room:enter", {"room": "keuken", "after": 1})["changed"] == []
    assert hers.ask("message:withdraw", wish)["ok"]
    assert his.news("message:changed")[-1]["body"] == newcomer.news("message:changed")[-1]["body"] == ""


@db.action
def presence_goes_on() -> None:
    db.session().execute(sa.update(Process).values(beat_at=clock.now()))


@db.action
def reopen(room: Room) -> None:
    db.session().refresh(room)
    room.opening, room.opened_seq, room.opened_at = room.opening + 1, room.last_seq, clock.now()
