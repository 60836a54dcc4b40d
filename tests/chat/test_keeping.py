"""What the chat keeps and forgets (L6), shows elsewhere as cards, and makes for trying out."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from chat import demo, retention
from chat.models import Entry, Message, Reaction, Room
from community import clock, content, db
from community.cards import Wish, nearby
from community.members.models import Visitor
from community.moderation import actions as moderation
from community.places.models import Place
from tests.chat.conftest import make_room


def test_L6_words_are_forgotten_after_30_days_unless_a_report_keeps_them(
    noor: Any, sam: Any, inside: Any, say: Any, app: Flask
) -> None:
    make_room("tafel", state="open")
    hers = inside(noor, "tafel")
    reported, other = (say(hers, words, room="tafel")["message"] for words in ("gemeld", "gewoon"))
    inside(sam, "tafel").ask("message:react", {"room": "tafel", "id": other["id"], "reaction": "knap"})
    moderation.report(sam, content.reportable(sam, "chat.message", reported["id"]), "house_rule")
    clock.start_at(clock.now() + timedelta(days=29))
    assert retention.run()["chat messages"] == 0
    clock.start_at(clock.now() + timedelta(days=2))
    gone = retention.run()
    assert (gone["chat messages"], gone["chat entries"]) == (1, 2)
    bodies = {m.public_id: (m.seq, m.body, m.author_id) for m in db.session().scalars(sa.select(Message))}
    assert bodies[other["id"]] == (2, "", None) and bodies[reported["id"]] == (1, "gemeld", noor.id)
    assert db.session().scalar(sa.select(sa.func.count(Reaction.id))) == 0
    assert db.session().scalar(sa.select(sa.func.count()).select_from(Entry)) == 0


def test_L6_rooms_for_trying_out_keep_everything(noor: Any, inside: Any, say: Any, kitchen: Room) -> None:
    say(inside(noor), "blijft")
    clock.start_at(clock.now() + timedelta(days=40))
    assert retention.run()["chat messages"] == 0


def test_rooms_are_cards_and_only_open_ones_are_shown_alive(noor: Any, inside: Any, kitchen: Room) -> None:
    make_room("slaapt", themes=["slapen"], position=1)
    inside(noor)
    asker = Visitor()
    assert [card.title for card in nearby(asker, Wish(), ["room"])] == ["Keuken", "Slaapt"]
    (alive,) = nearby(asker, Wish(is_open_now=True), ["room"])
    assert alive.title == "Keuken" and alive.url == "/chat/keuken" and alive.status == ("live", "Nu open")
    assert alive.meta.startswith("1 mens, open")
    assert [card.title for card in nearby(asker, Wish(themes=("slapen",)), ["room"])] == ["Slaapt"]
    assert nearby(asker, Wish(themes=("geld",)), ["room"]) == []


def test_a_place_has_its_own_room(place: Place) -> None:
    make_room("aan-de-haven", place_id=place.id)
    make_room("elders")
    found = nearby(Visitor(), Wish(place_id=place.id), ["room"])
    assert [(card.title, card.municipality) for card in found] == [("Aan De Haven", "GM1979")]


@pytest.fixture
def place(app: Flask) -> Place:
    return make_place("de-steiger")


@db.action
def make_place(slug: str) -> Place:
    row = Place(slug=slug, name="De Steiger", kind="inloop", municipality="GM1979", lat=53.3, lon=6.9)
    db.add(row)
    return row


def test_demo_rooms_are_the_contracts_and_one_for_each_place(place: Place) -> None:
    demo.fill()
    rooms = {room.slug: room for room in db.session().scalars(sa.select(Room))}
    kletskamer, waiting_list = rooms["kletskamer"], rooms["op-de-wachtlijst"]
    assert kletskamer.is_always_open and kletskamer.is_open and not kletskamer.has_queue
    assert kletskamer.slow_mode_seconds == 0
    assert waiting_list.min_hosts == 2 and not waiting_list.is_open and not waiting_list.is_always_open
    for hour in range(0, 24 * 8, 5):
        assert waiting_list.schedule(clock.now() + timedelta(hours=hour)).is_open
    assert waiting_list.schedule(clock.now().replace(month=12, day=25)).is_open  # holidays are no exception
    assert rooms["de-steiger"].place_id == place.id
    demo.fill()
    assert db.session().scalar(sa.select(sa.func.count(Room.id))) == len(rooms)


def test_measuring_rooms_have_the_rules_of_kletskamer_and_are_the_same_on_every_run(app: Flask) -> None:
    demo.measure(3)
    demo.measure(3)
    rooms = list(db.session().scalars(sa.select(Room).order_by(Room.id)))
    assert [room.slug for room in rooms] == ["meetkamer-1", "meetkamer-2", "meetkamer-3"]
    assert all(room.is_open and room.is_always_open and not room.has_queue for room in rooms)
