"""The room in which an online group session is held: an ordinary room of the chat, open only while the session is on
and its professional or somebody of the team is in it (L12). Who plans a session makes its room; this opens and closes.
"""

from __future__ import annotations

import sqlalchemy as sa

from chat import actions as chat
from chat import opening, presence
from chat.models import Presence, Room
from community import clock, db, live
from spreekuur.models import Session

LOOK_EVERY_SECONDS = 5
MAX_SOCKETS = 1000
"""Readers of one session; who speak are as many as in any room, others wait or read along."""


def is_online(session: Session) -> bool:
    """Whether a session is held in a room: a group that does not meet at a place."""
    return session.is_group and "place" not in session.channels


def url_of(session: Session) -> str:
    """Where the room of a session is; empty when it is held elsewhere."""
    return f"/chat/spreekuur-{session.public_id}" if is_online(session) else ""


def make_room(session: Session) -> None:
    """Make the room of an online group session. Inside an action."""
    if not is_online(session):
        return
    start, end = (f"{moment.astimezone(clock.ZONE):%H:%M}" for moment in (session.starts_at, session.ends_at))
    day = session.starts_at.astimezone(clock.ZONE).date().isoformat()
    room = Room(
        slug=f"spreekuur-{session.public_id}",
        title=session.title,
        lead=session.lead[:400],
        themes=session.themes,
        session_key=session.public_id,
        exceptions=[{"date": day, "opens": start, "closes": end}],
        host_ids=[session.professional_id] if session.professional_id is not None else [],
        max_sockets=MAX_SOCKETS,
        is_example=session.is_example,
    )
    db.add(room)


def room_of(session: Session) -> Room | None:
    """The room of a session; None when it is held elsewhere."""
    if not is_online(session):
        return None
    return db.session().scalar(sa.select(Room).where(Room.session_key == session.public_id))


def drop_hours(session: Session) -> None:
    """Let a called-off session's room stay closed. Inside an action."""
    room = room_of(session)
    if room is not None:
        room.exceptions = []


@live.every(LOOK_EVERY_SECONDS)
def look_round() -> None:
    """Open rooms whose session is on and has a host, close the others. Safe in several processes at once."""
    hosted = sa.select(Presence.room_id).where(Presence.role == "host")
    may_change = sa.or_(Room.state != "closed", Room.id.in_(hosted))
    for room_id in list(db.session().scalars(sa.select(Room.id).where(Room.session_key.is_not(None), may_change))):
        _consider(room_id)


@db.action
def _consider(room_id: int) -> None:
    room = db.session().get_one(Room, room_id)
    chat.hold(room)
    planned, hosts = room.schedule(clock.now()), presence.count_hosts(room)
    if room.state == "closed":
        if planned.is_open and hosts >= room.min_hosts:
            opening.open_room(room, closes_at=planned.until)
    elif not planned.is_open or _is_left_alone(room, hosts):
        opening.close_room(room)


def _is_left_alone(room: Room, hosts: int) -> bool:
    """Whether too few hosts are there for longer than a phone needs to change networks."""
    if hosts >= room.min_hosts:
        room.hosts_low_since = None
        return False
    if room.hosts_low_since is None:
        room.hosts_low_since = clock.now()
        return False
    return room.hosts_low_since + opening.GRACE <= clock.now()
