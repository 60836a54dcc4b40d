"""Rooms of one journey each, so that what one journey says stands in no other's way; and going in and saying things."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.journeys.site import Site
from tools.look import _flask

SOMEBODY_IS_THERE = re.compile(r"[1-9]\d* mens")
ALL_WEEK = [{"weekday": day, "opens": "00:00", "closes": "24:00"} for day in range(7)]


def make_rooms(site: Site, folder: Path, number: int, name: str = "proefkamer") -> Iterator[str]:
    """Names of new rooms that are always open and empty."""
    slugs = [f"{name}-{each}" for each in range(1, number + 1)]
    load_rooms(site, folder, *({"slug": slug, "is_always_open": True} for slug in slugs))
    return iter(slugs)


def load_rooms(site: Site, folder: Path, *rooms: dict[str, Any]) -> None:
    """Add rooms, or change them, as an operator does."""
    file = folder / "rooms.toml"
    file.write_text("\n".join(_table(room) for room in rooms))
    _flask(site.data, site.url, "chat", "rooms", str(file))


def _table(room: dict[str, Any]) -> str:
    full = {"title": str(room["slug"]).replace("-", " ").capitalize(), "lead": "Om te proberen."} | room
    return "[[room]]\n" + "\n".join(f"{name} = {_toml(value)}" for name, value in full.items())


def _toml(value: Any) -> str:
    if isinstance(value, list):
        return f"[{', '.join(_toml(each) for each in value)}]"
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{name} = {_toml(each)}" for name, each in value.items()) + " }"
    return json.dumps(value)


def enter(page: Page, room: str) -> Page:
    """Go in, and wait until the line is there."""
    page.goto(f"/chat/{room}")
    expect(page.get_by_role("log")).to_be_visible()
    expect(page.locator("#stand")).to_contain_text(SOMEBODY_IS_THERE)
    return page


def field(page: Page) -> Locator:
    return page.get_by_label("Je bericht aan")


def say(page: Page, words: str) -> None:
    field(page).fill(words)
    page.get_by_role("button", name="Stuur", exact=True).click()


def message_with(page: Page, words: str) -> Locator:
    return page.get_by_role("log").locator("li.msg", has_text=words)
