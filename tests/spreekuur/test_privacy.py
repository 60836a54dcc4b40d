"""What is typed with a booking, and who reads it: the professional, the team when it is for a group, nobody else."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from community import content, db
from community.errors import NotFound
from community.members import consents
from community.members.models import Visitor
from community.moderation.models import Case
from community.notifications.models import Notice
from spreekuur import retention
from spreekuur.models import Booking, Question
from tests.spreekuur.conftest import any_slot, book, make_session, shown_code

HEAVY = "Ik wil niet meer leven en ik ga het vannacht doen."
"""Held by the sieve, whatever it is called."""
CARD = 'class="btn btn--crisis" href="tel:113"'
SECRET = "Mijn vader drinkt weer"


def the_booking() -> Booking:
    db.session().rollback()
    return db.session().scalars(sa.select(Booking)).one()


def test_L7_what_is_typed_for_two_is_read_by_that_professional_and_by_nobody_else(
    two, noor, sam, jansen, mila, cast, browser, browser_of
):
    made = book(browser_of(noor), two, any_slot(two), question=SECRET)
    assert SECRET in browser_of(jansen).get("/agenda").get_data(as_text=True)
    assert SECRET in browser_of(noor).get(made.location).get_data(as_text=True)
    others = (browser, browser_of(sam), browser_of(mila), browser_of(cast.staff("professional")), browser_of(cast.vera))
    for other in others:
        for path in ("/spreekuur", two.url, made.location, "/agenda"):
            assert SECRET not in other.get(path).get_data(as_text=True)


def test_L7_no_member_can_offer_hours_so_nobody_books_a_member(two, noor, browser_of):
    assert browser_of(noor).post("/agenda/nieuw", {"kind": "one_to_one"}).status_code == 404
    assert noor.name not in browser_of(noor).get("/spreekuur").get_data(as_text=True).split("<main")[1]


def test_a_question_for_two_is_sealed_in_the_table_and_masked(two, noor, jansen, browser_of):
    book(browser_of(noor), two, any_slot(two), question=f"{SECRET}. Bel me op 06-12345678.")
    stored = the_booking().question_sealed
    assert stored and "vader" not in stored
    page = browser_of(jansen).get("/agenda").get_data(as_text=True)
    assert SECRET in page and "12345678" not in page


@pytest.mark.law(11)
def test_L11_a_crisis_in_a_question_for_two_books_shows_the_card_and_calls_the_professional(
    two, noor, jansen, browser_of
):
    made = book(browser_of(noor), two, any_slot(two), question=HEAVY)
    assert made.status_code == 303 and the_booking().has_alarm
    page = browser_of(noor).get(made.location)
    assert shown_code(page) and CARD in page.get_data(as_text=True)
    assert "Lees dit nu" in browser_of(jansen).get("/agenda").get_data(as_text=True)
    notice = db.session().scalars(sa.select(Notice).where(Notice.person_id == jansen.id)).one()
    assert "niet kan wachten" in notice.text and "leven" not in notice.text


@pytest.mark.law(11)
def test_L11_a_crisis_in_a_question_for_a_group_is_held_and_queued_and_the_seat_stands(
    group, noor, jansen, mila, browser_of
):
    made = book(browser_of(noor), group, question=HEAVY)
    assert made.status_code == 303
    page = browser_of(noor).get(made.location).get_data(as_text=True)
    assert CARD in page and "Alleen jij ziet dit nog." in page and HEAVY in page
    asked = db.session().scalars(sa.select(Question)).one()
    assert asked.state == "held"
    case = db.session().scalars(sa.select(Case)).one()
    assert (case.kind, case.item_id) == ("spreekuur.question", asked.public_id)
    assert HEAVY not in browser_of(jansen).get("/agenda").get_data(as_text=True)
    assert HEAVY in browser_of(mila).get(group.url).get_data(as_text=True)


def test_a_question_for_a_group_is_for_its_professional_and_the_team(
    group, noor, sam, jansen, mila, cast, browser, browser_of
):
    book(browser_of(noor), group, question=f"{SECRET}. App me op 06-12345678.")
    asked = db.session().scalars(sa.select(Question)).one()
    for reader in (browser_of(jansen), browser_of(mila)):
        page = reader.get(group.url).get_data(as_text=True)
        assert SECRET in page and "12345678" not in page
        assert f"/melden?kind=spreekuur.question&amp;id={asked.public_id}" in page
    for other in (browser, browser_of(sam), browser_of(cast.staff("professional"))):
        assert SECRET not in other.get(group.url).get_data(as_text=True)
    assert content.reportable(jansen, "spreekuur.question", asked.public_id).text.startswith(SECRET)
    with pytest.raises(NotFound):
        content.reportable(Visitor(), "spreekuur.question", asked.public_id)


def test_L18_every_page_of_spreekuur_says_that_it_is_no_treatment_and_where_more_is(two, group, browser):
    for path in ("/spreekuur", two.url, group.url):
        page = browser.get(path).get_data(as_text=True)
        assert "Geen behandeling" in page and "Geen diagnose, geen advies over medicijnen" in page
    assert "/sociale-kaart/organisaties/de-steiger" in browser.get(two.url).get_data(as_text=True)


def test_the_video_link_and_the_number_are_for_who_booked(jansen, place, noor, browser, browser_of):
    link = "https://beeld.example/kamer"
    session = make_session(jansen, channels=["link"], link=link)
    made = book(browser_of(noor), session, any_slot(session))
    assert link not in browser.get(session.url).get_data(as_text=True)
    assert link in browser_of(noor).get(made.location).get_data(as_text=True)


@pytest.mark.law(8)
def test_L8_the_writer_is_told_why_something_was_taken_out(two, noor, browser_of):
    made = book(browser_of(noor), two, any_slot(two), question="Bel me op 06-12345678.")
    page = browser_of(noor).get(made.location).get_data(as_text=True)
    assert "We hebben iets weggehaald" in page and "12345678" not in page and CARD not in page


@pytest.mark.parametrize("kind", ["two", "group"])
def test_what_was_typed_can_be_changed_by_its_writer_and_is_screened_again(
    request, kind, noor, sam, jansen, mila, browser_of
):
    session = request.getfixturevalue(kind)
    made = book(browser_of(noor), session, any_slot(session) if kind == "two" else None, question="Kan dit?")
    path = f"{made.location}/vraag"
    assert browser_of(sam).post(path, {"question": "Van mij"}).status_code == 404
    assert browser_of(noor).post(path, {"question": SECRET}).location == made.location
    assert SECRET in browser_of(jansen).get("/agenda").get_data(as_text=True)
    browser_of(noor).post(path, {"question": HEAVY})
    page = browser_of(noor).get(made.location).get_data(as_text=True)
    assert CARD in page and HEAVY in page
    assert HEAVY in browser_of(mila if kind == "group" else jansen).get(
        session.url if kind == "group" else "/agenda"
    ).get_data(as_text=True)
    browser_of(noor).post(f"{session.url}/afzeggen")
    assert browser_of(noor).post(path, {"question": SECRET}).status_code == 403


def test_L4_who_takes_the_consent_back_is_not_read_any_more(two, noor, jansen, browser_of):
    book(browser_of(noor), two, any_slot(two), question=SECRET)
    assert SECRET in browser_of(jansen).get("/agenda").get_data(as_text=True)
    consents.withdraw(noor, "conversation")
    page = browser_of(jansen).get("/agenda").get_data(as_text=True)
    assert SECRET not in page and noor.name in page
    retention.run()
    assert the_booking().question_sealed is None and the_booking().is_active
