"""What the tests of moderation share: notes to decide about, and a sieve that says what the test needs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from community import clock, content, db, signals
from community.members.models import Person, Visitor
from community.moderation import actions, queries, shifts
from community.moderation.models import Case
from community.safety import sieve
from tests import people
from tests.moderation import example_content as notes

NOON = datetime(2026, 11, 25, 11, 0, tzinfo=UTC)
MIDNIGHT = datetime(2026, 11, 25, 23, 0, tzinfo=UTC)
"""A Wednesday, 12 o'clock and 24 o'clock in the region."""


@pytest.fixture
def level(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """level("red"): from now on the sieve says red to everything; whether it is right is tested elsewhere."""

    def says(level: str, *reasons: str) -> None:
        verdict = sieve.Verdict(level, reasons or (() if level == "green" else ("self-harm",)))
        monkeypatch.setattr(content.sieve, "screen", lambda _text: verdict)

    says("green")
    return says


@pytest.fixture
def at_noon(app: Any) -> None:
    clock.start_at(NOON)


@pytest.fixture
def at_night(app: Any) -> None:
    clock.start_at(MIDNIGHT)


@pytest.fixture
def note(level: Any, noor: Person) -> notes.Note:
    """A visible note by Noor."""
    return notes.write(noor)


@pytest.fixture
def held_note(level: Any, noor: Person) -> notes.Note:
    """A note by Noor that the sieve holds."""
    level("red")
    made = notes.write(noor, "Ik zie het niet meer zitten.")
    level("green")
    return made


@pytest.fixture
def announced() -> Iterator[list[tuple[Any, str]]]:
    """(content, state before) of every content_decided."""
    heard: list[tuple[Any, str]] = []

    def hear(item: Any, before: str, by: Person | None) -> None:
        heard.append((item, before))

    with signals.content_decided.connected_to(hear):
        yield heard


@pytest.fixture
def old_member(app: Any) -> Callable[[str], Person]:
    """A member of ten days: trusted when reporting."""

    def make(alias: str) -> Person:
        return people.make_person(alias, created_at=clock.now() - timedelta(days=10))

    return make


def case_of(item: Any) -> Case:
    """The open case about a thing."""
    found = queries.open_case_of(item.kind, item.public_id)
    assert found is not None
    return found


def reread(item: Any) -> Any:
    """The row as it is in the database now."""
    db.session().rollback()
    db.session().expire_all()
    return content.find(item.kind, item.public_id)


def report(reporter: Person | None, item: Any, reason: str = "house_rule", **rest: str) -> str:
    viewer = reporter or Visitor()
    return actions.report(reporter, content.reportable(viewer, item.kind, item.public_id), reason, **rest)


@pytest.fixture
def rooms() -> Iterator[list[tuple[str, str, bool]]]:
    """Two rooms plugged in as the chat does; what was asked of them: (alias, room, on)."""
    asked: list[tuple[str, str, bool]] = []
    plugged = (
        lambda _person: [shifts.Room("keukentafel", "De keukentafel", "dicht"), shifts.Room("nacht", "Nachtdienst")],
        lambda person, slug, on: asked.append((person.alias or "", slug, on)),
    )
    shifts._plugged.append(plugged)
    yield asked
    shifts._plugged.remove(plugged)


@pytest.fixture
def on_duty(rooms: Any, mila: Person) -> Person:
    """Mila, on duty at the kitchen table."""
    shifts.set_on_duty(mila, "keukentafel", True)
    return mila
