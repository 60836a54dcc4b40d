"""The room in which an online group session is held: an ordinary room of the chat, open only while the session is on
and its professional or somebody of the team is in it (L12). Who plans a session makes its room; the chat's
caretaker opens and closes it as any other.
"""

from __future__ import annotations

import sqlalchemy as sa

from chat.models import Room
from community import clock, db
from spreekuur.models import Session

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
