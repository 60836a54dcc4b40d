"""What the API finds: published, living entries and what belongs to them, always in the same order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.sql import ColumnElement

from community import db, search, shell
from community.errors import NotFound
from community.places.models import Organisation
from sociale_kaart import near
from sociale_kaart.hsds.parameters import Wish
from sociale_kaart.models import Service, ServiceLocation, ServiceTerm, Taxonomy, TaxonomyTerm
from sociale_kaart.queries import is_living, is_shown

PROPOSED = 10_000
STREAMED_AT_ONCE = 200
NOT_THERE = "No such id."


class Slice(NamedTuple):
    """A page of rows, and how many there are in all."""

    rows: list[Any]
    total: int


def services(wish: Wish) -> sa.Select[Any]:
    """Living services that fit a wish."""
    return sa.select(Service).where(*_of_services(wish)).order_by(Service.id)


def at_locations(wish: Wish) -> sa.Select[Service, ServiceLocation]:
    """Rows of (Service, ServiceLocation) that fit a wish."""
    joined = sa.select(Service, ServiceLocation).join(ServiceLocation, ServiceLocation.service_id == Service.id)
    here = _near(wish)
    conditions = [*_of_services(wish), *([] if here is None else [here])]
    return joined.where(*conditions).order_by(ServiceLocation.id)


def organisations(wish: Wish) -> sa.Select[Any]:
    """Organisations with a living service that fits; the words are looked for in their own name and description."""
    fitting = sa.select(Service.organisation_id).where(is_living(), *_of_terms(wish))
    query = sa.select(Organisation).where(Organisation.id.in_(fitting)).order_by(Organisation.id)
    return query.where(_holds(wish.search, Organisation.name, Organisation.description)) if wish.search else query


def taxonomies(wish: Wish) -> sa.Select[Any]:
    query = sa.select(Taxonomy).order_by(Taxonomy.id)
    return query.where(_holds(wish.search, Taxonomy.name)) if wish.search else query


def taxonomy_terms(wish: Wish) -> sa.Select[Any]:
    query = sa.select(TaxonomyTerm).order_by(TaxonomyTerm.id)
    if wish.search:
        query = query.where(_holds(wish.search, TaxonomyTerm.name))
    if wish.taxonomy_id:
        query = query.where(TaxonomyTerm.taxonomy_uuid == wish.taxonomy_id)
    if wish.parent_id:
        query = query.where(TaxonomyTerm.parent_uuid == wish.parent_id)
    return query.where(TaxonomyTerm.parent_uuid == "") if wish.top_only else query


def page_of(query: sa.Select[*tuple[Any, ...]], wish: Wish) -> Slice:
    """A page; past the end it is empty."""
    rows = query.with_only_columns(sa.literal(1), maintain_column_froms=True).order_by(None)
    number = sa.select(sa.func.count()).select_from(rows.subquery())
    total = db.session().scalar(number) or 0
    found = db.session().execute(query.limit(wish.per_page).offset((wish.page - 1) * wish.per_page))
    return Slice(_things(found), total)


def stream(query: sa.Select[*tuple[Any, ...]]) -> Iterator[Any]:
    """Every row, some at a time."""
    found = db.session().execute(query.execution_options(yield_per=STREAMED_AT_ONCE))
    for row in found:
        yield row[0] if len(row) == 1 else row


def _things(found: sa.Result[*tuple[Any, ...]]) -> list[Any]:
    return [row[0] if len(row) == 1 else row for row in found]


def service(uuid: str) -> Service:
    """Raises NotFound. An entry too old for lists still answers to its id: ids never change."""
    return _found(sa.select(Service).where(Service.uuid == uuid, is_shown()))  # type: ignore[no-any-return]


def at_location(uuid: str) -> tuple[Service, ServiceLocation]:
    """Raises NotFound."""
    query = sa.select(Service, ServiceLocation).join(ServiceLocation, ServiceLocation.service_id == Service.id)
    row = db.session().execute(query.where(ServiceLocation.uuid == uuid, is_shown())).first()
    if row is None:
        raise NotFound(NOT_THERE)
    return row[0], row[1]


def organisation(uuid: str) -> Organisation:
    """Raises NotFound."""
    offering = sa.select(Service.organisation_id).where(is_shown())
    query = sa.select(Organisation).where(Organisation.uuid == uuid, Organisation.id.in_(offering))
    return _found(query)  # type: ignore[no-any-return]


def services_of(organisations: Sequence[Organisation]) -> dict[int, list[Service]]:
    """Living services by the id of their organisation."""
    ids = [each.id for each in organisations]
    query = sa.select(Service).where(Service.organisation_id.in_(ids), is_living()).order_by(Service.id)
    found: dict[int, list[Service]] = {each: [] for each in ids}
    for each in db.session().scalars(query):
        if each.organisation_id is not None:
            found[each.organisation_id].append(each)
    return found


def taxonomy(uuid: str) -> Taxonomy:
    """Raises NotFound."""
    return _found(sa.select(Taxonomy).where(Taxonomy.uuid == uuid))  # type: ignore[no-any-return]


def taxonomy_term(uuid: str) -> TaxonomyTerm:
    """Raises NotFound."""
    return _found(sa.select(TaxonomyTerm).where(TaxonomyTerm.uuid == uuid))  # type: ignore[no-any-return]


def _found(query: sa.Select[Any]) -> Any:
    found = db.session().scalar(query)
    if found is None:
        raise NotFound(NOT_THERE)
    return found


def _of_services(wish: Wish) -> list[ColumnElement[bool]]:
    conditions = [is_living(), *_of_terms(wish)]
    if wish.search:
        proposed = search.find(["service"], wish.search, PROPOSED)
        conditions.append(Service.uuid.in_([hit.key for hit in proposed.hits]))
    if wish.organization_id:
        conditions.append(Service.organisation.has(Organisation.uuid == wish.organization_id))
    if wish.modified_after:
        conditions.append(Service.changed_at >= wish.modified_after)
    if wish.minimum_age is not None:
        conditions.append(sa.or_(Service.maximum_age.is_(None), Service.maximum_age >= wish.minimum_age))
    if wish.maximum_age is not None:
        conditions.append(sa.or_(Service.minimum_age.is_(None), Service.minimum_age <= wish.maximum_age))
    here = _near(wish)
    if here is not None:
        conditions.append(Service.id.in_(sa.select(ServiceLocation.service_id).where(here)))
    return conditions


def _of_terms(wish: Wish) -> list[ColumnElement[bool]]:
    columns = ((wish.taxonomy_term_id, ServiceTerm.term_uuid), (wish.taxonomy_id, ServiceTerm.taxonomy_uuid))
    return [
        Service.id.in_(sa.select(ServiceTerm.service_id).where(column == wished))
        for wished, column in columns
        if wished
    ]


def _near(wish: Wish) -> ColumnElement[bool] | None:
    """Locations in a postcode, or within so many metres of its middle; None when it does not matter."""
    if wish.postcode is None:
        return None
    if wish.proximity is None:
        return ServiceLocation.pc4 == wish.postcode
    point = shell.region().point_of_pc4(wish.postcode)
    if point is None:
        return sa.false()  # far from everything here
    km = wish.proximity / 1000
    return sa.and_(ServiceLocation.lat.is_not(None), near.squared_km(point) <= km * km)


def _holds(text: str, *columns: Any) -> ColumnElement[bool]:
    return sa.or_(*(column.icontains(text, autoescape=True) for column in columns))


def version() -> str:
    """What changes whenever anything of the open data does: for the ETag of a stream, which nobody has in one piece."""
    entries = sa.select(sa.func.count(Service.id), sa.func.max(Service.changed_at)).where(is_living())
    owners = sa.select(sa.func.max(Organisation.changed_at))
    terms = sa.select(sa.func.count(TaxonomyTerm.id))
    number, newest = db.session().execute(entries).one()
    return f"{number} {newest} {db.session().scalar(owners)} {db.session().scalar(terms)}"
