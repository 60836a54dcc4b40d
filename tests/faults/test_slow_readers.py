"""Fifty people whose devices take nothing in are cut at 1 MB (contract 3), and nobody else waits for them."""

from __future__ import annotations

import asyncio
import time

import pytest

from tests.faults.conftest import LoneWith, Play
from tests.faults.crowd import ROOM, Crowd, entered
from tests.faults.pages import messages_after, p95
from tests.faults.processes import Process, at_this_load
from tests.faults.sizes import Sizes
from tests.faults.wire import Line

pytestmark = pytest.mark.faults

SLOW, LIVELY = 50, 8
MESSAGES_PER_SECOND = 5
OTHERS_P95_SECONDS = 1
HELD_BY_THE_SYSTEM = 4096
MOST_GROWTH_BYTES = 150_000_000
"""50 readers × 1 MB, and room for what a busy process holds anyway; without a bound it would be 400 MB and rising."""
MOST_IN_A_PAGE = 500
SILENCE_SECONDS = 40
"""Whoever does not answer a ping is cut after 45 s: the test must be over before, or it would prove nothing."""


def long_words(short: str) -> str:
    """Nearly the longest message: over the line it is twenty times as long as ordinary words."""
    return f"{short} " + "🌱" * 900


def test_readers_who_take_nothing_in_are_cut_and_the_others_hear_everything_in_time(
    lone_with: LoneWith, play: Play, size: Sizes
):
    lone = lone_with(MOI_LIMITS="off")
    cookies = lone.settings.guests(SLOW + LIVELY)

    async def story() -> None:
        crowd = await Crowd.of(cookies[SLOW:], lambda: lone.door)
        async with crowd:
            await crowd.all_in(20)
            began = time.monotonic()
            slow = await asyncio.gather(*(_stop_reading(lone, cookie) for cookie in cookies[:SLOW]))
            before = await asyncio.to_thread(lone.memory_bytes)
            peak = [before]
            watching = asyncio.create_task(_watch(lone, peak))
            await _flood(crowd, size)
            watching.cancel()
            assert time.monotonic() - began < SILENCE_SECONDS, "too slow to tell a cut from a ping nobody answered"
            await _all_cut(slow)
            heard_after = [seconds for chatter in crowd.chatters for seconds in chatter.heard_after]
            assert p95(heard_after) < at_this_load(OTHERS_P95_SECONDS), f"p95 {p95(heard_after):.2f} s"
            assert max(peak) - before < MOST_GROWTH_BYTES, f"{(max(peak) - before) / 1e6:.0f} MB"
            assert all(chatter.connections == 1 for chatter in crowd.chatters)
        for chatter in crowd.chatters:
            crowd.history.read(chatter.name, await messages_after(lone.door, chatter.cookie, crowd.history.after))
        assert crowd.history.faults() == []

    play(story())


async def _stop_reading(lone: Process, cookie: str) -> Line:
    line = await Line.open(lone.door, cookie, receive_bytes=HELD_BY_THE_SYSTEM)
    assert (await line.ask("room:enter", room=ROOM))["ok"]
    line.stop_reading()
    return line


async def _flood(crowd: Crowd, size: Sizes) -> None:
    times = size.flood_messages // len(crowd.chatters)
    await asyncio.gather(*(each.write(times, MESSAGES_PER_SECOND, long_words) for each in crowd.chatters))
    await crowd.all_acknowledged(20)
    await crowd.all_complete(20)


async def _watch(lone: Process, found: list[int]) -> None:
    while True:
        found.append(await asyncio.to_thread(lone.memory_bytes))
        await asyncio.sleep(0.2)


async def _all_cut(slow: list[Line]) -> None:
    """Who reads again finds what the system still held, and then the end."""
    for line in slow:
        line.read_again()
    _cut, still_open = await asyncio.wait([line.cut for line in slow], timeout=5)
    assert not still_open, f"{len(still_open)} of {len(slow)} slow readers were not cut"


def test_somebody_who_missed_five_hundred_long_messages_gets_them_all(lone_with: LoneWith, play: Play):
    lone = lone_with(MOI_LIMITS="off")

    async def story() -> None:
        crowd = await Crowd.of(lone.settings.guests(LIVELY + 1), lambda: lone.door)
        missed = crowd.chatters.pop()
        async with crowd:
            await crowd.all_in(20)
            await asyncio.gather(*(each.write(MOST_IN_A_PAGE // LIVELY + 1, 50, long_words) for each in crowd.chatters))
            await crowd.all_acknowledged(20)
        line = await Line.open(lone.door, missed.cookie)
        found = await entered(line, crowd.history.after)
        assert len(found) == len(crowd.history.acknowledged) > MOST_IN_A_PAGE

    play(story())
