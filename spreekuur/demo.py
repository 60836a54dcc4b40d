"""Invented sessions to try out with, told from the day of filling."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from community import clock, db, search
from community.demo import filling
from community.members.models import Person
from community.moments import moment_of
from community.places import queries as places
from spreekuur import rooms
from spreekuur.models import Session, Slot
from spreekuur.times import Span, cut

EXAMPLE_LINK = "https://beeld.voorbeeld.invalid/moi"


@filling.fills("sessions", 70)
def fill() -> None:
    """Fill spreekuur from demo/sessions.toml, if there is no session."""
    if db.session().scalar(sa.select(Session.id).limit(1)) is None:
        people = {row["alias"]: row for row in filling.read("people.toml")["person"]}
        _fill(filling.read("sessions.toml")["session"], people)


@db.action
def _fill(rows: list[dict[str, Any]], people: dict[str, dict[str, Any]]) -> None:
    for row in rows:
        session = _session(row, people)
        db.add(session)
        rooms.make_room(session)
        search.note("session", session.public_id)
        if not session.is_group:
            span = Span(session.starts_at, session.ends_at)
            slots = cut(span, row["slot_minutes"], row["buffer_minutes"])
            db.session().add_all([Slot(session_id=session.id, starts_at=s.starts_at, ends_at=s.ends_at) for s in slots])


def _session(row: dict[str, Any], people: dict[str, dict[str, Any]]) -> Session:
    cast = people[row["professional"]]
    professional = db.session().scalar(sa.select(Person).where(Person.alias == row["professional"]))
    organisation = places.organisation_by_slug(row["organisation"])
    place = places.place_by_slug(row["place"]) if "place" in row else None
    day = clock.today() + timedelta(days=row["days_ahead"])
    starts_at = moment_of(day, row["time"])
    ends_at = starts_at + timedelta(minutes=row["duration_minutes"])
    return Session(
        kind=row["kind"],
        title=row["title"],
        lead=row["lead"],
        professional_id=professional.id if professional else None,
        professional_name=cast["name"],
        profession=cast["profession"],
        checked_on=clock.today() - timedelta(days=cast["checked_days_ago"]),
        host_names=[people[alias]["name"] for alias in row.get("hosts", [])],
        organisation_id=organisation.id if organisation else None,
        place_id=place.id if place else None,
        channels=row["channels"],
        link=EXAMPLE_LINK if "link" in row["channels"] else "",
        starts_at=starts_at,
        ends_at=ends_at,
        wish={"date": day.isoformat(), "start": row["time"], "end": _local(ends_at)},
        themes=row["themes"],
        is_example=row.get("example", True),
    )


def _local(moment: datetime) -> str:
    return f"{moment.astimezone(clock.ZONE):%H:%M}"
