"""What the socket's doors to a room share: which room is meant, being in it, and one's own words as an answer."""

from __future__ import annotations

from typing import Any

from chat import care, forms, payloads, presence, queries, rules
from chat.models import Message, Room
from chat.refusals import NotJoined
from community import live
from community.i18n import N_
from community.members.access import person

NOT_JOINED = N_("Kom eerst de kamer binnen.")


def room_of(data: dict[str, Any]) -> Room:
    """The room a wish names.

    Raises Invalid, NotFound.
    """
    return queries.room_for(person(), forms.required_text(data, "room"))


def joined_room_of(data: dict[str, Any]) -> Room:
    """The same, and this socket is in it.

    Raises Invalid, NotFound, NotJoined.
    """
    room = room_of(data)
    check_joined(room)
    return room


def check_joined(room: Room) -> None:
    if not live.is_joined(room.audience):
        raise NotJoined(NOT_JOINED)


def own(message: Message) -> dict[str, Any]:
    """One's own message as it is now, with the card that belongs to one that waits."""
    answer: dict[str, Any] = {"message": payloads.message(message, for_sender=True)}
    card = care.card_for(message)
    return answer | {"card": card} if card else answer


def you(room: Room, seat: presence.Seat) -> dict[str, Any]:
    """Who one is in a room, on this seat."""
    return payloads.you(person(), room, seat, rules.may_speak_as(person(), room, seat.role))
