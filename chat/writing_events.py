"""The socket's wishes about one's own words and name, and the cards of hosts; the pages ask the same of the same."""

from __future__ import annotations

from typing import Any

from chat import care, dropping, forms, names, pace, payloads, queries, writing
from chat.models import Message, Room
from chat.refusals import NotJoined
from community import live
from community.doors import limits, people
from community.i18n import N_
from community.members.access import person

NOT_JOINED = N_("Kom eerst de kamer binnen.")


@live.on("message:edit", people)
def edit(data: dict[str, Any]) -> dict[str, Any]:
    """`{room, id, body}`; what must wait now is answered with its card, as when it was posted."""
    public_id, body, room = forms.required_text(data, "id"), forms.read_body(data), _joined(data)
    writing.own_message(person(), room, public_id)
    pace.count(person().id)
    message = writing.edit(person(), room, public_id, body)
    card = care.card_for(message)
    return _own(message) | ({"card": card} if card else {})


@live.on("message:withdraw", people)
def withdraw(data: dict[str, Any]) -> dict[str, Any]:
    """`{room, id}`: one message; `{room, last_hour: true, all_names?}`: what one said in the last hour."""
    room = _room(data)
    limits.count("react")
    if forms.is_wished(data, "last_hour"):
        number = writing.withdraw_last_hour(person(), room, all_names=forms.is_wished(data, "all_names"))
        return {"withdrawn": number}
    return _own(writing.withdraw(person(), room, forms.required_text(data, "id")))


@live.on("name:suggest", people)
def suggest_names(data: dict[str, Any]) -> dict[str, Any]:
    room = _room(data)
    limits.count("react")
    birds = names.suggestions(person(), room)
    return {"names": [{"name": each.name, "avatar": {"bird": each.bird, "tint": each.tint}} for each in birds]}


@live.on("name:take", people)
def take_name(data: dict[str, Any]) -> dict[str, Any]:
    """`{room, name}`: one of the names suggested."""
    name, room = forms.required_text(data, "name"), _room(data)
    limits.count("react")
    known = names.take(person(), room, name)
    return {"name": known.name, "avatar": {"bird": known.bird, "tint": known.tint}}


@live.on("name:give_back", people)
def give_back_name(data: dict[str, Any]) -> dict[str, Any]:
    room = _room(data)
    limits.count("react")
    names.give_back(person(), room)
    return {"name": person().name, "avatar": {"bird": person().bird, "tint": person().tint}}


@live.on("card:find", people)
def find_cards(data: dict[str, Any]) -> dict[str, Any]:
    """`{room, q}`: hosts only."""
    text, room = forms.required_text(data, "q"), _room(data)
    limits.count("read")
    found = dropping.find(person(), room, text.strip())
    return {"cards": [{"kind": hit.kind, "id": hit.key, **_shown(hit)} for hit in found]}


def _shown(hit: dropping.Hit) -> dict[str, str]:
    return {"title": hit.card.title, "url": hit.card.url, "text": hit.card.text}


@live.on("card:drop", people)
def drop_card(data: dict[str, Any]) -> dict[str, Any]:
    """`{room, client_id, kind, id}`: hosts only, in a room they are in."""
    kind, key = forms.required_text(data, "kind"), forms.required_text(data, "id")
    client_id, room = forms.read_client_id(data), _joined(data)
    earlier = queries.message_by_key(person(), room, client_id)
    if earlier is not None:
        return _own(earlier)
    pace.count(person().id)
    return _own(dropping.drop(person(), room, client_id, dropping.card_for(kind, key)))


def _own(message: Message) -> dict[str, Any]:
    return {"message": payloads.message(message, for_sender=True)}


def _room(data: dict[str, Any]) -> Room:
    return queries.room_for(person(), forms.required_text(data, "room"))


def _joined(data: dict[str, Any]) -> Room:
    room = _room(data)
    if not live.is_joined(room.audience):
        raise NotJoined(NOT_JOINED)
    return room
