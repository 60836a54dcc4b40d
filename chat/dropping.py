"""Cards that hosts drop into a room: a place, a service, a session, found by name among what everybody may see. Never
what a member wrote: hiding and erasing it there would not reach the copy here (L5).
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from chat import news, posting, presence, queries
from chat.models import Message, Room
from community import audit, content, db
from community.cards import Card
from community.errors import NotFound
from community.i18n import N_
from community.members.models import Person, Visitor
from community.search import indexing, registry

KINDS = ("place", "service", "session", "article")
MOST_OF_A_KIND, MOST_FOUND = 3, 8
PROPOSED = 60
"""More than is shown: some that the index proposes may be gone, or are not for everybody."""
MAX_TITLE_CHARS, MAX_TEXT_CHARS = 160, 240
FOR_HOSTS = N_("Kaarten delen hier de hosts.")
NOTHING = N_("Dit vinden we niet, of niet meer. Zoek het nog eens.")


@dataclass(frozen=True)
class Hit:
    """A card one may drop. key: what its kind calls it, with kind the way back to it."""

    key: str
    card: Card

    @property
    def kind(self) -> str:
        return self.card.kind


def find(host: Person, room: Room, text: str) -> list[Hit]:
    """Cards for a text, at most MOST_FOUND: places first, of each kind the best. Only of public things, because the
    whole room sees them.

    Raises NotAllowed for who does not host here now.
    """
    presence.check_hosting(host, room, FOR_HOSTS)
    proposed = indexing.find(KINDS, text, PROPOSED).hits
    found: list[Hit] = []
    for kind in KINDS:
        keys = [hit.key for hit in proposed if hit.kind == kind]
        cards = _cards(kind, keys)
        found += [Hit(key, cards[key]) for key in keys if key in cards][:MOST_OF_A_KIND]
    return found[:MOST_FOUND]


def card_for(kind: str, key: str) -> Card:
    """One card by its kind and key.

    Raises NotFound for an unknown one, and for one that not everybody may see.
    """
    card = _cards(kind, [key]).get(key)
    if card is None or not card.url.startswith("/"):
        raise NotFound(NOTHING)
    return card


def _cards(kind: str, keys: list[str]) -> dict[str, Card]:
    if kind not in KINDS or kind not in registry.kinds() or not keys:
        return {}
    return dict(registry.kinds()[kind].cards(Visitor(), keys))


@db.action
def drop(host: Person, room: Room, client_id: str, card: Card) -> Message:
    """Show a card to everybody in the room, as a message of its own.

    Returns the message; the existing one if client_id was used before here by the same host.
    Raises NotAllowed for who does not host here now, RoomClosed, Muted.
    """
    db.hold(room)  # the same one may come by another process at this moment
    presence.check_hosting(host, room, FOR_HOSTS)
    if earlier := queries.message_by_key(host, room, client_id):
        return earlier
    posting.check_now(host, room)
    kept = _kept(card)
    message = Message(room_id=room.id, room=room, client_id=client_id, card=kept)
    content.submit(message, host, kept["title"], allowed=_is_ours)
    message.html = _drawn(kept)
    audit.record(host, "card.dropped", f"room:{room.slug}", message=message.public_id, kind=card.kind, url=kept["url"])
    if message.is_shown:
        posting.show(message)
    else:
        news.tell_held(message)
    return message


def _is_ours(_fragment: str) -> bool:
    """A number or an address in the name of a place is the map's own, checked by its editors (L8)."""
    return True


def _kept(card: Card) -> dict[str, str]:
    title, text = card.title[:MAX_TITLE_CHARS], card.text[:MAX_TEXT_CHARS]
    return {"kind": card.kind, "title": title, "url": card.url, "text": text}


def _drawn(kept: dict[str, str]) -> str:
    """The card as it stands in the log, for the page and for live news alike."""
    url, title, text = (escape(kept[name]) for name in ("url", "title", "text"))
    under = f'<p class="small muted">{text}</p>' if text else ""
    return f'<p class="msg__card"><a href="{url}">{title}</a></p>{under}'
