"""Hosts at work in a room that is open: reading first with one key, the pace, giving the room over, closing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Locator, Page, expect

from tests.journeys.rooms import make_rooms
from tests.journeys.site import Site, running_site
from tests.journeys.test_talking import message, say
from tests.journeys.windows import Windows

pytestmark = pytest.mark.journey

WAITING, TABLE = "/chat/op-de-wachtlijst", "/chat/de-keukentafel"
CLOSES_WITHIN_MS = 90_000


def enter(page: Page, path: str) -> Page:
    page.goto(path)
    expect(page.get_by_role("log")).to_be_visible()
    return page


def panel(page: Page) -> Locator:
    return page.get_by_role("region", name="Deze kamer", exact=True)


def turn(page: Page, **choices: str) -> None:
    """Open the host's panel, set what is named, and send it."""
    desk = panel(page)
    if not desk.get_by_role("button", name="Zet het zo").is_visible():
        desk.get_by_text("prikbord").click()
    for label, value in choices.items():
        field = desk.get_by_label(label.replace("_", " "))
        if field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    desk.get_by_role("button", name="Zet het zo").click()
    expect(desk.get_by_text("Zo staat het nu.")).to_be_visible()


def test_L11_a_host_decides_with_one_key_and_goes_on_to_the_next(windows: Windows, site: Site, tmp_path: Path):
    path = f"/chat/{next(make_rooms(site, tmp_path, 1, 'regiekamer'))}"
    host, noor = enter(windows.open("peer_expert"), path), enter(windows.open("guest"), path)
    turn(host, Het_team_leest_eerst="1")
    decide_by_key(host, noor)
    turn(host, Het_team_leest_eerst="0")
    expect(noor.locator("#eerst-lezen")).to_be_hidden()


def decide_by_key(host: Page, noor: Page) -> None:
    expect(noor.locator("#eerst-lezen")).to_be_visible()
    for words in ("Dit lees je eerst, een.", "Dit lees je eerst, twee.", "Dit lees je eerst, drie."):
        say(noor, words)
        expect(message(host, words)).to_have_class(re.compile("msg--held"))
    to_held = host.locator("#polsslag [data-pulse=held]")
    expect(to_held).to_contain_text("3 berichten wachten op jou")
    to_held.click()
    expect(message(host, "eerst, een.")).to_be_focused()
    host.keyboard.press("t")
    expect(message(noor, "eerst, een.")).not_to_have_class(re.compile("msg--held"))
    expect(message(host, "eerst, twee.")).to_be_focused()
    host.keyboard.press("p")
    expect(message(host, "eerst, twee.")).to_have_count(0)
    expect(message(host, "eerst, drie.")).to_be_focused()
    host.get_by_label("Beslissen met één toets").uncheck()
    message(host, "eerst, drie.").get_by_role("button", name="Toon").focus()
    host.keyboard.press("t")
    expect(message(host, "eerst, drie.")).to_have_class(re.compile("msg--held"))
    host.get_by_label("Beslissen met één toets").check()
    host.get_by_label("Je bericht aan").fill("")
    host.get_by_label("Je bericht aan").press_sequentially("tp")
    expect(host.get_by_label("Je bericht aan")).to_have_value("tp")  # who types decides nothing
    host.get_by_label("Je bericht aan").fill("")
    to_held.click()
    host.keyboard.press("t")
    expect(message(host, "eerst, drie.")).not_to_have_class(re.compile("msg--held"))
    expect(host.get_by_role("log")).to_be_focused()


