"""Sessions shown small: on home, beside topics and articles, on the page of a place."""

from __future__ import annotations

from collections.abc import Sequence

from community import cards, text
from community.cards import Card, Wish
from community.members.models import Viewer
from spreekuur import queries, words
from spreekuur.models import Session


def init_app() -> None:
    cards.register("session", find)


def find(viewer: Viewer, wish: Wish, most: int) -> Sequence[Card]:
    """Coming sessions that fit a wish, soonest first; those nearby before the others."""
    found = [each for each in queries.coming(viewer) if _fits(each, wish)]
    if wish.municipality and not wish.place_id:
        found.sort(key=lambda each: not (each.place and each.place.municipality == wish.municipality))
    return [card_of(each) for each in found[:most]]


def _fits(session: Session, wish: Wish) -> bool:
    if wish.place_id is not None and session.place_id != wish.place_id:
        return False
    return not wish.themes or bool(set(wish.themes) & set(session.themes))


def card_of(session: Session) -> Card:
    return Card(
        kind="session",
        title=session.title,
        url=session.url,
        text=text.excerpt(session.lead),
        meta=words.under(session),
        status=("soon", words.begins(session.starts_at)),
        themes=tuple(session.themes),
        municipality=session.place.municipality if session.place else None,
    )
