"""What the index knows of an entry: its name first, then its themes in young people's words and where it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import sqlalchemy as sa

from community import db, search
from community.cards import Card
from community.members.models import Viewer
from community.places.themes import KINDS, THEMES, Term, terms_of
from sociale_kaart import cards, queries
from sociale_kaart.models import Service

SYNONYMS = Path(__file__).parent / "synonyms.toml"


def register() -> None:
    """Let entries be found, in the words people use."""
    search.known.learn(SYNONYMS)
    search.register(
        search.Searchable("service", heading="Hulp en activiteiten", keys=_keys, documents=documents, cards=_cards)
    )


def _keys() -> Iterable[str]:
    return db.session().scalars(sa.select(Service.uuid).where(queries.is_shown()).order_by(Service.id))


def documents(uuids: Sequence[str]) -> Iterator[search.SearchDocument]:
    """Documents of the published ones among these; how old a check is, the database decides at each search."""
    wish = queries.with_parts(sa.select(Service).where(Service.uuid.in_(uuids), queries.is_shown()))
    for service in db.session().scalars(wish):
        yield search.SearchDocument(
            kind="service",
            key=service.uuid,
            title=f"{service.name} {service.said('alternate_name')}",
            words=" ".join(_words(service)),
            body=" ".join(_texts(service)),
        )


def _words(service: Service) -> Iterator[str]:
    for term in (*terms_of(THEMES, service.slugs("thema")), *terms_of(KINDS, service.slugs("soort"))):
        yield from _said(term)
    for location in service.locations:
        yield from (location.name, location.town)
    if service.organisation is not None:
        yield service.organisation.name
    if service.has_peers:
        yield "ervaringsdeskundige lotgenoten"
    if service.is_online:
        yield "online"


def _said(term: Term) -> Iterator[str]:
    yield from (term.label, *term.synonyms)


def _texts(service: Service) -> Iterator[str]:
    yield service.description
    yield from (service.said(field) for field in ("application_process", "eligibility_description"))
    yield from (term.meaning for term in terms_of(THEMES, service.slugs("thema")))


def _cards(viewer: Viewer, uuids: Sequence[str]) -> Mapping[str, Card]:
    return {service.uuid: cards.card_of(service) for service in queries.in_order(uuids)}
