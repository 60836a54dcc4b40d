"""What is said at one moment: one commit, each in its place, each by the rules."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from chat import events, posting
from chat.forms import Draft
from chat.models import Message, Room
from chat.posting import Said, Wish
from chat.refusals import RoomClosed
from community import content, db
from community.errors import NotAllowed, NotFound, TooMany
from community.live import events as live_events
from community.members.models import Person, SignIn
from tests.chat.conftest import make_room
from tests.people import Cast


def wish(author: Person, room: Room, body: str, client_id: str = "", reply_to: str | None = None) -> Wish:
    return Wish(author.id, room.id, Draft(body, client_id or body, reply_to))


def numbers(outcomes: list[Said | Exception]) -> list[Any]:
    return [each.message.seq if isinstance(each, Said) else type(each) for each in outcomes]


def test_a_batch_gives_each_room_its_own_numbers_in_the_order_said(kitchen: Room, noor: Person, sam: Person):
    balcony = make_room("balkon", is_always_open=True, state="open", max_speakers=0)
    said = posting.post_all(
        [
            wish(noor, kitchen, "een"),
            wish(sam, balcony, "twee"),
            wish(sam, kitchen, "drie"),
            wish(noor, balcony, "vier"),
        ]
    )
    assert numbers(said) == [1, 1, 2, 2]
    assert (kitchen.last_seq, balcony.last_seq) == (2, 2)


def test_the_same_twice_in_one_batch_or_later_is_one_message(kitchen: Room, noor: Person, sam: Person):
    same = wish(noor, kitchen, "moi", "sleutel")
    first, again, other = posting.post_all([same, same, wish(sam, kitchen, "moi", "sleutel")])
    [later] = posting.post_all([same])
    assert isinstance(first, Said) and isinstance(again, Said) and isinstance(later, Said) and isinstance(other, Said)
    assert [first.is_new, again.is_new, later.is_new, other.is_new] == [True, False, False, True]
    assert first.message.public_id == again.message.public_id == later.message.public_id != other.message.public_id
    assert db.session().scalar(sa.select(sa.func.count(Message.id))) == 2


def test_each_refusal_stands_alone(kitchen: Room, waiting: Room, noor: Person, kees: Person, cast: Cast):
    """kees is suspended, `waiting` is closed, somebody is gone, an answer points nowhere; noor is heard."""
    gone = Wish(10_000_000, kitchen.id, Draft("wie ben ik", "x", None))
    nowhere = Wish(noor.id, 10_000_000, Draft("waar ben ik", "x", None))
    outcomes = posting.post_all(
        [
            wish(kees, kitchen, "mag niet"),
            wish(noor, waiting, "dicht"),
            gone,
            nowhere,
            wish(noor, kitchen, "antwoord", reply_to="bestaatniet"),
            wish(noor, kitchen, "moi"),
        ]
    )
    assert numbers(outcomes) == [NotAllowed, RoomClosed, NotAllowed, NotFound, NotFound, 1]


def test_a_message_at_which_something_breaks_fails_alone(
    kitchen: Room, inside: Any, noor: Person, sam: Person, say: Any, monkeypatch: pytest.MonkeyPatch
):
    hers, his = inside(noor), inside(sam)
    screen = content.sieve.screen

    def breaks(text: str) -> Any:
        if text == "kapot":
            raise RuntimeError("the sieve is broken")
        return screen(text)

    monkeypatch.setattr(content.sieve, "screen", breaks)
    assert say(hers, "kapot")["error"]["code"] == "unavailable"
    assert say(his, "moi")["message"]["seq"] == 1
    together = posting._together()
    monkeypatch.setattr(together, "_is_at_work", False)
    heard: list[Any] = []
    for each in (wish(noor, kitchen, "een"), wish(noor, kitchen, "kapot", "k"), wish(sam, kitchen, "twee")):
        posting.post_soon(each, heard.append)
    assert say(his, "drie")["message"]["seq"] == 4
    assert numbers(heard) == [2, RuntimeError, 3]


def test_slow_mode_counts_what_is_in_the_same_batch(kitchen: Room, noor: Person):
    _slow(kitchen)
    first, second = posting.post_all([wish(noor, kitchen, "een"), wish(noor, kitchen, "twee")])
    assert isinstance(first, Said) and isinstance(second, TooMany)


def test_slow_mode_counts_from_the_last_change_too(kitchen: Room, noor: Person):
    _slow(kitchen)
    posting.post_all([wish(noor, kitchen, "een")])
    _said_long_ago(noor, edited_at=None)
    assert numbers(posting.post_all([wish(noor, kitchen, "twee")])) == [2]
    _said_long_ago(noor, edited_at=content.clock.now())
    assert numbers(posting.post_all([wish(noor, kitchen, "drie")])) == [TooMany]


@db.action
def _said_long_ago(person: Person, edited_at: Any) -> None:
    long_ago = content.clock.now() - timedelta(hours=1)
    mine = sa.update(Message).where(Message.author_id == person.id)
    db.session().execute(mine.values(created_at=long_ago, edited_at=edited_at))


@db.action
def _slow(room: Room) -> None:
    room.slow_mode_seconds = 60


def test_batches_that_name_rooms_in_another_order_never_wait_for_each_other(app: Flask, kitchen: Room, cast: Cast):
    balcony = make_room("balkon", is_always_open=True, state="open", max_speakers=0)
    people = [cast.guest().id for _ in range(4)]
    rooms = [kitchen.id, balcony.id]

    def speak(number: int) -> list[Any]:
        order = rooms if number % 2 else rooms[::-1]
        with app.app_context():
            wishes = [
                Wish(people[number], room_id, Draft("moi", f"{number}-{n}", None)) for n, room_id in enumerate(order)
            ]
            return numbers(posting.post_all(wishes))

    with ThreadPoolExecutor(len(people)) as crowd:
        said = list(crowd.map(speak, range(len(people))))
    assert sorted(number for pair in said for number in pair) == [1, 1, 2, 2, 3, 3, 4, 4]


class TestTheShortWay:
    """Who spoke a moment ago is not looked up again, but every rule still holds."""

    def test_it_is_taken_and_costs_no_more_than_a_batch(
        self, kitchen: Room, inside: Any, noor: Person, say: Any, statements: Any
    ):
        hers = inside(noor)
        say(hers, "een")
        statements.clear()
        assert say(hers, "twee")["message"]["seq"] == 2
        assert len(statements) <= 6

    def test_a_suspension_holds_at_once(self, kitchen: Room, inside: Any, noor: Person, say: Any):
        hers = inside(noor)
        assert say(hers, "een")["ok"]
        _suspend(noor)
        assert say(hers, "twee")["error"]["code"] == "not_allowed"

    def test_nobody_who_is_suspended_hears_even_what_they_said_before(self, kitchen: Room, noor: Person, inside: Any):
        hers = inside(noor)
        wish = {"room": "keuken", "client_id": "c1", "body": "moi"}
        assert hers.ask("message:post", wish)["ok"] and hers.ask("message:post", wish)["ok"]
        _suspend(noor)
        assert hers.ask("message:post", wish)["error"]["code"] == "not_allowed"

    def test_a_room_is_named_by_a_text(self, noor: Person, inside: Any):
        make_room("5", is_always_open=True, state="open", max_speakers=0)
        hers = inside(noor, "5")
        assert hers.ask("message:post", {"room": "5", "client_id": "c1", "body": "moi"})["ok"]
        assert hers.ask("message:post", {"room": 5, "client_id": "c2", "body": "moi"})["error"]["code"] == "invalid"

    def test_a_sign_in_that_was_ended_elsewhere_holds_at_once(self, kitchen: Room, inside: Any, noor: Person, say: Any):
        """By another process, whose news is still on its way."""
        hers = inside(noor)
        assert say(hers, "een")["ok"]
        _end_sign_ins(noor)
        assert say(hers, "twee")["error"]["code"] == "not_signed_in"

    def test_leaving_and_closing_hold_at_once(self, kitchen: Room, inside: Any, noor: Person, say: Any):
        hers = inside(noor)
        assert say(hers, "een")["ok"]
        hers.ask("room:leave", {"room": "keuken"})
        assert say(hers, "twee")["error"]["code"] == "not_joined"
        assert hers.ask("room:enter", {"room": "keuken"})["ok"]
        assert say(hers, "drie")["ok"]
        _close(kitchen)
        assert say(hers, "vier")["error"]["code"] == "room_closed"

    def test_a_person_is_asked_for_again_after_a_minute(
        self, kitchen: Room, inside: Any, noor: Person, say: Any, monkeypatch: pytest.MonkeyPatch
    ):
        hers, taken = inside(noor), []
        monkeypatch.setitem(
            live_events._shortcuts,
            "message:post",
            lambda *wish: taken.append(wish) or events._post_quickly(*wish),
        )
        say(hers, "een")
        say(hers, "twee")
        assert len(taken) == 2
        now = time.monotonic()
        monkeypatch.setattr(live_events.time, "monotonic", lambda: now + live_events.KNOWN_SECONDS + 0.1)
        say(hers, "drie")
        assert len(taken) == 2

    def test_sending_again_costs_nothing_of_ones_pace(self, kitchen: Room, inside: Any, noor: Person):
        """Contract 3: the same client_id is answered before any limit."""
        hers = inside(noor)

        def say(number: int) -> Any:
            return hers.ask("message:post", {"room": "keuken", "client_id": f"c{number}", "body": "moi"})

        assert all(say(0)["message"]["seq"] == 1 for _ in range(6))
        assert [say(number)["ok"] for number in (1, 2, 3, 4)] == [True] * 4
        assert say(5)["error"]["code"] == "too_fast"
        assert say(0)["message"]["seq"] == 1

    def test_what_is_sent_in_one_breath_keeps_its_order_and_what_follows_waits(
        self, kitchen: Room, inside: Any, noor: Person
    ):
        hers = inside(noor)
        hers.ask("message:post", {"room": "keuken", "client_id": "c0", "body": "nul"})
        for number in (1, 2, 3):
            wish = {"room": "keuken", "client_id": f"c{number}", "body": str(number)}
            hers.client.emit("message:post", wish, namespace="/chat", callback=True)
        hers.ask("room:leave", {"room": "keuken"})  # does not overtake what was said before it
        said = db.session().execute(sa.select(Message.body, Message.seq).order_by(Message.seq)).all()
        assert [tuple(each) for each in said] == [("nul", 1), ("1", 2), ("2", 3), ("3", 4)]


@db.action
def _suspend(person: Person) -> None:
    db.session().execute(
        sa.update(Person).where(Person.id == person.id).values(suspended_until=content.clock.now() + timedelta(days=1))
    )


@db.action
def _end_sign_ins(person: Person) -> None:
    db.session().execute(sa.update(SignIn).where(SignIn.person_id == person.id).values(ended_at=content.clock.now()))


@db.action
def _close(room: Room) -> None:
    db.session().execute(sa.update(Room).where(Room.id == room.id).values(state="closed"))
