"""Who is on duty where. Rooms belong to the chat, upstairs: it registers them, and what a shift does there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from community import audit, clock, db
from community.errors import NotFound, require
from community.i18n import _
from community.members.models import Person
from community.moderation.models import SHIFT_LASTS, Shift


@dataclass(frozen=True)
class Room:
    """A room one can be on duty in. state: words for the page ("open, 2 van het team")."""

    slug: str
    title: str
    state: str = ""


ListRooms = Callable[[Person], Sequence[Room]]
SetDuty = Callable[[Person, str, bool], object]
IsAnybodyHere = Callable[[], bool]
_plugged: list[tuple[ListRooms, SetDuty]] = []
_presences: list[IsAnybodyHere] = []


def register_duty(list_rooms: ListRooms, set_duty: SetDuty, is_anybody_here: IsAnybodyHere | None = None) -> None:
    """Let a feature bring its rooms.

    list_rooms(person): the rooms this person may be on duty in.
    set_duty(person, slug, on): called inside the action that begins or ends the shift; what it raises undoes it.
    is_anybody_here(): whether hosts are in a room now, also without having pressed the button.
    """
    _plugged.append((list_rooms, set_duty))
    if is_anybody_here is not None:
        _presences.append(is_anybody_here)


def rooms_for(person: Person) -> list[Room]:
    """Every room this person may be on duty in, in the order of who brought them."""
    return [room for list_rooms, _set_duty in _plugged for room in list_rooms(person)]


@db.action
def set_on_duty(person: Person, slug: str, on: bool) -> None:
    """Begin or end a shift in a room; safe to repeat.

    Raises NotFound for a room that is not there for this person, NotAllowed for somebody without a moderating role.
    """
    require(person.is_moderator and not person.is_suspended, _("Alleen het team heeft dienst."))
    set_duty = _set_duty_for(person, slug)
    running = db.session().scalar(_running(slug).where(Shift.person_id == person.id))
    set_duty(person, slug, on)  # before the log: everybody takes a room's lock first and the log's last
    if on != (running is not None):
        _begin(person, slug) if on else _end(person, slug)
        audit.record(person, "shift.began" if on else "shift.ended", f"room:{slug}")


def _set_duty_for(person: Person, slug: str) -> SetDuty:
    for list_rooms, set_duty in _plugged:
        if any(room.slug == slug for room in list_rooms(person)):
            return set_duty
    raise NotFound(_("Deze kamer is er niet."))


def _begin(person: Person, slug: str) -> None:
    _end(person, slug)  # one that lasted too long still has its row
    db.add(Shift(person_id=person.id, room=slug))


def _end(person: Person, slug: str) -> None:
    open_shift = sa.update(Shift).where(Shift.person_id == person.id, Shift.room == slug, Shift.ended_at.is_(None))
    db.session().execute(open_shift.values(ended_at=clock.now()))


def on_duty(slug: str) -> list[Person]:
    """Who is on duty in a room now."""
    return [shift.person for shift in db.session().scalars(_running(slug).order_by(Shift.began_at))]


def my_rooms(person: Person) -> set[str]:
    """Slugs of the rooms in which this person is on duty now."""
    return {shift.room for shift in db.session().scalars(_running().where(Shift.person_id == person.id))}


def is_staffed() -> bool:
    """Whether anybody at all is there now: on duty, or as a host in a room."""
    on_shift = db.session().scalar(_running().with_only_columns(Shift.id).limit(1))
    return on_shift is not None or any(is_anybody_here() for is_anybody_here in _presences)


def colleagues(person: Person) -> list[str]:
    """Names of the others on duty now, each once, by name."""
    running = db.session().scalars(_running().where(Shift.person_id != person.id))
    return sorted({shift.person.name for shift in running})


def _running(slug: str | None = None) -> sa.Select[Shift]:
    wish = sa.select(Shift).where(Shift.ended_at.is_(None), Shift.began_at > clock.now() - SHIFT_LASTS)
    return wish.where(Shift.room == slug) if slug else wish
