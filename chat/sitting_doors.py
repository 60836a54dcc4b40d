"""The two doors to a chair: a form in the room, and the socket's wish."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, request
from werkzeug.wrappers import Response

from chat import forms, presence, queries, routes, sitting
from chat.refusals import NotJoined
from chat.wishes import NOT_JOINED, joined_room_of, you
from community import live
from community.doors import keeps_typed, limited, limits, people
from community.errors import Invalid
from community.members.access import person

pages = Blueprint("chat_sitting", __name__, template_folder="templates")


@pages.context_processor
def _shared() -> dict[str, Any]:
    return routes.shared()


@pages.post("/chat/<slug>/plaats")
@people
@limited("react")
@keeps_typed(routes.show_room)
def sit(slug: str) -> Response:
    """`speak` 1: take a chair or wait for one; 0: read along."""
    room = queries.room_for(person(), slug)
    speak = forms.one_of(request.form, "speak", ("0", "1"))
    sitting.sit(person(), room, speak == "1")
    return routes.back_to(room.url)


@live.on("room:sit", people)
def sit_live(data: dict[str, Any]) -> dict[str, Any]:
    """`{room, speak}`; answers who one is here now."""
    speak, room = data.get("speak"), joined_room_of(data)
    if not isinstance(speak, bool):
        raise Invalid(forms.UNREADABLE)
    limits.count("react")
    sitting.sit(person(), room, speak)
    seat = presence.seat_of(person(), room)
    if seat is None:
        raise NotJoined(NOT_JOINED)
    return {"you": you(room, seat)}
