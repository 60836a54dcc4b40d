"""Entries shown small elsewhere: beside a topic, an article, a place, on the home page. Never one that is too old."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from community import clock, db
from community.cards import Card, Wish
from community.i18n import _
from community.members.models import Viewer
from community.places import hours
from community.places.themes import KINDS, terms_of
from community.text import excerpt
from sociale_kaart import finding, queries
from sociale_kaart.models import Service, ServiceLocation, ServiceTerm


def find(viewer: Viewer, wish: Wish, most: int) -> Sequence[Card]:
    """Cards of living entries: those that share most themes first, then the freshest."""
    shared = sa.select(ServiceTerm.service_id, sa.func.count().label("number")).where(
        ServiceTerm.taxonomy == "thema", ServiceTerm.code.in_(wish.themes)
    )
    themes = shared.group_by(ServiceTerm.service_id).subquery()
    query = sa.select(Service).where(queries.is_living())
    if wish.themes:
        query = query.join(themes, themes.c.service_id == Service.id).order_by(themes.c.number.desc())
    if wish.municipality:
        here = sa.select(ServiceLocation.service_id).where(ServiceLocation.municipality == wish.municipality)
        query = query.where(sa.or_(Service.id.in_(here), Service.is_online)).order_by(Service.is_online)
    if wish.place_id is not None:
        at = sa.select(ServiceLocation.service_id).where(ServiceLocation.place_id == wish.place_id)
        query = query.where(Service.id.in_(at))
    if wish.is_open_now:
        query = query.where(Service.id.in_(finding.open_ids(clock.now())))
    query = query.order_by(Service.checked_on.desc(), Service.name, Service.id).limit(most)
    return [card_of(service) for service in db.session().scalars(queries.with_parts(query))]


def card_of(service: Service) -> Card:
    """An entry as a card; its status says when one can go there or call."""
    return Card(
        kind="service",
        title=service.name,
        url=service.url,
        text=excerpt(service.description),
        meta=meta(service),
        status=status(service),
        themes=service.slugs("thema"),
        municipality=next((each.municipality for each in service.locations if each.municipality), None),
    )


def meta(service: Service) -> str:
    """One quiet line: what it is, and where: 'Gesprek, Winschoten en online'."""
    kinds = [_(term.label) for term in terms_of(KINDS, service.slugs("soort"))][:2]
    return ", ".join(part for part in (_(" en ").join(kinds).lower(), where(service)) if part)


def where(service: Service) -> str:
    """The towns of an entry, and whether it is online."""
    towns = list(dict.fromkeys(each.town for each in service.locations if each.town))
    return _(" en ").join([", ".join(towns[:3])] * bool(towns) + ["online"] * service.is_online)


def status(service: Service) -> tuple[str, str] | None:
    """The badge of its hours; None when no hours are known."""
    if service.is_temporarily_closed:
        return "closed", _("Tijdelijk dicht")
    if not service.schedules:
        return None
    now = clock.now()
    state = hours.state(service.openings, [], now)
    return hours.kind(state, now), hours.words(state, now, _)
