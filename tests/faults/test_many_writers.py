"""Twenty people write at once over two processes: one order for everybody, whatever is taken away meanwhile."""

from __future__ import annotations

import asyncio
from itertools import cycle

import pytest

from tests.faults.conftest import Pair, Play
from tests.faults.crowd import Crowd
from tests.faults.sizes import Sizes
from tests.faults.wire import Door

pytestmark = pytest.mark.faults

WRITERS = 20
MESSAGES_PER_SECOND = 5
SOON_SECONDS = 20
COMPLETE_WITHIN_SECONDS = 10
"""Contract 3: within 10 s of the return each process itself sends what its rooms missed."""


def test_twenty_writers_over_two_processes_have_one_history(pair: Pair, play: Play, size: Sizes):
    async def story() -> None:
        crowd = await Crowd.of(pair.new_guests(WRITERS), pair.at_first, pair.at_second)
        async with crowd:
            await crowd.all_in(SOON_SECONDS)
            await crowd.write(size.writing_seconds, MESSAGES_PER_SECOND)
            await crowd.all_acknowledged(SOON_SECONDS)
            await crowd.all_complete(SOON_SECONDS)
        await crowd.read_finally(pair.at_second, pair.at_first)  # each at the process where they were not
        _assert_kept(crowd, WRITERS * size.writing_seconds * MESSAGES_PER_SECOND)

    play(story())


def test_one_of_two_processes_is_killed_and_its_people_go_on_at_the_other(pair: Pair, play: Play, size: Sizes):
    turns = cycle([pair.second.door, pair.first.door])
    is_killed = asyncio.Event()

    def at_second_or_else_first() -> Door:
        return next(turns) if is_killed.is_set() else pair.second.door

    async def story() -> None:
        crowd = await Crowd.of(pair.new_guests(WRITERS), pair.at_first, at_second_or_else_first)
        async with crowd:
            await crowd.all_in(SOON_SECONDS)
            writing = asyncio.create_task(crowd.write(size.writing_seconds, MESSAGES_PER_SECOND))
            await asyncio.sleep(size.writing_seconds / 2)
            is_killed.set()
            await asyncio.to_thread(pair.second.kill)
            await writing
            await crowd.all_in(SOON_SECONDS)
            await crowd.all_acknowledged(SOON_SECONDS)
            await crowd.all_complete(SOON_SECONDS)
        await crowd.read_finally(pair.at_first)
        _assert_kept(crowd, WRITERS * size.writing_seconds * MESSAGES_PER_SECOND)

    try:
        play(story())
    finally:
        pair.second.start()


@pytest.mark.parametrize("how", ["killed", "hanging"])
def test_redis_is_away_for_a_while_and_everybody_is_complete_soon_after(how: str, pair: Pair, play: Play, size: Sizes):
    take, give_back = (pair.redis.kill, pair.redis.start) if how == "killed" else (pair.redis.pause, pair.redis.resume)

    async def story() -> None:
        crowd = await Crowd.of(pair.new_guests(WRITERS), pair.at_first, pair.at_second)
        async with crowd:
            await crowd.all_in(SOON_SECONDS)
            writing = asyncio.create_task(crowd.write(size.redis_away_seconds + 2, MESSAGES_PER_SECOND))
            await asyncio.sleep(1)
            take()
            try:
                before = len(crowd.history.acknowledged)
                await asyncio.sleep(size.redis_away_seconds)
                meanwhile = len(crowd.history.acknowledged) - before
            finally:
                give_back()
            back = asyncio.get_running_loop().time()
            await writing
            await crowd.all_acknowledged(SOON_SECONDS)
            left = COMPLETE_WITHIN_SECONDS - (asyncio.get_running_loop().time() - back)
            await crowd.all_complete(left)
            assert meanwhile > WRITERS, "hardly anything was acknowledged while Redis was away"
        await crowd.read_finally(pair.at_second, pair.at_first)
        _assert_kept(crowd, WRITERS * (size.redis_away_seconds + 2) * MESSAGES_PER_SECOND)

    play(story())


def _assert_kept(crowd: Crowd, said: float) -> None:
    assert crowd.refused == []
    assert crowd.history.faults() == []
    assert len(crowd.history.acknowledged) >= said
