"""A chair that goes from who reads along to who waits, with script and without."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys.rooms import ALL_WEEK, enter, field, load_rooms, message_with, say
from tests.journeys.site import Site
from tests.journeys.windows import Windows

pytestmark = pytest.mark.journey


def test_who_reads_along_gives_a_chair_to_who_waits(windows: Windows, site: Site, tmp_path: Path):
    room = {"slug": "stoelkamer", "openings": ALL_WEEK, "min_hosts": 1, "max_speakers": 1}
    load_rooms(site, tmp_path, room)
    enter(windows.open("peer_expert"), "stoelkamer")
    noor, sam = enter(windows.open("guest"), "stoelkamer"), enter(windows.open("guest", width=360), "stoelkamer")
    expect(sam.locator("#toestand")).to_contain_text("Je bent nummer 1 in de rij")
    noor.get_by_role("button", name="Ik lees mee").click()
    expect(noor.get_by_text("Je leest mee. Je stoel is vrij voor een ander.")).to_be_visible()
    expect(field(noor)).to_have_count(0)
    expect(sam.locator("#toestand")).not_to_contain_text("in de rij")
    say(sam, "Dank voor de stoel.")
    expect(message_with(noor, "Dank voor de stoel.")).to_be_visible()
    enter(noor, "stoelkamer")  # her page loads anew, and she still reads along
    say(sam, "Nog iets.")
    expect(message_with(noor, "Nog iets.")).to_be_visible()
    noor.get_by_role("button", name="Ik wil meepraten").click()
    expect(noor.locator("#toestand")).to_contain_text("Je bent nummer 1 in de rij")
    sam.locator(".chat__tools").get_by_role("link", name="Info").click()
    sam.get_by_role("button", name="Ik lees mee").click()
    expect(noor.locator("#toestand")).not_to_contain_text("in de rij")
    say(noor, "Daar ben ik weer.")
    expect(message_with(sam, "Daar ben ik weer.")).to_be_visible()
