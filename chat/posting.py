"""Speaking in a room. What people say at one moment is stored in one commit, and acknowledged after it."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa
from flask import Flask, current_app

from chat import news, payloads, presence, queries, rules
from chat.forms import Draft
from chat.models import Message, Room
from chat.refusals import Muted, NotSignedIn, RoomClosed
from community import clock, content, db
from community.errors import NotAllowed, NotFound, Refused, TooMany, require
from community.i18n import N_
from community.members.access import still_signed_in
from community.members.models import Person
from community.together import Together

MUTED = N_("Je kunt nu niet schrijven. Bij Mijn Moi staat tot wanneer en waarom. Meelezen kan gewoon.")
GONE = N_("Hiervoor moet je eerst meedoen of inloggen.")
NOT_NOW = N_("Dat kun je nu niet doen. Bij Mijn Moi staat waarom.")
WAITS = N_("Er is nu geen stoel vrij. Je staat in de rij en kunt meelezen.")
READS = N_("Je leest hier mee. Schrijven kan nu niet.")
SLOW = N_("Het gaat hier even rustig aan. Wacht een moment en stuur het dan nog eens.")

NEEDED_OF_PEOPLE = ("kind", "name", "bird", "tint", "muted_until", "suspended_until", "age_checked_on")
"""What the rules ask and a message shows; the rest of a row would be read a thousand times a second for nothing."""


@dataclass(frozen=True)
class Wish:
    """Somebody wants to say something in a room. sign_in_id: where no door asked just now whether it still holds."""

    author_id: int
    room_id: int
    draft: Draft
    sign_in_id: int | None = None

    @property
    def key(self) -> tuple[int, int, str]:
        """The same again is the same message."""
        return (self.room_id, self.author_id, self.draft.client_id)


@dataclass(frozen=True)
class Said:
    """What came of it: the stored message, with its room and what it replies to; is_new is False for one sent again."""

    message: Message
    is_new: bool


def init_app(app: Flask) -> None:
    app.extensions["moi.chat.posting"] = Together(app, post_all, again=_tell_again)


def _tell_again(said: Said) -> None:
    """Tell of what was there already: who heard it drops what has the same place."""
    if not said.is_new:
        _tell(said.message)


def _tell(message: Message) -> None:
    (news.tell_posted if message.seq is not None else news.tell_held)(message)


def post_together(wish: Wish) -> Said:
    """Say something in a room, stored together with what others say at this moment. Not inside an action.

    Raises as `post_message`.
    """
    return _together().ask(wish)


def post_soon(wish: Wish, then: Callable[[Said | Exception], object]) -> None:
    """The same without waiting; then(outcome) is called after the commit. What one says soon keeps its order."""
    _together().wish(wish, then)


def _together() -> Together[Wish, Said]:
    found: Together[Wish, Said] = current_app.extensions["moi.chat.posting"]
    return found


def post_message(author: Person, room: Room, draft: Draft) -> Message:
    """Say something in a room and show it to everyone who is in it, or let it wait for a host (L11).

    Returns the stored message; the existing one if its client_id was used before here by the same person.
    Raises RoomClosed, Muted, NotAllowed (no seat), NotFound (unknown reply_to), TooMany (slow mode).
    """
    [outcome] = post_all([Wish(author.id, room.id, draft)])
    if isinstance(outcome, Exception):
        raise outcome
    return outcome.message


@db.action
def post_all(wishes: Sequence[Wish]) -> list[Said | Exception]:
    """Store what several people say, in this order; what may not be said is answered with its Refused.

    The rooms' rows are held from here to the commit, so that seq has no holes and follows the order of commits, in
    every process.
    """
    batch = _Batch(wishes)
    with db.session().no_autoflush:  # one insert for all of them, at the end
        outcomes = [batch.outcome(wish) for wish in wishes]
    db.session().flush()
    for message, waits in batch.written:
        content.announce(message, waits)
        _tell(message)
    return outcomes


class _Batch:
    """What one batch needs to know, read in a fixed number of statements."""

    def __init__(self, wishes: Sequence[Wish]):
        self.rooms = _hold_rooms({wish.room_id for wish in wishes})
        self.people = _people({wish.author_id for wish in wishes})
        self.sign_ins = still_signed_in({wish.sign_in_id for wish in wishes if wish.sign_in_id is not None})
        self.said = _said_before(wishes)
        self.roles = presence.roles_in([room for room in self.rooms.values() if room.has_queue], list(self.people))
        self.written: list[tuple[Message, str | None]] = []

    def outcome(self, wish: Wish) -> Said | Exception:
        try:
            author = self._who(wish)
            if wish.key in self.said:
                return Said(self.said[wish.key], is_new=False)
            room = self._where(wish)
            check_may_post(author, room, self.roles.get((room.id, author.id)))
            answered = _replied_to(author, room, wish.draft.reply_to)
        except Refused as refused:
            return refused
        return Said(self._write(author, room, wish.draft, answered), is_new=True)

    def _who(self, wish: Wish) -> Person:
        if wish.sign_in_id is not None and wish.sign_in_id not in self.sign_ins:
            raise NotSignedIn(GONE)
        author = self.people.get(wish.author_id)
        if author is None or author.is_suspended or author.must_confirm_age:
            raise NotAllowed(NOT_NOW)
        return author

    def _where(self, wish: Wish) -> Room:
        room = self.rooms.get(wish.room_id)
        if room is None:
            raise NotFound(queries.NO_ROOM)
        return room

    def _write(self, author: Person, room: Room, draft: Draft, answered: Message | None) -> Message:
        message = Message(room_id=room.id, room=room, client_id=draft.client_id, reply_to=answered)
        hold = "hold_all" if room.hold_all and not rules.may_host(author, room) else None
        waits = content.prepare(message, author, draft.body, hold=hold)
        if message.is_shown:
            give_place(message)
        db.session().add(message)
        self.said[room.id, author.id, draft.client_id] = message
        self.written.append((message, waits))
        return message


def show(message: Message) -> None:
    """Let a message that waited take its place now, and tell the room. Inside an action."""
    db.session().refresh(message.room, ["last_seq"], with_for_update={"key_share": True})
    give_place(message)
    db.session().flush()
    news.tell_posted(message)


def give_place(message: Message) -> None:
    """Let a message be the next of its room, whose row is held."""
    message.room.last_seq += 1
    message.seq, message.shown_at = message.room.last_seq, clock.now()


def _hold_rooms(ids: set[int]) -> dict[int, Room]:
    """These rooms as they are now, kept from others until the commit; in ascending id, or two batches would each wait
    for what the other holds. What only refers to a room (a seat, an entry) need not wait.
    """
    wish = sa.select(Room).where(Room.id.in_(sorted(ids))).order_by(Room.id)
    held = db.session().scalars(wish.with_for_update(key_share=True).execution_options(populate_existing=True))
    return {room.id: room for room in held}


def _people(ids: set[int]) -> dict[int, Person]:
    needed = sa.orm.load_only(*(getattr(Person, name) for name in NEEDED_OF_PEOPLE))
    found = db.session().scalars(sa.select(Person).where(Person.id.in_(ids)).options(needed))
    return {person.id: person for person in found}


def _said_before(wishes: Sequence[Wish]) -> dict[tuple[int, int, str], Message]:
    """What was stored already, by key. Read under the lock: the same wish may have come by another process."""
    ids = sa.tuple_(Message.room_id, Message.author_id, Message.client_id).in_([wish.key for wish in wishes])
    return {
        (message.room_id, message.author_id, message.client_id): message
        for message in payloads.load(sa.select(Message).where(ids))
        if message.author_id is not None
    }


def check_room_open(room: Room) -> None:
    if not room.is_open:
        raise RoomClosed(queries.CLOSED)


def check_now(author: Person, room: Room) -> None:
    """Raise what stands in the way of speaking here, before anything is counted; asked again when it is stored."""
    seat = presence.seat_of(author, room) if room.has_queue else None
    check_may_post(author, room, seat.role if seat else None)


def check_may_post(author: Person, room: Room, role: str | None) -> None:
    """The rules of speaking, the same for socket and form. role: that of the seat they have, if they have one."""
    check_room_open(room)
    if author.is_muted:
        raise Muted(MUTED)
    if rules.may_host(author, room):
        require(not presence.has_handed_over(author, room), READS)
        return
    if room.has_queue:
        _check_seat(author, room, role)
    if room.slow_mode_seconds:
        _check_slow_mode(author, room)


def _check_seat(author: Person, room: Room, role: str | None) -> None:
    """Who waits or reads along does not speak; a page without a socket speaks while seats are free."""
    if role is None:
        require(presence.has_free_seat(room), WAITS)
    else:
        require(rules.may_speak_as(author, room, role), WAITS if role == "waiting" else READS)


def _check_slow_mode(author: Person, room: Room) -> None:
    db.session().flush()  # what they said a moment ago may be in the same batch
    spoke_at = queries.last_spoke_at(author, room)
    if spoke_at is None or not current_app.config["MOI_LIMITS_ON"]:
        return
    wait = (spoke_at + timedelta(seconds=room.slow_mode_seconds) - clock.now()).total_seconds()
    if wait > 0:
        raise TooMany(SLOW, retry_after_seconds=math.ceil(wait))


def _replied_to(author: Person, room: Room, public_id: str | None) -> Message | None:
    if public_id is None:
        return None
    found = queries.message_for(author, room, public_id)
    if found.seq is None:
        raise NotFound(queries.NO_MESSAGE)
    return found
