"""An acknowledged message survives kill -9 of the server, again and again, while many write (contract 3)."""

from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path
from statistics import median

import pytest

from tests.faults.conftest import EarOf, LoneWith, Play
from tests.faults.crowd import Crowd
from tests.faults.processes import Process, at_this_load
from tests.faults.sizes import Sizes

pytestmark = pytest.mark.faults

MESSAGES_PER_SECOND = 5
BACK_WITHIN_SECONDS = 5
ALL_BACK_WITHIN_SECONDS = 20


def test_an_acknowledged_message_survives_kill_9(lone: Process, ear_of: EarOf):
    cookie = lone.settings.guests(1)[0]
    speaker = ear_of(lone, cookie)
    before = speaker.enter()["last_seq"]
    said = [speaker.say(f"dit blijft staan, nummer {number}") for number in range(3)]
    lone.kill()
    lone.start()
    missed = ear_of(lone, cookie).enter(after=before)
    assert [(each["seq"], each["body"]) for each in missed["messages"]] == [
        (message["seq"], message["body"]) for message in said
    ]


def test_killed_again_and_again_while_many_write_nothing_is_lost_or_said_twice(
    lone_with: LoneWith, play: Play, size: Sizes
):
    lone = lone_with(MOI_LIMITS="off")
    cookies = lone.settings.guests(size.people_under_kills)

    async def story() -> None:
        crowd = await Crowd.of(cookies, lambda: lone.door)
        async with crowd:
            await crowd.all_in(ALL_BACK_WITHIN_SECONDS)
            back_after = await _kill_again_and_again(crowd, lone, size)
            await crowd.all_acknowledged(ALL_BACK_WITHIN_SECONDS)
            await crowd.all_complete(ALL_BACK_WITHIN_SECONDS)
        await crowd.read_finally(lambda: lone.door)
        assert crowd.refused == []
        assert crowd.history.faults() == []
        assert len(crowd.history.acknowledged) > size.kills * size.people_under_kills
        assert median(back_after) < at_this_load(BACK_WITHIN_SECONDS), f"back after {back_after} s"

    play(story())
    lone.kill()
    assert _integrity(Path(lone.environ["MOI_DATA_DIR"]) / "moi.db") == ["ok"]


async def _kill_again_and_again(crowd: Crowd, lone: Process, size: Sizes) -> list[float]:
    """Kill the server that many times while everybody writes; returns after how many seconds it was back."""
    back_after = []
    for _ in range(size.kills):
        writing = asyncio.create_task(crowd.write(size.seconds_between_kills + 1, MESSAGES_PER_SECOND))
        await asyncio.sleep(size.seconds_between_kills)
        await asyncio.to_thread(lone.kill)
        back_after.append(await asyncio.to_thread(lone.start))
        await writing
        await crowd.all_in(ALL_BACK_WITHIN_SECONDS)
    return back_after


def _integrity(database: Path) -> list[str]:
    connection = sqlite3.connect(database)
    try:
        return [row[0] for row in connection.execute("PRAGMA integrity_check")]
    finally:
        connection.close()