def test_L11_no_key_decides_about_words_that_change_under_it(windows: Windows, site: Site, tmp_path: Path):
    path = f"/chat/{next(make_rooms(site, tmp_path, 1, 'wisselkamer'))}"
    host, noor = enter(windows.open("peer_expert"), path), enter(windows.open("guest"), path)
    turn(host, Het_team_leest_eerst="1")
    expect(noor.locator("#eerst-lezen")).to_be_visible()
    say(noor, "Een rustige zin.")
    message(host, "Een rustige zin.").get_by_role("button", name="Toon").focus()
    message(noor, "Een rustige zin.").get_by_role("link", name="Wijzig").click()
    noor.get_by_label("Wat je wilt zeggen").fill("Iets heel anders.")
    noor.get_by_role("button", name="Bewaar").click()
    expect(message(host, "Iets heel anders.")).to_contain_text("Een rustige zin.")  # what stood there first
    expect(host.get_by_role("log")).to_be_focused()
    for key in ("t", "Enter"):
        host.keyboard.press(key)
    expect(message(host, "Iets heel anders.")).to_have_class(re.compile("msg--held"))
    host.locator("#polsslag [data-pulse=held]").click()
    host.keyboard.press("t")
    expect(message(noor, "Iets heel anders.")).not_to_have_class(re.compile("msg--held"))


def test_L12_and_L6_two_hosts_open_a_room_one_gives_it_over_and_it_closes_and_is_gone(windows: Windows):
    windows.expect("WebSocket connection")
    first, second = windows.open("peer_expert"), windows.open("peer_expert:1")
    enter(first, WAITING)
    enter(second, WAITING)
    for host in (first, second):
        expect(host.locator("#stand")).to_contain_text("2 mensen, met")
    noor = enter(windows.open("guest", width=360), WAITING)
    say(noor, "Ik wacht al een half jaar.")
    expect(message(second, "een half jaar")).to_have_count(1)
    turn(first, Tempo="30", Bovenaan_het_gesprek="Vandaag praten we over wachten.")
    expect(noor.locator("#rustig")).to_contain_text("één bericht per 30 seconden")
    expect(noor.locator("#prikbord")).to_have_text("Vandaag praten we over wachten.")
    expect(panel(second).locator("[name=pinned]")).to_have_value("Vandaag praten we over wachten.")
    desk = panel(first)
    desk.get_by_text("Draag de kamer over").click()
    desk.get_by_label("Aan wie").select_option(index=1)
    desk.get_by_label("Wat die moet weten").fill("De stern is moe.")
    desk.get_by_role("button", name="Draag over en lees mee").click()
    expect(desk.get_by_text("te weinig hosts")).to_be_visible()
    desk.get_by_label("de kamer mag dicht").check()
    desk.get_by_role("button", name="Draag over en lees mee").click()
    expect(panel(first).get_by_role("button", name="Neem de kamer terug")).to_be_visible()
    note = panel(second).locator(".host__note")
    expect(note).to_contain_text("De stern is moe.")
    note.get_by_role("button", name="Gelezen").click()
    expect(note).to_have_count(0)
    expect(noor.locator("main")).to_contain_text("is dicht", timeout=CLOSES_WITHIN_MS)
    expect(noor.get_by_text("een half jaar")).to_have_count(0)
    assert "een half jaar" not in noor.content()
    for host in (first, second):  # their pages load anew; the team can still read, for what may be reported
        expect(host.locator(".chat")).to_have_attribute("data-state", "closed")
        expect(message(host, "een half jaar")).to_have_count(1)


def test_L12_ten_minutes_before_it_closes_a_room_says_so_once_on_pages_that_are_open(chromium: Chromium) -> None:
    with running_site(MOI_NOW="2026-11-25T22:40:00+01:00") as late:
        windows = Windows(chromium, late)
        enter(windows.open("peer_expert"), TABLE)
        noor = windows.open("guest")
        noor.clock.install()
        enter(noor, TABLE)
        expect(noor.locator("#stand")).to_contain_text("2 mensen, met")
        line = noor.locator("#sluit")
        expect(line).to_be_hidden()
        say(noor, "Ik ging net lekker.")
        expect(message(noor, "net lekker")).to_have_attribute("data-seq", "1")
        noor.clock.fast_forward(10 * 60 * 1000)
        expect(line).to_contain_text("De keukentafel sluit om 23 uur. Daarna kun je nog naar")
        expect(noor.get_by_role("log").get_by_role("listitem").last).to_have_id("sluit")  # under what was said
        expect(noor.get_by_role("log").locator("#sluit")).to_have_count(1)
        windows.close()
