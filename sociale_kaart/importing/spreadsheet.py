"""A spreadsheet, saved as CSV: one service a row, in the columns of docs/map-import.md."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from typing import Any

from community.places.themes import KINDS, THEMES
from sociale_kaart.hsds.checks import Wrong, checked
from sociale_kaart.vocabularies import NO_REFERRAL, WITH_PEERS, attribute_record

COLUMNS = (
    "id", "organisation_id", "organisation", "organisation_description", "name", "description", "status", "url",
    "email", "phone", "minimum_age", "maximum_age", "cost", "cost_words", "themes", "kinds", "no_referral",
    "with_peers", "languages", "first_time", "waiting_time", "eligibility", "location_name", "address",
    "postal_code", "town", "province", "latitude", "longitude", "transportation", "accessibility", "online", "hours",
    "checked_on",
)  # fmt: skip
NEEDED = ("organisation", "name")
YES = frozenset({"1", "ja", "yes", "j", "y", "true", "waar", "x"})
NO = frozenset({"0", "nee", "no", "n", "false", "onwaar", ""})
DAYS = {"ma": "MO", "di": "TU", "wo": "WE", "do": "TH", "vr": "FR", "za": "SA", "zo": "SU"}
LANGUAGES = {
    "nl": "Nederlands", "en": "Engels", "de": "Duits", "fr": "Frans", "ar": "Arabisch", "tr": "Turks", "pl": "Pools",
    "uk": "Oekraïens", "ti": "Tigrinya", "so": "Somalisch", "fa": "Perzisch", "es": "Spaans", "gos": "Gronings",
}  # fmt: skip
NAMES = {
    "assured_date": "checked_on",
    "organization_id": "organisation_id",
    "organization.id": "organisation_id",
    "phones[0].number": "phone",
    "application_process": "first_time",
    "wait_time": "waiting_time",
    "eligibility_description": "eligibility",
    "fees_description": "cost_words",
}
"""Where a complaint of the HSDS check stands in the spreadsheet."""
NAMESPACE = uuid.UUID("0d1c2f0e-6c7b-5a53-9a0a-6f3f3c1d8a11")
"""Ids of rows without one: the same row always gets the same."""

_span = re.compile(r"([a-z]{2})(?:-([a-z]{2}))?\s+(\d{1,2})[.:](\d{2})\s*-\s*(\d{1,2})[.:](\d{2})")


class NoSpreadsheet(ValueError):
    """The columns are not ours."""


def services(table: list[dict[str, str]]) -> list[Any]:
    """Each row as a nested HSDS service, or the Wrong that says what cannot be read in it.

    Raises NoSpreadsheet when a needed column is missing.
    """
    if table and (missing := [name for name in NEEDED if name not in table[0]]):
        raise NoSpreadsheet(f"column {missing[0]} is missing; docs/map-import.md lists them")
    return [_service_or_wrong(row) for row in table if any(value.strip() for value in row.values())]


def _service_or_wrong(row: dict[str, str]) -> Any:
    try:
        made = _service({name: row.get(name, "").strip() for name in COLUMNS})
        checked("service", made)
        return made
    except Wrong as wrong:
        return Wrong(NAMES.get(wrong.field, wrong.field), wrong.reason)


def _service(row: dict[str, str]) -> dict[str, Any]:
    for name in NEEDED:
        if not row[name]:
            raise Wrong(name, "is missing")
    organisation = row["organisation_id"].lower() or str(uuid.uuid5(NAMESPACE, row["organisation"].casefold()))
    own = row["id"].lower() or _made(organisation, row["name"].casefold())
    return {
        "id": own,
        "organization_id": organisation,
        "name": row["name"],
        "description": row["description"],
        "status": row["status"] or "active",
        "url": row["url"],
        "email": row["email"],
        "application_process": row["first_time"],
        "wait_time": row["waiting_time"],
        "eligibility_description": row["eligibility"],
        "fees_description": row["cost_words"],
        "minimum_age": _number(row, "minimum_age"),
        "maximum_age": _number(row, "maximum_age"),
        "assured_date": row["checked_on"],
        "phones": [{"id": _made(own, "phone"), "service_id": own, "number": row["phone"]}] if row["phone"] else [],
        "cost_options": _cost(own, row),
        "schedules": list(schedules(own, row["hours"])),
        "languages": list(_languages(own, row["languages"])),
        "service_at_locations": list(_locations(own, row)),
        "attributes": [attribute_record(own, taxonomy, code) for taxonomy, code in _terms(row)],
        "organization": {
            "id": organisation,
            "name": row["organisation"],
            "description": row["organisation_description"] or row["organisation"],
        },
    }


def _made(namespace: str, name: str) -> str:
    try:
        return str(uuid.uuid5(uuid.UUID(namespace), name))
    except ValueError:
        raise Wrong("id", "must be a UUID") from None


def _number(row: dict[str, str], name: str) -> int | float | None:
    if not row[name]:
        return None
    try:
        number = float(row[name].replace(",", "."))
    except ValueError:
        raise Wrong(name, "must be a number") from None
    return int(number) if number.is_integer() else number


def _flag(row: dict[str, str], name: str) -> bool:
    said = row[name].casefold()
    if said not in YES | NO:
        raise Wrong(name, "must be ja or nee")
    return said in YES


def _cost(own: str, row: dict[str, str]) -> list[dict[str, Any]]:
    amount = 0 if row["cost"].casefold() == "gratis" else _number(row, "cost")
    if amount is None:
        return []
    return [{"id": _made(own, "cost"), "service_id": own, "currency": "EUR", "amount": amount}]


def _terms(row: dict[str, str]) -> Iterator[tuple[str, str]]:
    for column, taxonomy, known in (("themes", "thema", THEMES), ("kinds", "soort", KINDS)):
        for code in _words(row[column]):
            if code not in known:
                raise Wrong(column, f"{code} is not in docs/words.md")
            yield taxonomy, code
    if _flag(row, "no_referral"):
        yield "kenmerk", NO_REFERRAL
    if _flag(row, "with_peers"):
        yield "kenmerk", WITH_PEERS


def _words(cell: str) -> list[str]:
    return [word.strip().lower() for word in re.split(r"[,;|]", cell) if word.strip()]


def _languages(own: str, cell: str) -> Iterator[dict[str, Any]]:
    for code in _words(cell):
        if not re.fullmatch("[a-z]{2,3}", code):
            raise Wrong("languages", f"{code} is no language code such as nl")
        yield {"id": _made(own, f"language:{code}"), "service_id": own, "code": code, "name": LANGUAGES.get(code, code)}


def _locations(own: str, row: dict[str, str]) -> Iterator[dict[str, Any]]:
    if row["address"] or row["postal_code"] or row["town"]:
        yield _at_location(own, "physical", _physical(own, row))
    if _flag(row, "online"):
        yield _at_location(own, "virtual", {"name": "Online"} | ({"url": row["url"]} if row["url"] else {}))


def _at_location(own: str, kind: str, location: dict[str, Any]) -> dict[str, Any]:
    location = {"id": _made(own, f"location:{kind}"), "location_type": kind} | location
    at = _made(own, f"at:{kind}")
    return {"id": at, "service_id": own, "location_id": location["id"], "location": location}


def _physical(own: str, row: dict[str, str]) -> dict[str, Any]:
    here = _made(own, "location:physical")
    address = {
        "id": _made(own, "address"), "location_id": here, "address_1": row["address"], "city": row["town"],
        "state_province": row["province"] or "Groningen", "postal_code": row["postal_code"], "country": "NL",
        "address_type": "physical",
    }  # fmt: skip
    for column, field in (("address", "address_1"), ("town", "city"), ("postal_code", "postal_code")):
        if not address[field]:
            raise Wrong(column, "is missing")
    access = row["accessibility"]
    return {
        "name": row["location_name"] or row["address"],
        "transportation": row["transportation"],
        "latitude": _number(row, "latitude"),
        "longitude": _number(row, "longitude"),
        "addresses": [address],
        "accessibility": [{"id": _made(own, "access"), "location_id": here, "description": access}] if access else [],
    }


def schedules(own: str, cell: str) -> Iterator[dict[str, Any]]:
    """'ma-vr 9:00-17:00; za 10:00-12:00' as schedules, one for each part."""
    for number, part in enumerate(each.strip().lower() for each in re.split(r"[;|\n]", cell) if each.strip()):
        found = _span.fullmatch(part)
        if not found or not {found[1], found[2] or found[1]} <= set(DAYS):
            raise Wrong("hours", f"{part!r} is not written as ma 10:00-17:00 or ma-vr 10:00-17:00")
        yield {
            "id": _made(own, f"schedule:{number}"),
            "service_id": own,
            "freq": "WEEKLY",
            "byday": ",".join(_days(found[1], found[2] or found[1])),
            "opens_at": f"{int(found[3]):02d}:{found[4]}",
            "closes_at": f"{int(found[5]):02d}:{found[6]}",
        }


def _days(first: str, last: str) -> list[str]:
    order = list(DAYS)
    start, end = order.index(first), order.index(last)
    chosen = order[start : end + 1] if start <= end else order[start:] + order[: end + 1]
    return [DAYS[day] for day in chosen]
