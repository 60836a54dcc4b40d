"""/account/nieuw, /inloggen, /uitloggen: becoming a member, coming back, going."""

from __future__ import annotations

import pyotp
import sqlalchemy as sa

from community import crypto, db, signals
from community.members import guests, passphrases, second_factor
from community.members.models import Consent, Person, RecoveryCode, SignIn
from tests.browser import Browser
from tests.members.forms import cookie, join, open_account, shown_codes, shown_passphrase
from tests.people import make_person


def member() -> Person:
    return db.session().scalar(sa.select(Person).where(Person.kind == "member"))


def sign_in(browser: Browser, alias="blauwe fiets", passphrase="", **more):
    return browser.post("/inloggen", {"alias": alias, "passphrase": passphrase, **more})


def made_member(app, **changed) -> tuple[Browser, str, list[str]]:
    """A member made by the form: browser, passphrase, recovery codes."""
    browser = Browser(app)
    page = browser.get(open_account(browser, **changed).location).get_data(as_text=True)
    return browser, shown_passphrase(page), shown_codes(page)


def test_L3_an_account_gets_six_words_and_recovery_codes_shown_once(browser):
    answer = open_account(browser)
    assert (answer.status_code, answer.location) == (303, "/mijn/sleutel")
    shown = browser.get("/mijn/sleutel")
    page = shown.get_data(as_text=True)
    assert shown.headers["Cache-Control"] == "no-store"
    assert len(shown_passphrase(page).split()) == 6 and len(shown_codes(page)) == 8
    again = browser.get("/mijn/sleutel").get_data(as_text=True)
    assert shown_passphrase(again) == "" and shown_codes(again) == []
    assert db.session().scalar(sa.select(SignIn.once_sealed)) is None


def test_nothing_secret_stands_readable_in_the_database(app):
    browser = Browser(app)
    open_account(browser)
    wish = sa.select(SignIn.once_sealed, Person.passphrase_hash).join(SignIn.person)
    kept = " ".join(map(str, db.session().execute(wish).one()))
    page = browser.get("/mijn/sleutel").get_data(as_text=True)
    assert shown_passphrase(page) not in kept
    hashes = set(db.session().scalars(sa.select(RecoveryCode.code_hash)))
    assert hashes.isdisjoint(shown_codes(page)) and len(hashes) == 8


def test_L3_an_own_passphrase_has_fifteen_characters_and_is_never_shown(browser):
    short = open_account(browser, passphrase="veertien tekens"[:14])
    assert short.status_code == 422 and "veertien teken" not in short.get_data(as_text=True)
    assert open_account(browser, passphrase="vijftien tekens").status_code == 303
    page = browser.get("/mijn/sleutel").get_data(as_text=True)
    assert shown_passphrase(page) == "" and len(shown_codes(page)) == 8
    assert "vijftien tekens" not in page
    fresh = Browser(browser.app)
    assert sign_in(fresh, passphrase="vijftien tekens").status_code == 303


def test_L3_aliases_are_refused_with_the_reason(browser, mila):
    for alias in ("", "ab", "Jan de Vries", "mila", "113", "moderator", "piet@voorbeeld.nl", "bel 0612345678"):
        answer = open_account(browser, alias=alias)
        page = answer.get_data(as_text=True)
        assert answer.status_code == 422 and 'id="alias-fout"' in page
    assert member() is None


def test_an_alias_is_of_one_person_whatever_its_case(app):
    made_member(app)
    for alias in ("Blauwe Fiets", "blauwe-fiets", "BLAUWE_FIETS"):
        answer = open_account(Browser(app), alias=alias)
        assert answer.status_code == 422 and "al van iemand" in answer.get_data(as_text=True)


def test_a_guest_who_becomes_a_member_stays_the_same_person(browser):
    join(browser, nickname="rustige wulp")
    guest, before = db.session().scalar(sa.select(Person)), cookie(browser)
    told = []
    with signals.guest_became_member.connected_to(lambda sender: told.append(sender.id)):
        assert open_account(browser).status_code == 303
    person = member()
    assert (person.id, person.name, person.alias) == (guest.id, "rustige wulp", "blauwe fiets")
    assert told == [person.id]
    assert cookie(browser) != before
    assert db.session().scalar(sa.select(sa.func.count()).select_from(Consent)) == 1


def test_a_guest_may_take_their_own_name_as_alias(browser):
    join(browser, nickname="rustige wulp")
    assert open_account(browser, alias="rustige wulp").status_code == 303


def test_a_member_asks_for_no_second_account(browser):
    open_account(browser)
    assert browser.get("/account/nieuw").location == "/mijn"
    assert open_account(browser, alias="groene fiets").location == "/mijn"
    assert db.session().scalar(sa.select(sa.func.count()).select_from(Person)) == 1


def test_a_member_comes_back_however_the_words_are_typed(app):
    _first, passphrase, _codes = made_member(app)
    for typed in (passphrase, passphrase.upper(), passphrase.replace(" ", "-"), f"  {passphrase} "):
        assert sign_in(Browser(app), alias="Blauwe Fiets", passphrase=typed).location == "/mijn"


