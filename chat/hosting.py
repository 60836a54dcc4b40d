"""What hosts do with a room: turn it, let the next in, give it over with a note, take it back. Each act is logged.

Turning and letting in are for everybody who may host here, also from a page without a line and from outside: that opens
nothing (L12 counts who sits there, not who turns). Giving over needs a host's seat.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from chat import actions, opening, payloads, presence, rules, steering
from chat.models import Handover, Room
from chat.pulse import Pulse
from chat.pulse import of as pulse_of
from community import audit, clock, crypto, db, live, moments
from community.errors import Conflict, Invalid, NotFound, require
from community.i18n import N_, _
from community.members.models import Person, Viewer
from community.moderation import shifts

NOTE_CHARS = 500
NOTES_LAST = timedelta(days=30)
"""As long as moderators can read what was said (L6)."""
MOST_NOTES = 20
NOT_HERE = N_("Je bent nu niet als host in deze kamer. Er valt niets over te dragen.")
NO_SUCH_HOST = N_("Deze host is er nu niet. Kies iemand die er is.")
NO_NOTE = N_("Deze overdracht is er niet.")
NOBODY_WAITS = N_("Er wacht nu niemand.")


@dataclass(frozen=True)
class Desk:
    """What a host has on the table in one room. notes: to be marked as read; others: the other hosts by name."""

    pulse: Pulse
    notes: list[Handover]
    others: list[str]
    has_handed_over: bool
    is_on_table: bool


def desk_of(host: Person, room: Room) -> Desk:
    """What the panel of a host shows; their right to it was asked before."""
    here = presence.hosts_in(room)
    return Desk(
        pulse_of(room),
        unread_notes(host, room),
        [each.name for each in here if each.id != host.id],
        presence.has_handed_over(host, room),
        any(each.id == host.id for each in here),
    )


@db.action
def steer(host: Person, room: Room, changes: steering.Changes) -> None:
    """Turn a room for this opening, as read by `steering`; nothing happens when it was so already.

    Raises NotAllowed for who may not host here or gave the room over, Invalid for what lies fixed.
    """
    presence.check_hosting(host, room)
    db.hold(room)
    turned = steering.turn(room, changes)
    if turned:
        actions.settle(room)
        audit.record(host, "room.steered", f"room:{room.slug}", **_noted(turned))


def _noted(turned: steering.Changes) -> dict[str, Any]:
    """What the log keeps: values, and of a text only whether there is one."""
    return {name: bool(value) if name == "pinned_text" else value for name, value in turned.items()}


@db.action
def admit_next(host: Person, room: Room) -> None:
    """Put a chair at the table for who waits longest.

    Raises NotAllowed for who may not host here or gave the room over, Invalid when nobody waits or the table is
    at its largest.
    """
    presence.check_hosting(host, room)
    db.hold(room)
    there = presence.crowd(room)
    if not there.waiting or not room.has_queue:
        raise Invalid(NOBODY_WAITS)
    chairs = max(room.max_speakers, there.speakers) + 1
    if chairs > steering.MOST_SPEAKERS:
        raise Invalid(steering.NOT_A_NUMBER)
    steering.turn(room, {"max_speakers": chairs})
    actions.settle(room)
    audit.record(host, "room.steered", f"room:{room.slug}", max_speakers=chairs)


@db.action
def hand_over(host: Person, room: Room, to_name: str | None, note: str, may_close: bool) -> Handover:
    """Leave a room to its other hosts and stay as a reader; to_name: who gets the note, None for whoever hosts next.

    Raises Conflict when too few hosts would remain and `may_close` does not say that this is known; NotFound for a
    host who is not there, Invalid for who does not sit there as host.
    """
    presence.check_hosting(host, room)
    db.hold(room)
    here = presence.hosts_in(room)
    others = [each for each in here if each.id != host.id]
    if len(others) == len(here):
        raise Invalid(NOT_HERE)
    receiver = _receiver(others, to_name)
    if will_close(room, len(others)) and not may_close:
        _refuse_to_close(room)
    handover = _write_down(host, room, receiver, note)
    _stand_up(host, room)
    audit.record(
        host,
        "room.handed_over",
        f"room:{room.slug}",
        to=receiver.name if receiver else None,
        hosts_left=len(others),
    )
    return handover


def _receiver(others: list[Person], name: str | None) -> Person | None:
    if not name:
        return None
    found = next((each for each in others if each.name == name), None)
    if found is None:
        raise NotFound(NO_SUCH_HOST)
    return found


def will_close(room: Room, hosts_left: int) -> bool:
    """Whether a room with so many hosts closes by itself (L12)."""
    return room.is_open and not room.is_always_open and hosts_left < room.min_hosts


def _refuse_to_close(room: Room) -> None:
    closes_at = moments.local(clock.now() + opening.GRACE + timedelta(seconds=opening.LOOK_EVERY_SECONDS))
    time = moments.time_words(closes_at.time(), _)
    text = _(
        "Dan blijven er te weinig hosts over. De kamer gaat dan om %(time)s dicht. Kies of dat goed is.", time=time
    )
    raise Conflict(text, fields={"may_close": text})


def _write_down(host: Person, room: Room, receiver: Person | None, note: str) -> Handover:
    handover = Handover(
        room_id=room.id,
        opening=room.opening,
        from_id=host.id,
        from_name=host.name,
        to_id=receiver.id if receiver else None,
        note_sealed=crypto.seal(note, "room.handover") if note else "",
        made_at=clock.now(),
    )
    db.add(handover)
    audience = f"person:{receiver.id}" if receiver else room.hosts_audience
    live.send(audience, "room:handover", note_payload(room, handover))
    return handover


def note_payload(room: Room, handover: Handover) -> dict[str, Any]:
    """A note as its reader's socket hears it."""
    return {
        "room": room.slug,
        "id": handover.public_id,
        "from": handover.from_name,
        "note": handover.note,
        "made_at": payloads.iso(handover.made_at),
    }


