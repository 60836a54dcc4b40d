"""What a page keeps on the device of who writes: their own unsent words, for one person in one opening of a room."""

from __future__ import annotations

from chat.models import Room
from community.crypto import keyed_hash
from community.members.models import Person

MARK_CHARS = 16


def whose(person: Person, room: Room) -> str:
    """A mark that differs for another person and another opening, and says nothing about either.

    What was kept under another mark is thrown away unread: somebody else sits at this device now, or the room closed.
    """
    return keyed_hash(f"{person.id} {room.id} {room.opening}", "kept on the device")[:MARK_CHARS]