def test_signing_in_goes_on_to_next(app):
    _first, passphrase, _codes = made_member(app)
    assert sign_in(Browser(app), passphrase=passphrase, next="/forum").location == "/forum"
    assert sign_in(Browser(app), passphrase=passphrase, next="//evil.example").location == "/mijn"


def test_an_unknown_alias_and_a_wrong_passphrase_get_the_same_answer(app):
    _first, passphrase, _codes = made_member(app)
    browser = Browser(app)
    wrong = sign_in(browser, passphrase=passphrase[:-1])
    unknown = sign_in(browser, alias="groene fiets", passphrase=passphrase)
    assert wrong.status_code == unknown.status_code == 422

    def same(answer):
        text = answer.get_data(as_text=True).replace("groene fiets", "blauwe fiets")
        return [line for line in text.splitlines() if "csrf_token" not in line]

    assert same(wrong) == same(unknown)
    assert cookie(browser) is None


def test_an_unknown_alias_costs_as_much_work_as_a_wrong_passphrase(app, monkeypatch):
    made_member(app)
    seen = []
    monkeypatch.setattr(passphrases, "_verify", lambda stored, text: seen.append(stored[:30]) or False)
    sign_in(Browser(app), passphrase="zes verkeerde woorden op een rij")
    sign_in(Browser(app), alias="groene fiets", passphrase="zes verkeerde woorden op een rij")
    assert len(seen) == 2 and seen[0] == seen[1]


def test_the_passphrase_never_comes_back_and_the_alias_stays(browser):
    page = sign_in(browser, alias="groene fiets", passphrase="zeer geheime tekst").get_data(as_text=True)
    assert "zeer geheime tekst" not in page and 'value="groene fiets"' in page


def test_too_many_wrong_tries_rest_calmly_and_only_for_that_alias(app):
    _first, passphrase, _codes = made_member(app)
    browser = Browser(app)
    answers = [sign_in(browser, passphrase="zes verkeerde woorden op een rij").status_code for _ in range(10)]
    assert answers == [422] * 10
    tired = sign_in(browser, passphrase=passphrase)
    assert tired.status_code == 429 and int(tired.headers["Retry-After"]) > 0
    assert passphrase not in tired.get_data(as_text=True)
    other = open_account(Browser(app), alias="groene fiets", passphrase="vijftien tekens en meer")
    assert other.status_code == 303
    assert sign_in(browser, alias="groene fiets", passphrase="vijftien tekens en meer").status_code == 303


def test_right_sign_ins_are_never_counted(app):
    open_account(Browser(app), passphrase="vijftien tekens en meer")
    answers = {sign_in(Browser(app), passphrase="vijftien tekens en meer").status_code for _ in range(15)}
    assert answers == {303}


def test_limits_off_never_refuses_a_sign_in(app, monkeypatch):
    monkeypatch.setattr(app.extensions["moi.limits"], "refuses", False)
    answers = {sign_in(Browser(app), passphrase="zes verkeerde woorden op een rij").status_code for _ in range(12)}
    assert answers == {422}


def staff(app) -> tuple[str, str]:
    """Jelka of the team: her passphrase and the secret of her second factor."""
    stored = passphrases.hashed("vijftien tekens en meer", is_made=False)
    secret = second_factor.make_secret()
    _give(make_person("jelka", kind="staff", name="Jelka").id, stored, second_factor.seal(secret))
    return "vijftien tekens en meer", secret


@db.action
def _give(person_id: int, stored: str, sealed: str) -> None:
    person = db.session().get_one(Person, person_id)
    person.passphrase_hash, person.totp_sealed = stored, sealed


def code_of(secret: str, steps: int = 0) -> str:
    return pyotp.TOTP(secret).at(second_factor.device_seconds() + 30 * steps)


def test_staff_without_code_are_asked_for_it(app):
    passphrase, secret = staff(app)
    browser = Browser(app)
    asked = sign_in(browser, "jelka", passphrase)
    page = asked.get_data(as_text=True)
    assert asked.status_code == 422 and 'name="code"' in page and 'id="code-fout"' in page
    assert passphrase not in page and 'value="jelka"' in page and cookie(browser) is None
    assert sign_in(browser, "jelka", passphrase, code="000000").status_code == 422
    assert sign_in(browser, "jelka", passphrase, code=code_of(secret)).status_code == 303


def test_a_wrong_passphrase_of_staff_says_nothing_of_a_code(app):
    _passphrase, secret = staff(app)
    page = sign_in(Browser(app), "jelka", "iets heel anders dan dat", code=code_of(secret)).get_data(as_text=True)
    assert 'id="code-fout"' not in page and 'id="passphrase-fout"' in page


def test_a_code_counts_one_step_before_and_after_and_no_further(app, monkeypatch):
    passphrase, secret = staff(app)
    monkeypatch.setattr(second_factor, "device_seconds", lambda: 1_800_000_010.0)
    for steps, status in ((2, 422), (-2, 422), (1, 303), (0, 303), (-1, 303)):
        assert sign_in(Browser(app), "jelka", passphrase, code=code_of(secret, steps)).status_code == status


