"""What the people in a room are told, after the commit. Messages come in the order of their seq; how the room looks at
most once a second, because a thousand people coming in would else tell each other a million times.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from flask import Flask, current_app

from chat import payloads, presence
from chat.models import Message, Room
from chat.queries import READABLE_BEFORE_ENTRY
from community import clock, db, live
from community.members.models import Person

ROOM_NEWS_EVERY_SECONDS = 1.0
TYPING_NEWS_EVERY_SECONDS = 1.0


def tell_posted(message: Message) -> None:
    """Tell a room of a message that just got its seq; when it is closed, its hosts only (L6)."""
    assert message.seq is not None
    live.send(
        _readers_of(message.room),
        "message:posted",
        payloads.message(message),
        private=_own(message),
        order=(message.room.audience, message.seq),
    )


def tell_changed(message: Message) -> None:
    """Tell that something about a message changed. One that nobody saw yet, or that is of an earlier opening, concerns
    its writer and the hosts; the words of one shown long ago go only to who could read it then (L6); of one that waits
    since it was edited, or was urgent and taken back, others get the trace only."""
    shown = payloads.message(message)
    if message.seq is None or message.seq <= message.room.opened_seq:
        tell_hosts_and_sender(message, "message:changed")
        return
    if shown["state"] != "hidden" and _is_long_ago(message):
        tell_hosts_and_sender(message, "message:changed")
        for person_id in presence.who_may_read(message.room, message.seq):
            if person_id != message.author_id:
                live.send(f"person:{person_id}", "message:changed", shown)
    else:
        live.send(_readers_of(message.room), "message:changed", shown, private=_own(message))
    words = payloads.for_hosts(message)
    if message.waits_in_place or "earlier" in words:
        live.send(message.room.hosts_audience, "message:changed", words, private=_own(message))


def _is_long_ago(message: Message) -> bool:
    """Whether there may be people in the room who came too late to read it."""
    return message.shown_at is None or message.shown_at <= clock.now() - READABLE_BEFORE_ENTRY


def tell_held(message: Message) -> None:
    """Tell the hosts and the sender that something waits."""
    tell_hosts_and_sender(message, "message:held")


def tell_hosts_and_sender(message: Message, event: str) -> None:
    live.send(message.room.hosts_audience, event, payloads.for_hosts(message))
    if message.author_id is not None:
        live.send(f"person:{message.author_id}", event, payloads.message(message, for_sender=True))


def tell_seat(person: Person, room: Room, seat: presence.Seat, may_speak: bool) -> None:
    """Tell somebody that they may speak now, or moved up in the queue."""
    payload = {"room": room.slug, **payloads.you(person, room, seat, may_speak)}
    live.send(f"person:{person.id}", "you:changed", payload)


def _readers_of(room: Room) -> str:
    return room.hosts_audience if room.state == "closed" else room.audience


def _own(message: Message) -> tuple[str, dict[str, Any]] | None:
    if message.author_id is None:
        return None
    own: dict[str, Any] = {"client_id": message.client_id}
    if message.waits_in_place:
        own = payloads.message(message, for_sender=True) | {"trace": None}  # takes the place of the others' trace
    return (f"person:{message.author_id}", own)


def read_posted(stream: str, after: int, until: int | None) -> Iterator[tuple[int, live.News]]:
    """What a process missed of a room's messages: (seq, news) ascending, after one and up to another (or the last)."""
    wish = sa.select(Message).where(Message.room_id == int(stream.split(":")[1]), Message.seq > after)
    if until is not None:
        wish = wish.where(Message.seq <= until)
    for message in payloads.load(wish.order_by(Message.seq)):
        assert message.seq is not None
        private_to, private = _own(message) or ("", None)
        yield (
            message.seq,
            live.News(
                "send",
                _readers_of(message.room),
                "message:posted",
                payloads.message(message),
                private_to,
                private,
                (stream, message.seq),
            ),
        )


def tell_room(room: Room, at_once: bool = False) -> None:
    """Tell a room what it looks like now; at once when it opens or closes, else soon."""
    room_id = room.id
    db.after_commit(lambda: _told().soon(("room", room_id), 0 if at_once else ROOM_NEWS_EVERY_SECONDS))


def tell_typing(room: Room) -> None:
    """Tell a room how many people type now."""
    room_id = room.id
    db.after_commit(lambda: _told().soon(("typing", room_id), TYPING_NEWS_EVERY_SECONDS))


def _send_room(room_id: int) -> None:
    room = db.session().get(Room, room_id, populate_existing=True)
    if room is not None:
        live.send(room.audience, "room:changed", payloads.room(room, presence.crowd(room)))


def _send_typing(room_id: int) -> None:
    room = db.session().get(Room, room_id)
    if room is not None:
        count = presence.count_typing(room, clock.now())
        live.send(room.audience, "typing", {"room": room.slug, "count": count})


_senders = {"room": _send_room, "typing": _send_typing}
Key = tuple[str, int]


class Told:
    """Says each thing at most once per pause, and the last state always."""

    def __init__(self, app: Flask):
        self.app = app
        self.told_at: dict[Key, float] = {}
        self.planned: set[Key] = set()

    def soon(self, key: Key, pause_seconds: float) -> None:
        wait = self.told_at.get(key, -pause_seconds) + pause_seconds - time.monotonic()
        if wait <= 0:
            self._tell(key)
        elif key not in self.planned:
            self.planned.add(key)
            live.later(wait, self._tell_planned, key)

    def _tell_planned(self, key: Key) -> None:
        if key in self.planned:
            self._tell(key)

    def _tell(self, key: Key) -> None:
        self.planned.discard(key)
        self.told_at[key] = time.monotonic()
        what, room_id = key
        _senders[what](room_id)


def _told() -> Told:
    found: Told = current_app.extensions["moi.chat.told"]
    return found


def init_app(app: Flask) -> None:
    app.extensions["moi.chat.told"] = Told(app)
    live.catch_up_with("room", read_posted)
