"""How one message looks to who reads the page: the fragment `_message.html` draws this, for the first view and, as a
blank that the script fills, for live news.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from chat import care, payloads, rules, traces, words
from chat.models import Message
from chat.presence import Crowd
from community import text
from community.members.models import Viewer

QUOTE_CHARS = 80


@dataclass(frozen=True)
class Author:
    """Who speaks, as the shared macros want it."""

    name: str = ""
    bird: str = "wulp"
    tint: int = 1
    badge: str | None = None


@dataclass(frozen=True)
class Look:
    """One message, ready to draw. note: a line under the own words; card: what stands under a held one."""

    id: str = ""
    seq: int | None = None
    client_id: str = ""
    author: Author = field(default_factory=Author)
    at: Any = None
    time: str = ""
    html: str = ""
    earlier: str = ""
    mark: str = ""
    quote: str = ""
    reply_id: str = ""
    state: str = "visible"
    is_mine: bool = False
    is_blank: bool = False
    may_decide: bool = False
    may_edit: bool = False
    is_edited: bool = False
    reactions: dict[str, int] = field(default_factory=dict)
    given: frozenset[str] = frozenset()
    note: str = ""
    card: dict[str, Any] | None = None

    @property
    def is_gone(self) -> bool:
        return self.state == "hidden"

    @property
    def is_held(self) -> bool:
        return self.state == "held"


BLANK = Look(is_blank=True, may_decide=True)
"""The empty form of a message, with every part a message can have."""


def of(viewer: Viewer, message: Message, given: set[str], is_host: bool, there: Crowd, before: dict[str, str]) -> Look:
    """A message as this viewer sees it. there: who is in its room; before: its earlier text; asked once for all."""
    payload, is_mine = payloads.seen_by(viewer, message), payloads.is_mine(viewer, message)
    return Look(
        id=message.public_id,
        seq=message.seq,
        client_id=message.client_id if is_mine else "",
        author=Author(message.author_name, message.author_bird, message.author_tint, message.author_badge),
        at=message.created_at,
        time=words.time_of(message.created_at),
        html=_html(payload, message, is_mine),
        earlier=before.get("earlier", ""),
        mark=payload.get("mark", ""),
        quote=quote(message.reply_to) if message.reply_to is not None else "",
        reply_id=payload["reply_to"] or "",
        state=payload["state"],
        is_mine=is_mine,
        may_decide=is_host and not is_mine,
        may_edit=rules.may_edit(viewer, message),
        is_edited=payload["edited"],
        reactions=payload["reactions"],
        given=frozenset(given),
        note=_note(message, is_mine, there),
        card=care.card_for(message, there) if is_mine else None,
    )


def _html(payload: dict[str, Any], message: Message, is_mine: bool) -> str:
    if "trace" not in payload:
        return str(payload["html"])
    return traces.html(payload["trace"], message.public_id, payloads.may_report_gone(message, is_mine))


def _note(message: Message, is_mine: bool, there: Crowd) -> str:
    if message.state == "held" and is_mine:
        return care.when_read(message, there)
    if message.state == "masked" and is_mine:
        return words.masked(message)
    return ""


def quote(answered: Message) -> str:
    """The beginning of what a reply answers: "dappere kievit: Drie dagen tegenop gezien"."""
    if not answered.is_shown:
        return words.gone()
    return f"{answered.author_name}: {text.excerpt(answered.body, QUOTE_CHARS)}"
