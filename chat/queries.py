"""Finding rooms and messages, through who asks."""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa

from chat import payloads, presence, rules
from chat.models import URGENT, Entry, Message, Reaction, Room
from chat.payloads import Reading
from chat.refusals import RoomClosed
from community import clock, db
from community.errors import NotFound
from community.i18n import N_
from community.members.models import Person, Viewer
from community.moderation.models import Case
from community.places.models import Place

NEWEST = 50
MOST = 500
MOST_CHANGED = 500
"""Contract 3: without `after` the newest 50, with it at most 500 at a time."""
MOST_CHARACTERS = 200_000
"""Of one answer, body and html: a phone that comes back should not wait for a megabyte."""
READABLE_BEFORE_ENTRY = timedelta(hours=1)
CHANGES_LAST = timedelta(hours=1)
NO_ROOM = N_("Deze kamer is er niet.")
NO_MESSAGE = N_("Dit bericht is er niet, of niet meer.")
CLOSED = N_("Deze kamer is dicht. Er is nu niemand van het team bij.")


def room_for(viewer: Viewer, slug: str) -> Room:
    """A room by its name, for anybody: that it exists is public, what is said in it is not.

    Raises NotFound.
    """
    found = db.session().scalar(sa.select(Room).where(Room.slug == slug))
    if found is None:
        raise NotFound(NO_ROOM)
    return found


def rooms_for(viewer: Viewer) -> list[Room]:
    """Every room that is not of a session: open ones first, then as the team ordered them."""
    is_closed = sa.case((Room.state == "open", 0), else_=1)
    wish = sa.select(Room).where(Room.session_key.is_(None)).order_by(is_closed, Room.position, Room.id)
    return list(db.session().scalars(wish))


def place_of(room: Room) -> Place | None:
    """The place this is the room of."""
    return db.session().get(Place, room.place_id) if room.place_id is not None else None


def message_for(viewer: Viewer, room: Room, public_id: str) -> Message:
    """A message this viewer can see in this room.

    Raises NotFound for an unknown one, somebody else's held one, and one from before they could read along.
    """
    found = db.session().scalar(sa.select(Message).where(Message.public_id == public_id, Message.room_id == room.id))
    if found is None or not _can_see(viewer, found):
        raise NotFound(NO_MESSAGE)
    return found


def find_message(viewer: Viewer, room: Room, public_id: str) -> Message | None:
    """The same, or None."""
    try:
        return message_for(viewer, room, public_id)
    except NotFound:
        return None


def _can_see(viewer: Viewer, message: Message) -> bool:
    if message.seq is None:
        return rules.may_see_held(viewer, message)
    if rules.may_host(viewer, message.room):
        return True
    return rules.may_read(viewer, message.room) and message.seq >= first_seq(viewer, message.room)


def message_by_key(author: Person, room: Room, client_id: str) -> Message | None:
    """What this person sent here before with this client_id."""
    return db.session().scalar(
        sa.select(Message).where(
            Message.room_id == room.id, Message.author_id == author.id, Message.client_id == client_id
        )
    )


def last_spoke_at(author: Person, room: Room) -> datetime | None:
    """When somebody last said or changed something in a room."""
    times = sa.select(sa.func.max(Message.created_at), sa.func.max(Message.edited_at))
    said, changed = db.session().execute(times.where(Message.room_id == room.id, Message.author_id == author.id)).one()
    return max((moment for moment in (said, changed) if moment is not None), default=None)


def read(viewer: Viewer, room: Room, after: int | None) -> Reading:
    """The newest messages, or everything after a seq, oldest first; never from before one may read (L6).

    Raises RoomClosed when this viewer may not read here now.
    """
    if not rules.may_read(viewer, room):
        raise RoomClosed(CLOSED)
    begin = first_seq(viewer, room)
    messages, more = _newest(room, begin) if after is None else _since(room, max(after + 1, begin))
    last_seq = max(room.last_seq, (messages[-1].seq or 0) if messages else 0)
    if after is None:
        from_seq = messages[0].seq if messages else None
    else:
        from_seq = max(min(after, last_seq) + 1, begin)
    changed = [] if after is None else _changed(room, begin, after)
    has_earlier = from_seq is not None and from_seq > begin
    return Reading(messages, changed, last_seq, from_seq or last_seq + 1, more, has_earlier)


