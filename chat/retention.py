"""What the chat forgets (L6): words after 30 days, unless a report keeps them; old entries, and notes between hosts."""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa

from chat import hosting
from chat.models import Entry, Handover, Message, Reaction, Room, RoomName
from community import clock, content, db
from community.content import ContentVersion
from community.moderation.retention import is_kept
from community.retention import forgets

WORDS_LAST = timedelta(days=30)
ENTRIES_LAST = timedelta(days=30)
PER_ACTION = 200
"""Messages in one transaction: a running server waits only a moment for its turn to write."""


@forgets
def run() -> dict[str, int]:
    """Forget what is old; returns how many rows of each. Safe to repeat. Rooms for trying out keep all."""
    total, last_id = 0, 0
    while found := _old_ones(clock.now() - WORDS_LAST, last_id):
        total += _forget_some(found)
        last_id = found[-1]
    return {
        "chat messages": total,
        "chat entries": _forget_entries(),
        "handovers": _forget_handovers(),
        "chat versions": _forget_versions(),
        "room names": _forget_names(),
    }


def _old_ones(before: datetime, after_id: int) -> list[int]:
    keeps_all = sa.select(Room.id).where(Room.is_always_open)
    has_some = sa.or_(Message.body != "", Message.author_id.is_not(None))  # what was taken back has no words left
    wish = sa.select(Message.id).where(
        Message.id > after_id, Message.created_at < before, has_some, Message.room_id.not_in(keeps_all)
    )
    return list(db.session().scalars(wish.order_by(Message.id).limit(PER_ACTION)))


@db.action
def _forget_some(ids: list[int]) -> int:
    found = db.session().scalars(sa.select(Message).where(Message.id.in_(ids)))
    gone = [message for message in found if not is_kept(message.kind, message.public_id)]
    for message in gone:
        _forget(message)
    return len(gone)


def _forget(message: Message) -> None:
    """Its place in the room stays, so that seq has no hole; its words, its writer and its reactions go."""
    message.body = message.html = ""
    message.author_id, message.author_name, message.author_badge = None, content.NOBODY, None
    message.author_bird, message.author_tint = "wulp", 1
    message.state, message.reaction_counts, message.card = "removed", {}, None
    db.session().execute(sa.delete(Reaction).where(Reaction.message_id == message.id))
    content.forget_versions([message.public_id])


@db.action
def _forget_entries() -> int:
    gone = sa.delete(Entry).where(Entry.first_at < clock.now() - ENTRIES_LAST)
    return int(db.session().execute(gone).rowcount)  # type: ignore[attr-defined]


@db.action
def _forget_handovers() -> int:
    gone = sa.delete(Handover).where(Handover.made_at <= hosting.oldest_kept())
    return int(db.session().execute(gone).rowcount)  # type: ignore[attr-defined]


def _forget_versions() -> int:
    """Earlier texts, also of what its writer took back and then left: they go when the words would have gone, as the
    page says, however late they were taken back."""
    total, last_id = 0, 0
    while found := _old_versions(clock.now() - WORDS_LAST, last_id):
        total += _forget_some_versions(found)
        last_id = found[-1][0]
    return total


def _old_versions(before: datetime, after_id: int) -> list[tuple[int, str]]:
    """(id of the earlier text, public id of the message), by id."""
    old = sa.select(ContentVersion.id, Message.public_id).join(Message, Message.public_id == ContentVersion.public_id)
    old = old.join(Room).where(ContentVersion.id > after_id, Message.created_at < before)
    old = old.where(Room.is_always_open.is_(False)).order_by(ContentVersion.id).limit(PER_ACTION)
    return [(row[0], row[1]) for row in db.session().execute(old)]


@db.action
def _forget_some_versions(found: list[tuple[int, str]]) -> int:
    gone = [version_id for version_id, public_id in found if not is_kept(Message.kind, public_id)]
    db.session().execute(sa.delete(ContentVersion).where(ContentVersion.id.in_(gone)))
    return len(gone)


@db.action
def _forget_names() -> int:
    """Names given back so long ago that no words stand under them any more, and names in use by nobody: taken, and
    then neither used nor carried into the room for as long."""
    before = clock.now() - WORDS_LAST
    entered = sa.exists().where(Entry.room_id == RoomName.room_id, Entry.person_id == RoomName.person_id)
    spoken = sa.exists().where(
        Message.room_id == RoomName.room_id, Message.author_id == RoomName.person_id, Message.created_at >= before
    )
    unused = sa.and_(
        RoomName.given_back_at.is_(None),
        RoomName.taken_at < before,
        sa.not_(entered.where(Entry.first_at >= before)),
        sa.not_(spoken),
    )
    gone = sa.delete(RoomName).where(sa.or_(RoomName.given_back_at < before, unused))
    return int(db.session().execute(gone).rowcount)  # type: ignore[attr-defined]
