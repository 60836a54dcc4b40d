"""Rooms and what one says in them. `kitchen` is always open and takes everybody; `waiting` needs two hosts (L12)."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask

from chat import news, pace
from chat.models import Room
from community import clock, content, db
from community.live import news as live_news
from community.live import sockets
from tests.browser import Socket

ALL_DAY = [{"weekday": day, "opens": "00:00", "closes": "24:00"} for day in range(7)]


@db.action
def make_room(slug: str, **fields: Any) -> Room:
    """A room that is open at once when `state` says so, with two hosts needed."""
    values: dict[str, Any] = {"title": slug.replace("-", " ").title(), "openings": ALL_DAY, "min_hosts": 2} | fields
    if values.get("state") == "open":
        values |= {"opening": 1, "opened_at": clock.now()}
    room = Room(slug=slug, **values)
    db.add(room)
    return room


def hang_up_all() -> None:
    """End the sockets an earlier test left open: ids begin at 1 again, and they would listen to this test's rooms."""
    for sid in sockets.joined(None):
        sockets.server.server.disconnect(sid, namespace=sockets.NAMESPACE)  # type: ignore[union-attr]


@pytest.fixture(autouse=True)
def fresh(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody has said anything yet, and news about a room is told at once instead of at most once a second."""
    hang_up_all()
    live_news.init_app(app)
    pace.init_app(app)
    news.init_app(app)
    app.extensions.pop("moi.chat.pulses", None)
    monkeypatch.setattr(news, "ROOM_NEWS_EVERY_SECONDS", 0.0)
    monkeypatch.setattr(news, "TYPING_NEWS_EVERY_SECONDS", 0.0)


class Sieve:
    """What the sieve finds in every text while a test runs: chat does with it what it must, whatever the words are."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch):
        self.monkeypatch = monkeypatch

    def says(self, level: Any, *reasons: str) -> None:
        self.monkeypatch.setattr(content.sieve, "screen", lambda _text: content.sieve.Verdict(level, reasons))


@pytest.fixture
def sieve(monkeypatch: pytest.MonkeyPatch) -> Sieve:
    return Sieve(monkeypatch)


@pytest.fixture
def kitchen(app: Flask) -> Room:
    return make_room("keuken", is_always_open=True, state="open", max_speakers=0, max_sockets=10_000)


@pytest.fixture
def waiting(app: Flask) -> Room:
    return make_room("wachtlijst")


@pytest.fixture
def say() -> Any:
    """say(socket, "moi"): post in the kitchen (or room=…) and return the whole answer."""
    numbers = itertools.count(1)

    def post(socket: Socket, body: str, room: str = "keuken", **fields: Any) -> Any:
        wish = {"room": room, "client_id": f"c{next(numbers)}", "body": body} | fields
        return socket.ask("message:post", wish)

    return post


@pytest.fixture
def inside(socket_of: Any) -> Iterator[Any]:
    """inside(noor): her socket, already in the kitchen (or another room), with nothing left to hear."""

    def enter(person: Any, room: str = "keuken") -> Socket:
        socket: Socket = socket_of(person)
        assert socket.ask("room:enter", {"room": room})["ok"]
        socket.news()
        return socket

    yield enter
