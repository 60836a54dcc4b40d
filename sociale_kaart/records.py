"""Keeping a record and its organisation: what came in, what is given back, and what it was before a change."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from community import db
from community.places.models import Organisation
from sociale_kaart.models import Service, ServiceVersion

Record = dict[str, Any]
COLUMNS = ("name", "description", "website", "email")
"""Fields of an HSDS organization that are columns of ours; the rest stands in its record."""


def new_organisation(record: Record, slug: str) -> Organisation:
    made = Organisation(uuid=record["id"], slug=slug, record={})
    update_organisation(made, record)
    return made


def update_organisation(organisation: Organisation, record: Record) -> bool:
    """Take over what a record says; what it leaves out stays. Returns whether anything changed."""
    before = organisation_record(organisation) if organisation.record is not None and organisation.name else None
    for name in COLUMNS:
        if name in record:
            setattr(organisation, name, record[name])
    if record.get("phones"):
        organisation.phone = record["phones"][0]["number"][:40]
    extras = {name: value for name, value in record.items() if name not in ("id", *COLUMNS)}
    if extras != {name: (organisation.record or {}).get(name) for name in extras}:
        organisation.record = (organisation.record or {}) | extras
    return organisation_record(organisation) != before


def organisation_record(organisation: Organisation) -> Record:
    """An organisation as a full HSDS object."""
    columns = {name: getattr(organisation, name) for name in COLUMNS if getattr(organisation, name)}
    return {"id": organisation.uuid, "description": organisation.name, **columns, **(organisation.record or {})}


def full_record(service: Service) -> Record:
    """An entry as a full HSDS service, with its organisation and the moments that have columns of their own."""
    made = service.record | {
        "assured_date": service.checked_on.isoformat(),
        "last_modified": moment_text(service.changed_at),
    }
    if service.organisation is not None:
        made["organization"] = organisation_record(service.organisation)
    return made


def moment_text(moment: datetime) -> str:
    """A moment in RFC 3339, in UTC, as short as it is exact."""
    exact = "milliseconds" if moment.microsecond else "seconds"
    return moment.astimezone(UTC).isoformat(timespec=exact).replace("+00:00", "Z")


def keep_version(service: Service, by: str) -> None:
    """Keep an entry as it is, before it changes. by: an organisation, a role or "import"."""
    db.add(ServiceVersion(service_id=service.id, record=full_record(service), changed_by=by[:120]))


def clear_rows(service: Service) -> None:
    """Take away what was projected. Before new rows: the database would meet the same location twice."""
    service.terms, service.locations, service.schedules = [], [], []
    db.session().flush()
