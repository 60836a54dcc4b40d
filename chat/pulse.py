"""How a room goes, for who hosts it: how fast people talk, who waits for a chair, what waits to be read. Counts only.

Told to the hosts at most every five seconds and only when something changed, by one process for each room: that of the
host who came first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from flask import current_app

from chat import presence
from chat.models import Message, Room
from community import clock, db, live

LOOK_EVERY_SECONDS = 5
WINDOW = timedelta(minutes=5)
"""How far back the speed looks: shorter jumps with every message, longer misses that it became quiet."""


@dataclass(frozen=True)
class Pulse:
    """messages: shown in the last WINDOW. oldest_held_minutes: whole minutes; None when nothing waits."""

    messages: int
    speakers: int
    max_speakers: int
    waiting: int
    held: int
    oldest_held_minutes: int | None

    @property
    def messages_per_minute(self) -> int:
        """Rounded; 0 for less than one in two minutes."""
        return round(self.messages / (WINDOW / timedelta(minutes=1)))


def of(room: Room) -> Pulse:
    """The pulse of one room now."""
    return of_all([room])[room.id]


def of_all(rooms: Sequence[Room]) -> dict[int, Pulse]:
    """The pulses of these rooms by id, in a fixed number of statements."""
    ids = [room.id for room in rooms]
    crowds, spoken, held = presence.crowds(rooms), _spoken(ids), _held(ids)
    found = {}
    for room in rooms:
        number, since = held.get(room.id, (0, None))
        there, minutes = crowds[room.id], _minutes_since(since)
        found[room.id] = Pulse(
            spoken.get(room.id, 0), there.speakers, room.max_speakers, there.waiting, number, minutes
        )
    return found


def _spoken(ids: list[int]) -> dict[int, int]:
    wish = sa.select(Message.room_id, sa.func.count()).where(
        Message.room_id.in_(ids), Message.shown_at > clock.now() - WINDOW
    )
    return {row[0]: row[1] for row in db.session().execute(wish.group_by(Message.room_id))}


def _held(ids: list[int]) -> dict[int, tuple[int, datetime]]:
    """What waits in each room: how many, and since when the oldest does."""
    wish = sa.select(Message.room_id, sa.func.count(), sa.func.min(Message.created_at)).where(
        Message.room_id.in_(ids), Message.state == "held"
    )
    return {row[0]: (row[1], row[2]) for row in db.session().execute(wish.group_by(Message.room_id))}


def _minutes_since(moment: datetime | None) -> int | None:
    return None if moment is None else max(0, int((clock.now() - moment).total_seconds() // 60))


def payload(room: Room, pulse: Pulse) -> dict[str, Any]:
    """As the hosts' sockets hear it."""
    return {"room": room.slug, "messages_per_minute": pulse.messages_per_minute, **asdict(pulse)}


@live.every(LOOK_EVERY_SECONDS)
def tell_round() -> None:
    """Tell the hosts of each room how it goes, where that changed or a host came in."""
    told: dict[int, tuple[Pulse, int]] = current_app.extensions.setdefault("moi.chat.pulses", {})
    hosted = _hosted_from_here()
    rooms = list(db.session().scalars(sa.select(Room).where(Room.id.in_(hosted)))) if hosted else []
    pulses = of_all(rooms) if rooms else {}
    for room in rooms:
        now = (pulses[room.id], hosted[room.id])
        if told.get(room.id) != now:
            live.send(room.hosts_audience, "room:pulse", payload(room, pulses[room.id]))
        told[room.id] = now
    for room_id in set(told) - set(hosted):
        del told[room_id]


def _hosted_from_here() -> dict[int, int]:
    """Rooms whose first host came in through this process, with how many sockets of hosts are in each."""
    first: dict[int, str] = {}
    sockets: dict[int, int] = {}
    for room_id, process in presence.host_sockets():
        first.setdefault(room_id, process)
        sockets[room_id] = sockets.get(room_id, 0) + 1
    return {room_id: sockets[room_id] for room_id, process in first.items() if process == presence.own_process()}
