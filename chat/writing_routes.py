"""Pages about one's own words and name in a room, and about the cards of hosts. Each works by form; with script they
open beside the conversation (own.js).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response

from chat import dropping, forms, names, pace, queries, routes, rules, words, writing
from chat.models import MAX_CLIENT_ID_CHARS
from community.crypto import new_token
from community.doors import keeps_typed, limited, people
from community.errors import require
from community.i18n import _
from community.members.access import person

pages = Blueprint("chat_writing", __name__, template_folder="templates")

Typed = Mapping[str, Any] | None
Errors = dict[str, str] | None


@pages.context_processor
def _shared() -> dict[str, Any]:
    return {"words": words}


@pages.get("/chat/<slug>/berichten/<public_id>")
@people
def show_own(slug: str, public_id: str, values: Typed = None, errors: Errors = None, problem: str = "") -> str:
    room = queries.room_for(person(), slug)
    message = writing.own_message(person(), room, public_id)
    return render_template(
        "chat/own.html",
        room=room,
        message=message,
        may_edit=room.is_open and not person().is_muted and rules.may_edit(person(), message),
        may_withdraw=rules.may_withdraw(person(), message),
        values=values or {"body": message.body},
        errors=errors or {},
        problem=problem,
    )


@pages.post("/chat/<slug>/berichten/<public_id>")
@people
@keeps_typed(show_own)
def edit(slug: str, public_id: str) -> Response:
    room = queries.room_for(person(), slug)
    body = forms.read_body(request.form)
    writing.own_message(person(), room, public_id)
    pace.count(person().id)
    return routes.back_to(writing.edit(person(), room, public_id, body).url())


@pages.post("/chat/<slug>/berichten/<public_id>/weg")
@people
@limited("react")
def withdraw(slug: str, public_id: str) -> Response:
    room = queries.room_for(person(), slug)
    return routes.back_to(writing.withdraw(person(), room, public_id).url())


@pages.get("/chat/<slug>/laatste-uur")
@people
def show_last_hour(slug: str) -> str:
    room = queries.room_for(person(), slug)
    name, found = room.known_as(person()).name, writing.of_last_hour(person(), room)
    number = sum(message.author_name == name for message in found)
    return render_template("chat/last_hour.html", room=room, name=name, number=number, others=len(found) - number)


@pages.post("/chat/<slug>/laatste-uur")
@people
@limited("react")
def withdraw_last_hour(slug: str) -> Response:
    room = queries.room_for(person(), slug)
    writing.withdraw_last_hour(person(), room, all_names="all_names" in request.form)
    return routes.back_to(f"{room.url}#einde")


@pages.get("/chat/<slug>/naam")
@people
def show_name(slug: str, values: Typed = None, errors: Errors = None, problem: str = "") -> str:
    room = queries.room_for(person(), slug)
    may_take = rules.may_take_name(person(), room)
    return render_template(
        "chat/name.html",
        room=room,
        known=room.known_as(person()),
        own_name=person().name,
        may_take=may_take,
        birds=names.suggestions(person(), room) if may_take else [],
        values=values or {},
        errors=errors or {},
        problem=problem or ("" if may_take else _(names.NOT_FOR_HOSTS)),
    )


@pages.post("/chat/<slug>/naam")
@people
@limited("react")
@keeps_typed(show_name)
def take_name(slug: str) -> Response:
    """Take the name chosen, or go by one's own again (`own`)."""
    room = queries.room_for(person(), slug)
    if "own" in request.form:
        names.give_back(person(), room)
    else:
        names.take(person(), room, forms.optional_text(request.form, "name") or "")
    return routes.back_to(room.url)


@pages.get("/chat/<slug>/kaart")
@people
def show_cards(slug: str, values: Typed = None, errors: Errors = None, problem: str = "") -> str:
    room = queries.room_for(person(), slug)
    require(rules.may_host(person(), room), dropping.FOR_HOSTS)
    text = (forms.optional_text(request.values, "q") or "").strip()
    hits = dropping.find(person(), room, text) if text else []
    return render_template(
        "chat/find_card.html",
        room=room,
        text=text,
        hits=hits,
        client_id=request.form.get("client_id") or new_token(),
        errors=errors or {},
        problem=problem,
    )


@pages.post("/chat/<slug>/kaart")
@people
@keeps_typed(show_cards)
def drop_card(slug: str) -> Response:
    """`card` is kind and key, as in the list: "place:de-steiger"."""
    room = queries.room_for(person(), slug)
    require(rules.may_host(person(), room), dropping.FOR_HOSTS)
    kind, _colon, key = forms.required_text(request.form, "card").partition(":")
    client_id = forms.optional_text(request.form, "client_id", MAX_CLIENT_ID_CHARS) or new_token()
    message = queries.message_by_key(person(), room, client_id)
    if message is None:
        card = dropping.card_for(kind, key)
        pace.count(person().id)
        message = dropping.drop(person(), room, client_id, card)
    return routes.back_to(message.url())
