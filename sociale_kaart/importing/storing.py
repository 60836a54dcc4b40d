"""Checked entries into the database, about a hundred in one action, unchanged when they are there already."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from community import clock, db, search, shell
from community.places.models import Organisation, Place
from sociale_kaart import projection, records
from sociale_kaart.importing.rows import Checked, Entry, Record, Refusal
from sociale_kaart.models import Service, ServiceLocation, Taxonomy, TaxonomyTerm
from sociale_kaart.slugs import free_slug

BATCH = 100
BY_IMPORT = "import"


@dataclass
class Outcome:
    """How many entries were new, changed or as they were, and which rows were refused."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: list[Refusal] = field(default_factory=list)

    @property
    def kept(self) -> int:
        return self.new + self.changed + self.unchanged


@dataclass(frozen=True)
class _Known:
    """What is looked up once for the whole file."""

    owners: dict[str, tuple[int, str]]
    place_ids: dict[str, int]
    slugs: set[str]
    is_draft: bool


def store(found: Checked, is_draft: bool = False) -> Outcome:
    """Store checked entries. New ones are published, or drafts if wished; what is there already keeps its state,
    except that a draft is published by an import that is not one.
    """
    outcome = Outcome(refused=list(found.refused))
    _store_surroundings(found)
    known = _Known(_owners(), _place_ids(), set(db.session().scalars(sa.select(Service.slug))), is_draft)
    for start in range(0, len(found.entries), BATCH):
        _store_batch(found.entries[start : start + BATCH], known, outcome)
    outcome.refused.sort()
    return outcome


def known_organisations() -> set[str]:
    return set(db.session().scalars(sa.select(Organisation.uuid)))


def known_terms() -> dict[str, Record]:
    return {term.uuid: term.record for term in db.session().scalars(sa.select(TaxonomyTerm))}


def _organisations() -> dict[str, Organisation]:
    return {each.uuid: each for each in db.session().scalars(sa.select(Organisation))}


def _owners() -> dict[str, tuple[int, str]]:
    """id and name by uuid: plain rows, because each action would load objects anew."""
    columns = sa.select(Organisation.uuid, Organisation.id, Organisation.name)
    return {uuid: (number, name) for uuid, number, name in db.session().execute(columns)}


def _place_ids() -> dict[str, int]:
    return dict(db.session().execute(sa.select(Place.uuid, Place.id)).all())


@db.action
def _store_surroundings(found: Checked) -> None:
    """Organisations and terms first: entries point at them."""
    known = _organisations()
    slugs = {each.slug for each in known.values()}
    for uuid, record in found.organisations.items():
        if uuid not in known:
            db.add(records.new_organisation(record, free_slug(record["name"], slugs)))
        elif records.update_organisation(known[uuid], record):
            for service_uuid in db.session().scalars(_services_of(known[uuid])):
                search.note("service", service_uuid)
    _remember_terms(found.terms)


def _services_of(organisation: Organisation) -> Any:
    return sa.select(Service.uuid).where(Service.organisation_id == organisation.id)


def _remember_terms(terms: dict[str, Record]) -> None:
    known = {each.uuid: each for each in db.session().scalars(sa.select(TaxonomyTerm))}
    for uuid, record in terms.items():
        row = known.get(uuid) or TaxonomyTerm(uuid=uuid)
        row.name, row.record = record["name"][:200], record
        row.taxonomy_uuid, row.parent_uuid = projection.taxonomy_uuid(record), record.get("parent_id", "")
        db.session().add(row)
    _remember_taxonomies([record["taxonomy_detail"] for record in terms.values() if "taxonomy_detail" in record])


def _remember_taxonomies(details: Sequence[Record]) -> None:
    vocabularies = {each.uuid: each for each in db.session().scalars(sa.select(Taxonomy))}
    for uuid, record in {each["id"]: each for each in details}.items():
        vocabulary = vocabularies.get(uuid) or Taxonomy(uuid=uuid)
        vocabulary.name, vocabulary.record = record["name"][:200], record
        db.session().add(vocabulary)


@db.action
def _store_batch(entries: Sequence[Entry], known: _Known, outcome: Outcome) -> None:
    uuids = [entry.record["id"] for entry in entries]
    there = {each.uuid: each for each in db.session().scalars(sa.select(Service).where(Service.uuid.in_(uuids)))}
    strangers = _strangers(entries, there)
    for entry in entries:
        if entry.number in strangers:
            reason = "the id of a location is that of another entry"
            outcome.refused.append(Refusal(entry.number, "service_at_locations", reason))
        elif (service := there.get(entry.record["id"])) is None:
            _add(entry.record, known)
            outcome.new += 1
        elif _change(service, entry.record, known):
            outcome.changed += 1
        else:
            outcome.unchanged += 1
    db.session().flush()


def _strangers(entries: Sequence[Entry], there: dict[str, Service]) -> set[int]:
    """Numbers of rows that claim a service_at_location of another entry."""
    claims = {uuid: entry for entry in entries for uuid in _location_uuids(entry)}
    wish = sa.select(ServiceLocation.uuid, ServiceLocation.service_id).where(ServiceLocation.uuid.in_(claims))
    ids = {each.uuid: each.id for each in there.values()}
    owners = db.session().execute(wish)
    return {claims[uuid].number for uuid, owner in owners if ids.get(claims[uuid].record["id"]) != owner}


def _location_uuids(entry: Entry) -> Iterator[str]:
    return (row["id"] for row in entry.record.get("service_at_locations", ()))


def _add(record: Record, known: _Known) -> None:
    checked_on, changed_at, kept = _taken_out(record)
    service = Service(
        uuid=record["id"],
        slug=free_slug(record["name"], known.slugs),
        state="draft" if known.is_draft else "published",
        checked_on=checked_on or clock.today(),
        changed_at=changed_at or clock.now(),
    )
    _fill(service, kept, known)
    db.session().add(service)  # one flush for the whole batch: what could clash was refused before
    search.note("service", service.uuid)


def _change(service: Service, record: Record, known: _Known) -> bool:
    """Take over what is new. Returns whether anything was."""
    checked_on, changed_at, kept = _taken_out(record)
    is_released = service.state == "draft" and not known.is_draft
    is_rechecked = checked_on is not None and checked_on > service.checked_on
    if kept == service.record and not is_released and not is_rechecked:
        return False
    if is_released:
        service.state = "published"
    if kept != service.record:
        records.keep_version(service, BY_IMPORT)
        records.clear_rows(service)
        _fill(service, kept, known)
    service.checked_on = checked_on or clock.today()
    service.changed_at = changed_at or clock.now()
    search.note("service", service.uuid)
    return True


def _fill(service: Service, record: Record, known: _Known) -> None:
    owner_id, owner_name = known.owners.get(record.get("organization_id", ""), (None, ""))
    service.record = record
    service.organisation_id = owner_id
    service.checked_by = owner_name[:120]
    projection.project(service, shell.region(), known.place_ids, clock.today())


def _taken_out(record: Record) -> tuple[date | None, datetime | None, Record]:
    """The moments that have columns of their own (checked on, changed at), and the record without them."""
    kept = {name: value for name, value in record.items() if name not in ("assured_date", "last_modified")}
    assured, modified = record.get("assured_date"), record.get("last_modified")
    checked_on = date.fromisoformat(assured[:10]) if assured else None
    return checked_on, datetime.fromisoformat(modified.upper()) if modified else None, kept
