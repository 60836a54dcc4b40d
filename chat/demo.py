"""Example rooms, one for each example place, and rooms for measuring. Demo mode only."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from chat.models import Room
from community import clock, db
from community.demo.filling import bulk, fills, read
from community.places.models import Place

MEASURED: dict[str, Any] = {
    "is_always_open": True,
    "state": "open",
    "max_speakers": 0,
    "max_sockets": 0,
    "is_example": True,
}
"""The rules of kletskamer: the one exception to L12 (contract 1)."""


@fills("rooms", 40)
@db.action
def fill() -> None:
    """Make the example rooms and those of the example places; does nothing where rooms are."""
    if db.session().scalar(sa.select(Room.id).limit(1)) is not None:
        return
    rooms = read("rooms.toml")
    for position, row in enumerate(rooms["room"]):
        db.add(_room(row, rooms["house_lines"], position))
    places = {place.slug: place for place in db.session().scalars(sa.select(Place))}
    for position, row in enumerate(read("places.toml")["place"]):
        if row["slug"] in places and "room" in row:
            db.add(_room_of_place(row, places[row["slug"]], rooms, 100 + position))


def _room(row: dict[str, Any], house_lines: list[str], position: int) -> Room:
    always = MEASURED if row.get("is_always_open") else {}
    fields = {"house_lines": house_lines} | row | always | {"position": position, "is_example": True}
    return Room(**fields, **({"opened_at": clock.now(), "opening": 1} if always else {}))


def _room_of_place(row: dict[str, Any], place: Place, rooms: dict[str, Any], position: int) -> Room:
    """A place's own room, open on the evenings of its own team."""
    fields = rooms["place_room"] | row["room"] | {"themes": row.get("themes", [])}
    return Room(**fields, place_id=place.id, house_lines=rooms["house_lines"], position=position, is_example=True)


@bulk("rooms")
def measure(number: int) -> None:
    """Make meetkamer-1 … meetkamer-N with the rules of kletskamer; those that are there stay."""
    there = set(db.session().scalars(sa.select(Room.slug).where(Room.slug.like("meetkamer-%"))))
    _make([slug for n in range(1, number + 1) if (slug := f"meetkamer-{n}") not in there])


@db.action
def _make(slugs: list[str]) -> None:
    for slug in slugs:
        title = slug.replace("-", " ").capitalize()
        db.session().add(Room(slug=slug, title=title, position=1000, opened_at=clock.now(), opening=1, **MEASURED))
    db.session().flush()
