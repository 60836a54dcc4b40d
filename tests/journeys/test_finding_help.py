"""From reading to writing, finding and meeting, in a real browser."""

from __future__ import annotations

import re

import pyotp
import pytest
from playwright.sync_api import Page, expect

from tests.journeys.windows import Windows

pytestmark = pytest.mark.journey


def join(page: Page) -> None:
    """Fill in /meedoen, where the page is."""
    page.get_by_label("Maand waarin je geboren bent").select_option("3")
    page.get_by_label("Jaar").fill("2004")
    page.get_by_label("Ik heb de regels gelezen").check()
    page.get_by_label("Moi mag bewaren").check()
    page.get_by_role("button", name="Naar binnen").click()


def test_a_visitor_joins_becomes_a_member_and_posts(windows: Windows):
    page = windows.open(width=360)
    page.goto("/")
    page.get_by_role("banner").get_by_role("link", name="Meedoen").click()
    join(page)
    page.wait_for_url("**/chat")
    page.goto("/forum/wind-mee/nieuw")
    page.wait_for_url(re.compile("/account/nieuw[?]"))  # a guest needs an account to write here
    page.get_by_label("Maand waarin je geboren bent").select_option("3")
    page.get_by_label("Jaar").fill("2004")
    page.get_by_label("Alias").fill("windvaste grutto")
    page.get_by_label("Ik heb de regels gelezen").check()
    page.get_by_label("Moi mag bewaren").check()
    page.get_by_role("button", name="Maak mijn account").click()
    assert len(page.locator("#passphrase").inner_text().split()) == 6
    assert page.locator("#recovery-codes li").count() >= 5
    page.get_by_role("link", name="Ik heb het bewaard").click()
    page.wait_for_url("**/forum/wind-mee/nieuw")
    page.get_by_label("Titel").fill("Ik heb vandaag gebeld")
    page.get_by_label("Wat wil je zeggen?").fill("Het duurde **drie** weken, en nu is het gedaan.")
    page.get_by_role("button", name="Plaats als").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ik heb vandaag gebeld")
    expect(page.get_by_role("main")).to_contain_text("Alleen jij ziet dit nog.")
    expect(page.locator("main strong", has_text="drie")).to_be_visible()
    stranger = windows.open()
    windows.expect("status of 404")
    answer = stranger.goto(page.url)
    assert answer is not None and answer.status == 404


def test_one_searches_the_map_and_tells_that_something_is_wrong(windows: Windows):
    page = windows.open()
    page.goto("/sociale-kaart")
    page.get_by_role("searchbox").first.fill("slapen")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("q=slapen"))
    result = page.locator("main a[href^='/sociale-kaart/aanbod/']").first
    name = result.inner_text()
    result.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(name)
    page.get_by_text("Klopt er iets niet?").first.click()
    page.locator("form[action$='/klopt-niet'] textarea").fill("De deur was dinsdag dicht.")
    page.locator("form[action$='/klopt-niet'] button[type=submit]").click()
    expect(page.get_by_role("main")).to_contain_text("Dank je")


def test_one_books_a_time_comes_back_with_four_words_and_cancels(windows: Windows):
    page = windows.open(width=360)
    page.goto("/spreekuur?soort=samen")
    page.locator("main a[href^='/spreekuur/']:not([href*='terug'])", has_text="Sander").first.click()
    page.locator("input[name=slot_id]").last.check(force=True)
    page.get_by_role("button", name="Kies eerst je vogel").click()
    join(page)
    page.wait_for_url(re.compile("/spreekuur/"))
    slot = page.locator("input[name=slot_id]").last
    wished = slot.get_attribute("value")
    slot.check(force=True)
    page.get_by_label("Ik vind het goed dat").check()
    page.get_by_role("button", name="Zet deze tijd vast").click()
    code = page.locator("#code").inner_text()
    assert len(code.split("-")) == 4

    elsewhere = windows.open()
    elsewhere.goto("/spreekuur/terug")
    elsewhere.get_by_label("Je vier woorden").fill(code.upper().replace("-", " "))
    elsewhere.get_by_role("button", name="Open mijn afspraak").click()
    expect(elsewhere.get_by_role("heading", level=1)).to_have_text("Je afspraak staat")
    expect(elsewhere.locator("#code")).to_have_count(0)
    elsewhere.get_by_role("button", name="Zeg deze afspraak af").click()
    expect(elsewhere.get_by_role("main")).to_contain_text("Afgezegd")
    page.go_back()
    page.reload()
    expect(page.locator(f"input[name=slot_id][value='{wished}']")).to_have_count(1)


def test_staff_sign_in_with_a_code_and_are_asked_for_it(windows: Windows):
    windows.expect("status of 422")
    account = windows.site.account("peer_expert", 1)
    page = windows.open()
    page.goto("/inloggen?next=/team")
    page.get_by_label("Alias").fill(account["alias"])
    page.get_by_label("Sleutelzin of wachtwoord").fill(account["passphrase"])
    page.get_by_role("button", name="Log in").click()
    code = page.get_by_label("Zes cijfers uit je app")
    expect(code).to_be_visible()
    expect(page.get_by_label("Sleutelzin of wachtwoord")).to_have_value("")  # never sent back in a page
    page.get_by_label("Sleutelzin of wachtwoord").fill(account["passphrase"])
    code.fill(pyotp.TOTP(account["totp_secret"]).now())
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url("**/team")
    expect(page.get_by_role("heading", level=1)).to_have_text("Wachtrij")
