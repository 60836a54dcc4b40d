"""What the chat hears from elsewhere: decisions about messages and people, shifts, people who are erased."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from chat import actions, hosting, presence, queries, rules
from chat.models import Handover, Message, Room, RoomName
from community import db, signals
from community.members.models import Person
from community.moderation import shifts


@signals.listen(signals.content_decided)
def show_decision(item: Any, before: str, by: Person | None) -> None:
    """A held message that is shown gets its place; a hidden or restored one changes where it stands."""
    if isinstance(item, Message):
        actions.after_decision(item)


@signals.listen(signals.person_restricted)
def take_seat(person: Person, decision: Any) -> None:
    actions.restrict(person)


@signals.listen(signals.person_erased)
def take_name(person: Person, how: str) -> None:
    actions.forget_author(person, how)


@signals.listen(signals.person_exported)
def take_along(person: Person, export: dict[str, Any]) -> None:
    """The names somebody took in rooms (L5): only they themselves see what belongs together; and what they left for
    other hosts."""
    had = sa.select(RoomName, Room.title).join(Room).where(RoomName.person_id == person.id).order_by(RoomName.id)
    export["room_names"] = [
        {"room": title, "name": row.name, "taken_at": row.taken_at, "given_back_at": row.given_back_at}
        for row, title in db.session().execute(had)
    ]
    left = sa.select(Handover, Room.title).join(Room).where(Handover.from_id == person.id).order_by(Handover.id)
    export["handovers"] = [
        {"room": title, "made_at": row.made_at, "note": row.note, "taken_back_at": row.taken_back_at}
        for row, title in db.session().execute(left)
    ]


def duty_rooms(person: Person) -> Sequence[shifts.Room]:
    """Rooms somebody can be on duty in, with how many of the team are in each now."""
    rooms = [room for room in queries.rooms_for(person) if rules.may_host(person, room)]
    return [shifts.Room(room.slug, room.title, _words(room)) for room in rooms]


def _words(room: Room) -> str:
    hosts = presence.count_hosts(room)
    return f"{'open' if room.is_open else 'dicht'}, {hosts} van het team"


def set_duty(person: Person, slug: str, on: bool) -> None:
    room = queries.room_for(person, slug)
    actions.set_duty(person, room, on)
    if on:
        hosting.forget_handover(person, room)


shifts.register_duty(duty_rooms, set_duty)
