"""The socket's wishes of hosts: turn the room, let the next in, give it over, take it back, mark a note as read."""

from __future__ import annotations

from typing import Any

from chat import forms, hosting, payloads, presence, steering
from chat.models import Room
from chat.wishes import room_of
from community import live, text
from community.doors import people
from community.errors import Invalid
from community.members.access import person


@live.on("room:steer", people)
def steer(data: dict[str, Any]) -> dict[str, Any]:
    room, changes = room_of(data), steering.read(data)
    hosting.steer(person(), room, changes)
    return _answer(room)


@live.on("room:admit", people)
def admit(data: dict[str, Any]) -> dict[str, Any]:
    room = room_of(data)
    hosting.admit_next(person(), room)
    return _answer(room)


@live.on("room:hand_over", people)
def hand_over(data: dict[str, Any]) -> dict[str, Any]:
    room, to_name = room_of(data), forms.optional_text(data, "to")
    note = text.clean_text(forms.optional_text(data, "note", hosting.NOTE_CHARS) or "")
    if type(data.get("may_close", False)) is not bool:
        raise Invalid(forms.UNREADABLE)
    hosting.hand_over(person(), room, to_name, note, data.get("may_close", False))
    return _answer(room)


@live.on("room:take_back", people)
def take_back(data: dict[str, Any]) -> dict[str, Any]:
    room = room_of(data)
    hosting.take_back(person(), room)
    return _answer(room)


@live.on("handover:read", people)
def mark_read(data: dict[str, Any]) -> None:
    public_id, room = forms.required_text(data, "id"), room_of(data)
    hosting.mark_read(person(), room, public_id)


def _answer(room: Room) -> dict[str, Any]:
    return {"room": payloads.room(room, presence.crowd(room))}
