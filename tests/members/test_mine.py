"""/mijn and below: names, sign-ins, consents, pause, passphrase."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa

from community import clock, db
from community.members import consents, panels
from community.members.models import Consent, Person, RecoveryCode, SignIn
from tests.browser import Browser, Socket
from tests.members.forms import cookie, join, open_account, shown_codes, shown_passphrase

PAGES = (
    "/mijn",
    "/mijn/geschreven",
    "/mijn/naam",
    "/mijn/aanmeldingen",
    "/mijn/toestemming",
    "/mijn/toestemming/stoppen",
    "/mijn/meenemen",
    "/mijn/meenemen.json",
    "/mijn/meenemen.html",
    "/mijn/wissen",
)


def again(person: Person) -> Person:
    return db.session().get(Person, person.id, populate_existing=True)


def test_every_page_opens_for_its_owner_and_for_nobody_else(app, browser, browser_of, noor, cast):
    for person in (noor, cast.guest(), cast.mila):
        inside = browser_of(person)
        for path in PAGES:
            answer = inside.get(path)
            assert answer.status_code == 200, path
            assert answer.headers["Cache-Control"] == "no-store"
    for path in PAGES:
        answer = browser.get(path)
        expected = (403, None) if path.endswith(".json") else (303, f"/meedoen?next={path}")
        assert (answer.status_code, answer.location) == expected


def test_the_overview_costs_few_statements(app, browser_of, noor, statements):
    browser = browser_of(noor)
    browser.get("/mijn")
    statements.clear()
    assert browser.get("/mijn").status_code == 200
    own = [each for each in statements if "people" in each or "sign_ins" in each or "consents" in each]
    assert len(own) <= 2 and len(statements) <= 2 + 4 * len(panels._panels)


def test_a_registered_panel_stands_on_the_page(app, browser_of, noor, monkeypatch):
    monkeypatch.setattr(panels, "_panels", [])
    monkeypatch.setattr(panels, "_facts", [])
    panels.register_panel(20, lambda viewer: panels.Panel("later", "Dat komt later", "home.html") and None)
    panels.register_panel(10, lambda viewer: panels.Panel("gepland", f"Voor {viewer.name}", "members/_form.html"))
    panels.register_fact(10, lambda viewer: panels.Fact("bookmark", "Bewaarde kaarten", "3"))
    page = browser_of(noor).get("/mijn").get_data(as_text=True)
    assert 'id="gepland">Voor dappere kievit' in page and "Dat komt later" not in page
    assert "Bewaarde kaarten" in page


def test_somebody_changes_name_and_bird_but_staff_do_not(app, browser_of, noor, mila):
    answer = browser_of(noor).post("/mijn/naam", {"nickname": "kalme grutto"})
    assert (answer.status_code, answer.location) == (303, "/mijn")
    assert (again(noor).name, again(noor).bird) == ("kalme grutto", "grutto")
    assert browser_of(noor).post("/mijn/naam", {"own_nickname": "Mila"}).status_code == 422
    assert browser_of(mila).post("/mijn/naam", {"nickname": "stille kluut"}).status_code == 403
    assert again(mila).name == "Mila"


def test_six_other_birds_change_nothing_yet(app, browser_of, noor):
    answer = browser_of(noor).post("/mijn/naam", {"nickname": "kalme grutto", "opnieuw": "1"})
    assert answer.status_code == 200 and answer.get_data(as_text=True).count('name="nickname"') == 6
    assert again(noor).name == "dappere kievit"


def test_ending_all_sign_ins_ends_this_one_too_and_hangs_up(app, browser_of, socket_of, noor):
    one, two, socket = browser_of(noor), browser_of(noor), socket_of(noor)
    answer = one.post("/mijn/aanmeldingen/beeindig")
    assert (answer.status_code, answer.location) == (303, "/inloggen")
    assert "Clear-Site-Data" in answer.headers and cookie(one) is None
    assert two.get("/mijn").status_code == 303
    assert not socket.is_open


def test_one_sign_in_can_be_ended_and_only_ones_own(app, browser_of, socket_of, noor, sam):
    here, there, sams, socket = browser_of(noor), browser_of(noor), browser_of(sam), socket_of(noor)
    rows = db.session().execute(sa.select(SignIn.id, SignIn.person_id).order_by(SignIn.id)).all()
    there_id = [row.id for row in rows if row.person_id == noor.id][1]
    sams_id = next(row.id for row in rows if row.person_id == sam.id)
    assert here.post(f"/mijn/aanmeldingen/{sams_id}/beeindig").status_code == 303
    assert sams.get("/mijn").status_code == 200
    assert here.post(f"/mijn/aanmeldingen/{there_id}/beeindig").location == "/mijn/aanmeldingen"
    assert there.get("/mijn").status_code == 303 and here.get("/mijn").status_code == 200
    assert socket.is_open


def test_signing_out_hangs_up_this_browsers_sockets_only(app, browser_of, socket_of, noor):
    other = socket_of(noor)
    browser = browser_of(noor)
    mine = Socket(app, browser)
    browser.post("/uitloggen")
    assert not mine.is_open and other.is_open


def test_L4_consents_are_given_and_withdrawn_apart_with_version_and_time(app, browser):
    join(browser)
    person = db.session().scalar(sa.select(Person))
    assert consents.holds(person, "community") and not consents.holds(person, "conversation")
    browser.post("/mijn/toestemming", {"purpose": "conversation", "on": "1"})
    browser.post("/mijn/toestemming", {"purpose": "conversation", "on": "1"})
    browser.post("/mijn/toestemming", {"purpose": "statistics", "on": "1"})
    browser.post("/mijn/toestemming", {"purpose": "conversation", "on": "0"})
    held = {each.purpose: bool(each.given) for each in consents.standing_of(person)}
    assert held == {"community": True, "conversation": False, "statistics": True}
    rows = db.session().scalars(sa.select(Consent).where(Consent.purpose == "conversation")).all()
    assert len(rows) == 1 and rows[0].version == 1 and rows[0].given_at <= rows[0].withdrawn_at
    assert "ingetrokken: " in browser.get("/mijn/toestemming").get_data(as_text=True)


def test_L4_withdrawing_the_consent_for_taking_part_explains_and_offers_leaving(browser):
    join(browser)
    answer = browser.post("/mijn/toestemming", {"purpose": "community", "on": "0"})
    assert (answer.status_code, answer.location) == (303, "/mijn/toestemming/stoppen")
    page = browser.get(answer.location).get_data(as_text=True)
    assert "/mijn/wissen" in page and "/mijn/meenemen" in page


def test_L4_an_unknown_purpose_is_refused(browser):
    join(browser)
    for on in ("0", "1"):
        assert browser.post("/mijn/toestemming", {"purpose": "reclame", "on": on}).status_code == 422


def test_a_pause_lasts_as_long_as_wished_and_ends_early(app, browser_of, noor):
    browser = browser_of(noor)
    assert browser.post("/mijn/pauze", {"days": "7"}).status_code == 303
    assert again(noor).is_paused
    assert "Ik ben er weer" in browser.get("/mijn").get_data(as_text=True)
    assert browser.post("/mijn/pauze", {"days": "0"}).status_code == 303
    assert not again(noor).is_paused
    assert browser.post("/mijn/pauze", {"days": "9" * 5000}).status_code == 422


def test_a_new_passphrase_is_shown_once_and_ends_the_other_sign_ins(app):
    first = Browser(app)
    open_account(first, passphrase="vijftien tekens en meer")
    second = Browser(app)
    second.post("/inloggen", {"alias": "blauwe fiets", "passphrase": "vijftien tekens en meer"})
    answer = first.post("/mijn/sleutelzin")
    assert (answer.status_code, answer.location) == (303, "/mijn/sleutel")
    page = first.get("/mijn/sleutel").get_data(as_text=True)
    new = shown_passphrase(page)
    assert len(new.split()) == 6 and shown_codes(page) == []
    assert second.get("/mijn").status_code == 303 and first.get("/mijn").status_code == 200
    old = second.post("/inloggen", {"alias": "blauwe fiets", "passphrase": "vijftien tekens en meer"})
    assert old.status_code == 422
    assert second.post("/inloggen", {"alias": "blauwe fiets", "passphrase": new}).status_code == 303
    assert first.post("/mijn/sleutelzin", {"passphrase": "te kort"}).status_code == 422


def test_new_recovery_codes_replace_the_old_and_a_guest_has_none(app, browser_of, cast):
    browser = Browser(app)
    old = set(shown_codes(browser.get(open_account(browser).location).get_data(as_text=True)))
    assert browser.post("/mijn/herstelcodes").location == "/mijn/sleutel"
    new = set(shown_codes(browser.get("/mijn/sleutel").get_data(as_text=True)))
    assert len(new) == 8 and new.isdisjoint(old)
    assert db.session().scalar(sa.select(sa.func.count()).select_from(RecoveryCode)) == 8
    assert browser_of(cast.guest()).post("/mijn/herstelcodes").status_code == 403


def test_what_was_not_looked_at_in_time_is_not_shown_later(app):
    browser = Browser(app)
    open_account(browser)
    clock.start_at(clock.now() + timedelta(minutes=16))
    assert shown_codes(browser.get("/mijn/sleutel").get_data(as_text=True)) == []
