"""Whoever never stops: floods that bring nothing, joining again and again, polls beside polls. Neighbours talk on, and
the line ends.
"""

from __future__ import annotations

import asyncio
import json
import signal
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.faults.conftest import LoneWith, Play
from tests.faults.processes import Process, wait_for
from tests.faults.test_strangers import Neighbours
from tests.faults.wire import PING, PONG, TEXT, Line

pytestmark = pytest.mark.faults

CONTINUED = 0x0
FLOODS = {
    "pings": [(b"x", 0x80 | PING)] * 3000,
    "pongs": [(b"", 0x80 | PONG)] * 3000,
    "empty pieces": [(b"a", TEXT), *[(b"", CONTINUED)] * 3000],
    "small pieces": [(b"a", TEXT), *[(b"b", CONTINUED)] * 3000],
}


def test_floods_that_bring_nothing_end_the_line_and_neighbours_talk_on(lone_with: LoneWith, play: Play):
    lone = lone_with()

    async def story() -> None:
        cookies = lone.settings.guests(5)
        neighbours = Neighbours(lone, cookies)
        await neighbours.sit_down()
        for name, frames in FLOODS.items():
            line = await Line.open(lone.door, cookies[2])
            for payload, first in frames:
                line.write_frame(payload, first=first)
            await neighbours.talk(name)
            await asyncio.wait_for(line.cut, 5)
            assert line.close_code in (1008, 1009, None), name
        neighbours = Neighbours(lone, cookies[3:])  # who said five things at once has to wait a moment
        await neighbours.sit_down()
        line = await Line.open(lone.door, cookies[2])
        line.write_raw(b"\xff" * 5_000_000)
        await neighbours.talk("junk")
        await asyncio.wait_for(line.cut, 5)
        line = await Line.open(lone.door, cookies[2])
        for _ in range(1000):
            line.write("49")
        await asyncio.wait_for(line.cut, 5)
        await neighbours.talk("packets that are none")
        wait_for("nobody of them counts any more", lambda: lone.open_sockets() == 4, 5)

    play(story())


def test_leaving_and_joining_again_is_no_way_around_the_limit(lone_with: LoneWith, play: Play):
    lone = lone_with()

    async def story() -> None:
        line = await Line.open(lone.door, lone.settings.guests(1)[0])
        answers = []
        for _ in range(4):
            answers += [line.send("bestaat:niet", {}) for _ in range(10)]
            line.write("41/chat,")
            line.write("40/chat,")
        await asyncio.wait(answers, timeout=5)
        codes = [each.result()["error"]["code"] for each in answers if each.done() and each.exception() is None]
        assert codes.count("invalid") <= 20
        for _ in range(20):
            line.write("41/chat,")
            line.write("40/chat,")
        await asyncio.wait_for(line.cut, 5)

    play(story())


def _ask(process: Process, query: str, cookie: str) -> tuple[int, str]:
    headers = {
        "Cookie": cookie,
        "Host": process.settings.site_url.removeprefix("http://"),
        "Sec-Fetch-Site": "same-origin",
    }
    asked = urllib.request.Request(f"{process.url}/socket.io/?EIO=4&transport=polling{query}", headers=headers)
    try:
        with urllib.request.urlopen(asked, timeout=10) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code, refused.read().decode()


def test_a_second_poll_beside_the_first_ends_both(lone_with: LoneWith):
    lone = lone_with()
    cookie = lone.settings.guests(1)[0]
    sid = json.loads(_ask(lone, "", cookie)[1][1:])["sid"]
    with ThreadPoolExecutor(4) as crowd:
        polls = list(crowd.map(lambda _: _ask(lone, f"&sid={sid}", cookie)[0], range(4)))
    assert polls.count(200) <= 1
    wait_for("it counts no more", lambda: lone.open_sockets() == 0, 5)


def test_a_server_that_stops_says_goodbye_to_every_socket_at_once(lone_with: LoneWith, play: Play):
    lone = lone_with()

    async def story() -> None:
        lines = [await Line.open(lone.door, cookie) for cookie in lone.settings.guests(5)]
        lone.server.send_signal(signal.SIGTERM)
        await asyncio.wait_for(asyncio.gather(*(line.cut for line in lines)), 4)
        assert all(line.was_told_to_go for line in lines)
        assert {line.close_code for line in lines} <= {1000, None}

    play(story())
