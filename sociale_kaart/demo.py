"""Invented entries to try out with, through the same road as any import; and many of them, for measuring."""

from __future__ import annotations

import json
import random
import uuid
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from community import clock, db, search, shell
from community.demo import filling
from community.places.themes import KINDS, THEMES
from community.places.towns import Town
from sociale_kaart.importing import rows, storing
from sociale_kaart.importing.reading import Row
from sociale_kaart.models import Service
from sociale_kaart.vocabularies import NO_REFERRAL, attribute_record

FILE = "services.hsds.json"


@filling.fills("services", 30)
def fill() -> None:
    """Fill the map from demo/, if it is empty; the newest check was today, whatever day it is."""
    if db.session().scalar(sa.select(Service.id).limit(1)) is None:
        _store(_as_of_today(json.loads((filling.FOLDER / FILE).read_text(encoding="utf-8"))))


def _as_of_today(services: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    days = [date.fromisoformat(service["assured_date"]) for service in services]
    shift = clock.today() - max(days)
    for service, day in zip(services, days, strict=True):
        yield service | {"assured_date": (day + shift).isoformat()}


def _store(services: Iterable[dict[str, Any]]) -> None:
    raw = [Row(number, service) for number, service in enumerate(services, start=1)]
    found = rows.check(raw, clock.today(), storing.known_organisations(), storing.known_terms())
    outcome = storing.store(found)
    if outcome.refused:
        raise ValueError(f"demo services: {outcome.refused[0]}")


NAMESPACE = uuid.UUID("5b0f3a52-0c0c-5b1e-9a52-1d2f0f6f8e77")
ACTS = (
    "Wandelen",
    "Praten",
    "Koken",
    "Sporten",
    "Tekenen",
    "Schrijven",
    "Luisteren",
    "Tuinieren",
    "Knutselen",
    "Gamen",
)
WITH = ("met een maatje", "met een kop thee", "in een kleine groep", "met een coach", "met iemand die het kent")
CHUNK = 2000
"""Entries checked and stored at a time, so that any number fits in memory."""


@filling.bulk("services")
def make_many(number: int) -> None:
    """Make N entries for measuring, spread over the towns of the region; the same on every run."""
    for start in range(0, number, CHUNK):
        _store(_many(start, min(number, start + CHUNK)))
    search.refresh()


def _many(start: int, end: int) -> Iterator[dict[str, Any]]:
    towns = shell.region().towns
    for number in range(start, end):
        chance = random.Random(number)
        yield _one_of_many(number, towns[number % len(towns)], chance)


def _one_of_many(number: int, town: Town, chance: random.Random) -> dict[str, Any]:
    identity = _made(f"service {number}")
    terms = [("thema", code) for code in chance.sample(list(THEMES), 3)]
    terms += [("soort", chance.choice(list(KINDS))), ("kenmerk", NO_REFERRAL)]
    said = f"{chance.choice(ACTS)} {chance.choice(WITH)}"
    cost = {"id": _made(f"cost {number}"), "currency": "EUR", "amount": chance.choice((0, 0, 5))}
    return {
        "id": identity,
        "name": f"{said} in {town.name} ({number})",
        "description": f"{said}. {' '.join(chance.sample([term.meaning for term in THEMES.values()], 2))}",
        "status": "active",
        "minimum_age": chance.choice((12, 16, 18)),
        "maximum_age": chance.choice((23, 27, 30)),
        "assured_date": (clock.today() - timedelta(days=number % 300)).isoformat(),
        "alert": "Voorbeeld: dit aanbod is verzonnen en bestaat niet echt.",
        "organization": _organisation_of_many(number % 50),
        "cost_options": [cost],
        "schedules": [_schedule_of_many(number, chance)],
        "service_at_locations": [_location_of_many(number, town, chance)],
        "attributes": [attribute_record(identity, taxonomy, code) for taxonomy, code in terms],
    }


def _made(name: str) -> str:
    return str(uuid.uuid5(NAMESPACE, name))


def _organisation_of_many(number: int) -> dict[str, Any]:
    name = f"Meetorganisatie {number} (voorbeeld)"
    return {"id": _made(f"organisation {number}"), "name": name, "description": "Bestaat niet echt."}


def _schedule_of_many(number: int, chance: random.Random) -> dict[str, Any]:
    hour = chance.randrange(8, 20)
    return {
        "id": _made(f"schedule {number}"),
        "freq": "WEEKLY",
        "byday": chance.choice(("MO,WE", "TU,TH", "FR", "SA,SU")),
        "opens_at": f"{hour:02d}:00",
        "closes_at": f"{hour + 3:02d}:00",
    }


def _location_of_many(number: int, town: Town, chance: random.Random) -> dict[str, Any]:
    lat, lon = town.point
    there = {
        "id": _made(f"location {number}"),
        "location_type": "physical",
        "name": town.name,
        "latitude": round(lat + chance.uniform(-0.02, 0.02), 5),
        "longitude": round(lon + chance.uniform(-0.03, 0.03), 5),
        "addresses": [
            {
                "id": _made(f"address {number}"), "address_1": f"Meetpad {number}", "city": town.name,
                "state_province": "Groningen", "postal_code": f"{town.pc4[0]} QQ", "country": "NL",
                "address_type": "physical",
            }
        ],
    }  # fmt: skip
    return {"id": _made(f"at {number}"), "location_id": there["id"], "location": there}
