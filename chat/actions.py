"""What happens in a room: coming in, going, speaking, reacting, typing, deciding."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa

from chat import news, opening, posting, presence, queries, rules
from chat.models import REACTIONS, Entry, Message, Presence, Reaction, Room
from chat.payloads import Reading
from chat.presence import Seat
from chat.refusals import RoomClosed, RoomFull
from community import audit, clock, content, db
from community.audit import AuditEntry
from community.errors import Invalid, require
from community.i18n import N_
from community.members.models import Person
from community.moderation import actions as moderation

FULL = N_("Deze kamer is vol. Probeer het over een paar minuten nog eens, of kijk bij een andere kamer.")
STILL_ON_SCREENS = timedelta(days=1)
"""Longer nobody keeps a page open; older messages are not told about when they change with their writer."""
OWN = N_("Over je eigen bericht beslist iemand anders.")


@db.action
def enter(person: Person, room: Room, sid: str) -> Seat:
    """Come into a room with one socket; a host may thereby open it. Safe to repeat.

    Raises RoomClosed for who is no host while it is closed, RoomFull beyond the number of sockets it takes.
    """
    db.hold(room)
    presence.beat()
    is_host = rules.may_host(person, room)
    if not rules.may_read(person, room):
        raise RoomClosed(queries.CLOSED)
    if not is_host and presence.is_full(room, sid):
        raise RoomFull(FULL)
    seat = presence.take(person, room, sid)
    opening.reconsider(room)
    note_entry(person, room)
    news.tell_room(room)
    return seat


@db.action
def note_entry(person: Person, room: Room) -> None:
    """Keep since when somebody may read here, in this opening."""
    entry = db.session().get(Entry, (room.id, person.id))
    if entry is None:
        db.add(Entry(room_id=room.id, person_id=person.id, opening=room.opening, from_seq=queries.first_seq_now(room)))
    elif entry.opening != room.opening:
        entry.opening, entry.from_seq, entry.first_at = room.opening, queries.first_seq_now(room), clock.now()
        entry.reads_along = False


def read(person: Person, room: Room, after: int | None) -> Reading:
    """What `queries.read` gives. After closing it is for hosts only, and who reads it then stands in the log (L15)."""
    reading = queries.read(person, room, after)
    if room.state == "closed" and (reading.messages or reading.changed or queries.held_for(person, room)):
        _note_look(person, room)
    return reading


@db.action
def _note_look(person: Person, room: Room) -> None:
    """Once for each person and opening: a page that is loaded again shows nothing new."""
    subject, act = f"room:{room.slug}", "room.read_closed"
    earlier = sa.select(AuditEntry.details).where(
        AuditEntry.subject == subject, AuditEntry.act == act, AuditEntry.actor_id == person.id
    )
    last = db.session().scalar(earlier.order_by(AuditEntry.id.desc()).limit(1))
    if last is None or last.get("opening") != room.opening:
        audit.record(person, act, subject, opening=room.opening)


@db.action
def leave(sid: str, room: Room) -> None:
    """Take a socket out of a room: a seat comes free, a host may be missed. Safe to repeat."""
    db.hold(room)
    if presence.free(sid, room):
        settle(room)


@db.action
def leave_all(sid: str) -> None:
    """A socket is gone: take it out of every room it was in."""
    for room_id in sorted(presence.rooms_of_sid(sid)):
        leave(sid, db.session().get_one(Room, room_id))


def settle(room: Room, is_news: bool = True) -> None:
    """Give the free seats to who waits, look at the hosts, tell the room if something changed. Inside an action."""
    up = presence.promote(room)
    has_turned = opening.reconsider(room)
    for person_id in [*up, *(presence.waiting(room) if up else [])]:
        tell_seat(db.session().get_one(Person, person_id), room)
    if is_news or up or has_turned:
        news.tell_room(room)


def tell_seat(person: Person, room: Room) -> None:
    """Tell somebody how they sit now. Inside an action."""
    seat = presence.seat_of(person, room)
    if seat is not None:
        news.tell_seat(person, room, seat, rules.may_speak_as(person, room, seat.role))


def after_decision(message: Message) -> None:
    """What a decision does in the room: a released message gets its place, others change where they stand."""
    if message.is_shown and message.seq is None:
        posting.show(message)
    else:
        note_changed(message)


def note_changed(message: Message) -> None:
    """Store what is different about a message, and tell who may know. Inside an action."""
    message.changed_at = clock.now()
    db.session().flush()
    news.tell_changed(message)


@db.action
def react(person: Person, room: Room, public_id: str, reaction: str) -> Message:
    """Give a word of support, or take it back when it was given before.

    Raises Invalid for an unknown word, NotFound for a message one cannot see, NotAllowed where nobody can react now.
    """
    if reaction not in REACTIONS:
        raise Invalid("Dit woord kennen we hier niet.", fields={"reaction": N_("Kies een van de woorden.")})
    message = queries.message_for(person, room, public_id)
    db.hold(message)
    require(rules.may_react(person, room, message), "Hier kun je nu niet op reageren.")
    _toggle(person, message, reaction)
    message.reaction_counts = _count(message)
    note_changed(message)
    return message


def _toggle(person: Person, message: Message, reaction: str) -> None:
    mine = sa.select(Reaction).where(
        Reaction.message_id == message.id, Reaction.person_id == person.id, Reaction.reaction == reaction
    )
    given = db.session().scalar(mine)
    if given is not None:
        db.delete(given)
    else:
        db.add(Reaction(message_id=message.id, person_id=person.id, reaction=reaction))


def _count(message: Message) -> dict[str, int]:
    rows = db.session().execute(
        sa.select(Reaction.reaction, sa.func.count())
        .where(Reaction.message_id == message.id)
        .group_by(Reaction.reaction)
    )
    return {row[0]: row[1] for row in rows}


@db.action
def note_typing(room: Room, sid: str) -> None:
    """Count this socket among who types; the room hears a number only."""
    presence.note_typing(sid, room)
    news.tell_typing(room)


@db.action
def decide(host: Person, room: Room, public_id: str, decision: str, reason: str, mark: str | None = None) -> Message:
    """Show what waits, or hide what stands there, as a host of this room. mark: of the text they read, where known.

    Raises NotAllowed for who does not host here now, or about one's own words; NotFound for an unknown message;
    Conflict when it was changed since it was read.
    """
    presence.check_hosting(host, room)
    message = queries.message_for(host, room, public_id)
    require(message.author_id != host.id, OWN)
    require(rules.may_decide(host, message), "Hier valt niets te beslissen.")
    moderation.decide_held(host, message, decision == "show", reason, mark)
    return message


@db.action
def set_duty(host: Person, room: Room, on: bool) -> None:
    """Begin or end a shift in a room: who goes off duty stays as a reader, and no longer holds it open (L12)."""
    db.hold(room)
    if presence.seat_of(host, room) is not None:
        presence.give(host.id, room, "host" if on else "reader", host)
    settle(room)


@db.action
def restrict(person: Person) -> None:
    """Somebody may no longer write, or may again: in every room they are in, their seat changes."""
    for room in rooms_with(person):
        db.hold(room)
        seat = presence.seat_of(person, room)
        if seat is not None and seat.role != "host":
            is_reader = person.is_muted or presence.reads_along(room, presence.entry_of(person, room))
            presence.give(person.id, room, "reader" if is_reader else "waiting")
            settle(room)
            tell_seat(person, room)


@db.action
def forget_author(person: Person, how: str) -> None:
    """Somebody is erased: in rooms that are open, who is there sees at once that name or words are gone (L5).

    What stands elsewhere is emptied by members.forgetting, like everything anybody wrote.
    """
    readable = (
        sa.select(Message)
        .join(Room)
        .where(
            Message.author_id == person.id, Room.state != "closed", Message.shown_at > clock.now() - STILL_ON_SCREENS
        )
    )
    for message in list(db.session().scalars(readable.order_by(Message.id))):
        message.author_name, message.author_bird, message.author_tint = content.NOBODY, "wulp", 1
        message.author_badge = None
        if how == "remove_all":
            message.state, message.body, message.html = "removed", "", ""
        note_changed(message)


def rooms_with(person: Person) -> list[Room]:
    """The rooms somebody's sockets are in, in ascending id: two actions that hold several never wait for each other."""
    ids = sorted(set(db.session().scalars(sa.select(Presence.room_id).where(Presence.person_id == person.id))))
    return [db.session().get_one(Room, room_id) for room_id in ids]
