"""Organisations and places from a file of the operator: added, or changed by slug; others stay."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

import sqlalchemy as sa

from community import db, rows, search, shell
from community.moments import minutes_of
from community.places.hours import exception_of, opening_of
from community.places.models import Organisation, Place
from community.places.themes import PLACE_KINDS, THEMES
from community.rows import Outcome, Row, Wrong

Kept = TypeVar("Kept", Organisation, Place)
MAX_LINE_CHARS, MAX_TEXT_CHARS = 300, 4000
CODE = rows.matching(r"GM\d{4}", "GM0014")
ORGANISATION: dict[str, rows.Check] = {
    "slug": rows.slug,
    "uuid": rows.uuid,
    "name": rows.words(200),
    "description": rows.words(MAX_TEXT_CHARS),
    "municipalities": rows.many(CODE),
    "website": rows.web_address,
    "email": rows.matching(r"[^@\s]{1,99}@[^@\s]{1,99}", "moi@example.org"),
    "phone": rows.words(40),
    "example": rows.truth,
}
"""municipalities: for who reads the file; where an organisation works follows from its places."""


def _read_activity(row: Row) -> None:
    rows.checked(
        row,
        {
            "weekday": rows.whole(0, 6),
            "date": rows.day,
            "time": minutes_of,
            "title": rows.words(200),
            "note": rows.words(300),
        },
        ("time", "title"),
    )
    if "weekday" not in row and "date" not in row:
        raise ValueError("needs a weekday or a date")


PLACE: dict[str, rows.Check] = {
    "slug": rows.slug,
    "uuid": rows.uuid,
    "name": rows.words(200),
    "kind": rows.one_of(PLACE_KINDS),
    "organisation": rows.slug,
    "street": rows.words(180),
    "number": rows.words(19),
    "postcode": rows.matching(r"[1-9]\d{3} ?[A-Z]{2}", "9711 AA"),
    "town": rows.words(80),
    "municipality": CODE,
    "lat": rows.degrees(90),
    "lon": rows.degrees(180),
    "lead": rows.words(400),
    "how_to_get_there": rows.words(MAX_TEXT_CHARS),
    "step_free": rows.truth,
    "step_free_words": rows.words(300),
    "quiet_room": rows.truth,
    "themes": rows.many(rows.one_of(THEMES)),
    "hosts": rows.many(rows.words(60)),
    "first_time": rows.many(rows.words(MAX_LINE_CHARS)),
    "building": rows.many(rows.words(MAX_LINE_CHARS)),
    "opening": rows.many(rows.table(opening_of)),
    "exception": rows.many(rows.table(exception_of)),
    "activity": rows.many(rows.table(_read_activity)),
    "checked_on": rows.day,
    "room": rows.table(dict),
    "example": rows.truth,
}
"""hosts: for who reads the file, the hours name who opens; room: read by the chat, which has the rooms."""
PLACE_NEEDS = ("slug", "name", "kind", "organisation", "street", "town", "municipality", "lat", "lon")


@db.action
def load(organisations: Sequence[Row], places: Sequence[Row]) -> Outcome:
    """Take the rows of a file as demo/organisations.toml and demo/places.toml; what a row does not say becomes empty,
    except its uuid and checked_on. Safe to repeat.
    """
    outcome = Outcome()
    rows.take_each(organisations, _take_organisation, outcome, "organisation.")
    rows.take_each(places, _take_place, outcome, "place.")
    return outcome


def _take_organisation(_position: int, raw: Row) -> None:
    row = rows.checked(raw, ORGANISATION, ("slug", "name"))
    held = _held(Organisation, row)
    for name in ("name", "description", "website", "email", "phone"):
        setattr(held, name, row.get(name, ""))
    held.is_example = row.get("example", False)
    db.add(held)
    for slug in db.session().scalars(sa.select(Place.slug).where(Place.organisation_id == held.id)):
        search.note("place", slug)


def _take_place(_position: int, raw: Row) -> None:
    row = rows.checked(raw, PLACE, PLACE_NEEDS)
    owner = db.session().scalar(sa.select(Organisation.id).where(Organisation.slug == row["organisation"]))
    if owner is None:
        raise Wrong("organisation", f"{row['organisation']} is not in the file nor in the house")
    if shell.region().municipality(row["municipality"]) is None:
        raise Wrong("municipality", f"{row['municipality']} is not in the region")
    held = _held(Place, row)
    for name, value in (_values(row) | {"organisation_id": owner}).items():
        setattr(held, name, value)
    db.add(held)
    search.note("place", held.slug)


def _values(row: Row) -> dict[str, Any]:
    """The columns of a place."""
    texts = ("name", "kind", "lead", "postcode", "town", "municipality", "how_to_get_there", "step_free_words")
    known = {"checked_on": row["checked_on"]} if "checked_on" in row else {}
    return (
        known
        | {name: row.get(name, "") for name in texts}
        | {
            "street": f"{row['street']} {row.get('number', '')}".strip(),
            "lat": row["lat"],
            "lon": row["lon"],
            "is_step_free": row.get("step_free", False),
            "has_quiet_room": row.get("quiet_room", False),
            "themes": row.get("themes", []),
            "first_time": row.get("first_time", []),
            "building": row.get("building", []),
            "openings": row.get("opening", []),
            "exceptions": row.get("exception", []),
            "activities": row.get("activity", []),
            "is_example": row.get("example", False),
        }
    )


def _held(table: type[Kept], row: Row) -> Kept:
    """The row of this slug, or a new one. A uuid never changes: reports and open data point at it."""
    held = db.session().scalar(sa.select(table).where(table.slug == row["slug"]))
    uuid = row.get("uuid")
    if uuid is None or (held is not None and held.uuid == uuid):
        return held or table(slug=row["slug"])
    if held is not None:
        raise Wrong("uuid", f"is another than that of {held.slug}: {held.uuid}")
    if other := db.session().scalar(sa.select(table.slug).where(table.uuid == uuid)):
        raise Wrong("uuid", f"is that of {other}")
    return table(slug=row["slug"], uuid=uuid)
