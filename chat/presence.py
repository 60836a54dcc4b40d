"""Who is in a room, in any process: seats, the queue, hosts. The rows are the truth; a killed process fades out.

Functions that change rows run inside an action of somebody else.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from flask import current_app

from chat import rules
from chat.models import Entry, Handover, Presence, Process, Room
from community import clock, db
from community.errors import require
from community.i18n import N_
from community.members.models import Person, Viewer

BEAT_EVERY = timedelta(seconds=8)
FADES_AFTER = timedelta(seconds=25)
"""A process that did not beat for this long is gone: three beats missed. L12 counts with it (see opening.py)."""
TYPING_LASTS = timedelta(seconds=5)
HANDOVER_LASTS = timedelta(hours=6)
"""So long somebody who gave a room over comes in as a reader: also when it closed by that, or their page, which loads
anew then, would open it again. On another day they are a host like any."""
FOR_HOSTS = N_("Dit doen de hosts.")
GIVEN_OVER = N_("Je hebt deze kamer overgedragen. Neem haar eerst terug.")


@dataclass(frozen=True)
class Crowd:
    """Who is in a room: hosts as (name, badge) in the order they came, the others as numbers only."""

    hosts: tuple[tuple[str, str | None], ...] = ()
    speakers: int = 0
    waiting: int = 0
    readers: int = 0

    @property
    def people(self) -> int:
        return len(self.hosts) + self.speakers + self.waiting + self.readers


@dataclass(frozen=True)
class Seat:
    """What somebody may do in a room now. place_in_queue counts from 1."""

    role: str
    place_in_queue: int | None = None


def own_process() -> str:
    """The name of this process; made after a fork, so that workers never share one."""
    names: dict[int, str] = current_app.extensions.setdefault("moi.process", {})
    return names.setdefault(os.getpid(), f"{os.getpid()}-{secrets.token_hex(8)}")


def beat() -> bool:
    """Say that this process is alive. False when others had already given it up (or it is new)."""
    row = db.session().get(Process, own_process())
    now = clock.now()
    if row is None:
        db.add(Process(key=own_process(), beat_at=now))
        return False
    if row.beat_at + BEAT_EVERY <= now:
        row.beat_at = now
    return True


def faded() -> list[str]:
    """Processes that stopped beating."""
    return list(db.session().scalars(sa.select(Process.key).where(Process.beat_at <= clock.now() - FADES_AFTER)))


def forget(processes: Iterable[str]) -> list[int]:
    """Take away what killed processes left; returns the ids of the rooms they were in."""
    gone = list(processes)
    rooms = list(db.session().scalars(sa.select(Presence.room_id).where(Presence.process.in_(gone)).distinct()))
    db.session().execute(sa.delete(Presence).where(Presence.process.in_(gone)))
    db.session().execute(sa.delete(Process).where(Process.key.in_(gone)))
    return rooms


def crowd(room: Room) -> Crowd:
    """How many are in a room now."""
    return crowds([room])[room.id]


def crowds(rooms: Sequence[Room]) -> dict[int, Crowd]:
    """Who is in each of these rooms, by room id; two statements for all."""
    ids = [room.id for room in rooms]
    people = sa.func.count(sa.distinct(Presence.person_id))
    wish = sa.select(Presence.room_id, Presence.role, people).where(Presence.room_id.in_(ids), _beats())
    numbers: dict[int, dict[str, int]] = {room_id: {} for room_id in ids}
    for room_id, role, number in db.session().execute(wish.group_by(Presence.room_id, Presence.role)):
        numbers[room_id][role] = number
    hosts = _hosts([room_id for room_id in ids if numbers[room_id].get("host")])
    return {
        room_id: Crowd(hosts.get(room_id, ()), of.get("speaker", 0), of.get("waiting", 0), of.get("reader", 0))
        for room_id, of in numbers.items()
    }


def _hosts(ids: list[int]) -> dict[int, tuple[tuple[str, str | None], ...]]:
    """Hosts by room id, in the order they came."""
    if not ids:
        return {}
    who = (Presence.room_id, Presence.person_id, Presence.host_name, Presence.host_badge)
    wish = sa.select(*who).where(Presence.room_id.in_(ids), Presence.role == "host", _beats())
    found: dict[int, tuple[tuple[str, str | None], ...]] = {}
    for row in db.session().execute(wish.group_by(*who).order_by(sa.func.min(Presence.id))):
        found[row.room_id] = (*found.get(row.room_id, ()), (str(row.host_name), row.host_badge))
    return found


def count_hosts(room: Room) -> int:
    wish = sa.select(sa.func.count(sa.distinct(Presence.person_id)))
    return db.session().scalar(_alive(wish, room).where(Presence.role == "host")) or 0


def is_full(room: Room, sid: str) -> bool:
    """Whether a room takes no further socket; one that is in it already may ask again."""
    if not room.max_sockets:
        return False
    others = _alive(sa.select(sa.func.count(Presence.id)), room).where(Presence.sid != sid)
    return (db.session().scalar(others) or 0) >= room.max_sockets


def seat_of(person: Person, room: Room) -> Seat | None:
    """The seat somebody has in a room; None if none of their sockets is there."""
    found = _alive(sa.select(Presence.role, Presence.id), room).where(Presence.person_id == person.id)
    row = db.session().execute(found.order_by(Presence.id).limit(1)).first()
    if row is None:
        return None
    return Seat(row.role, _place(room, row.id) if row.role == "waiting" else None)


def roles_in(rooms: Sequence[Room], person_ids: Sequence[int]) -> dict[tuple[int, int], str]:
    """The roles of these people in these rooms, by (room id, person id); who is not there is left out."""
    if not rooms:
        return {}
    here = sa.select(Presence.room_id, Presence.person_id, Presence.role).where(
        Presence.room_id.in_([room.id for room in rooms]), Presence.person_id.in_(person_ids), _beats()
    )
    newest_first = db.session().execute(here.order_by(Presence.id.desc()))
    return {(row.room_id, row.person_id): row.role for row in newest_first}


def _place(room: Room, presence_id: int) -> int:
    before = _alive(sa.select(sa.func.count(sa.distinct(Presence.person_id))), room)
    return (db.session().scalar(before.where(Presence.role == "waiting", Presence.id < presence_id)) or 0) + 1


def has_handed_over(person: Person, room: Room) -> bool:
    """Whether somebody gave this room over to others in its last opening, and did not take it back."""
    mine = sa.select(Handover.id).where(
        Handover.from_id == person.id,
        Handover.room_id == room.id,
        Handover.opening == room.opening,
        Handover.made_at > clock.now() - HANDOVER_LASTS,
        Handover.taken_back_at.is_(None),
    )
    return db.session().scalar(mine.limit(1)) is not None


def check_hosting(person: Person, room: Room, refusal: str = FOR_HOSTS) -> None:
    """Raises NotAllowed for who may not host this room, and for who gave it over and did not take it back."""
    require(rules.may_host(person, room), refusal)
    require(not has_handed_over(person, room), GIVEN_OVER)


def hosts_in(room: Room) -> list[Person]:
    """The people who host a room now, in the order they came."""
    here = _alive(sa.select(Presence.person_id), room).where(Presence.role == "host")
    ids = list(db.session().scalars(here.group_by(Presence.person_id).order_by(sa.func.min(Presence.id))))
    return [db.session().get_one(Person, person_id) for person_id in ids]


def who_may_read(room: Room, seq: int) -> list[int]:
    """Ids of the people in a room, hosts left out, who may read back to this seq; nobody in one that is closed (L6)."""
    if room.state == "closed":
        return []
    here = _alive(sa.select(Presence.person_id).distinct(), room).where(Presence.role != "host")
    began = sa.and_(Entry.room_id == Presence.room_id, Entry.person_id == Presence.person_id)
    wish = here.join(Entry, began).where(Entry.opening == room.opening, Entry.from_seq <= seq)
    return sorted(db.session().scalars(wish))


def host_sockets() -> list[tuple[int, str]]:
    """(room, process) of every socket that hosts a room, in the order they came."""
    here = sa.select(Presence.room_id, Presence.process).where(Presence.role == "host", _beats())
    return [(row.room_id, row.process) for row in db.session().execute(here.order_by(Presence.id))]


def has_free_seat(room: Room) -> bool:
    """Whether somebody may speak who did not until now; who waits goes first."""
    if not room.has_queue:
        return True
    there = crowd(room)
    return there.waiting == 0 and there.speakers < room.max_speakers


def take(person: Person, room: Room, sid: str) -> Seat:
    """Seat a socket: with its person's other sockets, else as host, speaker, waiting or reading along."""
    mine = _alive(sa.select(Presence.id, Presence.role, Presence.sid), room).where(Presence.person_id == person.id)
    rows = db.session().execute(mine.order_by(Presence.id)).all()
    role = _role(person, room, rows[0].role if rows else None)
    if rows and rows[0].role != role:
        give(person.id, room, role, person)
    own_id = next((row.id for row in rows if row.sid == sid), None) or _add(person, room, sid, role)
    first_id = rows[0].id if rows else own_id
    return Seat(role, _place(room, first_id) if role == "waiting" else None)


