"""What the index knows of a place, and how one reports it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from community import clock, content, db, search
from community.cards import Card
from community.members.models import Viewer
from community.places import cards, queries
from community.places.models import Place
from community.places.themes import PLACE_KINDS, THEMES, terms_of


def register() -> None:
    """Let places be found and reported."""
    search.register(search.Searchable("place", heading="Plekken", keys=_keys, documents=documents, cards=_cards))
    content.register_reportable(Place.kind_of_content, _reportable)


def _keys() -> Iterable[str]:
    return db.session().scalars(sa.select(Place.slug).order_by(Place.id))


def documents(slugs: Sequence[str]) -> Iterator[search.SearchDocument]:
    wish = sa.select(Place).where(Place.slug.in_(slugs)).options(joinedload(Place.organisation))
    for place in db.session().scalars(wish):
        themes = terms_of(THEMES, place.themes)
        kind = terms_of(PLACE_KINDS, [place.kind])
        said = [word for term in (*themes, *kind) for word in (term.label, *term.synonyms)]
        owner = [place.organisation.name] if place.organisation else []
        activities = [f"{each.get('title', '')} {each.get('note', '')}" for each in place.activities]
        yield search.SearchDocument(
            kind="place",
            key=place.slug,
            title=place.name,
            words=" ".join([place.town, *owner, *said]),
            body=" ".join([place.lead, *activities, *place.building]),
        )


def _cards(viewer: Viewer, slugs: Sequence[str]) -> Mapping[str, Card]:
    found = db.session().scalars(sa.select(Place).where(Place.slug.in_(slugs)))
    return {place.slug: cards.card_of(place, clock.now()) for place in found}


def _reportable(viewer: Viewer, uuid: str) -> content.Reportable:
    place = queries.place_by_uuid(viewer, uuid)
    text = "\n".join([place.lead, place.address, *place.building])
    return content.Reportable(Place.kind_of_content, place.uuid, place.name, place.url, text)