def _newest(room: Room, begin: int) -> tuple[list[Message], bool]:
    wish = sa.select(Message).where(Message.room_id == room.id, Message.seq >= begin)
    return list(reversed(payloads.load(wish.order_by(Message.seq.desc()).limit(NEWEST)))), False


def _since(room: Room, begin: int) -> tuple[list[Message], bool]:
    if begin > MAX_SEQ:
        return [], False
    wish = sa.select(Message).where(Message.room_id == room.id, Message.seq >= begin)
    found = payloads.load(wish.order_by(Message.seq).limit(MOST + 1))
    page = _page_of(found[:MOST])
    return page, len(found) > len(page)


def _page_of(messages: list[Message]) -> list[Message]:
    """As many as fit in one answer; at least one."""
    characters = 0
    for place, message in enumerate(messages):
        characters += len(message.body) + len(message.html)
        if characters > MOST_CHARACTERS and place:
            return messages[:place]
    return messages


MAX_SEQ = 2**63 - 1
"""The largest number a column holds; a client may send any."""


def _changed(room: Room, begin: int, after: int) -> list[Message]:
    since = clock.now() - CHANGES_LAST
    wish = sa.select(Message).where(
        Message.room_id == room.id,
        Message.changed_at >= since,
        Message.seq >= begin,
        Message.seq <= min(after, MAX_SEQ),
    )
    newest = payloads.load(wish.order_by(Message.changed_at.desc()).limit(MOST_CHANGED))
    return sorted(newest, key=lambda message: message.seq or 0)


def first_seq(viewer: Viewer, room: Room) -> int:
    """The first seq this viewer may read: of the present opening, and of the hour before they first came in.

    Who has not come in yet would come in now.
    """
    entry = db.session().get(Entry, (room.id, viewer.id)) if viewer.id is not None else None
    if entry is not None and entry.opening == room.opening:
        return max(entry.from_seq, room.opened_seq + 1)
    return first_seq_now(room)


def first_seq_now(room: Room) -> int:
    """Where somebody who comes in now begins to read."""
    since = clock.now() - READABLE_BEFORE_ENTRY
    wish = sa.select(sa.func.min(Message.seq)).where(
        Message.room_id == room.id, Message.shown_at >= since, Message.seq > room.opened_seq
    )
    return db.session().scalar(wish) or room.last_seq + 1


def held_for(viewer: Viewer, room: Room) -> list[Message]:
    """What waits in a room: all of it for hosts, also what was urgent and taken back before somebody decided; their own
    for others; oldest first."""
    wish = sa.select(Message).where(Message.room_id == room.id, Message.seq.is_(None))
    if rules.may_host(viewer, room):
        undecided = sa.select(Case.item_id).where(Case.kind == Message.kind, Case.closed_at.is_(None))
        went = sa.and_(Message.state == "removed", Message.level.in_(URGENT), Message.public_id.in_(undecided))
        wish = wish.where(sa.or_(Message.state == "held", went))
    elif viewer.id is None:
        return []
    else:
        wish = wish.where(Message.state == "held", Message.author_id == viewer.id)
    return payloads.load(wish.order_by(Message.id).limit(MOST))


def my_reactions(viewer: Viewer, messages: list[Message]) -> dict[int, set[str]]:
    """Which words this viewer gave: message id -> reactions. One statement for all."""
    if viewer.id is None or not messages:
        return {}
    ids = [message.id for message in messages]
    rows = db.session().execute(
        sa.select(Reaction.message_id, Reaction.reaction).where(
            Reaction.person_id == viewer.id, Reaction.message_id.in_(ids)
        )
    )
    found: dict[int, set[str]] = {}
    for message_id, reaction in rows:
        found.setdefault(message_id, set()).add(reaction)
    return found


def crowd_of(room: Room) -> presence.Crowd:
    """Who is in a room now: hosts by name, others as numbers."""
    return presence.crowd(room)
