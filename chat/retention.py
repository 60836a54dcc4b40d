"""What the chat forgets (L6): words after 30 days, unless a report keeps them; and old entries."""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa

from chat.models import Entry, Message, Reaction, Room
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
    return {"chat messages": total, "chat entries": _forget_entries()}


def _old_ones(before: datetime, after_id: int) -> list[int]:
    keeps_all = sa.select(Room.id).where(Room.is_always_open)
    wish = sa.select(Message.id).where(
        Message.id > after_id, Message.created_at < before, Message.body != "", Message.room_id.not_in(keeps_all)
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
    message.state, message.reaction_counts = "removed", {}
    db.session().execute(sa.delete(Reaction).where(Reaction.message_id == message.id))
    versions = sa.delete(ContentVersion).where(
        ContentVersion.kind == message.kind, ContentVersion.public_id == message.public_id
    )
    db.session().execute(versions)


@db.action
def _forget_entries() -> int:
    gone = sa.delete(Entry).where(Entry.first_at < clock.now() - ENTRIES_LAST)
    return int(db.session().execute(gone).rowcount)  # type: ignore[attr-defined]
