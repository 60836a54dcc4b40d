"""Rows as the contract shows them (section 3). Nothing here depends on who looks, except client_id to its sender."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from chat.models import REACTIONS, Message, Room
from chat.presence import Crowd, Seat
from community import db
from community.members.models import Person, Viewer

HIDDEN = '<p>Dit bericht is verborgen door het team. <a href="/huisregels">Huisregels</a></p>'
REMOVED = "<p>Dit bericht is weggehaald door de schrijver.</p>"
"""The neutral trace others see; who decided and why is told to the writer only."""


@dataclass(frozen=True)
class Reading:
    """What somebody gets to read of a room. from_seq: where it begins; what is older is no hole."""

    messages: list[Message]
    changed: list[Message]
    last_seq: int
    from_seq: int
    more: bool


def room(row: Room, there: Crowd) -> dict[str, Any]:
    return {
        "slug": row.slug,
        "title": row.title,
        "state": row.state,
        "hosts": [{"name": name, "badge": badge} for name, badge in there.hosts],
        "speakers": there.speakers,
        "waiting": there.waiting,
        "readers": there.readers,
        "slow_mode_seconds": row.slow_mode_seconds,
    }


def message(row: Message, for_sender: bool = False) -> dict[str, Any]:
    """One message. What is hidden or taken back has no words, only its trace."""
    is_gone = row.state in ("hidden", "removed")
    shown = {
        "id": row.public_id,
        "room": row.room.slug,
        "seq": row.seq,
        "author": {
            "name": row.author_name,
            "avatar": {"bird": row.author_bird, "tint": row.author_tint},
            "badge": row.author_badge,
        },
        "body": "" if is_gone else row.body,
        "html": trace(row) if is_gone else row.html,
        "sent_at": row.created_at.isoformat().replace("+00:00", "Z"),
        "reply_to": row.reply_to.public_id if row.reply_to is not None else None,
        "state": "hidden" if is_gone else row.state,
        "reactions": {} if is_gone else reactions(row),
        "edited": row.edited_at is not None,
    }
    return shown | {"client_id": row.client_id} if for_sender else shown


def messages(viewer: Viewer, rows: Iterable[Message]) -> list[dict[str, Any]]:
    return [message(row, for_sender=is_mine(viewer, row)) for row in rows]


def is_mine(viewer: Viewer, row: Message) -> bool:
    return row.author_id is not None and row.author_id == viewer.id


def reactions(row: Message) -> dict[str, int]:
    """How often each word of support was given, in a fixed order, zeros left out."""
    return {name: row.reaction_counts[name] for name in REACTIONS if row.reaction_counts.get(name)}


def trace(row: Message) -> str:
    return HIDDEN if row.state == "hidden" else REMOVED


def you(person: Person, seat: Seat, may_speak: bool) -> dict[str, Any]:
    return {
        "name": person.name,
        "avatar": {"bird": person.bird, "tint": person.tint},
        "may_speak": may_speak,
        "place_in_queue": seat.place_in_queue,
    }


def reading(viewer: Viewer, found: Reading) -> dict[str, Any]:
    """What room:enter and the page's JSON answer alike."""
    return {
        "messages": messages(viewer, found.messages),
        "changed": messages(viewer, found.changed),
        "last_seq": found.last_seq,
        "from_seq": found.from_seq,
        "more": found.more,
    }


def load(wish: sa.Select[Message]) -> list[Message]:
    """Messages with what their payload needs, in a fixed number of statements."""
    both = (sa.orm.joinedload(Message.room), sa.orm.selectinload(Message.reply_to))
    return list(db.session().scalars(wish.options(*both)))
