"""Invented organisations and places to try out with. None of them exists; every name says so."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from community import clock, db, search
from community.demo import filling
from community.places.models import Organisation, Place

CHECK_SPREAD_DAYS = 190
"""Places were last looked at between today and this many days ago, so that fresh and aging both show."""


@filling.fills("places", 20)
def fill() -> None:
    """Fill organisations and places from demo/, if there are none."""
    if db.session().scalar(sa.select(Organisation.id).limit(1)) is None:
        _fill(filling.read("organisations.toml")["organisation"], filling.read("places.toml")["place"])


@db.action
def _fill(organisations: list[dict[str, Any]], places: list[dict[str, Any]]) -> None:
    ids: dict[str, int] = {}
    for row in organisations:
        made = _organisation(row)
        db.add(made)
        ids[made.slug] = made.id
    for number, row in enumerate(places):
        db.add(_place(row, ids[row["organisation"]], number))
        search.note("place", row["slug"])


def _organisation(row: dict[str, Any]) -> Organisation:
    plain = ("slug", "uuid", "name", "description", "website", "email", "phone")
    return Organisation(**{name: row[name] for name in plain}, is_example=row.get("example", True))


def _place(row: dict[str, Any], organisation_id: int, number: int) -> Place:
    plain = ("slug", "uuid", "name", "kind", "lead", "postcode", "town", "municipality", "lat", "lon")
    lists = ("how_to_get_there", "step_free_words", "themes", "first_time", "building")
    return Place(
        **{name: row[name] for name in (*plain, *lists)},
        organisation_id=organisation_id,
        street=f"{row['street']} {row['number']}",
        is_step_free=row["step_free"],
        has_quiet_room=row["quiet_room"],
        openings=row["opening"],
        exceptions=row["exception"],
        activities=row["activity"],
        checked_on=clock.today() - timedelta(days=(number * 37 + 6) % CHECK_SPREAD_DAYS),
        is_example=row.get("example", True),
    )
