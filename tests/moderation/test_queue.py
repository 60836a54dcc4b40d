"""The queue: its order, claiming, what a moderator may know, shifts, and what watchers hear."""

from __future__ import annotations

from datetime import timedelta

import pytest

from community import audit, clock, content, db
from community.errors import Conflict, NotAllowed, NotFound
from community.members.access import Visitor
from community.moderation import actions, queries, shifts
from community.moderation.rows import rows
from tests.moderation import example_content as notes
from tests.moderation.conftest import case_of, report, reread
from tests.sociale_kaart import samples

WHY = "Dit is hard voor een ander."


def test_risk_comes_first_and_then_who_waits_longest(level, noor, mila):
    made = []
    for minutes, said in enumerate(["amber", "red", "amber", "crisis", "red"]):
        clock.start_at(clock.now() + timedelta(minutes=minutes))
        level(said)
        made.append(case_of(notes.write(noor)).id)
    assert [case.id for case in queries.open_cases(mila)] == [made[index] for index in (3, 1, 4, 0, 2)]


def test_the_rows_say_why_who_and_how_long(held_note, mila, bas):
    clock.start_at(clock.now() + timedelta(minutes=16))
    row = rows(queries.open_cases(mila), mila)[0]
    assert (row.badge, row.waiting) == ("Mogelijk risico", "wacht 16 min, te lang")
    assert row.quote == "“Ik zie het niet meer zitten.”" and "dappere kievit" in row.who
    actions.look(bas, case_of(held_note))
    clock.start_at(clock.now() + timedelta(minutes=4))
    assert rows(queries.open_cases(mila), mila)[0].waiting == "Bas leest, 4 min"
    assert rows(queries.open_cases(bas), bas)[0].waiting == "jij leest dit"


def test_the_queue_costs_the_same_whatever_its_length(level, noor, mila, statements):
    def cost() -> int:
        statements.clear()
        rows(queries.open_cases(mila), mila)
        return len(statements)

    def report_some(number: int) -> None:
        for _time in range(number):
            report(None, notes.write(noor))
        assert mila.roles  # read anew beforehand: an action forgets what was loaded

    report_some(2)
    few = cost()
    report_some(20)
    assert cost() == few
    assert len(queries.open_cases(mila)) == 22


def test_what_its_writer_took_back_is_called_so(noor, mila):
    note = notes.write(noor)
    report(None, note)
    with_empty = reread(note)
    with_empty.body, with_empty.state = "", "removed"
    assert rows(queries.open_cases(mila), mila)[0].quote == "Teruggenomen"


def test_a_thing_of_the_map_is_named_in_words(mila):
    service = samples.make_service("Thee")
    actions.report(None, content.reportable(Visitor(), "sociale_kaart.service", service.uuid), "wrong_information")
    row = rows(queries.open_cases(mila), mila)[0]
    assert (row.quote, row.who) == ("Thee", "Sociale kaart")


def test_a_claim_keeps_others_out_for_five_minutes_and_can_be_given_away(held_note, mila, bas):
    case = case_of(held_note)
    actions.claim(mila, case)
    with pytest.raises(Conflict):
        actions.claim(bas, case)
    clock.start_at(clock.now() + timedelta(minutes=5, seconds=1))
    assert actions.claim(bas, case).reader.id == bas.id
    actions.release(mila, case)
    assert case_of(held_note).reader.id == bas.id
    actions.release(bas, case)
    assert actions.claim(mila, case).reader.id == mila.id


def test_what_is_urgent_may_be_decided_by_whoever_is_first(held_note, mila, bas):
    actions.claim(mila, case_of(held_note))
    actions.decide(bas, case_of(held_note), "keep")
    assert reread(held_note).state == "visible"
    with pytest.raises(Conflict):
        actions.claim(mila, queries.closed_cases(mila)[0])


