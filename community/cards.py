"""Cards: anything shown small, with an address. Rooms, places, services, sessions, topics and articles meet here
without importing each other: each registers how it finds its own, others ask `nearby`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from community import i18n
from community.kept import Kept
from community.members.models import Viewer

MOST_KEPT = 500
KINDS = ("place", "service", "session", "room", "topic", "article", "national")


@dataclass(frozen=True)
class Card:
    """One thing, small. status: (badge kind open|soon|closed|live, words) or None; meta: one quiet line."""

    kind: str
    title: str
    url: str
    text: str = ""
    meta: str = ""
    status: tuple[str, str] | None = None
    themes: tuple[str, ...] = ()
    municipality: str | None = None


@dataclass(frozen=True)
class Wish:
    """What somebody looks for: on these themes, near this municipality (CBS code), open now only."""

    themes: tuple[str, ...] = ()
    municipality: str | None = None
    is_open_now: bool = False
    place_id: int | None = None


Finder = Callable[[Viewer, Wish, int], Sequence[Card]]
_finders: dict[str, Finder] = {}


def register(kind: str, find: Finder) -> None:
    """find(viewer, wish, most) returns at most `most` cards, best first: only what everybody may see, because the
    answer is kept for a moment and shared by all who ask the same.
    """
    if kind not in KINDS:
        raise ValueError(f"no such kind of card: {kind}")
    _finders[kind] = find


def nearby(viewer: Viewer, wish: Wish, kinds: Sequence[str] = KINDS, most: int = 3) -> list[Card]:
    """Cards of these kinds for this viewer, at most `most` of each, kinds in the order asked."""
    return [card for kind in kinds if kind in _finders for card in _found(viewer, wish, kind, most)]


_kept: Kept[list[Card]] = Kept(MOST_KEPT, with_others=True)


def _found(viewer: Viewer, wish: Wish, kind: str, most: int) -> list[Card]:
    asked, moment = (i18n.chosen(), kind, wish, most), _kept.moment()
    cards = _kept.get(asked)
    if cards is None:
        cards = list(_finders[kind](viewer, wish, most))[:most]
        _kept.put(asked, cards, moment)
    return cards
