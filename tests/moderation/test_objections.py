"""Objections: for six months, once, decided by somebody else, with an outcome that restores."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa

from community import audit, clock, db
from community.errors import Conflict, Invalid, NotAllowed, NotFound
from community.moderation import actions, queries
from community.moderation.models import OBJECTION_KIND, Case, Decision, Objection
from community.notifications.queries import notices_of
from tests.moderation import example_content as notes
from tests.moderation.conftest import report, reread

WHY = "Je deelde het nummer van een ander."


@pytest.fixture
def muted(note: notes.Note, mila: object) -> Decision:
    """Mila muted Noor for a week and hid her note."""
    return actions.decide(mila, note, "mute", "contact", text=WHY, days=7)  # type: ignore[arg-type]


def objected(decision: Decision) -> Case:
    found = queries.open_case_of(OBJECTION_KIND, decision.public_id)
    assert found is not None
    return found


def test_L14_somebody_else_decides_and_a_granted_objection_restores(muted, note, noor, mila, bas):
    actions.object_to(noor, muted, "Het was mijn eigen nummer.")
    case = objected(muted)
    with pytest.raises(NotAllowed):
        actions.decide_objection(mila, case, True)
    objection = actions.decide_objection(bas, case, True)
    db.session().refresh(noor)
    db.session().refresh(muted)
    assert (objection.outcome, objection.decided_by_id) == ("granted", bas.id) and objection.answer
    assert reread(note).state == "visible"
    assert not noor.is_muted and muted.ended_at is not None
    assert [notice.kind for notice in notices_of(noor)] == ["objection", "decision"]
    assert [entry.act for entry in audit.trail()] == ["objection.granted", "person.muted"]
    assert queries.open_case_of(OBJECTION_KIND, muted.public_id) is None


def test_L14_a_refused_objection_says_why_and_changes_nothing(muted, note, noor, bas, vera):
    actions.object_to(noor, muted, "")
    case = objected(muted)
    with pytest.raises(Invalid):
        actions.decide_objection(bas, case, False, " ")
    actions.decide_objection(bas, case, False, "Het nummer was van Sam.")
    db.session().refresh(noor)
    assert noor.is_muted and reread(note).state == "hidden"
    with pytest.raises(Conflict):
        actions.decide_objection(vera, case, True)


def test_L14_the_database_refuses_an_answer_by_who_decided_or_without_words(muted, noor, mila, bas):
    objection = actions.object_to(noor, muted, "Nee.")
    for wrong in ({"decided_by_id": mila.id, "answer": "Blijft."}, {"decided_by_id": bas.id, "answer": " "}):
        with pytest.raises(sa.exc.IntegrityError):
            _set(objection.id, outcome="refused", **wrong)
    _set(objection.id, outcome="refused", decided_by_id=bas.id, answer="Blijft.")


@db.action
def _set(objection_id: int, **values: object) -> None:
    db.session().execute(sa.update(Objection).where(Objection.id == objection_id).values(**values))


def test_only_who_it_is_about_objects_and_once(muted, noor, sam):
    with pytest.raises(NotFound):
        actions.object_to(sam, muted, "Zielig voor Noor.")
    with pytest.raises(Invalid):
        actions.object_to(noor, muted, "a" * 2001)
    actions.object_to(noor, muted, "Nee.")
    with pytest.raises(Conflict):
        actions.object_to(noor, muted, "Nog eens nee.")


@pytest.mark.parametrize(
    ("decided_at", "last_day"),
    [
        (datetime(2026, 11, 25, 12, tzinfo=UTC), date(2027, 5, 25)),
        (datetime(2026, 8, 31, 12, tzinfo=UTC), date(2027, 2, 28)),
        (datetime(2026, 8, 31, 23, tzinfo=UTC), date(2027, 3, 1)),
    ],
)
def test_L14_one_can_object_for_six_months(decided_at, last_day):
    assert Decision(decided_at=decided_at).object_until == last_day


def test_L14_after_six_months_it_is_too_late(at_noon, muted, noor):
    clock.start_at(datetime(2027, 5, 26, 12, tzinfo=UTC))
    with pytest.raises(NotAllowed):
        actions.object_to(noor, muted, "Toch nog.")
    clock.start_at(datetime(2027, 5, 25, 12, tzinfo=UTC))
    actions.object_to(noor, muted, "Net op tijd.")


def test_what_was_undone_needs_no_objection(muted, note, noor, mila):
    actions.restore(mila, reread(note))
    db.session().refresh(muted)
    with pytest.raises(NotAllowed):
        actions.object_to(noor, muted, "Nee.")


def test_an_objection_stands_in_the_queue_with_two_days(muted, noor, bas):
    actions.object_to(noor, muted, "Nee.")
    case = objected(muted)
    assert case in queries.open_cases(bas) and queries.open_cases(bas, objections=True) == [case]
    assert case.due_at - case.opened_at == timedelta(days=2)
    with pytest.raises(Invalid):
        actions.decide(bas, case, "hide", text=WHY)
    with pytest.raises(Invalid):
        actions.decide_objection_as(bas, case, "suspend", WHY)


def test_a_decision_of_the_night_rule_can_be_objected_to_as_well(at_night, note, noor, mila, old_member):
    for alias in ("een", "twee", "drie"):
        report(old_member(alias), note)
    machine = queries.decisions_about(noor)[0]
    actions.object_to(noor, machine, "Er stond niets in.")
    actions.decide_objection(mila, objected(machine), True)
    assert reread(note).state == "visible"
