"""What may be found: each feature registers its kind here, and nothing else of search knows a feature."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from community.cards import Card
from community.members.models import Viewer


@dataclass(frozen=True)
class SearchDocument:
    """What the index knows of one thing. title counts most, then words (themes, synonyms, names of places), then body.

    key: what the feature calls it, a public id or a slug; boost: above 1 lifts the whole thing.
    """

    kind: str
    key: str
    title: str
    body: str = ""
    words: str = ""
    boost: float = 1.0


@dataclass(frozen=True)
class Searchable:
    """One kind of thing that may be found.

    keys: all keys there are, for building anew.
    documents: keys -> documents of those that everybody may find; a key without one is taken out of the index.
    cards: viewer, keys -> cards by key, of those this viewer may see: the database decides. Needed for /zoeken.
    heading: Dutch plural for /zoeken ("Onderwerpen op het forum").
    """

    kind: str
    heading: str
    keys: Callable[[], Iterable[str]]
    documents: Callable[[Sequence[str]], Iterable[SearchDocument]]
    cards: Callable[[Viewer, Sequence[str]], Mapping[str, Card]]


_kinds: dict[str, Searchable] = {}


def register(searchable: Searchable) -> None:
    """Let things of this kind be found."""
    _kinds[searchable.kind] = searchable


def kinds() -> Mapping[str, Searchable]:
    """Every registered kind, in the order of registering."""
    return _kinds
