"""The database is gone for a while: nothing is acknowledged, nobody is cut, and afterwards each message goes once."""

from __future__ import annotations

import asyncio

import pytest

from tests.faults.conftest import Pair, Play
from tests.faults.crowd import Chatter, Crowd
from tests.faults.sizes import Sizes

pytestmark = pytest.mark.faults

PEOPLE = 10
SOON_SECONDS = 20


def test_refused_connections_mean_unavailable_and_the_same_messages_go_once_afterwards(
    pair: Pair, play: Play, size: Sizes
):
    async def story() -> None:
        crowd = await Crowd.of(pair.new_guests(PEOPLE), pair.at_first, pair.at_second)
        async with crowd:
            await crowd.all_in(SOON_SECONDS)
            for chatter in crowd.chatters:
                chatter.say()
            await crowd.all_acknowledged(SOON_SECONDS)
            await asyncio.to_thread(pair.postgres.kill)
            try:
                await _write_in_vain(crowd, size.database_away_seconds)
                codes = [refusal["code"] for refusal in crowd.refused]
                assert len(codes) >= PEOPLE and set(codes) == {"unavailable"}
                assert pair.first.ask("/health/ready").status == 503
                assert [pair.first.ask(path).status for path in ("/health/live", "/nu-hulp")] == [200, 200]
            finally:
                pair.postgres.start()
            await _sent_once_afterwards(crowd, pair)

    play(story())


def test_a_database_that_hangs_acknowledges_nothing_and_keeps_everything(pair: Pair, play: Play, size: Sizes):
    async def story() -> None:
        crowd = await Crowd.of(pair.new_guests(PEOPLE), pair.at_first, pair.at_second)
        async with crowd:
            await crowd.all_in(SOON_SECONDS)
            for chatter in crowd.chatters:
                chatter.say()
            await crowd.all_acknowledged(SOON_SECONDS)
            pair.postgres.pause()
            try:
                await _write_in_vain(crowd, size.database_away_seconds)
                assert {refusal["code"] for refusal in crowd.refused} <= {"unavailable"}
                alive = await asyncio.to_thread(lambda: [pair.first.ask(path).status for path in ("/nu-hulp", "/weg")])
                assert alive == [200, 303]  # these two read no database, and the process still turns
            finally:
                pair.postgres.resume()
            await _sent_once_afterwards(crowd, pair)

    play(story())


async def _write_in_vain(crowd: Crowd, seconds: float) -> None:
    """Everybody writes something new now and again; not one word of it is acknowledged, and nobody loses the line."""
    before = len(crowd.history.acknowledged)
    await asyncio.gather(*(_insist(chatter, seconds) for chatter in crowd.chatters))
    assert len(crowd.history.acknowledged) == before, "acknowledged without a database"
    assert all(chatter.is_in for chatter in crowd.chatters)
    assert len(crowd.unsent) >= len(crowd.chatters)


async def _insist(chatter: Chatter, seconds: float) -> None:
    """As the page does: try again with the same client_id; say one thing a second besides."""
    for _ in range(round(seconds)):
        chatter.say()
        await asyncio.sleep(1)
        if chatter.is_in:
            chatter.say_again()


async def _sent_once_afterwards(crowd: Crowd, pair: Pair) -> None:
    await crowd.all_acknowledged(SOON_SECONDS)
    await crowd.all_complete(SOON_SECONDS)
    await crowd.read_finally(pair.at_second, pair.at_first)
    assert crowd.history.faults() == []