def _add(person: Person, room: Room, sid: str, role: str) -> int:
    is_host = role == "host"
    row = Presence(
        sid=sid,
        process=own_process(),
        room_id=room.id,
        person_id=person.id,
        role=role,
        host_name=person.name if is_host else None,
        host_badge=person.badge if is_host else None,
    )
    db.add(row)
    return row.id


def _role(person: Person, room: Room, role: str | None) -> str:
    if role is not None and (role != "reader" or person.is_muted):
        return role
    if rules.may_host(person, room):
        return "reader" if has_handed_over(person, room) else "host"
    if person.is_muted or room.state == "reading" or reads_along(room, entry_of(person, room)):
        return "reader"
    return "speaker" if has_free_seat(room) else "waiting"


def entry_of(person: Viewer, room: Room) -> Entry | None:
    return db.session().get(Entry, (room.id, person.id)) if person.id is not None else None


def reads_along(room: Room, entry: Entry | None) -> bool:
    """Whether somebody chose to read here in this opening, and leaves the chairs to others. entry: theirs."""
    return room.has_queue and entry is not None and entry.opening == room.opening and entry.reads_along


def queue_anew(person_id: int, room: Room) -> None:
    """Let somebody wait for a chair, behind everybody who waits: the order is that of the rows."""
    mine = sa.select(Presence).where(Presence.room_id == room.id, Presence.person_id == person_id)
    for row in list(db.session().scalars(mine.order_by(Presence.id))):
        known = {name: getattr(row, name) for name in ("sid", "process", "room_id", "person_id", "entered_at")}
        db.delete(row)
        db.add(Presence(role="waiting", **known))