def _stand_up(host: Person, room: Room) -> None:
    """From host to reader, and off duty here."""
    presence.give(host.id, room, "reader")
    if room.slug in shifts.my_rooms(host):
        shifts.set_on_duty(host, room.slug, False)
    actions.settle(room)
    actions.tell_seat(host, room)


@db.action
def take_back(host: Person, room: Room) -> None:
    """Host again what one gave over in this opening. Safe to repeat.

    Raises NotAllowed for who may not host here.
    """
    require(rules.may_host(host, room), presence.FOR_HOSTS)
    db.hold(room)
    forget_handover(host, room)


@db.action
def forget_handover(host: Person, room: Room) -> None:
    """Sit again as host where one had given the room over. The room is held already."""
    if not presence.has_handed_over(host, room):
        return
    audit.record(host, "room.taken_back", f"room:{room.slug}")
    mine = sa.update(Handover).where(
        Handover.from_id == host.id, Handover.room_id == room.id, Handover.taken_back_at.is_(None)
    )
    db.session().execute(mine.values(taken_back_at=clock.now()), execution_options={"synchronize_session": False})
    if presence.seat_of(host, room) is not None:
        presence.give(host.id, room, "host", host)
        actions.settle(room)
        actions.tell_seat(host, room)


@db.action
def mark_read(host: Person, room: Room, public_id: str) -> None:
    """Say that one has read a note. Safe to repeat.

    Raises NotFound for a note that is not there or for somebody else.
    """
    require(rules.may_host(host, room), presence.FOR_HOSTS)
    wish = _notes_to(host, room).where(Handover.public_id == public_id)
    found = db.session().scalar(wish)
    if found is None:
        raise NotFound(NO_NOTE)
    if found.read_at is None:
        found.read_at = clock.now()
        audit.record(host, "handover.read", f"room:{room.slug}", handover=found.public_id)


def unread_notes(host: Person, room: Room) -> list[Handover]:
    """What others left for this host in a room and is not read yet, oldest first."""
    wish = _notes_to(host, room).where(Handover.read_at.is_(None), Handover.made_at > oldest_kept())
    return list(db.session().scalars(wish.order_by(Handover.id).limit(MOST_NOTES)))


def _notes_to(host: Viewer, room: Room) -> sa.Select[Handover]:
    to_them = sa.or_(Handover.to_id == host.id, sa.and_(Handover.to_id.is_(None), Handover.from_id != host.id))
    return sa.select(Handover).where(Handover.room_id == room.id, to_them)


def oldest_kept() -> datetime:
    """Notes from before this moment are forgotten."""
    return clock.now() - NOTES_LAST
