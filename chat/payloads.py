"""Rows as the contract shows them (section 3). Nothing here depends on who looks, except client_id to its sender."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from chat import rules
from chat.models import REACTIONS, Message, Room
from chat.presence import Crowd, Seat
from community import content, db
from community.members.models import Person, Viewer
from community.moderation.queries import open_items

HIDDEN = '<p>Dit bericht is verborgen door het team. <a href="/huisregels">Huisregels</a></p>'
REMOVED = "<p>Dit bericht is weggehaald door de schrijver.</p>"
REPORT = ' <a href="/melden?kind=chat.message&amp;id={id}">Meld het toch</a></p>'
WAITS = "<p>Dit bericht staat er nu even niet.</p>"
"""The neutral trace others see; who decided and why is told to the writer only."""
BETWEEN = " / "
"""Between two earlier texts of one message."""


@dataclass(frozen=True)
class Reading:
    """What somebody gets to read of a room. from_seq: where it begins; what is older is no hole. has_earlier: whether
    they may read more before it.
    """

    messages: list[Message]
    changed: list[Message]
    last_seq: int
    from_seq: int
    more: bool
    has_earlier: bool = False


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
        "hold_all": row.hold_all,
        "pinned": row.pinned_text,
        "closes_at": iso(row.closes_at) if row.closes_at is not None else None,
    }


def message(row: Message, for_sender: bool = False, for_host: bool = False) -> dict[str, Any]:
    """One message. What is hidden or taken back has no words, only its trace; neither has, for others than its sender
    and the hosts, what waits since it was edited.
    """
    is_gone = row.state in ("hidden", "removed") or (row.waits_in_place and not for_sender and not for_host)
    shown: dict[str, Any] = {
        "id": row.public_id,
        "room": row.room.slug,
        "seq": row.seq,
        "author": {
            "name": row.author_name,
            "avatar": {"bird": row.author_bird, "tint": row.author_tint},
            "badge": row.author_badge,
        },
        "body": "" if is_gone else row.body,
        "html": trace(row, for_sender) if is_gone else row.html,
        "sent_at": iso(row.created_at),
        "reply_to": row.reply_to.public_id if row.reply_to is not None else None,
        "state": "hidden" if is_gone else row.state,
        "reactions": {} if is_gone else reactions(row),
        "edited": row.edited_at is not None,
    }
    if row.state == "held" and not is_gone:
        shown["mark"] = content.mark_of(row)  # for who decides about exactly these words
    if is_gone:
        shown["trace"] = trace_name(row)
    elif row.card is not None:
        shown["card"] = row.card
    return shown | {"client_id": row.client_id} if for_sender else shown


def seen_by(viewer: Viewer, row: Message) -> dict[str, Any]:
    """One message as it is sent to this viewer."""
    return message(
        row, for_sender=is_mine(viewer, row), for_host=row.waits_in_place and rules.may_host(viewer, row.room)
    )


def iso(moment: datetime) -> str:
    """A moment as the contract writes it."""
    return moment.isoformat().replace("+00:00", "Z")


def messages(viewer: Viewer, rows: Iterable[Message]) -> list[dict[str, Any]]:
    found = list(rows)
    before = earlier_texts(viewer, found)
    return [seen_by(viewer, row) | before.get(row.public_id, {}) for row in found]


def earlier_texts(viewer: Viewer, rows: Iterable[Message]) -> dict[str, dict[str, str]]:
    """What stood there before, for hosts: of what was edited while it waits, and of what was urgent and taken back."""
    return earlier_of([row for row in rows if rules.may_read_earlier(viewer, row)])


def earlier_of(rows: list[Message]) -> dict[str, dict[str, str]]:
    """The same for whoever hosts there: what others read last, and every text that waited after it."""
    gone = [row.public_id for row in rows if row.went_urgently]
    still_open = open_items(Message.kind, gone)
    wait = [row.public_id for row in rows if row.state == "held" and row.edited_at is not None]
    found = content.versions_of([*wait, *still_open])
    return {public_id: {"earlier": BETWEEN.join(_since_seen(texts))} for public_id, texts in found.items()}


def _since_seen(versions: list[content.ContentVersion]) -> list[str]:
    first = max((place for place, each in enumerate(versions) if each.was_seen), default=0)
    return [each.body for each in versions[first:]]


def for_hosts(row: Message) -> dict[str, Any]:
    """One message as any host hears it who did not write it."""
    return message(row, for_host=True) | earlier_of([row]).get(row.public_id, {})


def is_mine(viewer: Viewer, row: Message) -> bool:
    return rules.is_own(viewer, row)


def reactions(row: Message) -> dict[str, int]:
    """How often each word of support was given, in a fixed order, zeros left out."""
    return {name: row.reaction_counts[name] for name in REACTIONS if row.reaction_counts.get(name)}


def trace(row: Message, for_sender: bool) -> str:
    """What stands in the place of words that are gone."""
    if may_report_gone(row, for_sender):
        return REMOVED.removesuffix("</p>") + REPORT.format(id=row.public_id)
    return {"hidden": HIDDEN, "removed": REMOVED, "waits": WAITS}[trace_name(row)]


def trace_name(row: Message) -> str:
    """Why its words are gone: "hidden", "removed" by its writer, or "waits"; a page says it in its own language."""
    return row.state if row.state in ("hidden", "removed") else "waits"


def may_report_gone(row: Message, for_sender: bool) -> bool:
    """Whether somebody else may report what its writer took back (L14)."""
    has_writer = row.author_id is not None and row.author_name != content.NOBODY
    return row.state == "removed" and has_writer and not for_sender


def you(person: Person, row: Room, seat: Seat, may_speak: bool) -> dict[str, Any]:
    """Who one is in a room, by the name one carries there, and what one may do."""
    name, bird, tint = row.known_as(person)
    return {
        "name": name,
        "avatar": {"bird": bird, "tint": tint},
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
