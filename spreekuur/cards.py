"""Sessions shown small, on home, beside topics and articles, on the page of a place; and how search finds them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import sqlalchemy as sa

from community import cards, db, search, text
from community.cards import Card, Wish
from community.members.models import Viewer
from community.moments import N_
from community.places.themes import THEMES, terms_of
from community.search import Searchable, SearchDocument
from spreekuur import queries, words
from spreekuur.models import Session

KIND = "session"


def init_app() -> None:
    cards.register("session", find)
    search.register(Searchable(KIND, N_("Spreekuur"), keys=_keys, documents=_documents, cards=_cards))


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
        meta=words.small(session),
        status=("soon", words.begins(session.starts_at)),
        themes=tuple(session.themes),
        municipality=session.place.municipality if session.place else None,
    )


def _keys() -> Iterable[str]:
    return db.session().scalars(sa.select(Session.public_id).order_by(Session.id))


def _documents(keys: Sequence[str]) -> Iterable[SearchDocument]:
    wish = sa.select(Session).where(Session.public_id.in_(keys), Session.state == "planned")
    return [_document(each) for each in db.session().scalars(wish)]


def _document(session: Session) -> SearchDocument:
    themes = " ".join(" ".join((term.label, *term.synonyms)) for term in terms_of(THEMES, session.themes))
    place = f"{session.place.name} {session.place.town}" if session.place else ""
    return SearchDocument(
        kind=KIND,
        key=session.public_id,
        title=session.title,
        body=session.lead,
        words=f"spreekuur {session.professional_name} {session.profession} {place} {themes}",
    )


def _cards(viewer: Viewer, keys: Sequence[str]) -> Mapping[str, Card]:
    """Only those that still come: the index may be older than the clock."""
    wanted = set(keys)
    return {each.public_id: card_of(each) for each in queries.coming(viewer) if each.public_id in wanted}
