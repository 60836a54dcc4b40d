"""Invented entries to try out with, through the same road as any import; and many of them, for measuring."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

import sqlalchemy as sa

from community import clock, db
from community.demo import filling
from sociale_kaart.importing import rows, storing
from sociale_kaart.importing.reading import Row
from sociale_kaart.models import Service

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
