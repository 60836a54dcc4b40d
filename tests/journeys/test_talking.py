"""People talking in a room, each in a window of their own."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.site import Site
from tests.journeys.windows import Windows

pytestmark = pytest.mark.journey

ROOM = "/chat/kletskamer"
NO_WEBSOCKET = """
window.WebSocket = class {
  constructor() { setTimeout(() => { this.onerror?.(new Event("error")); this.onclose?.({ code: 1006 }); }); }
  close() {}
}"""
"""A network that lets no WebSocket through, as some schools and hospitals have."""


def enter(page: Page) -> Page:
    page.goto(ROOM)
    expect(page.get_by_role("log")).to_be_visible()
    return page


def say(page: Page, words: str) -> None:
    page.get_by_label("Je bericht aan").fill(words)
    page.get_by_role("button", name="Stuur", exact=True).click()


def message(page: Page, words: str) -> Locator:
    return page.get_by_role("log").locator("li.msg", has_text=words)


def test_two_people_talk_and_one_gives_support(windows: Windows):
    noor, sam = enter(windows.open("guest")), enter(windows.open("guest", width=360))
    say(noor, "Moi, hoe is het daar?")
    expect(message(noor, "hoe is het daar?")).to_have_count(1)
    expect(message(sam, "hoe is het daar?")).to_have_count(1)
    heard = message(sam, "hoe is het daar?")
    heard.get_by_text("Steun", exact=True).click()
    heard.get_by_role("button", name="Herkenbaar").click()
    expect(message(noor, "hoe is het daar?").get_by_role("button", name="Herkenbaar · 1")).to_be_visible()
    say(sam, "Gaat wel. En daar?")
    expect(message(noor, "Gaat wel. En daar?")).to_have_count(1)
    expect(noor.get_by_label("Je bericht aan")).to_have_value("")


def test_who_was_away_sees_what_was_missed_once(windows: Windows):
    windows.expect("ERR_INTERNET_DISCONNECTED", "WebSocket connection")
    noor, sam = enter(windows.open("guest")), enter(windows.open("guest"))
    say(noor, "Dit hoor je nog.")
    expect(message(sam, "Dit hoor je nog.")).to_have_count(1)
    sam.context.set_offline(True)
    expect(sam.locator("#toestand")).to_contain_text("verbinding")
    say(noor, "Dit zei ik toen jij weg was.")
    expect(message(noor, "Dit zei ik toen jij weg was.")).to_have_count(1)
    say(sam, "En dit schreef ik zonder verbinding.")
    expect(message(sam, "toen jij weg was")).to_have_count(0)
    expect(message(noor, "zonder verbinding")).to_have_count(0)
    sam.context.set_offline(False)
    for page in (noor, sam):
        for words in ("Dit hoor je nog.", "Dit zei ik toen jij weg was.", "En dit schreef ik zonder verbinding."):
            expect(message(page, words)).to_have_count(1, timeout=20_000)


def test_a_browser_without_websockets_polls(windows: Windows):
    noor, sam = windows.open("guest"), windows.open("guest")
    noor.add_init_script(NO_WEBSOCKET)
    enter(noor)
    enter(sam)
    say(noor, "Mijn netwerk wil niet.")
    expect(message(sam, "Mijn netwerk wil niet.")).to_have_count(1)
    say(sam, "Toch hoor ik je.")
    expect(message(noor, "Toch hoor ik je.")).to_have_count(1)


def test_a_host_hides_a_message_and_its_writer_reads_why(windows: Windows, site: Site):
    writer, reader = enter(windows.open("guest")), enter(windows.open("guest"))
    say(writer, "Wat ben jij een sukkel zeg.")
    expect(message(reader, "sukkel")).to_have_count(1)
    host = enter(windows.open("peer_expert"))
    message(host, "sukkel").get_by_role("button", name="Verberg").click()
    for page in (host, reader, writer):
        expect(message(page, "Wat ben jij een sukkel")).to_have_count(0)
    writer.goto("/mijn/besluiten")
    writer.locator("main a[href^='/mijn/besluiten/']").first.click()
    expect(writer.get_by_role("main")).to_contain_text("niet te zien")
    expect(writer.get_by_role("main")).to_contain_text("Niet mee eens?")


def test_a_worrying_message_waits_with_a_warm_card(windows: Windows):
    noor, sam = enter(windows.open("guest")), enter(windows.open("guest"))
    say(noor, "Ik wil dood, ik kan niet meer.")
    expect(noor.get_by_role("log").get_by_role("link", name="Bel 113")).to_be_visible()
    expect(message(noor, "Ik wil dood")).to_have_count(1)
    expect(message(noor, "Ik wil dood")).to_contain_text("Alleen jij ziet dit nog.")
    expect(message(noor, "Ik wil dood")).not_to_contain_text("Verstuurd")
    say(sam, "Is er iemand?")
    expect(message(noor, "Is er iemand?")).to_have_count(1)
    expect(message(sam, "Ik wil dood")).to_have_count(0)


def test_a_room_works_by_form_without_script(windows: Windows):
    noor, sam = windows.open("guest", script=False, width=360), enter(windows.open("guest"))
    enter(noor)
    say(noor, "Ik doe het zonder script.")
    expect(message(noor, "Ik doe het zonder script.")).to_have_count(1)
    expect(message(sam, "Ik doe het zonder script.")).to_have_count(1)


def test_one_joins_and_speaks_with_the_keyboard_alone(windows: Windows):
    page = windows.open()
    page.goto(ROOM)
    tab_to(page, page.get_by_role("main").get_by_role("link", name="Meedoen"))
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/meedoen[?]"))
    tab_to(page, page.get_by_label("Maand waarin je geboren bent"))
    page.keyboard.type("maart")
    tab_to(page, page.get_by_label("Jaar"))
    page.keyboard.type("2004")
    for box in ("Ik heb de regels gelezen", "Moi mag bewaren"):
        tab_to(page, page.get_by_label(box))
        page.keyboard.press("Space")
    tab_to(page, page.get_by_role("button", name="Naar binnen"))
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{ROOM}")
    tab_to(page, page.get_by_role("link", name="Naar het schrijfveld"))  # past all that others said
    page.keyboard.press("Enter")
    expect(page.get_by_label("Je bericht aan")).to_be_focused()
    page.keyboard.type("Met mijn toetsen.")
    page.keyboard.press("Enter")
    expect(message(page, "Met mijn toetsen.")).to_have_count(1)


def tab_to(page: Page, target: Locator, at_most: int = 160) -> None:
    """Press Tab until this has the focus, as somebody without a mouse does."""
    expect(target).to_be_attached()
    for _ in range(at_most):
        page.keyboard.press("Tab")
        if target.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"Tab does not reach {target}")
