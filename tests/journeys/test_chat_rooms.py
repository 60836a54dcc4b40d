"""A room in each of its states and on each kind of device: empty, full, closing; by keyboard, on a phone, bare."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.rooms import ALL_WEEK, enter, field, load_rooms, make_rooms, message_with, say
from tests.journeys.site import Site
from tests.journeys.test_every_page import EVERYTHING, violations
from tests.journeys.windows import Windows
from tests.journeys.wire import COMPLAINTS, Payload, Wire, conversation, message
from tools.assets import DIST, ROOT

pytestmark = pytest.mark.journey

SCRIPT_BUDGET_BYTES = 25_000
"""Compressed, with what hosts have besides (architecture 8)."""
BOX = "element => { const { top, bottom, height } = element.getBoundingClientRect(); return { top, bottom, height }; }"
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def rooms(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    return make_rooms(site, tmp_path_factory.mktemp("rooms"), 20, "zaal")


@pytest.fixture
def room(rooms: Iterator[str]) -> str:
    return next(rooms)


def fill(page: Page, wire: Wire, room: str, number: int = 12) -> None:
    for each in islice(conversation(room), number):
        wire.tell("message:posted", each)
    expect(page.locator("#gesprek li.msg")).to_have_count(number)


def test_a_room_without_words_invites_and_the_first_word_takes_its_place(windows: Windows, room: str):
    page = enter(windows.open("guest", width=360), room)
    invitation = page.get_by_text("Nog niemand zei iets. Een halve zin is genoeg.")
    expect(invitation).to_be_visible()
    say(page, "Moi.")
    expect(message_with(page, "Moi.")).to_contain_text("Verstuurd")
    expect(invitation).to_be_hidden()


def test_while_there_is_no_line_yet_it_says_so_and_one_can_write(windows: Windows, room: str):
    page = windows.open("guest", width=360)
    wire = Wire(page)
    wire.answers["room:enter"] = lambda wish: {
        "ok": False,
        "error": {"code": "room_full", "message": "Deze kamer is vol. Probeer het over een paar minuten nog eens."},
    }
    page.goto(f"/chat/{room}")
    expect(page.locator("#toestand")).to_contain_text("Deze kamer is vol.")
    say(page, "Ik wacht wel.")
    expect(message_with(page, "Ik wacht wel.")).to_contain_text("Nog niet weg.")
    del wire.answers["room:enter"]
    expect(message_with(page, "Ik wacht wel.")).to_contain_text("Verstuurd", timeout=20_000)
    expect(page.locator("#toestand")).not_to_contain_text("vol")


def test_L6_a_room_that_closes_clears_the_page_and_says_where_to_go(windows: Windows, site: Site, tmp_path: Path):
    wishes: dict[str, object] = {"slug": "sluitkamer", "min_hosts": 1, "closing_text": "Tot morgen aan de keukentafel."}
    load_rooms(site, tmp_path, wishes | {"openings": ALL_WEEK})
    host = windows.open("peer_expert")
    host.goto("/chat/sluitkamer")
    host.wait_for_load_state()
    expect(host.locator("#stand")).to_contain_text("Open.")
    noor = enter(windows.open("guest", width=360), "sluitkamer")
    say(noor, "Dit blijft hier.")
    expect(message_with(noor, "Dit blijft hier.")).to_contain_text("Verstuurd")
    field(noor).fill("Ik wilde nog zeggen dat")
    load_rooms(site, tmp_path, wishes | {"openings": []})
    expect(noor.get_by_role("heading", name="Sluitkamer is dicht")).to_be_visible(timeout=15_000)
    expect(noor.get_by_role("log")).to_contain_text("Teruglezen kan niet meer.")
    expect(noor.get_by_role("log")).to_contain_text("Tot morgen aan de keukentafel.")
    expect(noor.get_by_role("log").get_by_role("link", name="Naar het forum")).to_be_visible()
    expect(noor.get_by_text("Dit blijft hier.")).to_have_count(0)
    expect(noor.locator("#stand")).to_have_text("Dicht")
    expect(noor.locator("#toestand")).to_contain_text("Wat je schreef is niet verstuurd.")
    expect(field(noor)).to_have_value("Ik wilde nog zeggen dat")
    expect(field(noor)).not_to_be_editable()
    assert noor.evaluate("sessionStorage.length") == 0
    assert violations(noor, EVERYTHING) == []
    noor.reload()
    expect(noor.get_by_role("heading", name="Sluitkamer is dicht")).to_be_visible()


def test_everything_in_a_room_goes_by_keyboard(windows: Windows, room: str):
    page = windows.open("guest")
    wire = Wire(page)
    enter(page, room)
    fill(page, wire, room)
    skip = page.get_by_role("link", name="Naar het schrijfveld")
    skip.focus()
    expect(skip).to_be_in_viewport()  # past all that others said
    page.keyboard.press("Enter")
    expect(field(page)).to_be_focused()
    page.keyboard.type("Een regel")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("en nog een")
    expect(field(page)).to_have_value("Een regel\nen nog een")
    page.keyboard.press("Enter")
    expect(message_with(page, "en nog een")).to_contain_text("Verstuurd")
    expect(field(page)).to_be_focused()
    page.locator("#bericht-verzonnen12").get_by_role("link", name="Reageer").press("Enter")
    expect(page.locator("#antwoord")).to_contain_text("dappere kievit: Dit is bericht 12")
    expect(field(page)).to_be_focused()
    expect(field(page)).to_have_attribute("aria-describedby", "antwoord")
    page.keyboard.press("Escape")
    expect(page.locator("#antwoord")).to_be_hidden()
    expect(field(page)).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Stuur", exact=True)).to_be_focused()
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("Tab")
    assert page.evaluate("!document.querySelector('.chat__say').contains(document.activeElement)")  # no trap


def test_enter_may_stay_in_the_field_for_who_wants_that(windows: Windows, room: str):
    page = enter(windows.open("guest"), room)
    page.get_by_role("button", name="Enter maakt een nieuwe regel").click()
    field(page).fill("Een regel")
    field(page).press("Enter")
    field(page).press_sequentially("en nog een")
    expect(field(page)).to_have_value("Een regel\nen nog een")
    page.reload()
    expect(page.get_by_role("button", name="Enter maakt een nieuwe regel")).to_have_attribute("aria-pressed", "true")
    expect(field(page)).to_have_value("Een regel\nen nog een")
    page.get_by_role("button", name="Stuur", exact=True).click()
    expect(message_with(page, "en nog een")).to_contain_text("Verstuurd")


@pytest.mark.parametrize("height", [560, 430, 340])
def test_on_a_phone_with_its_keyboard_open_one_sees_what_one_writes_and_the_last_words(
    height: int, windows: Windows, room: str
):
    page = windows.open("guest", width=375)
    wire = Wire(page)
    enter(page, room)
    fill(page, wire, room)
    field(page).focus()
    page.set_viewport_size({"width": 375, "height": height})
    expect(field(page)).to_be_in_viewport(ratio=1)
    field(page).fill("Twee regels\nmisschien")
    expect(page.get_by_role("button", name="Stuur", exact=True)).to_be_in_viewport(ratio=1)
    expect(page.locator("#bericht-verzonnen12 .msg__text")).to_be_in_viewport()  # the end is still in sight
    assert page.locator("#gesprek").evaluate(BOX)["height"] >= 80
    bottom = page.locator(".chat__say").evaluate(BOX)["bottom"]
    assert height - 2 <= bottom <= height + 1, "the composer stands on the keyboard"
    page.set_viewport_size({"width": 375, "height": 800})
    field(page).evaluate("element => element.blur()")
    expect(page.locator("#bericht-verzonnen12 .msg__text")).to_be_in_viewport()


def test_a_keyboard_that_lies_over_the_page_makes_the_room_smaller(windows: Windows, room: str):
    page = windows.open("guest", width=375)
    page.add_init_script(
        "const view = new EventTarget(); view.scale = 1; view.height = 800;"
        "Object.defineProperty(window, 'visualViewport', { value: view });"
    )
    enter(page, room)
    page.evaluate("visualViewport.height = 500; visualViewport.dispatchEvent(new Event('resize'))")
    assert page.locator(".chat__say").evaluate(BOX)["bottom"] <= 500
    page.evaluate("visualViewport.height = 800; visualViewport.dispatchEvent(new Event('resize'))")
    assert page.locator(".chat__say").evaluate(BOX)["bottom"] > 600


def test_the_button_leaves_the_focus_in_the_field_and_zooming_is_allowed(windows: Windows, room: str):
    page = enter(windows.open("guest", width=375), room)
    field(page).click()
    say(page, "Nog open.")
    expect(field(page)).to_be_focused()  # so the keyboard of a phone stays
    viewport = page.locator("meta[name=viewport]").get_attribute("content") or ""
    assert "interactive-widget=resizes-content" in viewport
    assert "user-scalable" not in viewport and "maximum-scale" not in viewport


@pytest.mark.parametrize(("width", "height"), [(320, 640), (640, 400), (320, 225)])
def test_L20_narrow_or_enlarged_nothing_scrolls_sideways_or_goes_out_of_reach(
    width: int, height: int, windows: Windows, room: str
):
    page = windows.open("guest")
    wire = Wire(page)
    wire.answers["message:post"] = lambda wish: {"ok": False, "error": {"code": "muted", "message": "Nu niet. " * 9}}
    page.set_viewport_size({"width": width, "height": height})
    enter(page, room)
    fill(page, wire, room, 3)
    wire.tell("message:posted", message(room, 4, "Aaaah" * 60, "eigenwijze rosse grutto", id="lang"))
    say(page, "w" * 200)
    expect(page.locator("li[data-unsent]")).to_contain_text("Nu niet.")
    assert page.evaluate(TOO_WIDE) <= 0
    for name in ("Stuur", "Wijzig"):
        button = page.get_by_role("button", name=name, exact=True)
        button.scroll_into_view_if_needed()
        expect(button).to_be_in_viewport(ratio=1)
    page.get_by_role("link", name="Nu hulp").last.scroll_into_view_if_needed()
    expect(page.get_by_role("link", name="Nu hulp").last).to_be_in_viewport()


@pytest.mark.parametrize("dark", [False, True])
def test_L20_every_state_of_a_room_is_sound(dark: bool, windows: Windows, room: str):
    windows.expect(*COMPLAINTS)
    page = windows.open("guest", width=360, dark=dark)
    wire = Wire(page)
    refused: Payload = {"ok": False, "error": {"code": "muted", "message": "Je kunt nu niet schrijven."}}
    enter(page, room)
    fill(page, wire, room)
    say(page, "Dit staat er.")
    expect(message_with(page, "Dit staat er.")).to_contain_text("Verstuurd")
    wire.answers["message:post"] = lambda wish: refused
    say(page, "Dit mag niet.")
    expect(page.locator("li[data-unsent]")).to_contain_text("Je kunt nu niet schrijven.")
    page.locator("#gesprek").evaluate("box => { box.scrollTop = 0 }")
    wire.tell("message:posted", message(room, 13, "Nieuw."))
    expect(page.get_by_role("button", name="1 nieuw bericht")).to_be_visible()
    page.locator("#bericht-verzonnen2").get_by_role("link", name="Reageer").click()
    wire.is_down = True
    wire.cut()
    say(page, "En dit wacht.")
    expect(page.locator("#toestand")).to_contain_text("De verbinding is weg.")
    assert violations(page, EVERYTHING) == []
    page.emulate_media(contrast="more")
    assert violations(page, EVERYTHING) == []


def test_what_a_tint_tells_is_told_by_lines_where_the_device_chooses_the_colours(windows: Windows, room: str):
    page = windows.open("guest")
    wire = Wire(page)
    enter(page, room)
    wire.tell("message:posted", message(room, 1, "Kon minder."))
    page.get_by_role("log").get_by_text("Steun", exact=True).click()
    wire.answers["message:react"] = lambda wish: {"ok": True}
    page.get_by_role("log").get_by_role("button", name="Knap").click()
    wire.tell("message:changed", message(room, 1, "Kon minder.", reactions={"knap": 1, "sterkte": 1}))
    page.emulate_media(forced_colors="active")
    given, other = (page.get_by_role("button", name=f"{word} · 1").locator("span") for word in ("Knap", "Sterkte"))
    width = "element => getComputedStyle(element).borderTopWidth"
    expect(given).to_be_visible()
    assert given.evaluate(width) != other.evaluate(width)
    silence = page.get_by_role("button", name="Nieuwe berichten niet voorlezen")
    before = silence.evaluate(width)
    silence.click()
    assert silence.evaluate(width) != before


def test_without_script_the_log_begins_at_its_end_and_the_form_is_near(windows: Windows, room: str):
    talker = windows.open("guest")
    enter(talker, room)
    for number in range(5):
        say(talker, f"Zin {number}, " + "met veel woorden " * 12)
        expect(message_with(talker, f"Zin {number}")).to_contain_text("Verstuurd")
    page = windows.open("guest", width=360, script=False)
    page.goto(f"/chat/{room}")
    expect(message_with(page, "Zin 4").locator(".msg__acts")).to_be_in_viewport()
    expect(message_with(page, "Zin 0")).not_to_be_in_viewport()
    expect(field(page)).to_be_in_viewport(ratio=1)
    say(page, "Zonder script.")
    expect(message_with(page, "Zonder script.")).to_be_in_viewport()
    say(talker, "En toen dit.")
    expect(message_with(talker, "En toen dit.")).to_contain_text("Verstuurd", timeout=10_000)
    page.get_by_role("link", name="Ververs").click()
    expect(message_with(page, "En toen dit.")).to_be_in_viewport()
    field(page).press("Enter")
    assert re.search(f"/chat/{room}", page.url)


@pytest.mark.parametrize("who", ["guest", "peer_expert"])
def test_all_a_room_loads_of_its_own_fits_the_budget(windows: Windows, room: str, who: str):
    page = enter(windows.open(who), room)
    loaded = page.locator("script[type=module]").evaluate_all("all => all.map(each => each.src.split('/').at(-1))")
    sizes = {name: len(gzip.compress((DIST / name).read_bytes(), 9)) for name in loaded if "device" not in name}
    assert sizes and sum(sizes.values()) < SCRIPT_BUDGET_BYTES, f"{ROOT / 'static/src'}: {sizes}"
