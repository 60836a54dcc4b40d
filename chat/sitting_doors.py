"""The two doors to a chair: a form in the room, and the socket's wish."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

from chat import forms, payloads, presence, queries, routes, rules, sitting
from chat.refusals import NotJoined
from community import i18n, live
from community.doors import keeps_typed, limited, limits, people
from community.errors import Invalid
from community.i18n import N_
from community.members.access import person

pages = Blueprint("chat_sitting", __name__, template_folder="templates")

NOT_JOINED = N_("Kom eerst de kamer binnen.")


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
    return redirect(i18n.link(room.url), code=303)


@live.on("room:sit", people)
def sit_live(data: dict[str, Any]) -> dict[str, Any]:
    """`{room, speak}`; answers who one is here now."""
    speak, room = data.get("speak"), queries.room_for(person(), forms.required_text(data, "room"))
    if not isinstance(speak, bool):
        raise Invalid(forms.UNREADABLE)
    if not live.is_joined(room.audience):
        raise NotJoined(NOT_JOINED)
    limits.count("react")
    sitting.sit(person(), room, speak)
    seat = presence.seat_of(person(), room)
    if seat is None:
        raise NotJoined(NOT_JOINED)
    return {"you": payloads.you(person(), room, seat, rules.may_speak_as(person(), room, seat.role))}
