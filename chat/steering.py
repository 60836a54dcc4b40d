"""What can be turned in a room by who may host it: slow mode, reading all first, the pinned text, how many speak.

It holds until the room closes; then the room is again as the operator set it, so that one heated evening does not slow
down the next. Rooms for trying out keep their pace and their chairs (contract 1).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from chat.forms import UNREADABLE, is_text
from chat.models import Room
from chat.refusals import TooLong
from community import text
from community.errors import Invalid
from community.i18n import N_

SLOW_MODES = (0, 5, 10, 30, 60)
"""Seconds between two messages of somebody; 0 is off."""
PINNED_CHARS = 160
"""Four lines on a phone; what an operator pins may be longer."""
MOST_SPEAKERS = 100
FIXED_WHILE_TRYING = ("slow_mode_seconds", "max_speakers")
FIXED = N_("Deze kamer is om te proberen. Het tempo en de stoelen liggen er vast.")
NO_CHOICE = N_("Kies een van de mogelijkheden.")
NOT_A_NUMBER = N_("Kies 1 tot 100 stoelen.")
PINNED_TOO_LONG = N_("Maak dit korter, tot 160 tekens.")

Changes = dict[str, Any]


def read(given: Mapping[str, Any]) -> Changes:
    """What a socket wishes, by the column of Room it changes; what is not named stays.

    Raises Invalid for a wrong type or value and for an empty wish, TooLong.
    """
    return _read(given, _SOCKET)


def shown(room: Room) -> dict[str, str]:
    """What the form shows, by its fields; an empty value for what only an operator can set so."""
    return {
        "slow_mode_seconds": str(room.slow_mode_seconds) if room.slow_mode_seconds in SLOW_MODES else "",
        "hold_all": str(int(room.hold_all)),
        "pinned": room.pinned_text,
        "max_speakers": str(room.max_speakers or ""),
    }


def read_form(given: Mapping[str, str], room: Room) -> Changes:
    """The same from a form, where everything is text. What was not changed stays: what stands there as it was shown
    (`was_` and its name, because another host may have turned it since), or as an operator set it.
    """
    kept = {"pinned": room.pinned_text, "slow_mode_seconds": "", "max_speakers": ""}
    changed = {
        name: value for name, value in given.items() if value != kept.get(name) and value != given.get(f"was_{name}")
    }
    if not set(changed) & set(_FORM) and set(given) & set(_FORM):
        return {}
    return _read(changed, _FORM)


def _read(given: Mapping[str, Any], readers: Mapping[str, tuple[str, Callable[[Any], Any]]]) -> Changes:
    found = {column: reader(given[name]) for name, (column, reader) in readers.items() if name in given}
    if not found:
        raise Invalid(UNREADABLE)
    return found


def _slow_mode(value: Any) -> int:
    if type(value) is not int or value not in SLOW_MODES:
        raise Invalid(NO_CHOICE, fields={"slow_mode_seconds": NO_CHOICE})
    return value


def _speakers(value: Any) -> int:
    if type(value) is not int or not 1 <= value <= MOST_SPEAKERS:
        raise Invalid(NOT_A_NUMBER, fields={"max_speakers": NOT_A_NUMBER})
    return value


def _truth(value: Any) -> bool:
    if type(value) is not bool:
        raise Invalid(NO_CHOICE, fields={"hold_all": NO_CHOICE})
    return value


def _pinned(value: Any) -> str:
    """One line of plain text; it is escaped where it is shown, like everything."""
    if not is_text(value):
        raise Invalid(UNREADABLE)
    line = " ".join(text.clean_text(value).split())
    if len(line) > PINNED_CHARS:
        raise TooLong(PINNED_TOO_LONG, fields={"pinned": PINNED_TOO_LONG})
    return line


def _number(value: str) -> int | None:
    return int(value) if value.isascii() and value.isdecimal() and len(value) <= 4 else None


_SOCKET: dict[str, tuple[str, Callable[[Any], Any]]] = {
    "slow_mode_seconds": ("slow_mode_seconds", _slow_mode),
    "hold_all": ("hold_all", _truth),
    "pinned": ("pinned_text", _pinned),
    "max_speakers": ("max_speakers", _speakers),
}
_FORM: dict[str, tuple[str, Callable[[Any], Any]]] = {
    "slow_mode_seconds": ("slow_mode_seconds", lambda value: _slow_mode(_number(value))),
    "hold_all": ("hold_all", lambda value: _truth({"1": True, "0": False}.get(value))),
    "pinned": ("pinned_text", _pinned),
    "max_speakers": ("max_speakers", lambda value: _speakers(_number(value))),
}


def turn(room: Room, changes: Changes) -> Changes:
    """Change a room for this opening, and keep what it was; returns what really changed.

    Raises Invalid for what lies fixed in a room for trying out.
    """
    turned = {name: value for name, value in changes.items() if getattr(room, name) != value}
    if room.is_always_open and set(turned) & set(FIXED_WHILE_TRYING):
        raise Invalid(FIXED)
    before = dict(room.before_steering)
    for name, value in turned.items():
        before.setdefault(name, getattr(room, name))
        setattr(room, name, value)
    room.before_steering = {name: value for name, value in before.items() if getattr(room, name) != value}
    return turned


def undo(room: Room) -> None:
    """Let a room be again as the operator set it."""
    for name, value in room.before_steering.items():
        setattr(room, name, value)
    room.before_steering = {}
