"""Reporting: by anybody, with a receipt, a snapshot and an answer; and the night rule."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from community import audit, clock, content, db
from community.errors import Invalid, NotFound, TooMany
from community.members.models import Visitor
from community.moderation import actions, queries
from community.moderation.actions import reports as reporting
from community.moderation.models import Case, Report
from community.notifications.queries import notices_of
from tests.moderation import example_content as notes
from tests.moderation.conftest import case_of, report, reread

WHY = "Dit is hard voor een ander."


def test_L14_a_visitor_reports_and_gets_a_receipt_only_they_know(note):
    receipt = report(None, note, "worried", text="Ik maak me zorgen.", contact="bij de balie")
    assert len(receipt.replace("-", "")) * 5 >= 80  # letters and digits of base 32 carry five bits each
    row = queries.report_by_receipt(receipt.upper())
    assert (row.reason, row.text, row.contact, row.reporter_id) == (
        "worried",
        "Ik maak me zorgen.",
        "bij de balie",
        None,
    )
    stored = str(db.session().execute(sa.select(Report.__table__)).all())
    assert receipt not in stored and "zorgen" not in stored and "balie" not in stored
    with pytest.raises(NotFound):
        queries.report_by_receipt(receipt[:-1])


def test_L14_the_snapshot_keeps_text_and_neighbours_whatever_is_edited_later(level, noor, sam):
    notes.write(sam, "Eerst dit.")
    note = notes.write(noor, "Dit stond er.")
    notes.write(sam, "Daarna dit.")
    receipt = report(sam, note)
    notes.rewrite(note, noor, "Nu staat er iets anders.")
    snapshot = queries.report_by_receipt(receipt).snapshot
    assert snapshot["text"] == "Dit stond er."
    assert snapshot["neighbours"] == ["stille stern: Eerst dit.", "stille stern: Daarna dit."]


def test_reports_on_one_thing_share_a_case_and_the_most_urgent_wins(note, sam, mila):
    report(None, note, "wrong_information")
    due_at = case_of(note).due_at
    report(sam, note, "illegal")
    case = case_of(note)
    assert (case.level, len(case.reports)) == ("red", 2) and case.due_at < due_at
    actions.decide(mila, case, "keep")
    report(None, note)
    assert case_of(note).id != case.id


def test_the_database_keeps_one_open_case_per_thing(note):
    report(None, note)
    with pytest.raises(sa.exc.IntegrityError):
        _copy_open_case(case_of(note))


@db.action
def _copy_open_case(case: Case) -> None:
    same = {name: getattr(case, name) for name in ("kind", "item_id", "scope", "title", "url", "level", "sources")}
    db.add(Case(**same, due_at=clock.now()))


def test_what_one_may_not_read_one_cannot_report(held_note, sam):
    for viewer in (sam, Visitor()):
        with pytest.raises(NotFound):
            content.reportable(viewer, "example.note", held_note.public_id)
    with pytest.raises(NotFound):
        content.reportable(sam, "example.note", "bestaat-niet")
    with pytest.raises(NotFound):
        content.reportable(sam, "bestaat.niet", held_note.public_id)


def test_a_report_needs_a_known_reason_and_fits(note):
    with pytest.raises(Invalid) as refused:
        report(None, note, "zomaar", text="a" * 2001, contact="b" * 201)
    assert set(refused.value.fields) == {"reason", "text", "contact"}
    assert queries.counts()["open"] == 0


def test_a_flood_of_reports_on_one_thing_ends(note, monkeypatch):
    monkeypatch.setattr(reporting, "MOST_PER_CASE", 2)
    report(None, note), report(None, note)
    with pytest.raises(TooMany):
        report(None, note)


def test_the_reporter_hears_what_came_of_it(level, noor, sam, mila):
    first, second = notes.write(noor), notes.write(noor)
    receipts = [report(sam, first), report(sam, second)]
    actions.decide(mila, first, "hide", "insult", text=WHY)
    actions.decide(mila, second, "keep")
    outcomes = [queries.report_by_receipt(receipt).outcome for receipt in receipts]
    assert outcomes == ["acted", "refused"]
    assert [notice.kind for notice in notices_of(sam)] == ["report", "report"]
    assert len(queries.reports_by(sam)) == 2 and queries.reports_by(noor) == []


def test_L14_at_night_three_separate_trusted_reports_hide_until_somebody_looks(at_night, note, old_member, mila, noor):
    for alias in ("een", "twee"):
        report(old_member(alias), note)
    assert reread(note).state == "visible"
    report(old_member("drie"), note)
    case = case_of(note)
    assert (reread(note).state, case.is_open, case.decision) == ("hidden", True, None)
    machine = queries.decisions_about(noor)[0]
    assert (machine.found_by, machine.decided_role, machine.decided_by_id) == ("machine", "machine", None)
    assert machine.text and machine.facts
    assert [entry.act for entry in audit.trail()] == ["content.hidden_at_night"]
    actions.decide(mila, case, "keep")
    assert reread(note).state == "visible"
    db.session().refresh(machine)
    assert machine.ended_at is not None


def test_L14_three_reports_by_one_person_are_one(at_night, note, old_member):
    again = old_member("weer")
    for _time in range(3):
        report(again, note)
    report(old_member("ander"), note)
    assert reread(note).state == "visible"


def test_L14_newcomers_guests_visitors_and_refused_reporters_do_not_hide(at_night, level, noor, cast, old_member, mila):
    refused = old_member("geweigerd")
    other = notes.write(noor)
    report(refused, other)
    actions.decide(mila, other, "keep")
    note = notes.write(noor)
    for reporter in (refused, cast.sam, cast.guest(), None, old_member("een"), old_member("twee")):
        report(reporter, note)
    assert reread(note).state == "visible"
    report(old_member("drie"), note)
    assert reread(note).state == "hidden"


def test_L14_by_day_with_somebody_on_duty_reports_wait_for_a_person(at_noon, note, old_member, on_duty):
    for alias in ("een", "twee", "drie"):
        report(old_member(alias), note)
    assert reread(note).state == "visible"
    assert len(case_of(note).reports) == 3


def test_L14_by_day_with_nobody_on_duty_the_night_rule_holds(at_noon, note, old_member):
    for alias in ("een", "twee", "drie"):
        report(old_member(alias), note)
    assert reread(note).state == "hidden"


def test_trust_comes_back_after_a_while(app, noor, level, mila, old_member):
    clock.start_at(clock.now() - timedelta(days=100))
    reporter = old_member("ooit")
    note = notes.write(noor)
    report(reporter, note)
    actions.decide(mila, note, "keep")
    assert queries.has_refused_reports(reporter.id, reporting.REFUSED_COUNTS_DAYS)
    clock.start_at(None)
    assert not queries.has_refused_reports(reporter.id, reporting.REFUSED_COUNTS_DAYS)
