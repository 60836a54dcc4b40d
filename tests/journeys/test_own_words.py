"""In a room with script, without leaving it: changing one's words, taking them back, another name, a host's cards."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.rooms import enter, field, make_rooms, message_with, say
from tests.journeys.site import Site
from tests.journeys.windows import Windows

pytestmark = pytest.mark.journey


@pytest.fixture(scope="module")
def rooms(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    return make_rooms(site, Path(tmp_path_factory.mktemp("rooms")), 12, "eigenkamer")


def sheet(page: Page) -> Locator:
    return page.locator(".chat__sheet")


def change(page: Page, words: str, to: str) -> None:
    message_with(page, words).get_by_role("link", name="Wijzig").click()
    sheet(page).get_by_label("Wat je wilt zeggen").fill(to)
    sheet(page).get_by_role("button", name="Bewaar").click()
    expect(sheet(page)).to_have_count(0)


def test_words_are_changed_and_taken_back_without_leaving_the_room(windows: Windows, rooms: Iterator[str]):
    room = next(rooms)
    noor, sam = enter(windows.open("guest"), room), enter(windows.open("guest"), room)
    say(noor, "Moi alemaal.")
    expect(message_with(sam, "Moi alemaal.")).to_be_visible()
    field(noor).fill("nog niet af")
    change(noor, "Moi alemaal.", "Moi allemaal.")
    for page in (noor, sam):
        expect(message_with(page, "Moi allemaal.")).to_contain_text("aangepast")
    expect(field(noor)).to_have_value("nog niet af")
    expect(sam.locator("#stand")).to_contain_text("2 mensen")  # she never left
    message_with(noor, "Moi allemaal.").get_by_role("link", name="Wijzig").click()
    expect(noor.get_by_role("region", name="Wijzig je bericht")).to_have_class(re.compile("chat__sheet"))
    noor.keyboard.press("Escape")
    expect(sheet(noor)).to_have_count(0)
    message_with(noor, "Moi allemaal.").get_by_role("link", name="Wijzig").click()
    sheet(noor).get_by_role("button", name="Haal dit bericht weg").click()
    for page in (noor, sam):
        expect(message_with(page, "Dit bericht is weggehaald door de schrijver.")).to_be_visible()
    expect(message_with(sam, "Moi allemaal.")).to_have_count(0)


def test_after_five_minutes_an_open_page_offers_to_take_back_only(windows: Windows, rooms: Iterator[str]):
    noor = windows.open("guest")
    noor.clock.install()
    enter(noor, next(rooms))
    say(noor, "Dit blijft nog even.")
    expect(message_with(noor, "Dit blijft nog even.")).to_contain_text("Verstuurd")
    noor.clock.fast_forward(4 * 60_000)
    expect(message_with(noor, "blijft").get_by_role("link", name="Wijzig je bericht van")).to_be_visible()
    noor.clock.fast_forward(70_000)
    expect(message_with(noor, "blijft").get_by_role("link", name="Haal weg je bericht van")).to_be_visible()
    expect(message_with(noor, "blijft").get_by_role("link", name="Wijzig")).to_have_count(0)


def test_L11_words_changed_into_a_cry_for_help_are_answered_at_once_and_gone_for_others(
    windows: Windows, rooms: Iterator[str]
):
    room = next(rooms)
    noor, sam = enter(windows.open("guest"), room), enter(windows.open("guest"), room)
    say(noor, "Het gaat niet zo.")
    expect(message_with(sam, "Het gaat niet zo.")).to_be_visible()
    change(noor, "Het gaat niet zo.", "Ik heb pillen klaarliggen en ga het vannacht doen")
    expect(noor.get_by_role("heading", name="Goed dat je dit zegt.")).to_be_visible()
    expect(message_with(noor, "pillen")).to_have_class(re.compile("msg--held"))
    expect(message_with(sam, "Dit bericht staat er nu even niet.")).to_be_visible()
    conversation = sam.get_by_role("log").inner_html()
    assert "pillen" not in conversation and "Het gaat niet zo." not in conversation


def test_another_name_is_taken_without_leaving_and_the_last_hour_goes_in_one_act(
    windows: Windows, rooms: Iterator[str]
):
    room = next(rooms)
    noor, sam = enter(windows.open("guest"), room), enter(windows.open("guest"), room)
    own = noor.locator("#ik").inner_text()
    noor.get_by_role("link", name="Neem een andere naam, alleen hier").click()
    sheet(noor).get_by_role("radio").nth(1).check()
    name = sheet(noor).get_by_role("radio").nth(1).get_attribute("value")
    assert name and name != own
    sheet(noor).get_by_role("button", name="Zo heet ik hier").click()
    expect(noor.locator("#ik")).to_have_text(name)
    say(noor, "Wie ben ik nu.")
    say(noor, "En nog iets.")
    expect(message_with(sam, "Wie ben ik nu.")).to_contain_text(name)
    assert own not in sam.content()
    noor.get_by_role("link", name="Haal mijn laatste uur hier weg").click()
    expect(sheet(noor)).to_contain_text("2 keer")
    sheet(noor).get_by_role("button", name="Haal het weg").click()
    expect(message_with(sam, "Dit bericht is weggehaald door de schrijver.")).to_have_count(2)
    expect(sheet(noor)).to_have_count(0)


def test_a_host_finds_a_place_and_shows_it_to_the_room(windows: Windows, rooms: Iterator[str]):
    room = next(rooms)
    host, sam = enter(windows.open("peer_expert"), room), enter(windows.open("guest"), room)
    host.get_by_role("link", name="Deel een kaart").click()
    sheet(host).get_by_role("searchbox").fill("De Steiger")
    sheet(host).get_by_role("button", name="Zoek").click()
    sheet(host).get_by_role("button", name="Deel De Steiger", exact=True).click()
    expect(sheet(host)).to_have_count(0)
    card = message_with(sam, "De Steiger").get_by_role("link", name="De Steiger", exact=True)
    expect(card).to_have_attribute("href", re.compile("^/plekken/"))
    expect(sam.locator("#stand")).to_contain_text("met")  # the host never left


def test_L11_what_waits_where_it_stood_still_waits_for_the_host_and_its_writer_after_a_reload(
    windows: Windows, rooms: Iterator[str]
):
    room = next(rooms)
    host, noor = enter(windows.open("peer_expert"), room), enter(windows.open("guest"), room)
    say(noor, "Nog niets bijzonders.")
    expect(message_with(host, "Nog niets bijzonders.")).to_be_visible()
    change(noor, "Nog niets bijzonders.", "Ik heb pillen klaarliggen en ga het vannacht doen")
    for page in (host, noor):
        expect(message_with(page, "pillen")).to_have_class(re.compile("msg--held"))
        page.reload()
        say(page, "Ik ben er weer.")
        expect(message_with(page, "Ik ben er weer.").last).to_have_attribute("data-seq", re.compile("."))  # it entered
    expect(message_with(noor, "pillen")).not_to_contain_text("terwijl je weg was")
    expect(message_with(host, "pillen")).to_contain_text("Eerst stond er: Nog niets bijzonders.")
    message_with(host, "pillen").get_by_role("button", name="Toon").click()
    expect(message_with(noor, "pillen")).not_to_have_class(re.compile("msg--held"))
