"""Many people come back after a restart, as their pages do: spread, caught up soon, and pages stay quick meanwhile."""

from __future__ import annotations

import asyncio
import time

import pytest

from tests.faults.conftest import LoneWith, Play
from tests.faults.crowd import BROWSER_PAUSE_SECONDS, ROOM, Crowd, until
from tests.faults.pages import PageReader, messages_after, p95
from tests.faults.processes import at_this_load
from tests.faults.sizes import Sizes
from tests.faults.wire import Line

pytestmark = pytest.mark.faults

CAUGHT_UP_WITHIN_SECONDS = 60
PAGES_P95_SECONDS = 2
HEARD_WITHIN_SECONDS = 10
ARRIVING_PER_SECOND = 60
"""How people came the first time, on their own; only a restart brings all at once."""
SPARE_SOCKETS = 100
AT_A_TIME = 50
MOST_BYTES_PER_SOCKET = 200_000
"""Generous: it says that nothing piles up per socket. What one costs is measured by make bench."""


def test_everybody_is_caught_up_within_a_minute_after_a_restart_and_pages_stay_quick(
    lone_with: LoneWith, play: Play, size: Sizes
):
    lone = lone_with(MOI_MAX_SOCKETS=str(size.coming_back + SPARE_SOCKETS))  # with limits, as in daily life
    cookies = lone.settings.guests(size.coming_back)

    async def story() -> None:
        crowd = await Crowd.of(
            cookies,
            lambda: lone.door,
            pause=BROWSER_PAUSE_SECONDS,
            arriving_seconds=len(cookies) / ARRIVING_PER_SECOND,
        )
        async with crowd:
            await crowd.all_in(at_this_load(CAUGHT_UP_WITHIN_SECONDS))
            for chatter in crowd.chatters[:5]:
                chatter.say()
            await crowd.all_acknowledged(HEARD_WITHIN_SECONDS)
            await crowd.all_complete(HEARD_WITHIN_SECONDS)
            await asyncio.to_thread(lone.kill)
            await until("everybody noticed", lambda: not any(each.is_in for each in crowd.chatters), 10)
            for chatter in crowd.chatters[:5]:
                chatter.say()  # waits in the page, and is what the others miss
            await asyncio.to_thread(lone.start)
            until_then = time.monotonic() + at_this_load(CAUGHT_UP_WITHIN_SECONDS)
            async with PageReader(lambda: lone.door) as visitor, PageReader(lambda: lone.door, cookies[0]) as guest:
                await crowd.all_in(until_then - time.monotonic())
                await crowd.all_acknowledged(until_then - time.monotonic())
                await crowd.all_complete(until_then - time.monotonic())
                took = [*visitor.took_seconds, *guest.took_seconds]
            assert visitor.statuses == guest.statuses == {200}
            assert p95(took) < at_this_load(PAGES_P95_SECONDS), f"{len(took)} pages, p95 {p95(took):.2f} s"
        for chatter in crowd.chatters[:: len(crowd.chatters) // 10]:
            crowd.history.read(chatter.name, await messages_after(lone.door, chatter.cookie, crowd.history.after))
        assert crowd.history.faults() == []

    play(story())


def test_as_many_sockets_as_are_allowed_are_open_at_once_and_all_hear(lone_with: LoneWith, play: Play, size: Sizes):
    lone = lone_with(MOI_MAX_SOCKETS=str(size.sockets + SPARE_SOCKETS), MOI_LIMITS="off")
    cookies = lone.settings.guests(AT_A_TIME)
    heard: list[int] = []

    def hear(event: str, _payload: object) -> None:
        if event == "message:posted":
            heard.append(1)

    async def come_in(cookie: str, times: int) -> None:
        for _ in range(times):
            line = await Line.open(lone.door, cookie, hear)
            assert (await line.ask("room:enter", room=ROOM))["ok"]

    async def story() -> None:
        await come_in(cookies[0], 1)
        before = await asyncio.to_thread(lone.memory_bytes)
        await asyncio.gather(*(come_in(cookie, size.sockets // AT_A_TIME) for cookie in cookies))
        per_socket = (await asyncio.to_thread(lone.memory_bytes) - before) / size.sockets
        speaker = await Line.open(lone.door, cookies[0])
        assert (await speaker.ask("room:enter", room=ROOM))["ok"]
        assert (await speaker.ask("message:post", room=ROOM, client_id="1", body="hoort iedereen dit"))["ok"]
        await until("everybody heard it", lambda: len(heard) == size.sockets + 1, HEARD_WITHIN_SECONDS)
        assert per_socket < MOST_BYTES_PER_SOCKET

    play(story())
