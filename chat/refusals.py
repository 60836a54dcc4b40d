"""The chat's own ways of being refused: the family of the house, with the codes a client can act on."""

from __future__ import annotations

from community.errors import Invalid, NotAllowed


class RoomClosed(NotAllowed):
    """Nobody is there now, or it is not yet time."""

    code = "room_closed"


class RoomFull(NotAllowed):
    """More sockets than the room takes."""

    code = "room_full"


class NotJoined(NotAllowed):
    """This socket has not entered the room."""

    code = "not_joined"


class Muted(NotAllowed):
    """A decision says that this person cannot write for a while."""

    code = "muted"


class NotSignedIn(NotAllowed):
    """Whoever this was signed out meanwhile."""

    code = "not_signed_in"


class TooLong(Invalid):
    """More characters than fit."""

    code = "too_long"
