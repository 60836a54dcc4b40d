"""Coming back with four words: forgiving to who types, slow for who guesses, and nothing without the words."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from community import clock, db
from spreekuur import codes
from spreekuur.models import Booking
from tests.spreekuur.conftest import any_slot, book, shown_code, slots


@pytest.fixture
def code(two, cast, browser_of) -> str:
    """The words of a guest's booking of the first time."""
    browser = browser_of(cast.guest())
    return shown_code(browser.get(book(browser, two, any_slot(two), question="Mag ik stoppen?").location))


def the_booking() -> Booking:
    db.session().rollback()
    return db.session().scalars(sa.select(Booking)).one()


@pytest.mark.parametrize("typed", ["{}", " {} ", "{}.", "UPPER", "spaces", "commas"])
def test_the_words_work_without_cookie_whatever_capitals_and_hyphens(two, code, browser, typed):
    words = {"UPPER": code.upper(), "spaces": code.replace("-", "  "), "commas": code.replace("-", ", ")}
    answer = browser.post("/spreekuur/terug", {"code": words.get(typed) or typed.format(code)})
    assert answer.status_code == 303 and "Set-Cookie" not in answer.headers
    page = browser.get(answer.location)
    assert page.status_code == 200 and two.title in page.get_data(as_text=True)
    assert page.headers["Cache-Control"] == "no-store"
    assert shown_code(page) is None and code not in page.get_data(as_text=True)


def test_a_wrong_code_answers_422_with_what_was_typed(code, browser):
    answer = browser.post("/spreekuur/terug", {"code": "een twee drie vier"})
    text = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert 'value="een twee drie vier"' in text and 'aria-invalid="true"' in text


def test_after_five_wrong_codes_nothing_is_let_in_for_ten_minutes(code, browser):
    for _try in range(5):
        assert browser.post("/spreekuur/terug", {"code": "fout fout fout fout"}).status_code == 422
    for typed in ("fout fout fout fout", code):
        answer = browser.post("/spreekuur/terug", {"code": typed})
        assert answer.status_code == 429 and 0 < int(answer.headers["Retry-After"]) <= 600


def test_tries_are_refused_also_where_limits_are_off(code, browser, app):
    app.extensions["moi.limits"].refuses = False
    for _try in range(5):
        browser.post("/spreekuur/terug", {"code": "fout fout fout fout"})
    assert browser.post("/spreekuur/terug", {"code": code}).status_code == 429


def test_right_codes_are_not_counted_so_a_whole_school_gets_through(code, browser):
    for _person in range(30):
        assert browser.post("/spreekuur/terug", {"code": code}).status_code == 303


def test_a_proof_fades_and_cannot_be_made_up(two, code, browser, monkeypatch):
    location = browser.post("/spreekuur/terug", {"code": code}).location
    assert browser.get(location).status_code == 200
    assert browser.get(location[:-2] + "xx").status_code == 404
    assert codes.proved(codes.prove(the_booking())) == the_booking().public_id
    monkeypatch.setattr(codes, "PROOF_LASTS_SECONDS", -1)
    assert browser.get(location).status_code == 404


def test_who_has_the_words_cancels_and_the_time_is_free_at_once(two, code, browser):
    assert any_slot(two) not in slots(browser.get(two.url))
    answer = browser.post(f"{two.url}/afzeggen", {"code": code.upper()})
    assert answer.status_code == 303
    assert "Afgezegd" in browser.get(answer.location).get_data(as_text=True)
    assert any_slot(two) in slots(browser.get(two.url))
    assert the_booking().question_sealed is None


def test_who_booked_cancels_without_words_and_nobody_else_does(two, noor, sam, browser, browser_of):
    book(browser_of(noor), two, any_slot(two))
    assert browser_of(sam).post(f"{two.url}/afzeggen").status_code == 404
    assert browser.post(f"{two.url}/afzeggen").status_code == 422
    assert browser.post(f"{two.url}/afzeggen", {"code": "een twee drie vier"}).status_code == 422
    assert the_booking().is_active
    assert browser_of(noor).post(f"{two.url}/afzeggen").status_code == 303
    assert not the_booking().is_active
    assert book(browser_of(sam), two, any_slot(two)).status_code == 303


def test_a_code_opens_only_its_own_session(two, group, code, browser):
    assert browser.post(f"{group.url}/afzeggen", {"code": code}).status_code == 404
    assert the_booking().is_active


def test_a_booking_that_is_over_or_cancelled_cannot_be_cancelled_again(two, code, browser):
    assert browser.post(f"{two.url}/afzeggen", {"code": code}).status_code == 303
    assert browser.post(f"{two.url}/afzeggen", {"code": code}).status_code == 409
    clock.start_at(two.ends_at)
    assert browser.post(f"{two.url}/afzeggen", {"code": code}).status_code == 409


def test_the_words_work_from_the_page_after_coming_back(two, code, browser):
    location = browser.post("/spreekuur/terug", {"code": code}).location
    proof = location.rsplit("/", 1)[1]
    assert f'name="proof" value="{proof}"' in browser.get(location).get_data(as_text=True)
    assert browser.post(f"{two.url}/afzeggen", {"proof": proof}).status_code == 303
    assert not the_booking().is_active