def give(person_id: int, room: Room, role: str, person: Person | None = None) -> None:
    """Let all sockets of a person in a room have another role. person: needed to become host."""
    change = sa.update(Presence).where(Presence.room_id == room.id, Presence.person_id == person_id)
    name, badge = (person.name, person.badge) if person is not None and role == "host" else (None, None)
    db.session().execute(change.values(role=role, host_name=name, host_badge=badge))


def free(sid: str, room: Room) -> bool:
    """Take a socket out of a room; False if it was not there."""
    gone = sa.delete(Presence).where(Presence.sid == sid, Presence.room_id == room.id)
    found: sa.CursorResult[tuple[()]] = db.session().execute(gone)  # type: ignore[assignment]
    return bool(found.rowcount)


def promote(room: Room) -> list[int]:
    """Let who waits longest take the free seats; returns the ids of those people."""
    if not room.has_queue:
        return []
    there = crowd(room)
    free_seats = room.max_speakers - there.speakers
    if free_seats <= 0 or there.waiting == 0:
        return []
    wish = _alive(sa.select(Presence.person_id), room).where(Presence.role == "waiting")
    first = wish.group_by(Presence.person_id).order_by(sa.func.min(Presence.id)).limit(free_seats)
    up = list(db.session().scalars(first))
    for person_id in up:
        give(person_id, room, "speaker")
    return up


def waiting(room: Room) -> list[int]:
    """Ids of the people who wait, first in the queue first."""
    wish = _alive(sa.select(Presence.person_id), room).where(Presence.role == "waiting")
    return list(db.session().scalars(wish.group_by(Presence.person_id).order_by(sa.func.min(Presence.id))))


def rooms_of_sid(sid: str) -> list[int]:
    return list(db.session().scalars(sa.select(Presence.room_id).where(Presence.sid == sid)))


def lost_sids(connected: Iterable[str]) -> list[str]:
    """Sockets this process still has rows of, though they are gone: the database was away when they went."""
    mine = db.session().scalars(sa.select(Presence.sid).where(Presence.process == own_process()).distinct())
    return sorted(set(mine) - set(connected))


def count_typing(room: Room, at: datetime) -> int:
    """How many people typed in the last seconds."""
    wish = _alive(sa.select(sa.func.count(sa.distinct(Presence.person_id))), room)
    return db.session().scalar(wish.where(Presence.typed_at > at - TYPING_LASTS)) or 0


def note_typing(sid: str, room: Room) -> None:
    mine = sa.update(Presence).where(Presence.sid == sid, Presence.room_id == room.id)
    db.session().execute(mine.values(typed_at=clock.now()))


def _alive(wish: Any, room: Room) -> Any:
    """Only sockets of this room whose process still beats."""
    return wish.where(Presence.room_id == room.id, _beats())


def _beats() -> sa.ColumnElement[bool]:
    return Presence.process.in_(sa.select(Process.key).where(Process.beat_at > clock.now() - FADES_AFTER))