def test_L15_reading_a_case_is_noted_once_while_one_reads_it(held_note, mila, bas, noor):
    case = case_of(held_note)
    actions.look(mila, case)
    actions.look(mila, case)
    actions.look(bas, case)
    assert [(entry.act, entry.actor_id) for entry in audit.trail()] == [("case.read", bas.id), ("case.read", mila.id)]
    with pytest.raises(NotAllowed):
        actions.look(noor, case)


def test_a_moderator_knows_an_authors_history_on_this_wall_only(level, noor, mila):
    here, there = notes.write(noor, wall=1), notes.write(noor, wall=2)
    actions.decide(mila, there, "hide", "insult", text=WHY)
    earlier = notes.write(noor, wall=1)
    actions.decide(mila, earlier, "warn", "spam", text=WHY)
    report(None, here)
    found = queries.history(mila, case_of(here))
    assert found.written == 2
    assert [decision.reason for decision in found.decisions] == ["spam"]


def test_strangers_find_no_case(held_note, noor, jansen, mila):
    public_id = case_of(held_note).public_id
    assert queries.case_for(mila, public_id).item_id == held_note.public_id
    for stranger in (noor, jansen):
        with pytest.raises(NotFound):
            queries.case_for(stranger, public_id)


def test_watchers_hear_counts_and_nothing_else(level, noor, mila, socket_of):
    watcher, stranger = socket_of(mila), socket_of(noor)
    assert watcher.ask("queue:watch", {})["counts"]["open"] == 0
    assert not stranger.ask("queue:watch", {})["ok"]
    level("crisis")
    notes.write(noor)
    news = watcher.news("queue:changed")
    assert news[-1] == {"crisis": 1, "red": 0, "amber": 0, "green": 0, "objections": 0, "open": 1}
    assert stranger.news("queue:changed") == []


def test_a_shift_begins_and_ends_where_there_is_such_a_room(rooms, mila, noor):
    shifts.set_on_duty(mila, "keukentafel", True)
    shifts.set_on_duty(mila, "keukentafel", True)
    assert [person.id for person in shifts.on_duty("keukentafel")] == [mila.id]
    assert shifts.my_rooms(mila) == {"keukentafel"} and shifts.is_staffed()
    shifts.set_on_duty(mila, "keukentafel", False)
    assert not shifts.is_staffed()
    assert rooms == [("mila", "keukentafel", True)] * 2 + [("mila", "keukentafel", False)]
    assert [entry.act for entry in audit.trail()] == ["shift.ended", "shift.began"]
    with pytest.raises(NotFound):
        shifts.set_on_duty(mila, "zolder", True)
    with pytest.raises(NotAllowed):
        shifts.set_on_duty(noor, "keukentafel", True)


def test_hosts_in_a_room_count_as_being_there(app, monkeypatch):
    is_here = [False]
    monkeypatch.setattr(shifts, "_plugged", [])
    monkeypatch.setattr(shifts, "_presences", [])
    shifts.register_duty(lambda _person: [], lambda _person, _slug, _on: None, lambda: is_here[0])
    assert not shifts.is_staffed()
    is_here[0] = True
    assert shifts.is_staffed()


def test_many_changes_in_one_commit_are_told_once(level, noor, mila, socket_of):
    watcher = socket_of(mila)
    watcher.ask("queue:watch", {})
    level("amber")
    write_five(noor)
    assert [news["open"] for news in watcher.news("queue:changed")] == [5]


@db.action
def write_five(author):
    for _time in range(5):
        notes.write(author)


def test_masked_contact_details_are_named_as_such(level, noor, mila):
    level("amber", "contact-phone")
    notes.write(noor, "bel me op 06 12345678")
    assert rows(queries.open_cases(mila), mila)[0].badge == "Contactgegevens"


def test_L12_a_forgotten_shift_does_not_count_for_ever(on_duty, bas):
    assert shifts.colleagues(bas) == ["Mila"]
    clock.start_at(clock.now() + timedelta(hours=12, minutes=1))
    assert not shifts.is_staffed() and shifts.colleagues(bas) == []
    shifts.set_on_duty(on_duty, "keukentafel", True)
    assert shifts.is_staffed()
