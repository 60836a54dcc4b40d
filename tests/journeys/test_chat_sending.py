"""Nothing one writes in a room is lost, said twice, or left without a word about how it stands with it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.rooms import enter, field, make_rooms, message_with, say
from tests.journeys.site import Site
from tests.journeys.windows import Windows, stub_exit
from tests.journeys.wire import COMPLAINTS, Payload, Wire

pytestmark = pytest.mark.journey

NOT_YET = "Nog niet weg. We proberen het opnieuw."
KEPT = "Object.values(sessionStorage).join() + Object.values(localStorage).join()"


@pytest.fixture(scope="module")
def rooms(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    return make_rooms(site, tmp_path_factory.mktemp("rooms"), 11)


@pytest.fixture
def room(rooms: Iterator[str]) -> str:
    return next(rooms)


def unsent(page: Page, words: str) -> Locator:
    return page.locator("li[data-unsent]", has_text=words)


def take_line_away(page: Page, wire: Wire) -> None:
    wire.is_down = True
    wire.cut()
    expect(page.locator("#toestand")).to_contain_text("De verbinding is weg.")


def give_line_back(page: Page, wire: Wire) -> None:
    """The line is there again, and the device says that it is."""
    wire.is_down = False
    page.evaluate("dispatchEvent(new Event('online'))")


def refuse(code: str, words: str, retry_after: int | None = None) -> Payload:
    error: Payload = {"code": code, "message": words}
    return {"ok": False, "error": error | ({"retry_after": retry_after} if retry_after else {})}


def test_what_is_written_without_a_line_survives_a_reload_and_is_said_once(windows: Windows, room: str):
    windows.expect(*COMPLAINTS)
    noor, sam = windows.open("guest"), windows.open("guest")
    wire = Wire(noor)
    enter(noor, room)
    enter(sam, room)
    take_line_away(noor, wire)
    say(noor, "Geschreven in de tunnel.")
    field(noor).fill("En dit was ik nog aan het")
    expect(unsent(noor, "in de tunnel")).to_contain_text(NOT_YET)
    noor.reload()
    expect(unsent(noor, "in de tunnel")).to_contain_text(NOT_YET)
    expect(field(noor)).to_have_value("En dit was ik nog aan het")
    expect(message_with(sam, "in de tunnel")).to_have_count(0)
    give_line_back(noor, wire)
    for page in (noor, sam):
        expect(message_with(page, "in de tunnel")).to_have_count(1)
    expect(unsent(noor, "in de tunnel")).to_have_count(0)
    expect(message_with(noor, "in de tunnel")).to_contain_text("Verstuurd")
    expect(field(noor)).to_have_value("En dit was ik nog aan het")
    noor.reload()
    expect(message_with(noor, "in de tunnel")).to_have_count(1)


def test_a_message_whose_answer_got_lost_is_sent_again_and_said_once(windows: Windows, room: str):
    windows.expect(*COMPLAINTS)
    noor, sam = windows.open("guest"), windows.open("guest")
    wire = Wire(noor)
    wire.loses_answer_to = "message:post"
    wire.loses = lambda event, payload: event == "message:posted"
    enter(noor, room)
    enter(sam, room)
    say(noor, "Hoorde iemand dit?")
    expect(message_with(sam, "Hoorde iemand dit?")).to_have_count(1)
    expect(unsent(noor, "Hoorde iemand dit?")).to_contain_text("Wordt verstuurd.")
    wire.cut()
    wire.loses_answer_to = ""
    expect(unsent(noor, "Hoorde iemand dit?")).to_have_count(0)
    expect(message_with(noor, "Hoorde iemand dit?")).to_have_count(1)
    say(noor, "En dit?")
    expect(message_with(sam, "En dit?")).to_have_count(1)
    assert {wish["client_id"] for wish in wire.wishes("message:post")[:-1]} == {
        wire.wishes("message:post")[0]["client_id"]
    }
    expect(message_with(sam, "Hoorde iemand dit?")).to_have_count(1)


def test_who_writes_faster_than_allowed_waits_and_it_goes_by_itself_in_order(windows: Windows, room: str):
    noor, sam = windows.open("guest"), windows.open("guest")
    enter(noor, room)
    enter(sam, room)
    for number in range(1, 8):
        say(noor, f"Zin nummer {number}.")
    expect(unsent(noor, "Zin nummer 7.")).to_contain_text("Nog niet weg. Het gaat vanzelf over")
    expect(noor.locator("#stem")).to_contain_text("Het gaat vanzelf over")  # for who does not see it
    expect(unsent(noor, "Zin nummer")).to_have_count(0, timeout=20_000)
    expect(sam.locator("li.msg .msg__words")).to_have_text([f"Zin nummer {number}." for number in range(1, 8)])
    expect(noor.locator(".msg__state")).to_have_count(1)  # said at what was sent last only
    expect(message_with(noor, "Zin nummer 7.")).to_contain_text("Verstuurd")


def test_while_the_database_is_away_it_says_not_yet_and_goes_afterwards(windows: Windows, room: str):
    noor, sam = windows.open("guest"), windows.open("guest")
    wire = Wire(noor)
    refusals = [refuse("unavailable", "Nog niet.", 1), refuse("unavailable", "Nog niet.", 1)]
    wire.answers["message:post"] = lambda wish: refusals.pop() if refusals else None
    enter(noor, room)
    enter(sam, room)
    say(noor, "Ook als het even hapert.")
    expect(unsent(noor, "hapert")).to_contain_text(NOT_YET)
    expect(message_with(sam, "hapert")).to_have_count(1)
    expect(noor.locator("#toestand")).to_have_text("Verstuurd")
    assert len({wish["client_id"] for wish in wire.wishes("message:post")}) == 1


def test_what_is_refused_for_good_stays_with_the_reason_to_change_or_throw_away(windows: Windows, room: str):
    noor = windows.open("guest")
    wire = Wire(noor)
    why = "Je kunt nu niet schrijven. Bij Mijn Moi staat tot wanneer en waarom."
    wire.answers["message:post"] = lambda wish: refuse("muted", why) if "niet" in wish["body"] else None
    enter(noor, room)
    say(noor, "Dit mag niet.")
    expect(unsent(noor, "Dit mag niet.")).to_contain_text(why)
    say(noor, "Dit wel.")
    expect(message_with(noor, "Dit wel.")).to_contain_text("Verstuurd")  # it holds up nothing
    noor.reload()
    expect(unsent(noor, "Dit mag niet.")).to_contain_text(why)
    unsent(noor, "Dit mag niet.").get_by_role("button", name="Wijzig").click()
    expect(field(noor)).to_be_focused()
    expect(field(noor)).to_have_value("Dit mag niet.")
    expect(unsent(noor, "Dit mag niet.")).to_have_count(0)
    say(noor, "Dit ook niet.")
    unsent(noor, "Dit ook niet.").get_by_role("button", name="Haal weg").click()
    expect(unsent(noor, "Dit ook niet.")).to_have_count(0)
    assert noor.evaluate(KEPT) == ""


def test_too_many_characters_are_said_and_none_is_cut_off(windows: Windows, room: str):
    noor = windows.open("guest")
    wire = Wire(noor)
    enter(noor, room)
    say(noor, "é" * 1001)
    expect(noor.locator("#toestand")).to_have_text("Er passen 1000 tekens in een bericht, dit zijn er 1001.")
    expect(field(noor)).to_have_value("é" * 1001)
    expect(field(noor)).to_have_attribute("aria-invalid", "true")
    assert wire.wishes("message:post") == []
    say(noor, "é" * 999 + "\U0001f600")  # a thousand characters, though JavaScript counts one more
    expect(message_with(noor, "ééé")).to_contain_text("Verstuurd")


def test_who_waits_for_a_chair_keeps_what_was_written(windows: Windows, room: str):
    noor = windows.open("guest")
    wire = Wire(noor)
    enter(noor, room)
    you = {"room": room, "name": "wulp", "avatar": {"bird": "wulp", "tint": 1}}
    wire.tell("you:changed", you | {"may_speak": False, "place_in_queue": 2})
    expect(noor.locator("#toestand")).to_contain_text("Je bent nummer 2 in de rij")
    expect(noor.locator("#rij")).to_be_hidden()  # said once
    field(noor).fill("Zodra ik mag.")
    field(noor).press("Enter")
    expect(field(noor)).to_have_value("Zodra ik mag.")
    assert wire.wishes("message:post") == []
    wire.tell("you:changed", you | {"may_speak": True, "place_in_queue": None})
    expect(noor.locator("#toestand")).to_have_text("Er is een stoel vrij. Je kunt meepraten.")
    field(noor).press("Enter")
    expect(message_with(noor, "Zodra ik mag.")).to_contain_text("Verstuurd")


def test_who_sits_down_at_this_device_next_finds_nothing(windows: Windows, site: Site, room: str):
    windows.expect(*COMPLAINTS)
    page = windows.open("guest")
    wire = Wire(page)
    enter(page, room)
    take_line_away(page, wire)
    say(page, "Dit is van mij.")
    assert "Dit is van mij." in page.evaluate(KEPT)
    page.context.add_cookies([{"name": "moi", "value": site.cookie_of("guest"), "url": site.url}])
    page.reload()
    expect(page.get_by_role("log")).to_be_visible()
    expect(page.get_by_text("Dit is van mij.")).to_have_count(0)
    windows.wait_until(lambda: page.evaluate(KEPT) == "")


def test_signing_out_empties_what_was_kept(windows: Windows, room: str):
    windows.expect(*COMPLAINTS)
    page = windows.open("guest")
    wire = Wire(page)
    enter(page, room)
    take_line_away(page, wire)
    say(page, "Dit gaat nergens heen.")
    page.get_by_role("contentinfo").get_by_role("button", name="Uitloggen").click()
    page.wait_for_url(lambda url: "/chat/" not in url)
    assert page.evaluate(KEPT) == ""


def test_L10_snel_weg_leaves_nothing_of_what_was_not_sent(windows: Windows, room: str):
    windows.expect(*COMPLAINTS)
    page = windows.open("guest")
    stub_exit(page)
    wire = Wire(page)
    enter(page, room)
    take_line_away(page, wire)
    say(page, "Dit hoort niemand.")
    field(page).fill("En dit ook niet")
    assert "Dit hoort niemand." in page.evaluate(KEPT)
    for _ in range(3):
        page.keyboard.press("Shift")
    expect(page.get_by_role("heading", name="Het weer")).to_be_visible()
    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]


def test_L5_nobody_elses_words_are_ever_kept(windows: Windows, room: str):
    windows.expect(*COMPLAINTS)
    noor, sam = windows.open("guest"), windows.open("guest")
    wire = Wire(sam)
    enter(noor, room)
    enter(sam, room)
    say(noor, "Dit is van Noor.")
    message_with(sam, "Dit is van Noor.").get_by_role("link", name="Reageer").click()
    take_line_away(sam, wire)
    field(sam).fill("Ik heb dat ook")
    assert "Ik heb dat ook" in sam.evaluate(KEPT) and "Noor" not in sam.evaluate(KEPT)
    sam.reload()
    expect(sam.locator("#antwoord")).to_contain_text("Dit is van Noor.")  # read again from the log
    give_line_back(sam, wire)
    field(sam).press("Enter")
    expect(message_with(noor, "Ik heb dat ook").locator(".msg__quote")).to_contain_text("Dit is van Noor.")
