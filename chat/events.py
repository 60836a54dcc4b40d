"""The socket's wishes in a room. Each reads strictly, asks the same queries and actions as the pages, and answers."""

from __future__ import annotations

from typing import Any

from gevent.lock import BoundedSemaphore

from chat import actions, forms, hosting, pace, payloads, posting, queries, rules
from chat.models import Room
from chat.wishes import check_joined, own, room_of, you
from community import content, db, live
from community.doors import limits, people
from community.errors import TooMany
from community.members.access import person
from community.members.models import Person
from community.moderation import actions as moderation

AT_THE_DOOR = 4
"""So many come in at one moment; others wait their turn, and pages are served in between. Measured with 300 people who
come back within a second: pages p95 1.5 s without this, 0.3 s with it, everybody in no later."""
_doorway = BoundedSemaphore(AT_THE_DOOR)


@live.on("room:enter", people)
def enter(data: dict[str, Any]) -> dict[str, Any]:
    db.let_go()
    with _doorway:
        return _enter(data)


def _enter(data: dict[str, Any]) -> dict[str, Any]:
    room, after = room_of(data), forms.read_after(data)
    limits.count("read")
    seat = actions.enter(person(), room, live.socket_id())
    _listen(person(), room)
    reading = actions.read(person(), room, after)
    _tell_waiting(person(), room)
    return {
        "room": payloads.room(room, queries.crowd_of(room)),
        "you": you(room, seat),
        **payloads.reading(person(), reading),
    }


def _tell_waiting(asker: Person, room: Room) -> None:
    """What waits for whoever came in: own held messages, for hosts all of them, and notes of hosts who left."""
    for held in payloads.messages(asker, queries.held_for(asker, room)):
        live.tell("message:held", held)
    for note in hosting.unread_notes(asker, room) if rules.may_host(asker, room) else []:
        live.tell("room:handover", hosting.note_payload(room, note))


def _listen(asker: Person, room: Room) -> None:
    """Hear the room from now on. Following comes first and reading after it: what is posted in between comes twice at
    worst, never not at all."""
    live.follow(room.audience, room.last_seq)
    live.join(room.audience)
    if rules.may_host(asker, room):
        live.join(room.hosts_audience)


@live.on("room:leave", people)
def leave(data: dict[str, Any]) -> None:
    room = room_of(data)
    live.leave(room.audience)
    live.leave(room.hosts_audience)
    actions.leave(live.socket_id(), room)


@live.on_gone
def gone(sid: str) -> None:
    _rooms_here.pop(sid, None)
    actions.leave_all(sid)


def _post_quickly(known: live.Known, data: dict[str, Any], answer: live.Answer) -> bool:
    """What most messages are: said in a room that this socket is in, by somebody who was known a moment ago. Every rule
    is asked again where it is stored. Anything that is not as usual takes the whole road.
    """
    named = data.get("room")
    room_id = _rooms_here.get(known.sid, {}).get(named) if isinstance(named, str) else None
    if room_id is None or not live.is_joined(f"room:{room_id}", known.sid):
        return False
    draft = forms.read_draft(data)
    try:
        pace.count(known.person_id)
    except TooMany:
        return False  # unless it was said before: that is answered before any limit
    wish = posting.Wish(known.person_id, room_id, draft, known.sign_in_id)
    posting.post_soon(wish, lambda outcome: answer(lambda: _outcome(known.person_id, outcome)))
    return True


def _outcome(person_id: int, outcome: posting.Said | Exception) -> dict[str, Any]:
    if isinstance(outcome, Exception) or not outcome.is_new:
        pace.give_back(person_id)
    if isinstance(outcome, Exception):
        raise outcome
    return own(outcome.message)


@live.on("message:post", people, shortcut=_post_quickly)
def post_message(data: dict[str, Any]) -> dict[str, Any]:
    draft, room = forms.read_draft(data), room_of(data)
    earlier = queries.message_by_key(person(), room, draft.client_id)
    if earlier is not None:
        return own(earlier)
    posting.check_room_open(room)
    check_joined(room)
    posting.check_now(person(), room)
    pace.count(person().id)
    _rooms_here.setdefault(live.socket_id(), {})[room.slug] = room.id
    return own(posting.post_together(posting.Wish(person().id, room.id, draft)).message)


_rooms_here: dict[str, dict[str, int]] = {}
"""Ids of rooms by slug, for each socket that spoke: whether it is still in one is asked of `live`."""


@live.on("message:react", people)
def react(data: dict[str, Any]) -> None:
    public_id, reaction, room = forms.required_text(data, "id"), forms.read_reaction(data), room_of(data)
    check_joined(room)
    limits.count("react")
    actions.react(person(), room, public_id, reaction)


@live.on("message:report", people)
def report(data: dict[str, Any]) -> None:
    public_id, room = forms.required_text(data, "id"), room_of(data)
    reason = forms.one_of(data, "reason", forms.REPORT_REASONS)
    words = forms.optional_text(data, "text", forms.MAX_REPORT_CHARS) or ""
    message = queries.message_for(person(), room, public_id)
    limits.count("report")
    moderation.report(person(), content.reportable(person(), message.kind, message.public_id), reason, words)


@live.on("typing", people)
def typing(data: dict[str, Any]) -> None:
    room = room_of(data)
    check_joined(room)
    if rules.may_write(person(), room):
        actions.note_typing(room, live.socket_id())


@live.on("message:decide", people)
def decide(data: dict[str, Any]) -> dict[str, Any]:
    public_id, room = forms.required_text(data, "id"), room_of(data)
    decision = forms.one_of(data, "decision", forms.DECISIONS)
    reason = forms.optional_text(data, "reason") or "other"
    message = actions.decide(person(), room, public_id, decision, reason, forms.optional_text(data, "mark"))
    return {"message": payloads.message(message)}
