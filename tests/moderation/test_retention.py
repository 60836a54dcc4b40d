"""How long reports and decisions stay, and what goes with a person."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from community import clock, content, db, signals
from community.members import forgetting
from community.members.models import Person
from community.moderation import actions, queries, retention
from community.moderation.models import Case, Decision, Report
from tests.moderation import example_content as notes
from tests.moderation.conftest import case_of, report

WHY = "Dit hoort hier niet."
NOTHING = dict.fromkeys(("reports", "decisions", "cases", "shifts", "words of who left"), 0)


def rows(table: Any) -> int:
    return db.session().scalar(sa.select(sa.func.count()).select_from(table)) or 0


def test_L6_reports_and_decisions_stay_twelve_months(level, noor, mila):
    clock.start_at(clock.now() - timedelta(days=366))
    old = notes.write(noor)
    report(None, old)
    actions.decide(mila, old, "hide", "spam", text=WHY)
    clock.start_at(clock.now() + timedelta(days=2))
    fresh = notes.write(noor)
    report(None, fresh)
    actions.decide(mila, fresh, "hide", "spam", text=WHY)
    clock.start_at(None)
    assert retention.run() == NOTHING | {"reports": 1, "decisions": 1, "cases": 1}
    assert retention.run() == NOTHING
    assert (rows(Report), rows(Decision), rows(Case)) == (1, 1, 1)


def test_L6_what_waits_for_a_decision_stays_until_then(level, noor, mila, bas):
    clock.start_at(clock.now() - timedelta(days=400))
    waiting, objected, limited = notes.write(noor), notes.write(noor), notes.write(noor)
    report(None, waiting)
    actions.object_to(noor, actions.decide(mila, objected, "hide", "spam", text=WHY), "Nee.")
    actions.decide(mila, limited, "suspend", "illegal", text=WHY, days=3650)
    clock.start_at(None)
    assert retention.run() == NOTHING
    assert retention.is_kept(waiting.kind, waiting.public_id) and retention.is_kept(objected.kind, objected.public_id)
    assert not retention.is_kept(limited.kind, limited.public_id)
    actions.decide(mila, case_of(waiting), "keep")
    assert not retention.is_kept(waiting.kind, waiting.public_id)


def test_L6_erasing_is_no_way_around_a_decision(level, noor, sam, mila):
    reported, other = notes.write(noor, "een dreigement"), notes.write(noor, "iets anders")
    report(sam, reported)
    notes.rewrite(reported, noor, "toch aardig")
    notes.rewrite(other, noor, "nog iets anders")
    forgetting.erase(noor, "remove_all")
    left = queries.item_of(case_of(reported))
    assert left is not None and (left.body, left.author_id) == ("", None)
    assert [each.body for each in content.versions(left)] == ["toch aardig", "een dreigement"]
    assert content.versions(other) == []
    clock.start_at(clock.now() + timedelta(days=40))
    assert retention.run()["words of who left"] == 0
    actions.decide(mila, case_of(reported), "keep")
    assert retention.run()["words of who left"] == 2 and content.versions(left) == []


def test_L5_one_takes_decisions_and_reports_along(note, noor, sam, mila):
    report(noor, notes.write(sam), text="dit schreef ik")
    actions.decide(mila, note, "hide", "spam", text=WHY)
    export: dict[str, Any] = {}
    signals.person_exported.send(noor, export=export)
    assert export["decisions"][0]["text"] == WHY and export["reports"][0]["text"] == "dit schreef ik"
    signals.person_exported.send(sam, export=export)
    assert export["decisions"] == [] and export["reports"] == []


def test_L5_erasure_takes_what_is_decided_and_leaves_what_waits(level, noor, sam, mila):
    decided, waiting = notes.write(noor, "wat ik schreef"), notes.write(noor, "nog iets")
    receipts = [report(sam, each, text="sams woorden", contact="sam") for each in (decided, waiting)]
    actions.decide(mila, decided, "hide", "spam", text=WHY)
    _erase(noor, "remove_all")
    _erase(sam, "keep_posts")
    gone, kept = (queries.report_by_receipt(receipt) for receipt in receipts)
    assert (gone.snapshot, gone.text, gone.contact) == ({}, "", "")
    assert (kept.snapshot["text"], kept.text) == ("nog iets", "sams woorden")


@db.action
def _erase(person: Person, how: str) -> None:
    signals.person_erased.send(person, how=how)
    db.session().expire_all()
