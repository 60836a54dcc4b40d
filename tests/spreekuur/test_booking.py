"""Booking by form: who may, what is asked, what is shown once, and what stays when it does not work."""

from __future__ import annotations

import sqlalchemy as sa

from community import clock, db
from community.members.models import Consent
from spreekuur.models import Booking
from tests.spreekuur.conftest import any_slot, book, make_session, shown_code, slots


def bookings() -> list[Booking]:
    db.session().rollback()
    return list(db.session().scalars(sa.select(Booking).order_by(Booking.id)))


def test_a_guest_books_a_free_time_and_sees_four_words_once(two, cast, browser_of):
    browser = browser_of(cast.guest())
    page = browser.get(f"/spreekuur/{two.public_id}")
    assert len(slots(page)) == 3
    answer = book(browser, two, slots(page)[1], channel="phone")
    assert answer.status_code == 303
    shown = browser.get(answer.location)
    assert len(shown_code(shown).split("-")) == 4
    assert shown.headers["Cache-Control"] == "no-store"
    assert shown_code(browser.get(answer.location)) is None
    assert [each.channel for each in bookings()] == ["phone"]


def test_the_code_itself_is_stored_nowhere_once_it_was_shown(two, noor, browser_of):
    browser = browser_of(noor)
    code = shown_code(browser.get(book(browser, two, slots(browser.get(two.url))[0]).location))
    (booking,) = bookings()
    assert booking.code_sealed is None
    assert code not in str([getattr(booking, column.key) for column in Booking.__table__.columns])


def test_a_visitor_reads_the_times_and_is_asked_to_choose_a_bird_first(two, browser):
    page = browser.get(two.url)
    assert len(slots(page)) == 3
    assert 'action="/meedoen"' in page.get_data(as_text=True)
    assert book(browser, two, slots(page)[0]).status_code == 403
    assert bookings() == []


def test_a_taken_time_answers_409_with_other_times_and_what_was_typed(two, noor, sam, browser_of):
    first, second = browser_of(noor), browser_of(sam)
    slot = slots(first.get(two.url))[0]
    assert book(first, two, slot).status_code == 303
    late = book(second, two, slot, question="Kan ik met mijn ouders praten?")
    text = late.get_data(as_text=True)
    assert late.status_code == 409
    assert "Iemand was je een paar tellen voor" in text
    assert "Kan ik met mijn ouders praten?" in text
    assert len(slots(late)) == 2 and slot not in slots(late)
    assert len(bookings()) == 1


def test_pressing_twice_gives_the_same_booking_until_its_words_were_shown(two, noor, browser_of):
    browser = browser_of(noor)
    slot = slots(browser.get(two.url))[0]
    first, again = book(browser, two, slot), book(browser, two, slot)
    assert first.location == again.location
    assert shown_code(browser.get(again.location))
    assert book(browser, two, slot).status_code == 409
    assert len(bookings()) == 1


def test_a_form_without_time_or_consent_says_so_by_each_field(two, noor, browser_of):
    browser = browser_of(noor)
    answer = browser.post(f"{two.url}/boek", {"question": "Mag ik iets vragen?"})
    text = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "Kies eerst een tijd." in text and 'aria-invalid="true"' in text
    assert 'aria-describedby="consent_conversation-hint consent_conversation-fout"' in text
    assert "Mag ik iets vragen?" in text
    assert bookings() == []


def test_a_slot_of_another_session_or_a_way_that_is_not_offered_is_refused(two, noor, browser_of):
    browser = browser_of(noor)
    slot = slots(browser.get(two.url))[0]
    assert book(browser, two, "0000").status_code == 422
    assert book(browser, two, slot, channel="link").status_code == 422
    assert book(browser, two, slot).status_code == 303


def test_L4_booking_records_the_consent_for_conversations_with_version_and_time(two, noor, browser_of):
    browser = browser_of(noor)
    wish = sa.select(Consent).where(Consent.person_id == noor.id, Consent.purpose == "conversation")
    assert db.session().scalar(wish) is None
    book(browser, two, slots(browser.get(two.url))[0])
    given = db.session().scalar(wish)
    assert given.version >= 1 and abs((given.given_at - clock.now()).total_seconds()) < 60


def test_a_group_takes_no_slot_and_one_seat_a_person(group, noor, browser_of):
    browser = browser_of(noor)
    assert slots(browser.get(group.url)) == []
    assert book(browser, group).status_code == 303
    assert book(browser, group).status_code == 303
    assert len(bookings()) == 1


def test_a_full_group_answers_409(jansen, noor, sam, browser_of):
    small = make_session(jansen, kind="group", channels=[], capacity=1)
    assert book(browser_of(noor), small).status_code == 303
    assert book(browser_of(sam), small, question="Past er nog een bij?").status_code == 409


def test_a_time_that_has_begun_and_a_session_that_is_over_cannot_be_booked(two, noor, browser_of):
    browser = browser_of(noor)
    slot = slots(browser.get(two.url))[0]
    clock.start_at(two.starts_at)
    assert book(browser, two, slot).status_code == 409
    clock.start_at(two.ends_at)
    late = book(browser, two, slot)
    assert late.status_code == 409 and "Dit spreekuur is voorbij" in late.get_data(as_text=True)


def test_nobody_books_at_themselves(two, jansen, browser_of):
    assert book(browser_of(jansen), two, any_slot(two)).status_code == 403


def test_three_appointments_ahead_are_enough(jansen, noor, browser_of):
    browser = browser_of(noor)
    for number in range(3):
        assert book(browser, make_session(jansen, kind="group", in_days=2 + number)).status_code == 303
    assert book(browser, make_session(jansen, kind="group", in_days=9)).status_code == 409


def test_somebody_elses_booking_is_the_same_404_as_a_missing_one(two, noor, sam, browser, browser_of):
    made = book(browser_of(noor), two, any_slot(two))
    for other in (browser, browser_of(sam)):
        assert other.get(made.location).status_code == 404
    assert browser.get("/spreekuur/afspraak/bestaat-niet").status_code == 404
