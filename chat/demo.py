"""Example rooms, one for each example place, and rooms for measuring. Demo mode only."""

from __future__ import annotations

import sqlalchemy as sa

from chat import loading
from chat.loading import ALWAYS_OPEN
from chat.models import Room
from community import clock, db
from community.demo.filling import bulk, fills, read


@fills("rooms", 40)
@db.action
def fill() -> None:
    """Make the example rooms and those of the example places; does nothing where rooms are."""
    if db.session().scalar(sa.select(Room.id).limit(1)) is None:
        places = {row["slug"]: row["room"] for row in read("places.toml")["place"]}
        loading.load(read("rooms.toml"), is_demo=True, places=places).require_all()


@bulk("rooms")
def measure(number: int) -> None:
    """Make meetkamer-1 … meetkamer-N with the rules of kletskamer; those that are there stay."""
    there = set(db.session().scalars(sa.select(Room.slug).where(Room.slug.like("meetkamer-%"))))
    _make([slug for n in range(1, number + 1) if (slug := f"meetkamer-{n}") not in there])


@db.action
def _make(slugs: list[str]) -> None:
    same = ALWAYS_OPEN | {"state": "open", "opened_at": clock.now(), "opening": 1, "is_example": True}
    for slug in slugs:
        db.session().add(Room(slug=slug, title=slug.replace("-", " ").capitalize(), position=1000, **same))
    db.session().flush()
