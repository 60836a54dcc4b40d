"""/meedoen: who gets in, under what name, with which cookie."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from community import clock, db
from community.members.models import Consent, Person, SignIn
from tests.browser import Browser
from tests.members.forms import JOIN, cookie, join, open_account


@pytest.fixture(autouse=True)
def _november(app):
    clock.start_at(datetime(2026, 11, 22, 12, tzinfo=UTC))


def people() -> list[Person]:
    return list(db.session().scalars(sa.select(Person).order_by(Person.id)))


def test_L1_no_page_of_joining_sets_a_cookie_before_the_form_is_sent(browser):
    for path in ("/meedoen", "/account/nieuw", "/inloggen", "/inloggen/herstel", "/meedoen/te-jong", "/meedoen/ouder"):
        answer = browser.get(path)
        assert answer.status_code == 200
        assert "Set-Cookie" not in answer.headers
    assert "Set-Cookie" in join(browser).headers


def test_joining_makes_a_guest_with_a_band_a_consent_and_a_safe_cookie(browser):
    answer = join(browser, nickname="rustige wulp")
    assert (answer.status_code, answer.location) == (303, "/chat")
    flags = answer.headers["Set-Cookie"]
    assert "HttpOnly" in flags and "SameSite=Lax" in flags and "Secure" not in flags
    guest = people()[0]
    assert (guest.kind, guest.name, guest.bird, guest.band) == ("guest", "rustige wulp", "wulp", "18-23")
    consent = db.session().scalar(sa.select(Consent))
    assert (consent.person_id, consent.purpose, consent.version) == (guest.id, "community", 1)


def test_L2_nothing_of_the_birth_month_is_kept(browser):
    join(browser, month="7", year="1999")
    guest = people()[0]
    assert guest.band == "24-30"
    kept = " ".join(str(value) for value in vars(guest).values())
    assert "1999" not in kept


@pytest.mark.parametrize(
    ("month", "year", "page"), [("11", "2010", "/meedoen/te-jong"), ("10", "1995", "/meedoen/ouder")]
)
def test_L2_too_young_or_too_old_stops_kindly_and_leaves_nothing(browser, month, year, page):
    for answer in (join(browser, month=month, year=year), open_account(browser, month=month, year=year)):
        assert (answer.status_code, answer.location) == (303, page)
        assert "Set-Cookie" not in answer.headers
    assert people() == [] and cookie(browser) is None
    assert browser.get(page).status_code == 200


def test_L2_the_friendly_stop_names_the_kindertelefoon(browser):
    page = browser.get("/meedoen/te-jong").get_data(as_text=True)
    assert "0800-0432" in page and 'href="tel:08000432"' in page


def test_L2_the_age_decides_before_anything_else_is_looked_at(browser):
    answer = browser.post("/meedoen", {"month": "1", "year": "2015"})
    assert (answer.status_code, answer.location) == (303, "/meedoen/te-jong")


def test_L2_a_guest_who_turns_out_too_young_at_the_account_step_is_forgotten(browser):
    join(browser)
    answer = open_account(browser, month="11", year="2010")
    assert (answer.status_code, answer.location) == (303, "/meedoen/te-jong")
    assert people() == [] and cookie(browser) is None


@pytest.mark.parametrize(
    "changed",
    [
        {"month": ""},
        {"month": "13"},
        {"month": "mei"},
        {"year": ""},
        {"year": "05"},
        {"year": "2027"},
        {"month": "12", "year": "2026"},
        {"rules": ""},
        {"consent_community": ""},
        {"nickname": "Jan de Vries"},
        {"own_nickname": "0612345678"},
    ],
)
def test_a_form_that_does_not_fit_comes_back_with_what_was_typed(browser, changed):
    answer = join(browser, **changed)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in page and "Er klopt nog iets niet" in page
    assert people() == [] and cookie(browser) is None
    if "year" not in changed:
        assert 'value="2005"' in page
    if "rules" not in changed:
        assert 'id="rules" name="rules" value="1" checked' in page


def test_any_value_of_a_checkbox_is_yes_and_month_may_have_a_zero(browser):
    assert join(browser, rules="ja", consent_community="on", month="05").status_code == 303


def test_contract_a_refused_nickname_comes_back_as_it_was_typed(browser):
    page = join(browser, nickname="Jan de Vries")
    assert page.status_code == 422 and 'value="Jan de Vries"' in page.get_data(as_text=True)


def test_L3_an_empty_nickname_is_given_and_a_chosen_one_is_kept(app):
    names = []
    for nickname in ("", "rustige wulp", "zee ver weg"):
        browser = Browser(app)
        assert join(browser, nickname=nickname).status_code == 303
        names.append(people()[-1].name)
    assert len(names[0].split()) == 2
    assert names[1:] == ["rustige wulp", "zee ver weg"]


def test_L3_an_own_name_wins_from_the_chosen_bird(browser):
    join(browser, nickname="rustige wulp", own_nickname="zee ver weg")
    assert people()[0].name == "zee ver weg"


def test_L3_a_guest_cannot_carry_the_name_of_a_member_or_of_the_team(browser, noor, mila):
    for name in ("Noor", "mila"):
        assert join(browser, nickname=name).status_code == 422


def test_six_other_birds_keep_the_answers(browser):
    answer = browser.post("/meedoen", JOIN | {"nickname": "rustige wulp", "opnieuw": "1"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 200 and "Set-Cookie" not in answer.headers
    assert page.count('name="nickname"') == 6 and 'value="2005"' in page and "rustige wulp" not in page
    assert people() == [] and 'aria-invalid="true"' not in page


def test_a_chosen_bird_is_still_chosen_when_the_form_comes_back(browser):
    page = join(browser, nickname="rustige wulp", rules="").get_data(as_text=True)
    assert 'value="rustige wulp" checked' in page


@pytest.mark.parametrize(
    ("wished", "goes_to"),
    [
        ("/spreekuur/7?dag=1", "/spreekuur/7?dag=1"),
        ("//evil.example", "/chat"),
        ("/\\evil.example", "/chat"),
        ("/\t/evil.example", "/chat"),
        ("https://evil.example", "/chat"),
        ("chat", "/chat"),
        ("", "/chat"),
    ],
)
def test_next_is_a_path_of_this_site_or_ignored(app, wished, goes_to):
    for where in ("form", "address"):
        browser = Browser(app)
        if where == "form":
            answer = join(browser, next=wished)
        else:
            answer = browser.post("/meedoen", JOIN, query_string={"next": wished})
        assert (answer.status_code, answer.location) == (303, goes_to)


def test_the_form_carries_next_along(browser):
    assert 'name="next" value="/spreekuur"' in browser.get("/meedoen?next=/spreekuur").get_data(as_text=True)
    assert 'name="next"' not in browser.get("/meedoen?next=//evil.example").get_data(as_text=True)


def test_who_is_in_already_goes_on_and_stays_who_they_are(browser):
    join(browser)
    assert browser.get("/meedoen?next=/info").location == "/info"
    assert join(browser, next="/info").location == "/info"
    assert len(people()) == 1


def test_a_form_without_its_token_is_refused(browser):
    assert browser.post("/meedoen", JOIN, token=False).status_code == 400
    assert people() == []


def test_L2_the_age_is_asked_again_after_a_year(browser_of, socket_of, noor):
    browser, socket = browser_of(noor), socket_of(noor)
    assert browser.get("/mijn").status_code == 200
    _age_checked(noor.id, clock.today() - timedelta(days=366))
    answer = browser.get("/mijn")
    assert (answer.status_code, answer.location) == (303, "/mijn/leeftijd?next=/mijn")
    assert browser.post("/mijn/naam", {"nickname": "rustige wulp"}).status_code == 403
    assert socket.ask("room:enter", {"room": "bestaat-niet"})["error"]["code"] == "not_allowed"
    assert browser.get("/mijn/meenemen").status_code == 200
    answer = browser.post("/mijn/leeftijd", {"month": "6", "year": "2008", "next": "/mijn"})
    assert (answer.status_code, answer.location) == (303, "/mijn")
    assert browser.get("/mijn").status_code == 200
    assert db.session().get(Person, noor.id).band == "18-23"
    assert socket.ask("room:enter", {"room": "bestaat-niet"})["error"]["code"] == "not_found"


def test_L2_who_became_too_old_reads_and_takes_along_but_takes_no_part(browser_of, noor):
    browser = browser_of(noor)
    _age_checked(noor.id, clock.today() - timedelta(days=366))
    answer = browser.post("/mijn/leeftijd", {"month": "6", "year": "1990"})
    assert (answer.status_code, answer.location) == (303, "/meedoen/ouder")
    assert browser.get("/mijn").status_code == 303
    assert browser.get("/mijn/meenemen.json").status_code == 200


@db.action
def _age_checked(person_id, day):
    db.session().get_one(Person, person_id).age_checked_on = day


def test_a_guest_not_seen_for_a_day_is_a_stranger(browser):
    join(browser)
    assert browser.get("/mijn").status_code == 200
    clock.start_at(clock.now() + timedelta(hours=24, minutes=1))
    assert browser.get("/mijn").status_code == 303
    assert db.session().scalar(sa.select(sa.func.count()).select_from(SignIn)) == 1
