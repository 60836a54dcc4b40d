"""Rooms as cards, wherever they are shown small. Only a room that is open is ever shown as alive."""

from __future__ import annotations

import sqlalchemy as sa

from chat import presence, words
from chat.models import Room
from chat.presence import Crowd
from community import db
from community.cards import Card, Wish
from community.i18n import _
from community.members.models import Viewer
from community.places.models import Place

MOST_LOOKED_AT = 200


def find(viewer: Viewer, wish: Wish, most: int) -> list[Card]:
    """Rooms that fit a wish: open ones first, then as the team ordered them."""
    fitting = [row for row in _rows(wish) if not wish.themes or set(wish.themes) & set(row[0].themes)][:most]
    crowds = presence.crowds([room for room, _municipality in fitting])
    return [_card(room, municipality, crowds[room.id]) for room, municipality in fitting]


def _rows(wish: Wish) -> list[tuple[Room, str | None]]:
    open_first = sa.case((Room.state == "open", 0), else_=1)
    rooms = sa.select(Room, Place.municipality).outerjoin(Place, Room.place_id == Place.id)
    rooms = rooms.where(Room.session_key.is_(None))
    if wish.is_open_now:
        rooms = rooms.where(Room.state == "open")
    if wish.place_id is not None:
        rooms = rooms.where(Room.place_id == wish.place_id)
    if wish.municipality is not None:
        rooms = rooms.where(sa.or_(Place.municipality == wish.municipality, Room.place_id.is_(None)))
    found = db.session().execute(rooms.order_by(open_first, Room.position, Room.id).limit(MOST_LOOKED_AT))
    return [(row[0], row[1]) for row in found]


def _card(room: Room, municipality: str | None, there: Crowd) -> Card:
    is_live = room.is_open
    return Card(
        kind="room",
        title=room.title,
        url=room.url,
        text=room.lead,
        meta=words.status(room, there),
        status=("live", _("Nu open")) if is_live else ("closed", _("Dicht")),
        themes=tuple(room.themes),
        municipality=municipality,
    )