def test_a_code_is_accepted_once(app, monkeypatch):
    passphrase, secret = staff(app)
    monkeypatch.setitem(app.config, "MOI_IS_DEMO", False)
    monkeypatch.setattr(second_factor, "device_seconds", lambda: 1_800_000_010.0)
    for steps in (0, 1, -1):
        code = code_of(secret, steps)
        assert sign_in(Browser(app), "jelka", passphrase, code=code).status_code == 303
        assert sign_in(Browser(app), "jelka", passphrase, code=code).status_code == 422


def test_in_demo_a_code_may_be_used_again_within_its_thirty_seconds(app, monkeypatch):
    passphrase, secret = staff(app)
    monkeypatch.setattr(second_factor, "device_seconds", lambda: 1_800_000_010.0)
    code = code_of(secret)
    assert sign_in(Browser(app), "jelka", passphrase, code=code).status_code == 303
    assert sign_in(Browser(app), "jelka", passphrase, code=code).status_code == 303
    monkeypatch.setattr(second_factor, "device_seconds", lambda: 1_800_000_030.0)
    assert sign_in(Browser(app), "jelka", passphrase, code=code).status_code == 422


def test_the_second_factor_is_sealed(app):
    _passphrase, secret = staff(app)
    kept = db.session().scalar(sa.select(Person.totp_sealed))
    assert secret not in kept and crypto.unseal(kept, second_factor.PURPOSE) == secret


def test_a_recovery_code_lets_in_once_and_gives_a_new_passphrase(app):
    first, old, codes = made_member(app)
    browser = Browser(app)
    assert browser.post("/inloggen/herstel", {"alias": "blauwe fiets", "code": "abcd-efgh-jkmn"}).status_code == 422
    answer = browser.post("/inloggen/herstel", {"alias": "Blauwe Fiets", "code": codes[0].upper()})
    assert (answer.status_code, answer.location) == (303, "/mijn/sleutel")
    new = shown_passphrase(browser.get("/mijn/sleutel").get_data(as_text=True))
    assert new and new != old
    assert first.get("/mijn").status_code == 303
    assert sign_in(Browser(app), passphrase=old).status_code == 422
    assert sign_in(Browser(app), passphrase=new).status_code == 303
    used = Browser(app).post("/inloggen/herstel", {"alias": "blauwe fiets", "code": codes[0]})
    assert used.status_code == 422
    assert Browser(app).post("/inloggen/herstel", {"alias": "blauwe fiets", "code": codes[1]}).status_code == 303


def test_a_recovery_code_of_somebody_else_does_not_help(app):
    _first, _old, codes = made_member(app)
    made_member(app, alias="groene fiets")
    answer = Browser(app).post("/inloggen/herstel", {"alias": "groene fiets", "code": codes[0]})
    unknown = Browser(app).post("/inloggen/herstel", {"alias": "gele fiets", "code": codes[0]})
    assert answer.status_code == unknown.status_code == 422


def test_signing_out_ends_the_sign_in_and_clears_the_device(app, browser_of, noor):
    browser = browser_of(noor)
    answer = browser.post("/uitloggen")
    assert answer.status_code == 303 and "storage" in answer.headers["Clear-Site-Data"]
    assert cookie(browser) is None
    assert db.session().scalar(sa.select(SignIn.ended_at)) is not None
    assert db.session().get(Person, noor.id) is not None


def test_an_ended_token_opens_nothing(app, browser_of, noor):
    browser = browser_of(noor)
    token = cookie(browser)
    browser.post("/uitloggen")
    browser.client.set_cookie(app.config["MOI_COOKIE"], token)
    assert browser.get("/mijn").status_code == 303


def test_L6_a_guest_who_signs_out_is_forgotten(browser):
    join(browser)
    assert browser.post("/uitloggen").status_code == 303
    assert db.session().scalar(sa.select(sa.func.count()).select_from(Person)) == 0
    assert db.session().scalar(sa.select(sa.func.count()).select_from(SignIn)) == 0


def test_a_stranger_has_nothing_to_sign_out_of(browser):
    assert browser.post("/uitloggen").status_code == 403


def test_signing_in_ends_the_sign_in_this_browser_had(app):
    _first, passphrase, _codes = made_member(app)
    browser = Browser(app)
    join(browser)
    old = cookie(browser)
    assert sign_in(browser, passphrase=passphrase).status_code == 303
    browser.client.set_cookie(app.config["MOI_COOKIE"], old)
    assert browser.get("/mijn").status_code == 303


def test_a_suspended_person_signs_in_and_sees_their_page(app, browser_of, kees):
    page = browser_of(kees).get("/mijn")
    assert page.status_code == 200 and "/mijn/besluiten" in page.get_data(as_text=True)


def test_every_demo_guest_comes_in_with_their_token(app):
    @db.action
    def make():
        return guests.make_demo_guests([crypto.new_token() for _ in range(2)])

    for token in make():
        browser = Browser(app)
        browser.client.set_cookie(app.config["MOI_COOKIE"], token)
        assert browser.get("/mijn").status_code == 200
