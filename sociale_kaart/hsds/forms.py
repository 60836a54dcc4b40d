"""The forms in which the API gives a thing: minimal, as a row of a list, or full."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from community.places.models import Organisation
from sociale_kaart import records
from sociale_kaart.hsds.shapes import SHAPES
from sociale_kaart.models import Service, ServiceLocation

Record = dict[str, Any]


def plain(shape: str, record: Mapping[str, Any]) -> Record:
    """Only the fields of an object itself, nothing that is nested in it."""
    return {
        name: record[name]
        for name, field in SHAPES[shape].items()
        if field.kind not in ("one", "many") and name in record
    }


def service_minimal(service: Service) -> Record:
    return {"id": service.uuid, "last_modified": records.moment_text(service.changed_at)}


def service_row(service: Service) -> Record:
    """A service in a list: its own fields, its organisation and its program."""
    full = records.full_record(service)
    row = plain("service", full)
    for name, shape in (("organization", "organization"), ("program", "program")):
        if name in full:
            row[name] = plain(shape, full[name])
    return row


def service_full(service: Service) -> Record:
    return records.full_record(service)


def at_location_row(service: Service, location: ServiceLocation) -> Record:
    """A service_at_location in a list: where, and the row of the service."""
    record = _at_location(service, location)
    row = _ids(service, location) | plain("service_at_location", record)
    if "location" in record:
        row["location"] = plain("location", record["location"])
    return row | {"service": service_row(service)}


def at_location_full(service: Service, location: ServiceLocation) -> Record:
    """A service_at_location with all there is; the service inside leaves out where else it is."""
    whole = service_full(service)
    whole.pop("service_at_locations", None)
    return _ids(service, location) | _at_location(service, location) | {"service": whole}


def _ids(service: Service, location: ServiceLocation) -> Record:
    return {"id": location.uuid, "service_id": service.uuid, "location_id": location.location_uuid}


def _at_location(service: Service, location: ServiceLocation) -> Record:
    return next(row for row in service.listed("service_at_locations") if row["id"] == location.uuid)


def organisation_row(organisation: Organisation) -> Record:
    return plain("organization", records.organisation_record(organisation))


def organisation_full(organisation: Organisation, services: list[Service], is_full_service: bool) -> Record:
    """An organisation with all there is, and its services, full or by id and name."""
    rows = [service_full(each) if is_full_service else {"id": each.uuid, "name": each.name} for each in services]
    for row in rows:
        row.pop("organization", None)
    return records.organisation_record(organisation) | {"services": rows}
