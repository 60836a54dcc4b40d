"""What every serving process looks after: it is alive, killed ones fade, rooms open and close in time."""

from __future__ import annotations

import logging
from datetime import datetime

import sqlalchemy as sa
from flask import current_app

from chat import actions, opening, presence
from chat.models import Presence, Room
from community import clock, db, live

log = logging.getLogger(__name__)

SWEEP_EVERY_SECONDS = 60


@live.every(opening.LOOK_EVERY_SECONDS)
def look_round() -> None:
    """One round. Safe in several processes at once: each room is held while it is looked at."""
    _stay_alive()
    left = _left_by_killed()
    for room_id in sorted({*left, *_rooms_to_consider()}):
        _consider(room_id, is_news=room_id in left)


@live.every(SWEEP_EVERY_SECONDS)
def sweep() -> None:
    """Take away what sockets left that went while the database was away."""
    for sid in presence.lost_sids(live.joined(None)):
        actions.leave_all(sid)


def _stay_alive() -> None:
    """Beat. Whoever was given up by others meanwhile has sockets that no longer count: they come back anew."""
    known = current_app.extensions.get("moi.chat.beaten", False)
    if not _beat() and known:
        log.warning("this process was taken for dead; its sockets are cut and come back by themselves")
        live.cut_all()
    current_app.extensions["moi.chat.beaten"] = True


@db.action
def _beat() -> bool:
    return presence.beat()


def _left_by_killed() -> list[int]:
    """Rooms that lose somebody because a process was killed. A process that could itself not beat for long (the
    database was away) waits a round: the others could not either."""
    now = clock.now()
    before: datetime | None = current_app.extensions.get("moi.chat.looked_at")
    current_app.extensions["moi.chat.looked_at"] = now
    if before is None or now - before > presence.FADES_AFTER / 2 or not presence.faded():
        return []
    return _forget_faded()


@db.action
def _forget_faded() -> list[int]:
    return presence.forget(presence.faded())


def _rooms_to_consider() -> list[int]:
    """Open rooms with hours, and closed ones in which a host waits for the hour to come."""
    hosted = sa.select(Presence.room_id).where(Presence.role == "host")
    may_change = sa.or_(Room.state != "closed", Room.id.in_(hosted))
    wish = sa.select(Room.id).where(Room.is_always_open.is_(False), may_change)
    return list(db.session().scalars(wish))


@db.action
def _consider(room_id: int, is_news: bool) -> None:
    room = db.session().get_one(Room, room_id)
    db.hold(room)
    actions.settle(room, is_news)
