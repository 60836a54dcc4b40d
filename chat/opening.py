"""When a room is open (L12): scheduled, and enough hosts in it. It opens with the host that completes them and closes
by itself when they drop out. Functions here run inside an action that holds the room.

Closing within 90 s after too few hosts remain, in the worst case: a silent line is cut after 45 s (ping 25, silence
20), or a killed process fades after 25 s; then GRACE, then the next look (LOOK_EVERY_SECONDS).
"""

from __future__ import annotations

from datetime import datetime, timedelta

from chat import news, presence, steering
from chat.models import Room
from community import clock

GRACE = timedelta(seconds=30)
"""A host whose phone changes from wifi to mobile is back within this time, and nobody was sent away."""
LOOK_EVERY_SECONDS = 5


def reconsider(room: Room) -> bool:
    """Open or close a room if it is time; returns whether its state changed. Safe to repeat."""
    if room.is_always_open:
        return False
    at = clock.now()
    if room.state == "closed":
        return _perhaps_open(room, at)
    return _perhaps_close(room, at)


def _perhaps_open(room: Room, at: datetime) -> bool:
    planned = room.schedule(at)
    if not planned.is_open or presence.count_hosts(room) < room.min_hosts:
        return False
    open_room(room, closes_at=planned.until)
    return True


def _perhaps_close(room: Room, at: datetime) -> bool:
    planned = room.schedule(at)
    if not planned.is_open:
        close_room(room)
        return True
    if room.closes_at != planned.until:
        room.closes_at = planned.until
        news.tell_room(room)
    if presence.count_hosts(room) >= room.min_hosts:
        room.hosts_low_since = None
        return False
    if room.hosts_low_since is None:
        room.hosts_low_since = at
        return False
    if room.hosts_low_since + GRACE > at:
        return False
    close_room(room)
    return True


def open_room(room: Room, closes_at: datetime | None) -> None:
    """Begin a new opening: what was said in earlier ones is not read back (L6)."""
    room.state, room.opening = "open", room.opening + 1
    room.opened_at, room.opened_seq, room.closes_at = clock.now(), room.last_seq, closes_at
    room.hosts_low_since = None
    news.tell_room(room, at_once=True)


def close_room(room: Room) -> None:
    """End an opening: from now on only hosts and moderators can read what was said, and what hosts turned is undone."""
    steering.undo(room)
    room.state, room.closes_at, room.hosts_low_since = "closed", None, None
    news.tell_room(room, at_once=True)
