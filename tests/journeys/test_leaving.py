"""Snel weg (L10) and Nu hulp without a network (L9), in a real browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.windows import Windows, stub_exit

pytestmark = pytest.mark.journey


def remember_something(page: Page) -> None:
    """Leave on this device what a reader leaves: a municipality, a theme, and something of an island."""
    page.get_by_label("Je gemeente").select_option("GM0014")
    page.get_by_role("button", name="Nacht").click()
    page.evaluate("sessionStorage.setItem('moi:draft', 'wat ik bijna zei')")
    assert page.evaluate("localStorage.length") == 2


def assert_gone(page: Page, targets: list[str]) -> None:
    expect(page.get_by_role("heading", name="Het weer")).to_be_visible()
    assert targets and not targets[0].startswith("http://127.0.0.1")
    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]


def test_L10_a_press_on_snel_weg_leaves_nothing_behind(windows: Windows):
    page = windows.open()
    targets = stub_exit(page)
    page.goto("/")
    remember_something(page)
    page.get_by_role("link", name="Snel weg").click()
    assert_gone(page, targets)
    page.go_back()
    # The address was replaced: what was being read is not one step back.
    expect(page.get_by_role("heading", name="Hoe is")).to_have_count(0)


def test_L10_shift_three_times_leaves_but_not_with_another_key_between(windows: Windows):
    page = windows.open()
    targets = stub_exit(page)
    page.goto("/")
    remember_something(page)
    for key in ("Shift", "Shift", "a", "Shift", "Shift", "Shift+a", "Shift"):
        page.keyboard.press(key)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert targets == []
    page.keyboard.press("Escape")
    for _ in range(3):
        page.keyboard.press("Shift")
    assert_gone(page, targets)


def test_L10_without_script_the_link_still_leaves(windows: Windows):
    page = windows.open(script=False)
    targets = stub_exit(page)
    page.goto("/")
    page.get_by_role("link", name="Snel weg").click()
    expect(page.get_by_role("heading", name="Het weer")).to_be_visible()
    assert targets


def test_L10_leaving_ends_the_socket(windows: Windows):
    reader, other = windows.open("guest"), windows.open("guest")
    stub_exit(reader)
    closed: list[bool] = []
    reader.on("websocket", lambda socket: socket.on("close", lambda _socket: closed.append(True)))
    for page in (reader, other):
        page.goto("/chat/kletskamer")
    other.get_by_label("Je bericht aan").fill("Hoor je mij?")
    other.get_by_role("button", name="Stuur", exact=True).click()
    expect(reader.get_by_role("log").get_by_text("Hoor je mij?")).to_be_visible()  # the socket is open
    reader.get_by_role("link", name="Snel weg").click()
    expect(reader.get_by_role("heading", name="Het weer")).to_be_visible()
    windows.wait_until(lambda: bool(closed))


def test_L9_nu_hulp_opens_without_a_network(windows: Windows):
    windows.expect("ERR_INTERNET_DISCONNECTED")
    page = windows.open(keeps_offline=True, width=360)
    page.goto("/")
    page.evaluate("navigator.serviceWorker.ready")
    page.wait_for_function("caches.match('/nu-hulp').then(Boolean)")
    page.context.set_offline(True)
    page.goto("/nu-hulp")
    for number in ("tel:112", "tel:113", "tel:08000113"):
        assert page.locator(f"main a[href='{number}']").count() > 0, number
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).fontFamily") != ""
    # Nothing else is kept on the device: another page shows help, not what was read before.
    page.goto("/forum")
    expect(page.locator("main a[href='tel:113']").first).to_be_visible()
    kept = page.evaluate(
        "caches.keys().then(names => Promise.all(names.map(name => caches.open(name).then(c => c.keys()))))"
        ".then(lists => lists.flat().map(request => new URL(request.url).pathname))"
    )
    assert [path for path in kept if not path.startswith("/static/")] == ["/nu-hulp"]
