"""The list of the map: filters in SQL, words by the index, rank and distance, and how many each filter would leave.

Each kind of filter is one condition; a count of its values leaves that one condition out and keeps the others.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql import ColumnElement

from community import clock, db, moments, search
from community.places import hours
from community.places.region import Point, Region
from sociale_kaart import near, queries
from sociale_kaart.forms import Filters
from sociale_kaart.models import Service, ServiceLocation, ServiceSchedule, ServiceTerm

PER_PAGE = 20
PROPOSED = 2000
"""How many entries the index may propose for one text; more are noise."""
NEAR_KM = 20
"""With words and a postcode, an entry this far away counts half of one around the corner."""

Condition = ColumnElement[bool]
Conditions = Mapping[str, Condition]
Ranked = tuple[str, float | None]
"""uuid of an entry, and its distance in km where it is known."""


@dataclass(frozen=True)
class Counts:
    """How many entries each value of a filter would leave, the other filters kept."""

    gemeente: Mapping[str, int] = field(default_factory=dict)
    thema: Mapping[str, int] = field(default_factory=dict)
    soort: Mapping[str, int] = field(default_factory=dict)
    flags: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Results:
    """A page of the list. services: in rank order, at most PER_PAGE; distances: km by uuid, of these, where known;
    meant: what the words were read as, "" if as typed.
    """

    services: Sequence[Service]
    total: int
    counts: Counts
    distances: Mapping[str, float] = field(default_factory=dict)
    meant: str = ""

    @property
    def last_page(self) -> int:
        return max(1, -(-self.total // PER_PAGE))


def find(filters: Filters, region: Region) -> Results:
    """What fits these filters, for everybody: published and living entries only."""
    proposed = search.find(["service"], filters.q, PROPOSED) if filters.q else None
    scores = {hit.key: hit.score for hit in proposed.hits} if proposed else None
    points = [point for pc4 in filters.pc4 if (point := region.point_of_pc4(pc4)) is not None]
    flags = flag_conditions(clock.now())
    conditions = _conditions(filters, scores, points) | {name: flags[name] for name in filters.flags}
    ranked = _by_score(conditions, scores, points) if scores is not None else None
    total = len(ranked) if ranked is not None else _count(conditions)
    start = (filters.pagina - 1) * PER_PAGE
    page = ranked[start : start + PER_PAGE] if ranked is not None else _ordered(conditions, filters, points, start)
    return Results(
        services=queries.in_order([uuid for uuid, _km in page]),
        total=total,
        counts=_counts(conditions, flags),
        distances={uuid: km for uuid, km in page if km is not None},
        meant=proposed.meant if proposed else "",
    )


def _conditions(filters: Filters, scores: Mapping[str, float] | None, points: Sequence[Point]) -> dict[str, Condition]:
    """One condition per kind of filter that is in use, the flags left aside."""
    found: dict[str, Condition] = {"living": queries.is_living()}
    if scores is not None:
        found["q"] = Service.uuid.in_(list(scores))
    if filters.gemeente:
        here = sa.select(ServiceLocation.service_id).where(ServiceLocation.municipality.in_(filters.gemeente))
        found["gemeente"] = sa.or_(Service.id.in_(here), Service.is_online)
    for taxonomy in ("thema", "soort"):
        if wished := getattr(filters, taxonomy):
            found[taxonomy] = Service.id.in_(_with_terms(taxonomy, wished))
    if filters.km and points:
        found["nabij"] = sa.or_(Service.id.in_(near.within(points, filters.km)), Service.is_online)
    if filters.leeftijd:
        found["leeftijd"] = sa.or_(*(_fits_age(age, age) for age in filters.leeftijd))
    return found


def _with_terms(taxonomy: str, codes: Sequence[str]) -> sa.Select[Any]:
    return sa.select(ServiceTerm.service_id).where(ServiceTerm.taxonomy == taxonomy, ServiceTerm.code.in_(codes))


def _fits_age(lowest: float, highest: float) -> Condition:
    return sa.and_(
        sa.or_(Service.minimum_age.is_(None), Service.minimum_age <= highest),
        sa.or_(Service.maximum_age.is_(None), Service.maximum_age >= lowest),
    )


def flag_conditions(at: datetime) -> dict[str, Condition]:
    """What each flag means, in SQL."""
    return {
        "gratis": Service.is_free.is_(True),
        "zonder_verwijzing": Service.needs_no_referral.is_(True),
        "met_ervaringsdeskundige": Service.has_peers.is_(True),
        "nu_open": Service.id.in_(open_ids(at)),
        "online": Service.is_online.is_(True),
    }


def open_ids(at: datetime) -> list[int]:
    """Entries whose door is open or whose line is staffed at a moment. SQL sieves by weekday and time of the clock;
    what is left is read with its dates, intervals and holidays.
    """
    local = moments.local(at)
    time, today = f"{local:%H:%M}", 1 << local.weekday()
    yesterday = 1 << (local - timedelta(days=1)).weekday()
    opens, closes, days = ServiceSchedule.opens, ServiceSchedule.closes, ServiceSchedule.days
    began_today = sa.and_(opens <= time, sa.or_(closes > time, closes <= opens), days.bitwise_and(today) != 0)
    began_yesterday = sa.and_(closes <= opens, closes > time, days.bitwise_and(yesterday) != 0)
    wish = sa.select(ServiceSchedule.service_id, ServiceSchedule.rule).join(
        Service, Service.id == ServiceSchedule.service_id
    )
    wish = wish.where(queries.is_living(), Service.status == "active", sa.or_(began_today, began_yesterday))
    rows = db.session().execute(wish)
    return sorted({row.service_id for row in rows if hours.is_open([hours.opening_of(row.rule)], [], at)})


def _by_score(conditions: Conditions, scores: Mapping[str, float], points: Sequence[Point]) -> list[Ranked]:
    """All that fits, the best first; what is far away counts a little less."""
    found = [(row.uuid, near.km_of(row.squared)) for row in db.session().execute(_rows(conditions, points))]
    return sorted(
        found, key=lambda row: (-scores[row[0]] / (1 + (NEAR_KM if row[1] is None else row[1]) / NEAR_KM), row)
    )


def _ordered(conditions: Conditions, filters: Filters, points: Sequence[Point], start: int) -> list[Ranked]:
    """A page without words: the nearest first; else what lies here before what is online, the freshest first."""
    wish = _rows(conditions, points)
    if points:
        wish = wish.order_by(sa.text("squared NULLS LAST"))
    elif filters.gemeente:
        wish = wish.order_by(Service.is_online)
    wish = wish.order_by(Service.checked_on.desc(), Service.name, Service.id).limit(PER_PAGE).offset(start)
    return [(row.uuid, near.km_of(row.squared)) for row in db.session().execute(wish)]


def _rows(conditions: Conditions, points: Sequence[Point]) -> sa.Select[str, float | None]:
    squared = near.nearest(points) if points else sa.null()
    return sa.select(Service.uuid, squared.label("squared")).where(*conditions.values())


def _count(conditions: Conditions) -> int:
    return db.session().scalar(sa.select(sa.func.count(Service.id)).where(*conditions.values())) or 0


def _counts(conditions: Conditions, flags: Conditions) -> Counts:
    return Counts(
        gemeente=_count_municipalities(_without(conditions, "gemeente")),
        thema=_count_terms("thema", _without(conditions, "thema")),
        soort=_count_terms("soort", _without(conditions, "soort")),
        flags=_count_flags(conditions, flags),
    )


def _without(conditions: Conditions, *names: str) -> list[Condition]:
    return [condition for name, condition in conditions.items() if name not in names]


def _count_municipalities(conditions: Sequence[Condition]) -> dict[str, int]:
    """Per municipality what lies in it; what is online comes on top of each."""
    number = sa.func.count(sa.distinct(ServiceLocation.service_id))
    wish = sa.select(ServiceLocation.municipality, number).join(Service, Service.id == ServiceLocation.service_id)
    wish = wish.where(ServiceLocation.municipality.is_not(None), *conditions).group_by(ServiceLocation.municipality)
    return {code: count for code, count in db.session().execute(wish) if code}


def _count_terms(taxonomy: str, conditions: Sequence[Condition]) -> dict[str, int]:
    number = sa.func.count(sa.distinct(ServiceTerm.service_id))
    wish = sa.select(ServiceTerm.code, number).join(Service, Service.id == ServiceTerm.service_id)
    wish = wish.where(ServiceTerm.taxonomy == taxonomy, *conditions).group_by(ServiceTerm.code)
    return dict(db.session().execute(wish).all())


def _count_flags(conditions: Conditions, flags: Conditions) -> dict[str, int]:
    """How many each flag would leave, in one statement; a flag that is on already keeps the list as it is."""
    sums = [sa.func.count(sa.case((condition, 1))).label(name) for name, condition in flags.items()]
    row = db.session().execute(sa.select(*sums).select_from(Service).where(*conditions.values())).one()
    return dict(row._mapping)
