"""The socket's wishes about one's own words and name, and the cards of hosts; the pages ask the same of the same."""

from __future__ import annotations

from typing import Any

from chat import dropping, forms, names, pace, queries, writing
from chat.wishes import joined_room_of, own, room_of
from community import live
from community.doors import limits, people
from community.members.access import person


@live.on("message:edit", people)
def edit(data: dict[str, Any]) -> dict[str, Any]:
    """`{room, id, body}`; what must wait now is answered with its card, as when it was posted."""
    public_id, body, room = forms.required_text(data, "id"), forms.read_body(data), joined_room_of(data)
    writing.own_message(person(), room, public_id)
    pace.count(person().id)
    return own(writing.edit(person(), room, public_id, body))


@live.on("message:withdraw", people)
def withdraw(data: dict[str, Any]) -> dict[str, Any]:
    """`{room, id}`: one message; `{room, last_hour: true, all_names?}`: what one said in the last hour."""
    room = room_of(data)
    limits.count("react")
    if forms.is_wished(data, "last_hour"):
        number = writing.withdraw_last_hour(person(), room, all_names=forms.is_wished(data, "all_names"))
        return {"withdrawn": number}
    return own(writing.withdraw(person(), room, forms.required_text(data, "id")))


@live.on("name:suggest", people)
def suggest_names(data: dict[str, Any]) -> dict[str, Any]:
    room = room_of(data)
    limits.count("react")
    birds = names.suggestions(person(), room)
    return {"names": [{"name": each.name, "avatar": {"bird": each.bird, "tint": each.tint}} for each in birds]}


@live.on("name:take", people)
def take_name(data: dict[str, Any]) -> dict[str, Any]:
    """`{room, name}`: one of the names suggested."""
    name, room = forms.required_text(data, "name"), room_of(data)
    limits.count("react")
    known = names.take(person(), room, name)
    return {"name": known.name, "avatar": {"bird": known.bird, "tint": known.tint}}


@live.on("name:give_back", people)
def give_back_name(data: dict[str, Any]) -> dict[str, Any]:
    room = room_of(data)
    limits.count("react")
    names.give_back(person(), room)
    return {"name": person().name, "avatar": {"bird": person().bird, "tint": person().tint}}


@live.on("card:find", people)
def find_cards(data: dict[str, Any]) -> dict[str, Any]:
    """`{room, q}`: hosts only."""
    text, room = forms.required_text(data, "q"), room_of(data)
    limits.count("read")
    found = dropping.find(person(), room, text.strip())
    return {"cards": [{"kind": hit.kind, "id": hit.key, **_shown(hit)} for hit in found]}


def _shown(hit: dropping.Hit) -> dict[str, str]:
    return {"title": hit.card.title, "url": hit.card.url, "text": hit.card.text}


@live.on("card:drop", people)
def drop_card(data: dict[str, Any]) -> dict[str, Any]:
    """`{room, client_id, kind, id}`: hosts only, in a room they are in."""
    kind, key = forms.required_text(data, "kind"), forms.required_text(data, "id")
    client_id, room = forms.read_client_id(data), joined_room_of(data)
    earlier = queries.message_by_key(person(), room, client_id)
    if earlier is not None:
        return own(earlier)
    pace.count(person().id)
    return own(dropping.drop(person(), room, client_id, dropping.card_for(kind, key)))
