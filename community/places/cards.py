"""Places shown small elsewhere: on the home page, beside topics and articles, in a chat room."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from community import clock
from community.cards import Card, Wish
from community.i18n import _
from community.members.models import Viewer
from community.places import hours, queries
from community.places.models import Place
from community.places.themes import PLACE_KINDS


def find(viewer: Viewer, wish: Wish, most: int) -> Sequence[Card]:
    """Cards of places that fit: what is open first, then what shares most themes."""
    now = clock.now()
    found = queries.places(viewer, wish.municipality, None if wish.place_id is None else [wish.place_id])
    scored = [(place, len(set(place.themes) & set(wish.themes)), place.state(now)) for place in found]
    fitting = [
        (not state.is_open, -shared, place.name, card_of(place, now, state))
        for place, shared, state in scored
        if (shared or not wish.themes) and (state.is_open or not wish.is_open_now)
    ]
    return [card for *_rank, card in sorted(fitting, key=lambda row: row[:3])][:most]


def card_of(place: Place, at: datetime, state: hours.OpenState | None = None) -> Card:
    """A place as a card, with whether its door is open."""
    state = state or place.state(at)
    return Card(
        kind="place",
        title=place.name,
        url=place.url,
        text=place.lead,
        meta=f"{kind_words(place).lower()}, {place.town}",
        status=(hours.kind(state, at), hours.words(state, at, _)),
        themes=tuple(place.themes),
        municipality=place.municipality,
    )


def kind_words(place: Place) -> str:
    """What a place is, in a word: 'Inloop'."""
    term = PLACE_KINDS.get(place.kind)
    return _(term.label) if term else place.kind
