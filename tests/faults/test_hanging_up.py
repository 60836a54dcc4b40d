"""Whoever may no longer take part is hung up on within 2 s in every process, and told why first (contract 3)."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.faults.conftest import Pair, Play
from tests.faults.crowd import ROOM
from tests.faults.wire import Line
from tests.journeys.plain import PlainBrowser
from tests.journeys.site import Site, join, sign_in
from tests.journeys.stories import case_about, open_account, report_latest, say
from tools.look import Site as RunningSite

pytestmark = pytest.mark.faults

WITHIN_SECONDS = 2
INSULT = "Jij bent hier de grootste zeurpiet van allemaal."


@dataclass
class Connected:
    """Somebody's sockets, one at each process, and what was told to each."""

    lines: list[Line] = field(default_factory=list)
    told: list[list[tuple[str, Any]]] = field(default_factory=list)

    @classmethod
    async def at_both(cls, pair: Pair, *browsers: PlainBrowser) -> Connected:
        here = cls()
        for browser in browsers:
            for process in (pair.first, pair.second):
                told: list[tuple[str, Any]] = []
                line = await Line.open(
                    process.door, f"moi={browser.cookie}", lambda *news, told=told: told.append(news)
                )
                assert (await line.ask("room:enter", room=ROOM))["ok"]
                here.lines.append(line)
                here.told.append(told)
        return here

    @property
    def are_open(self) -> list[bool]:
        return [line.is_open for line in self.lines]

    async def all_cut(self, began: float) -> None:
        left = began + WITHIN_SECONDS - time.monotonic()
        await asyncio.wait([line.cut for line in self.lines], timeout=max(left, 0))
        assert not any(self.are_open), f"still connected after {WITHIN_SECONDS} s (contract 3)"
        assert all(line.was_told_to_go for line in self.lines), "the line was torn, not hung up"

    def close(self) -> None:
        for line in self.lines:
            line.close()


@pytest.fixture
def site(pair: Pair) -> Site:
    """Pages and accounts of the pair, as the journeys use them."""
    return Site(RunningSite(pair.settings.site_url, Path(pair.settings.environ["MOI_DATA_DIR"])))


def sign_out(browser: PlainBrowser) -> None:
    browser.get("/mijn").post("/uitloggen")


def end_all(browser: PlainBrowser) -> None:
    browser.get("/mijn/aanmeldingen").post("/mijn/aanmeldingen/beeindig")


def leave(browser: PlainBrowser) -> None:
    browser.get("/mijn/wissen").post("/mijn/wissen", {"how": "remove_all"})


@pytest.mark.parametrize("go", [sign_out, end_all, leave])
def test_a_guest_who_goes_is_hung_up_in_both_processes(
    go: Callable[[PlainBrowser], None], pair: Pair, site: Site, play: Play
):
    leaver, stayer = site.new_guest(), site.new_guest()

    async def story() -> None:
        going, staying = await Connected.at_both(pair, leaver), await Connected.at_both(pair, stayer)
        cookie = f"moi={leaver.cookie}"
        began = time.monotonic()
        await asyncio.to_thread(go, leaver)
        await going.all_cut(began)
        assert all(staying.are_open)
        assert await _answer_to(pair, cookie) == "not_signed_in"
        staying.close()

    play(story())


def test_a_member_who_ends_all_sign_ins_is_hung_up_everywhere_and_one_who_ends_this_one_only_here(
    pair: Pair, site: Site, play: Play
):
    account = site.account("member", 1)
    phone, laptop = (sign_in(PlainBrowser(site.url), account) for _ in range(2))

    async def story() -> None:
        at_phone, at_laptop = await Connected.at_both(pair, phone), await Connected.at_both(pair, laptop)
        began = time.monotonic()
        await asyncio.to_thread(sign_out, phone)
        await at_phone.all_cut(began)
        assert all(at_laptop.are_open)
        await asyncio.to_thread(sign_in, phone, account)
        at_phone = await Connected.at_both(pair, phone)
        began = time.monotonic()
        await asyncio.to_thread(end_all, laptop)
        await at_laptop.all_cut(began)
        await at_phone.all_cut(began)

    play(story())


def test_a_member_who_leaves_the_site_is_hung_up_in_both_processes(pair: Pair, site: Site, play: Play):
    leaver = open_account(PlainBrowser(site.url), "vertrekkende gans")

    async def story() -> None:
        going = await Connected.at_both(pair, leaver)
        began = time.monotonic()
        await asyncio.to_thread(leave, leaver)
        await going.all_cut(began)
        assert await _answer_to(pair, f"moi={leaver.cookie}") == "not_signed_in"

    play(story())


def test_a_suspended_person_hears_the_decision_first_and_is_hung_up_in_both_processes(
    pair: Pair, site: Site, play: Play
):
    rude, host = join(PlainBrowser(site.url)), site.signed_in("peer_expert")
    say(rude, INSULT)
    report_latest(site.new_guest())

    async def story() -> None:
        going = await Connected.at_both(pair, rude)
        case = await asyncio.to_thread(case_about, host, INSULT)
        began = time.monotonic()
        fields = {"decision": "suspend", "reason": "insult", "text": "Dit kan hier niet.", "days": "7"}
        await asyncio.to_thread(host.post, case, fields)
        await going.all_cut(began)
        for told in going.told:
            event, payload = told[-1]
            assert event == "decision"
            assert payload["text"] and payload["url"].startswith("/mijn/")
        assert await _answer_to(pair, f"moi={rude.cookie}") == "not_allowed"

    play(story())


async def _answer_to(pair: Pair, cookie: str) -> str:
    """What somebody with this cookie hears who comes back at the other process."""
    line = await Line.open(pair.second.door, cookie)
    answer = await line.ask("room:enter", room=ROOM)
    line.close()
    return str(answer["error"]["code"])
