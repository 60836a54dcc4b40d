"""The forms of hosts in a room; each leads back to the panel, or shows the room again with what was wrong."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, request
from werkzeug.wrappers import Response

from chat import forms, hosting, queries, routes, steering
from chat.models import Room
from community import text
from community.doors import keeps_typed, people
from community.members.access import person, viewer

pages = Blueprint("hosting", __name__, template_folder="templates")
PANEL = "#over"


@pages.context_processor
def _shared() -> dict[str, Any]:
    return routes.shared()


@pages.post("/chat/<slug>/regie")
@people
@keeps_typed(routes.show_room)
def steer(slug: str) -> Response:
    """Slow mode, reading all first, the pinned text, the number of chairs."""
    room = queries.room_for(viewer(), slug)
    hosting.steer(person(), room, steering.read_form(request.form, room))
    return _back_to(room)


@pages.post("/chat/<slug>/toelaten")
@people
@keeps_typed(routes.show_room)
def admit(slug: str) -> Response:
    """A chair more, for who waits longest."""
    room = queries.room_for(viewer(), slug)
    hosting.admit_next(person(), room)
    return _back_to(room)


@pages.post("/chat/<slug>/overdragen")
@people
@keeps_typed(routes.show_room)
def hand_over(slug: str) -> Response:
    """Leave the room to its other hosts, with a note."""
    room = queries.room_for(viewer(), slug)
    note = text.clean_text(forms.optional_text(request.form, "note", hosting.NOTE_CHARS) or "")
    to_name = forms.optional_text(request.form, "to")
    hosting.hand_over(person(), room, to_name, note, bool(request.form.get("may_close")))
    return _back_to(room)


@pages.post("/chat/<slug>/terugnemen")
@people
@keeps_typed(routes.show_room)
def take_back(slug: str) -> Response:
    """Host again what one gave over."""
    room = queries.room_for(viewer(), slug)
    hosting.take_back(person(), room)
    return _back_to(room)


@pages.post("/chat/<slug>/overdrachten/<public_id>/gelezen")
@people
def mark_read(slug: str, public_id: str) -> Response:
    """A note of a host who left is read."""
    room = queries.room_for(viewer(), slug)
    hosting.mark_read(person(), room, public_id)
    return _back_to(room)


def _back_to(room: Room) -> Response:
    return routes.back_to(room.url + PANEL)
