"""Rooms from a file of the operator: added, or changed by slug, others stay; and a room for each place without one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from chat.models import MAX_SOCKETS, MAX_SPEAKERS, Room
from community import clock, db, rows
from community.places.hours import exception_of, opening_of
from community.places.models import Place
from community.places.themes import THEMES
from community.rows import Outcome, Row, Wrong

AFTER_THEMES = 100
"""Position of the first room of a place: rooms with a theme stand before them."""
SESSION_PREFIX = "spreekuur-"
"""Rooms of sessions are called so; they come and go with their session."""
ALWAYS_OPEN: dict[str, Any] = {"is_always_open": True, "max_speakers": 0, "max_sockets": 0}
"""The rules of kletskamer: the one exception to L12 (contract 1). Demo mode only."""

DEFAULTS: dict[str, Any] = {
    "lead": "",
    "themes": [],
    "openings": [],
    "exceptions": [],
    "is_always_open": False,
    "min_hosts": 1,
    "max_speakers": MAX_SPEAKERS,
    "max_sockets": MAX_SOCKETS,
    "slow_mode_seconds": 0,
    "hold_all": False,
    "opening_text": "",
    "closing_text": "",
    "pinned_text": "",
    "house_lines": [],
}
ROOM: dict[str, rows.Check] = {
    "slug": rows.slug,
    "title": rows.words(120),
    "lead": rows.words(400),
    "themes": rows.many(rows.one_of(THEMES)),
    "openings": rows.many(rows.table(opening_of)),
    "exceptions": rows.many(rows.table(exception_of)),
    "is_always_open": rows.truth,
    "min_hosts": rows.whole(1, 20),
    "max_speakers": rows.whole(0, 1000),
    "max_sockets": rows.whole(0, 100_000),
    "slow_mode_seconds": rows.whole(0, 3600),
    "hold_all": rows.truth,
    "opening_text": rows.words(400),
    "closing_text": rows.words(400),
    "pinned_text": rows.words(400),
    "house_lines": rows.many(rows.words(200)),
}


@db.action
def load(source: Mapping[str, Any], is_demo: bool, places: Mapping[str, Row] | None = None) -> Outcome:
    """Take the rows of a file as demo/rooms.toml; what a row does not say becomes what DEFAULTS says. Safe to repeat.

    With [place_room] each place without a room gets one, named after it. places: by slug what the room of a place says
    of itself (slug, title, lead), as `room` in demo/places.toml.
    """
    house = {"house_lines": source.get("house_lines", [])}
    outcome = Outcome()

    def take(position: int, row: Row) -> None:
        _take(house | row, position, is_demo)

    rows.take_each(source.get("room", []), take, outcome)
    if "place_room" in source:
        _take_places(house | source["place_room"], places or {}, is_demo, outcome)
    return outcome


def _take_places(shared: Row, own_words: Mapping[str, Row], is_demo: bool, outcome: Outcome) -> None:
    """A place's own room, open on the evenings of its own team."""
    with_room = set(db.session().scalars(sa.select(Room.place_id).where(Room.place_id.is_not(None))))
    every = list(db.session().scalars(sa.select(Place).order_by(Place.id)))
    wished = [place for place in every if place.slug in own_words or place.id not in with_room]

    def take(position: int, row: Row) -> None:
        place = wished[position]
        _take(row, AFTER_THEMES + every.index(place), is_demo, place)

    rows.take_each(
        [_row_of(place, shared, own_words.get(place.slug, {})) for place in wished], take, outcome, "place_room."
    )


def _row_of(place: Place, shared: Row, own_words: Row) -> Row:
    named = {"slug": place.slug, "title": f"{place.name[:113]} online", "lead": place.lead}
    return named | shared | own_words | {"themes": place.themes}


def _take(raw: Row, position: int, is_demo: bool, place: Place | None = None) -> None:
    row = DEFAULTS | rows.checked(raw, ROOM, ("slug", "title"))
    if row["is_always_open"] and not is_demo:
        raise Wrong("is_always_open", "exists only for trying out: a room opens with its hosts (L12)")
    room = _held(row["slug"], place)
    if row["is_always_open"]:
        row |= ALWAYS_OPEN
        _open_for_good(room)
    for name, value in row.items():
        setattr(room, name, value)
    room.position, room.is_example = position, is_demo
    room.before_steering = {}  # what the operator says now holds, also over what a host turned meanwhile
    db.add(room)


def _held(slug: str, place: Place | None) -> Room:
    """The room of this slug, or a new one. Raises Wrong where the slug is that of a room of another sort."""
    if slug.startswith(SESSION_PREFIX):
        raise Wrong("slug", f"{SESSION_PREFIX}… is kept for the rooms of sessions")
    held = db.session().scalar(sa.select(Room).where(Room.slug == slug))
    if place is None:
        return held or Room(slug=slug)
    if held is not None and held.place_id != place.id:
        raise Wrong("slug", f"{slug} is already a room, and not that of this place")
    if held is None and db.session().scalar(sa.select(Room.id).where(Room.place_id == place.id)):
        raise Wrong("slug", f"{place.slug} has a room with another slug")
    return held or Room(slug=slug, place_id=place.id)


def _open_for_good(room: Room) -> None:
    if room.state != "open":
        room.state, room.opened_at, room.opening = "open", clock.now(), (room.opening or 0) + 1
        room.opened_seq, room.closes_at = room.last_seq or 0, None
