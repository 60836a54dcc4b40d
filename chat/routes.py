"""The chat's pages. They work without script: read the last messages, write in a form, press Ververs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, jsonify, redirect, render_template, request
from werkzeug.wrappers import Response

from chat import (
    actions,
    device,
    forms,
    hosting,
    hosting_words,
    look,
    pace,
    payloads,
    posting,
    presence,
    queries,
    rules,
    words,
)
from chat.models import Message, Room
from community import clock, i18n
from community.crypto import new_token
from community.doors import keeps_typed, limited, people, public
from community.members.access import person, viewer

pages = Blueprint("chat", __name__, template_folder="templates")

Typed = Mapping[str, Any] | None
Errors = dict[str, str] | None


@pages.context_processor
def shared() -> dict[str, Any]:
    """What every page of the chat may ask."""
    return {"words": words, "rules": rules, "host_words": hosting_words}


@pages.get("/chat")
@public
def show_rooms() -> str:
    rooms = queries.rooms_for(viewer())
    return render_template("chat/rooms.html", rooms=rooms, crowds=presence.crowds(rooms))


@pages.get("/chat/<slug>")
@public
def show_room(slug: str, values: Typed = None, errors: Errors = None, problem: str = "") -> str:
    asker, room = viewer(), queries.room_for(viewer(), slug)
    rooms = queries.rooms_for(asker)
    crowds = presence.crowds([room, *rooms])
    around = {
        "room": room,
        "rooms": rooms,
        "crowds": crowds,
        "place": queries.place_of(room),
        "asker": asker,
        "problem": problem,
    }
    if not rules.may_read(asker, room):
        return render_template("chat/door.html", **around)
    return render_template(
        "chat/room.html", values=values or {}, errors=errors or {}, **around, **_inside(room, crowds[room.id])
    )


def _inside(room: Room, there: presence.Crowd) -> dict[str, Any]:
    """What stands in the room for who may read it."""
    asker = person()
    entry = presence.entry_of(asker, room)
    reading = actions.read(asker, room, None)
    shown = [*reading.messages, *queries.held_for(asker, room)]
    given, is_host = queries.my_reactions(asker, shown), rules.may_host(asker, room)
    before = payloads.earlier_texts(asker, shown)
    desk = hosting.desk_of(asker, room) if is_host else None
    hosts_now = desk is not None and not desk.has_handed_over
    return {
        "messages": [
            look.of(asker, each, given.get(each.id, set()), hosts_now, there, before.get(each.public_id, {}))
            for each in shown
        ],
        "blank": look.BLANK,
        "now": clock.now(),
        "last_seq": reading.last_seq,
        "has_earlier": reading.has_earlier,
        "whose": device.whose(asker, room),
        "is_host": is_host,
        "reads_along": not is_host and presence.reads_along(room, entry),
        "desk": desk,
        "replied_to": _replied_to(room, request.values.get("antwoord") or request.form.get("reply_to")),
        "client_id": request.form.get("client_id") or new_token(),
    }


def _replied_to(room: Room, public_id: str | None) -> Message | None:
    found = queries.find_message(person(), room, public_id) if public_id else None
    return found if found is not None and found.is_shown else None


@pages.get("/chat/<slug>/berichten")
@people
@limited("read")
def list_messages(slug: str) -> Response:
    """The same as room:enter gives, for who reads along without a socket."""
    room = queries.room_for(viewer(), slug)
    after = forms.read_after_query(request.args)
    return jsonify(payloads.reading(person(), actions.read(person(), room, after)))


@pages.post("/chat/<slug>/berichten")
@people
@keeps_typed(show_room)
def post_message(slug: str) -> Response:
    room = queries.room_for(viewer(), slug)
    draft = forms.read_draft(request.form, with_client_id=False)
    message = queries.message_by_key(person(), room, draft.client_id)
    if message is None:
        posting.check_now(person(), room)
        pace.count(person().id)
        actions.note_entry(person(), room)
        message = posting.post_message(person(), room, draft)
    return back_to(message.url())


@pages.post("/chat/<slug>/reacties")
@people
@limited("react")
def react(slug: str) -> Response:
    room = queries.room_for(viewer(), slug)
    public_id, reaction = forms.required_text(request.form, "id"), forms.read_reaction(request.form)
    return back_to(actions.react(person(), room, public_id, reaction).url())


@pages.post("/chat/<slug>/besluiten")
@people
@keeps_typed(show_room)
def decide(slug: str) -> Response:
    """A host shows what waits, or hides what stands there."""
    room = queries.room_for(viewer(), slug)
    public_id, decision = (
        forms.required_text(request.form, "id"),
        forms.one_of(request.form, "decision", forms.DECISIONS),
    )
    reason, mark = forms.optional_text(request.form, "reason") or "", forms.optional_text(request.form, "mark")
    return back_to(actions.decide(person(), room, public_id, decision, reason, mark).url())


def back_to(path: str) -> Response:
    """To an own page, in the language of this one."""
    return redirect(i18n.link(path), code=303)
