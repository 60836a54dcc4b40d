"""Sessions to book in tests, straight into the tables: one for two with three slots, one for a group."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from werkzeug.test import TestResponse

from community import clock, db
from community.members.models import Person
from community.places.models import Organisation, Place
from spreekuur import codes
from spreekuur.models import Session, Slot
from spreekuur.times import Span, cut

NOON = datetime.fromisoformat("2026-11-25T12:00:00+01:00")
"""When these tests happen: a Wednesday."""


@pytest.fixture(autouse=True)
def _at_noon(app: Any) -> None:
    clock.start_at(NOON)
    codes.init_app(app)  # tries of the test before do not count


@db.action
def make_place() -> Place:
    organisation = Organisation(slug="de-steiger", name="De Steiger", phone="0596 123 456")
    db.add(organisation)
    place = Place(
        slug="de-steiger", name="De Steiger", kind="inloop", street="Steigerpad 3", town="Delfzijl",
        municipality="GM1979", lat=53.33, lon=6.92, organisation_id=organisation.id,
    )  # fmt: skip
    db.add(place)
    return place


@db.action
def make_session(professional: Person | None = None, *, in_days: int = 2, minutes: int = 90, **fields: Any) -> Session:
    """A session from 16 o'clock local time, so many days from now; slots of half an hour when for two."""
    starts_at = NOON + timedelta(days=in_days, hours=4)
    values: dict[str, Any] = {
        "kind": "one_to_one",
        "title": "Een half uur met Dr. Jansen",
        "lead": "Over werk, school of thuis.",
        "channels": ["phone", "place"],
        "professional_name": "Dr. Jansen",
        "profession": "psycholoog",
        "themes": ["stress"],
    }
    session = Session(
        professional_id=professional.id if professional else None,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=minutes),
        **(values | fields),
    )
    db.add(session)
    if not session.is_group:
        for span in cut(Span(session.starts_at, session.ends_at), 30, 0):
            db.add(Slot(session_id=session.id, starts_at=span.starts_at, ends_at=span.ends_at))
    return session


@pytest.fixture
def place(app: Any) -> Place:
    return make_place()


@pytest.fixture
def two(jansen: Person, place: Place) -> Session:
    """Dr. Jansen's half hours, at De Steiger or by telephone."""
    return make_session(jansen, place_id=place.id, organisation_id=place.organisation_id)


@pytest.fixture
def group(jansen: Person) -> Session:
    return make_session(jansen, kind="group", title="Slapen lukt niet. Wat nu?", channels=[], in_days=3)


def slots(page: TestResponse) -> list[str]:
    """The values of the free slots on a page, in order."""
    return re.findall(r'name="slot_id" value="([^"]+)"', page.get_data(as_text=True))


def any_slot(session: Session) -> str:
    """The first time of a session, taken or not."""
    found = db.session().scalar(sa.select(Slot.public_id).where(Slot.session_id == session.id).order_by(Slot.id))
    assert found is not None
    return found


def shown_code(page: TestResponse) -> str | None:
    found = re.search(r'id="code"[^>]*>([^<]+)<', page.get_data(as_text=True))
    return found.group(1).strip() if found else None


def book(browser: Any, session: Session, slot: str | None = None, **fields: str) -> TestResponse:
    data = {"consent_conversation": "1", **fields} | ({"slot_id": slot} if slot else {})
    answer: TestResponse = browser.post(f"/spreekuur/{session.public_id}/boek", data)
    return answer
