"""Entries to test with: HSDS services of our own making, stored through the same road as any import."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from community import clock, db
from community.places.models import Organisation, Place
from sociale_kaart import queries
from sociale_kaart.importing import rows, storing
from sociale_kaart.importing.reading import Row
from sociale_kaart.models import Service
from sociale_kaart.vocabularies import attribute_record

ORGANISATION = "11111111-1111-4111-8111-111111111111"
OTHER_ORGANISATION = "22222222-2222-4222-8222-222222222222"


def uuid_of(name: str) -> str:
    """Always the same id for the same name."""
    return str(uuid.uuid5(uuid.NAMESPACE_OID, name))


def organisation_record(identity: str = ORGANISATION, name: str = "De Kade") -> dict[str, Any]:
    return {"id": identity, "name": name, "description": f"{name} helpt."}


def location(name: str, pc4: str = "9711", kind: str = "physical", **fields: Any) -> dict[str, Any]:
    """A service_at_location with an address in a postcode, or online."""
    there: dict[str, Any] = {"id": uuid_of(f"location {name}"), "location_type": kind, "name": name}
    if kind == "physical":
        there["addresses"] = [
            {
                "id": uuid_of(f"address {name}"), "address_1": "Kade 1", "city": "Groningen",
                "state_province": "Groningen", "postal_code": f"{pc4} AB", "country": "NL", "address_type": "physical",
            }
        ]  # fmt: skip
    return {"id": uuid_of(f"at {name}"), "location_id": there["id"], "location": there | fields}


def schedule(name: str, byday: str, opens: str, closes: str, **fields: Any) -> dict[str, Any]:
    hours = {"byday": byday, "opens_at": opens, "closes_at": closes}
    return {"id": uuid_of(f"schedule {name}"), "freq": "WEEKLY", **hours, **fields}


def service_record(name: str, **fields: Any) -> dict[str, Any]:
    """A full service. themes, kinds, features: codes; everything else is a field of HSDS."""
    identity = fields.pop("id", uuid_of(name))
    terms = [("thema", code) for code in fields.pop("themes", ("somber",))]
    terms += [("soort", code) for code in fields.pop("kinds", ("gesprek",))]
    terms += [("kenmerk", code) for code in fields.pop("features", ())]
    record: dict[str, Any] = {
        "id": identity,
        "name": name,
        "status": "active",
        "description": "Een gesprek bij een kop thee.",
        "organization": organisation_record(),
        "service_at_locations": [location(name)],
        "attributes": [attribute_record(identity, taxonomy, code) for taxonomy, code in terms],
    }
    return {key: value for key, value in (record | fields).items() if value is not None}


def store(*records: dict[str, Any], is_draft: bool = False) -> storing.Outcome:
    """Import records; rows count from 1."""
    raw = [Row(number, record) for number, record in enumerate(records, start=1)]
    found = rows.check(raw, clock.today(), storing.known_organisations(), storing.known_terms())
    return storing.store(found, is_draft=is_draft)


def make_service(name: str, **fields: Any) -> Service:
    """A published entry, as a page loads it."""
    record = service_record(name, **fields)
    outcome = store(record)
    assert outcome.refused == []
    found = db.session().scalar(queries.sa.select(Service).where(Service.uuid == record["id"]))
    assert found is not None
    return found


@db.action
def make_place(
    slug: str, municipality: str = "GM0014", organisation: Organisation | None = None, **fields: Any
) -> Place:
    """A place that is always open unless told otherwise."""
    values: dict[str, Any] = {
        "name": slug.replace("-", " ").title(), "kind": "inloop", "town": "Groningen", "street": "Kade 1", "lat": 53.22,
        "lon": 6.56, "lead": "Een huiskamer.", "checked_on": date(2026, 11, 1),
        "openings": [{"weekday": day, "opens": "00:00", "closes": "24:00"} for day in range(7)],
    }  # fmt: skip
    place = Place(
        slug=slug,
        municipality=municipality,
        organisation_id=organisation.id if organisation else None,
        **values | fields,
    )
    db.add(place)
    return place


@db.action
def make_organisation(slug: str, name: str = "", **fields: Any) -> Organisation:
    organisation = Organisation(slug=slug, name=name or slug.title(), **fields)
    db.add(organisation)
    return organisation
