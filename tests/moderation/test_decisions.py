"""Decisions: what they do, who may, and that each has its statement, its notice and its entry in the log."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from community import audit, clock, db
from community.errors import Conflict, Invalid, NotAllowed
from community.moderation import actions, queries
from community.moderation.models import Case, Decision
from community.notifications.queries import notices_of
from tests.moderation import example_content as notes
from tests.moderation.conftest import case_of, report, reread

WHY = "Er staat een telefoonnummer van een ander in."


def test_L11_what_the_sieve_holds_waits_in_the_queue_for_a_person(held_note, mila, noor):
    case = case_of(held_note)
    assert (held_note.state, case.level, case.sources) == ("held", "red", ["sieve"])
    assert case.due_at - case.opened_at == timedelta(minutes=15)
    assert queries.open_cases(mila) == [case]
    assert queries.open_cases(noor) == []


@pytest.mark.parametrize(("said", "waits"), [("crisis", 5), ("red", 15), ("amber", 240)])
def test_L11_each_level_has_its_response_clock(level, noor, said, waits):
    level(said)
    case = case_of(notes.write(noor))
    assert case.due_at - case.opened_at == timedelta(minutes=waits)


def test_L11_green_is_no_work_and_staff_asking_straight_are_not_either(level, noor, mila):
    notes.write(noor)
    level("amber")
    notes.write(mila)
    assert queries.counts()["open"] == 0
    notes.write(noor)
    assert queries.counts()["open"] == 1


def test_L13_first_posts_wait_for_a_person(level, noor):
    note = notes.write(noor, hold="first_posts")
    assert (note.state, case_of(note).sources) == ("held", ["first_posts"])


def test_L8_contact_details_again_within_a_day_go_to_a_moderator(level, noor, sam):
    notes.write(noor, "bel me op 06 12345678")
    notes.write(sam, "bel me op 06 12345678")
    assert queries.counts()["open"] == 0
    again = notes.write(noor, "bel me op 06 12345678")
    assert case_of(again).sources == ["contact"]


def test_showing_a_held_note_announces_it_and_tells_the_writer(held_note, mila, noor, announced):
    actions.decide(mila, case_of(held_note), "keep")
    assert reread(held_note).state == "visible"
    assert [(item.id, before) for item, before in announced] == [(held_note.id, "held")]
    assert [notice.kind for notice in notices_of(noor)] == ["placed"]
    assert queries.counts()["open"] == 0


def test_what_was_masked_is_shown_masked(level, noor, mila):
    level("red")
    note = notes.write(noor, "bel me op 06 12345678")
    actions.decide(mila, case_of(note), "restore")
    assert reread(note).state == "masked"


def test_hiding_needs_a_text_for_the_writer(note, mila, noor):
    with pytest.raises(Invalid) as refused:
        actions.decide(mila, note, "hide", "contact", text="  ")
    assert "text" in refused.value.fields
    decision = actions.decide(mila, note, "hide", "contact", text=WHY)
    assert reread(note).state == "hidden"
    assert (decision.rule, decision.subject_id, decision.found_by, decision.decided_role) == (
        3,
        noor.id,
        "person",
        "peer_expert",
    )
    assert decision.facts


@pytest.mark.parametrize("what", ["hide", "warn", "mute", "suspend"])
@pytest.mark.parametrize("column", ["text", "facts"])
def test_L14_the_database_refuses_a_restriction_without_a_statement(note, mila, what, column):
    kept = actions.decide(mila, note, "keep")
    with pytest.raises(sa.exc.IntegrityError):
        _store_decision(kept, what=what, **{column: "  "})
    with pytest.raises(sa.exc.IntegrityError):
        _store_decision(kept, what=what, **{column: None})
    _store_decision(kept, what=what)


@db.action
def _store_decision(like: Decision, **fields: Any) -> None:
    values: dict[str, Any] = {
        "case_id": like.case_id, "kind": like.kind, "item_id": like.item_id, "scope": like.scope, "reason": "other",
        "facts": "Notitie.", "text": WHY, "found_by": "person", "decided_role": "team", "until": clock.now(),
    }  # fmt: skip
    db.add(Decision(**values | fields))


def test_muting_lasts_as_long_as_decided_and_hides_the_note(note, mila, noor):
    decision = actions.decide(mila, note, "mute", "insult", text=WHY, days=3)
    assert decision.until is not None and timedelta(days=2.9) < decision.until - clock.now() <= timedelta(days=3)
    db.session().refresh(noor)
    assert noor.is_muted and not noor.is_suspended
    assert reread(note).state == "hidden"


def test_a_warning_leaves_a_shown_note_and_hides_a_held_one(note, held_note, mila):
    actions.decide(mila, note, "warn", "insult", text=WHY)
    actions.decide(mila, case_of(held_note), "warn", "insult", text=WHY)
    assert (reread(note).state, reread(held_note).state) == ("visible", "hidden")


def test_a_shorter_mute_does_not_cut_a_longer_one_short(level, noor, mila):
    long = actions.decide(mila, notes.write(noor), "mute", "insult", text=WHY, days=9)
    short = actions.decide(mila, notes.write(noor), "mute", "insult", text=WHY, days=1)
    db.session().refresh(noor)
    assert noor.muted_until == long.until
    actions.decide(mila, db.session().get_one(Case, long.case_id), "restore")
    db.session().refresh(noor)
    assert noor.muted_until == short.until


def test_only_staff_decide_and_never_about_themselves(level, noor, sam, mila, bas):
    note = notes.write(mila)
    for stranger in (sam, mila):
        with pytest.raises(NotAllowed):
            actions.decide(stranger, note, "hide", text=WHY)
    actions.decide(bas, note, "hide", text=WHY)
    assert reread(note).state == "hidden"


def test_colleagues_are_not_muted_from_the_queue(level, mila, vera):
    note = notes.write(mila)
    with pytest.raises(NotAllowed):
        actions.decide(vera, note, "mute", text=WHY)
    assert reread(note).state == "visible"
    db.session().refresh(mila)
    assert not mila.is_muted


def test_a_case_is_decided_once_and_the_same_press_twice_is_one_decision(held_note, mila, bas):
    case = case_of(held_note)
    first = actions.decide(mila, case, "hide", "safety", text=WHY)
    assert actions.decide(mila, case, "hide", "safety", text=WHY).id == first.id
    with pytest.raises(Conflict):
        actions.decide(bas, case, "keep")
    with pytest.raises(Conflict):
        actions.decide(bas, case, "restore")
    assert reread(held_note).state == "hidden"


def test_who_decided_and_the_supervisor_may_undo(level, noor, mila, vera, announced):
    for undoer in (mila, vera):
        note = notes.write(noor)
        decision = actions.decide(mila, note, "mute", "insult", text=WHY)
        actions.restore(undoer, reread(note))
        assert reread(note).state == "visible"
        db.session().refresh(noor)
        db.session().refresh(decision)
        assert not noor.is_muted and decision.ended_at is not None


def test_what_its_writer_took_away_stays_away(note, mila):
    report(None, note)
    notes.take_away(note)
    actions.decide(mila, case_of(note), "restore")
    assert reread(note).state == "removed"


def test_a_host_shows_or_hides_with_one_press(level, noor, mila, jansen):
    level("red")
    first, second = notes.write(noor), notes.write(noor)
    actions.decide_held(mila, first, True, "")
    actions.decide_held(jansen, second, False, "method")
    assert (reread(first).state, reread(second).state) == ("visible", "hidden")
    assert queries.counts()["open"] == 0
    hidden = queries.decisions_about(noor)[0]
    assert hidden.reason == "method" and "Nu hulp" in hidden.text


def test_a_host_may_hide_a_shown_note_and_twice_is_once(note, mila, noor):
    actions.decide_held(mila, note, False, "dit hoort hier niet")
    actions.decide_held(mila, reread(note), False, "")
    assert [(each.text, each.reason) for each in queries.decisions_about(noor)] == [("dit hoort hier niet", "other")]
    with pytest.raises(NotAllowed):
        actions.decide_held(noor, note, True, "")


def test_editing_what_was_hidden_brings_it_back_to_the_queue(note, mila, noor):
    actions.decide(mila, note, "hide", "contact", text=WHY)
    notes.rewrite(reread(note), noor, "Zonder nummer.")
    case = case_of(note)
    assert (case.sources, reread(note).state) == (["edited"], "hidden")
    actions.decide(mila, case, "keep")
    assert reread(note).state == "visible"
    assert not queries.decisions_about(noor)[-1].is_in_force


def test_L15_every_decision_has_its_entry_and_never_the_words(held_note, note, mila):
    actions.decide(mila, case_of(held_note), "keep")
    actions.decide(mila, note, "suspend", "illegal", note="gezien", text=WHY, days=2)
    acts = [(entry.act, entry.actor_id, entry.subject) for entry in audit.trail()]
    assert acts == [
        ("person.suspended", mila.id, f"example.note:{note.public_id}"),
        ("content.kept", mila.id, f"example.note:{held_note.public_id}"),
    ]
    assert WHY not in str([entry.details for entry in audit.trail()])
    assert audit.verify() is None


def test_L15_a_decision_that_fails_leaves_nothing(note, mila, monkeypatch):
    def fail(*_all: Any, **_more: Any) -> None:
        raise RuntimeError("the log is full")

    monkeypatch.setattr(audit, "record", fail)
    with pytest.raises(RuntimeError):
        actions.decide(mila, note, "suspend", "illegal", text=WHY)
    assert reread(note).state == "visible"
    assert db.session().scalar(sa.select(sa.func.count()).select_from(Decision)) == 0
