"""From a record to what SQL filters on: columns, terms, locations and schedules of one entry."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from community.places import hours, schedules
from community.places.region import Region, pc4_of
from sociale_kaart.models import Service, ServiceLocation, ServiceSchedule, ServiceTerm
from sociale_kaart.vocabularies import NO_REFERRAL, WITH_PEERS

PlaceIds = Mapping[str, int]
"""uuid of a place -> its id: a location with the id of a place of ours stands there."""


def project(service: Service, region: Region, place_ids: PlaceIds, today: date) -> None:
    """Make columns and rows of an entry anew from its record. Touches nothing else, sends no statement by itself."""
    record = service.record
    terms = list(_terms(record))
    codes = {(term.taxonomy, term.code) for term in terms}
    service.name, service.description = record["name"].strip(), str(record.get("description") or "")
    service.status = record["status"]
    service.minimum_age, service.maximum_age = record.get("minimum_age"), record.get("maximum_age")
    service.is_free = is_free(record)
    service.needs_no_referral = ("kenmerk", NO_REFERRAL) in codes
    service.has_peers = ("kenmerk", WITH_PEERS) in codes
    service.is_online = any(each["location_type"] == "virtual" for each in locations_of(record))
    service.terms = terms
    service.locations = [_location(row, region, place_ids) for row in record.get("service_at_locations") or ()]
    service.schedules = [_schedule(rule) for rule in opening_rules(record, today)]


def is_free(record: Mapping[str, Any]) -> bool:
    """Whether a way in costs nothing."""
    return any(option.get("amount") == 0 for option in record.get("cost_options") or ())


def locations_of(record: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The location objects of a record, those that are spelled out."""
    return [row["location"] for row in record.get("service_at_locations") or () if "location" in row]


def opening_rules(record: Mapping[str, Any], today: date) -> list[hours.Opening]:
    """Every opening rule of a record: its own schedules, or those of where it is when it has none.

    Raises ValueError for dates and times that are none.
    """
    own = record.get("schedules") or _schedules_of_places(record)
    return [rule for schedule in own for rule in schedules.openings_of(schedule, today)]


def _schedules_of_places(record: Mapping[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for there in record.get("service_at_locations") or ():
        found += there.get("schedules") or there.get("location", {}).get("schedules") or []
    return found


def attributes_of(record: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The attributes of a record that are tied to a term, those of its locations included."""
    rows = list(record.get("service_at_locations") or ())
    sources: Iterable[Mapping[str, Any]] = [record, *rows, *locations_of(record)]
    for source in sources:
        yield from (each for each in source.get("attributes") or () if each.get("taxonomy_term"))


def _terms(record: Mapping[str, Any]) -> Iterator[ServiceTerm]:
    seen: set[tuple[str, str, str]] = set()
    for attribute in attributes_of(record):
        term = attribute["taxonomy_term"]
        taxonomy = taxonomy_name(term)
        code = str(term.get("code") or term["name"])[:120]
        if (taxonomy, code, term["id"]) not in seen:
            seen.add((taxonomy, code, term["id"]))
            yield ServiceTerm(taxonomy=taxonomy, code=code, term_uuid=term["id"], taxonomy_uuid=taxonomy_uuid(term))


def taxonomy_name(term: Mapping[str, Any]) -> str:
    detail = term.get("taxonomy_detail") or {}
    return str(term.get("taxonomy") or detail.get("name") or "")[:80]


def taxonomy_uuid(term: Mapping[str, Any]) -> str:
    return str(term.get("taxonomy_id") or (term.get("taxonomy_detail") or {}).get("id") or "")


def _location(row: Mapping[str, Any], region: Region, place_ids: PlaceIds) -> ServiceLocation:
    location = row.get("location") or {"id": row.get("location_id") or row["id"], "location_type": "physical"}
    address = _address(location)
    pc4 = pc4_of(str(address.get("postal_code") or ""))
    point = _point(location) or (region.point_of_pc4(pc4) if pc4 else None)
    return ServiceLocation(
        uuid=row["id"],
        location_uuid=location["id"],
        place_id=place_ids.get(location["id"]),
        kind=location["location_type"],
        name=str(location.get("name") or "")[:300],
        street=str(address.get("address_1") or "")[:300],
        postcode=str(address.get("postal_code") or "")[:20],
        town=str(address.get("city") or "")[:120],
        municipality=_municipality(pc4, address, region),
        pc4=pc4,
        lat=point[0] if point else None,
        lon=point[1] if point else None,
    )


def _address(location: Mapping[str, Any]) -> Mapping[str, Any]:
    """Where one goes: the physical address, else the first."""
    found: list[Mapping[str, Any]] = location.get("addresses") or []
    return next((each for each in found if each.get("address_type") == "physical"), found[0] if found else {})


def _point(location: Mapping[str, Any]) -> tuple[float, float] | None:
    """The point of a location; None for what lies on no globe (the specification's own example has latitude 100)."""
    lat, lon = location.get("latitude", math.nan), location.get("longitude", math.nan)
    return (lat, lon) if abs(lat) <= 90 and abs(lon) <= 180 else None


def _municipality(pc4: str | None, address: Mapping[str, Any], region: Region) -> str | None:
    """By postcode; where that is unknown by the name of the town, if only one town has it."""
    if pc4 and (found := region.municipality_of_pc4(pc4)):
        return found.code
    towns = region.towns_by_name(str(address.get("city") or ""))
    return towns[0].municipality_code if len(towns) == 1 else None


def _schedule(rule: hours.Opening) -> ServiceSchedule:
    row = asdict(rule)
    for name in ("valid_from", "valid_to", "starts_on"):
        row[name] = row[name].isoformat() if row[name] else None
    return ServiceSchedule(days=_days(rule), opens=rule.opens, closes=rule.closes, rule=row)


def _days(rule: hours.Opening) -> int:
    """A bit for each weekday on which the rule may hold."""
    named = {hours.DAY_CODES.index(code[-2:]) for code in rule.byday}
    named |= set() if rule.weekday is None else {rule.weekday}
    return sum(1 << day for day in named or range(7))
