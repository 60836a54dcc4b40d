"""What becomes of bookings when somebody leaves, comes to stay, takes along, or time passes (L5, L6)."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from community import clock, content, db, signals
from community.moderation import actions as moderation
from spreekuur import retention
from spreekuur.models import Booking, Question, Session
from tests.spreekuur.conftest import any_slot, book, shown_code, slots


def the_booking() -> Booking:
    db.session().rollback()
    return db.session().scalars(sa.select(Booking)).one()


@db.action
def erase(person, how: str) -> None:
    signals.person_erased.send(person, how=how)


@pytest.mark.parametrize("how", ["keep_posts", "remove_all"])
def test_L5_erasing_a_member_frees_the_time_and_forgets_question_and_name(two, noor, browser, browser_of, how):
    book(browser_of(noor), two, any_slot(two), question="Mag ik stoppen?")
    erase(noor, how)
    gone = the_booking()
    assert (gone.state, gone.person_id, gone.person_name, gone.question_sealed) == ("cancelled", None, "", None)
    assert any_slot(two) in slots(browser.get(two.url))


def test_L6_a_guest_who_is_forgotten_after_a_day_still_comes_back_with_four_words(two, cast, browser, browser_of):
    guest = cast.guest()
    code = shown_code(browser_of(guest).get(book(browser_of(guest), two, any_slot(two)).location))
    erase(guest, "keep_posts")
    kept = the_booking()
    assert (kept.state, kept.person_id, kept.person_name) == ("active", None, "")
    assert browser.post("/spreekuur/terug", {"code": code}).status_code == 303
    erase(cast.guest(), "remove_all")
    assert the_booking().is_active


def test_a_guest_who_becomes_a_member_keeps_the_booking(two, cast, browser_of):
    guest = cast.guest()
    made = book(browser_of(guest), two, any_slot(two))
    _become_member(guest)
    assert browser_of(guest).get(made.location).status_code == 200


@db.action
def _become_member(guest) -> None:
    guest.kind, guest.alias, guest.passphrase_hash = "member", "nuchtere kluut", "unused"
    signals.guest_became_member.send(guest)


def test_L5_the_export_holds_what_one_typed(two, noor, browser_of):
    book(browser_of(noor), two, any_slot(two), question="Mag ik stoppen?")
    export: dict = {}
    signals.person_exported.send(noor, export=export)
    assert [(each["question"], each["session"]) for each in export["bookings"]] == [("Mag ik stoppen?", two.title)]


def test_L6_bookings_and_questions_go_90_days_after_the_end_and_not_a_day_sooner(two, group, noor, browser_of):
    book(browser_of(noor), two, any_slot(two), question="Mag ik stoppen?")
    book(browser_of(noor), group, question="En slapen?")
    clock.start_at(two.ends_at + timedelta(days=89, hours=23))
    retention.run()
    assert db.session().scalar(sa.select(sa.func.count()).select_from(Booking)) == 2
    clock.start_at(group.ends_at + timedelta(days=90, minutes=1))
    assert retention.run()["spreekuur.bookings"] == 2
    for table in (Booking, Question):
        assert db.session().scalar(sa.select(sa.func.count()).select_from(table)) == 0
    assert db.session().scalar(sa.select(sa.func.count()).select_from(Session)) == 2


def test_a_code_nobody_came_to_read_is_forgotten_after_a_quarter_of_an_hour(two, noor, browser_of):
    made = book(browser_of(noor), two, any_slot(two))
    clock.start_at(clock.now() + timedelta(minutes=16))
    assert shown_code(browser_of(noor).get(made.location)) is None
    assert the_booking().code_sealed is None


def test_the_personal_page_shows_what_is_planned(two, noor, browser_of):
    browser = browser_of(noor)
    made = book(browser, two, any_slot(two))
    page = browser.get("/mijn").get_data(as_text=True)
    assert "Gepland" in page and f'href="{made.location}"' in page


def test_L6_a_reported_question_stays_until_it_is_decided(group, noor, mila, browser_of):
    book(browser_of(noor), group, question="En slapen?")
    asked = db.session().scalars(sa.select(Question)).one()
    moderation.report(mila, content.reportable(mila, "spreekuur.question", asked.public_id), "worried")
    clock.start_at(group.ends_at + timedelta(days=91))
    retention.run()
    assert db.session().scalar(sa.select(sa.func.count()).select_from(Question)) == 1
    assert db.session().scalar(sa.select(sa.func.count()).select_from(Booking)) == 0
