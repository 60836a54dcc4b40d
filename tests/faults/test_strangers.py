"""Whatever somebody throws at a socket, they get an error or a clean close, and a neighbour notices nothing."""

from __future__ import annotations

import asyncio
import time
from itertools import count
from typing import Any

import pytest

from tests.faults.conftest import LoneWith, Play
from tests.faults.crowd import ROOM
from tests.faults.processes import Process
from tests.faults.wire import BINARY, CLOSE, FINAL, PING, TEXT, Cut, Line

pytestmark = pytest.mark.faults

MOST_BYTES = 16 * 1024
HEARD_WITHIN_SECONDS = 2
CONTINUED, RESERVED, COMPRESSED = 0x0, 0x3, 0x40

WISHES: list[tuple[str, tuple[Any, ...], str]] = [
    ("bestaat:niet", ({},), "invalid"),
    ("connect", ({},), "invalid"),
    ("disconnect", ({},), "invalid"),
    ("room:enter", (), "invalid"),
    ("room:enter", (None,), "invalid"),
    ("room:enter", (ROOM,), "invalid"),
    ("room:enter", ([],), "invalid"),
    ("room:enter", ({"room": ROOM}, {}), "invalid"),
    ("room:enter", ({},), "invalid"),
    ("room:enter", ({"room": 5},), "invalid"),
    ("room:enter", ({"room": {"slug": ROOM}},), "invalid"),
    ("room:enter", ({"room": "k" * 5000},), "invalid"),
    ("room:enter", ({"room": "kletskamer\x00"},), "invalid"),
    ("room:enter", ({"room": "\ud800"},), "invalid"),
    ("room:enter", ({"room": "bestaat-niet"},), "not_found"),
    ("room:enter", ({"room": ROOM, "after": -1},), "invalid"),
    ("room:enter", ({"room": ROOM, "after": True},), "invalid"),
    ("room:enter", ({"room": ROOM, "after": 1.5},), "invalid"),
    ("room:enter", ({"room": ROOM, "after": "1"},), "invalid"),
    ("room:enter", ({"room": ROOM, "after": float("inf")},), "invalid"),
    ("room:leave", ({"room": []},), "invalid"),
    ("typing", ({"room": None},), "invalid"),
    ("message:post", ({"room": ROOM},), "invalid"),
    ("message:post", ({"room": ROOM, "client_id": 5, "body": "moi"},), "invalid"),
    ("message:post", ({"room": ROOM, "client_id": "", "body": "moi"},), "invalid"),
    ("message:post", ({"room": ROOM, "client_id": "c" * 65, "body": "moi"},), "invalid"),
    ("message:post", ({"room": ROOM, "client_id": "1", "body": ["moi"]},), "invalid"),
    ("message:post", ({"room": ROOM, "client_id": "1", "body": "  \n "},), "invalid"),
    ("message:post", ({"room": ROOM, "client_id": "1", "body": "m\x00oi"},), "invalid"),
    ("message:post", ({"room": ROOM, "client_id": "1", "body": "moi" * 400},), "too_long"),
    ("message:post", ({"room": ROOM, "client_id": "1", "body": "moi", "reply_to": 5},), "invalid"),
    ("message:post", ({"room": ROOM, "client_id": "1", "body": "moi", "reply_to": "bestaat-niet"},), "not_found"),
    ("message:react", ({"room": ROOM, "id": 5, "reaction": "knap"},), "invalid"),
    ("message:react", ({"room": ROOM, "id": "bestaat-niet", "reaction": "knap"},), "not_found"),
    ("message:react", ({"room": ROOM, "id": "bestaat-niet", "reaction": "boe"},), "invalid"),
    ("message:report", ({"room": ROOM, "id": "bestaat-niet", "reason": "zomaar"},), "invalid"),
    ("message:decide", ({"room": ROOM, "id": "bestaat-niet", "decision": "hide"},), "not_allowed"),
]
"""What a client may wish wrongly, by somebody who is in the room, and the code of the answer."""

PACKETS = [
    "", "4", "42", "42/chat,", "42/chat,1", "42/chat,1[", "42/chat,1[]", "42/chat,1[5,{}]", "42/chat,1[null]",
    '42/chat,1{"a":1}', '42/chat,1"typing"', '42/chat,["typing",{}]', '42/chat,-1["typing",{}]',
    "42/chat," + "9" * 5000 + '["typing",{}]', "42/chat,1" + "[" * 8000, '42/anders,1["typing",{}]', '421["typing",{}]',
    "40/anders,", "40/chat,", "40/chat,{", "41/anders,", "43/chat,77[]", "43/chat,77{", "44/chat,{}",
    '45999999999-/chat,1["typing"]', '451-/chat,1["typing",{"_placeholder":true,"num":0}]', "45x", "461-/chat,1[]",
    "47", "49/chat,", "0{}", "1", "2", "2probe", "3", "5", "6", "9", "x", "bAAEC", "\x1e", "42/chat,1[\x1e]",
]  # fmt: skip
"""Engine.IO packets that mean little or nothing."""

FRAMES: dict[str, tuple[bytes, int]] = {
    "binary": (b"\x04\x00\xff", FINAL | BINARY),
    "no UTF-8": (b'42/chat,1["typing",{"room":"\xff\xfe"}]', FINAL | TEXT),
    "a kind that does not exist": (b"moi", FINAL | RESERVED),
    "said to be compressed": (b"moi", FINAL | COMPRESSED | TEXT),
    "the rest of nothing": (b"moi", FINAL | CONTINUED),
    "a beginning without an end": (b'42/chat,1["typing",', TEXT),
    "a ping that is too long": (b"p" * 126, FINAL | PING),
    "a ping in pieces": (b"p", PING),
    "a close of one byte": (b"\x03", FINAL | CLOSE),
    "a close with a code nobody may send": (b"\x03\xed", FINAL | CLOSE),
}
"""WebSocket frames that are against the rules or the custom: payload, first byte."""


@pytest.mark.parametrize(
    "origin",
    [None, "", "null", "http://elders.example", "https://{own}", "http://{own}.elders.example", "http://{own}0",
     "http://elders.example, http://{own}", "http://{own}@elders.example"],
)  # fmt: skip
def test_a_foreign_or_missing_origin_gets_403_before_the_upgrade(origin: str | None, site_of_one: Process, play: Play):
    own = site_of_one.settings.site_url.removeprefix("http://")

    async def story() -> None:
        with pytest.raises(Cut) as refused:
            await Line.open(site_of_one.door, origin=None if origin is None else origin.format(own=own) or " ")
        assert refused.value.status == 403

    play(story())


class Neighbours:
    """Two people who talk on, whatever happens beside them."""

    numbers = count(1)

    def __init__(self, process: Process, cookies: list[str]):
        self.process, self.cookies = process, cookies
        self.heard: set[str] = set()

    async def sit_down(self) -> None:
        self.speaker = await Line.open(self.process.door, self.cookies[0])
        self.listener = await Line.open(self.process.door, self.cookies[1], self._hear)
        for line in (self.speaker, self.listener):
            assert (await line.ask("room:enter", room=ROOM))["ok"]

    def _hear(self, event: str, payload: Any) -> None:
        if event == "message:posted":
            self.heard.add(payload["body"])

    async def talk(self, beside: str) -> None:
        """One says something, the other hears it soon."""
        body = f"stoel 1, bericht {next(self.numbers)}"
        began = time.monotonic()
        answer = await self.speaker.ask("message:post", room=ROOM, client_id=body, body=body)
        assert answer["ok"], answer
        while body not in self.heard:
            assert time.monotonic() - began < HEARD_WITHIN_SECONDS, f"a neighbour noticed: {beside}"
            await asyncio.sleep(0.005)


async def _is_well(line: Line) -> bool:
    """Whether this line still works; False when it is cleanly cut. One that hangs fails the test."""
    # Asked twice: what came before may take the first for a part of itself.
    answers = [line.send("room:leave", {"room": ROOM}) for _ in range(2)]
    done, _waiting = await asyncio.wait(answers, timeout=5, return_when=asyncio.FIRST_COMPLETED)
    assert done, "neither an answer nor a close"
    return any(answer.exception() is None and answer.result()["ok"] for answer in done)


def test_wrong_wishes_get_the_right_error_and_neighbours_talk_on(site_of_one: Process, cookies: list[str], play: Play):
    async def story() -> None:
        neighbours = Neighbours(site_of_one, cookies)
        await neighbours.sit_down()
        line = await Line.open(site_of_one.door, cookies[2])
        assert (await line.ask("room:enter", room=ROOM))["ok"]
        for event, arguments, code in WISHES:
            async with asyncio.timeout(5):
                answer = await line.send(event, *arguments)
            assert (answer["ok"], answer["error"]["code"]) == (False, code), (event, arguments, answer)
            assert answer["error"]["message"]
            await neighbours.talk(f"{event} {arguments}")
        stranger = await Line.open(site_of_one.door)
        assert (await stranger.ask("typing", room=ROOM))["error"]["code"] == "not_signed_in"

    play(story())


def test_packets_and_frames_that_mean_nothing_are_ignored_or_close_and_neighbours_talk_on(
    site_of_one: Process, cookies: list[str], play: Play
):
    async def story() -> None:
        neighbours = Neighbours(site_of_one, cookies)
        await neighbours.sit_down()
        odd = [(packet.encode(), FINAL | TEXT) for packet in PACKETS] + list(FRAMES.values())
        for payload, first in odd:
            line = await Line.open(site_of_one.door, cookies[2])
            assert (await line.ask("room:enter", room=ROOM))["ok"]
            line.write_frame(payload, first=first)
            await neighbours.talk(f"{payload[:60]!r} {first:#x}")
            await _is_well(line)
            line.close()
        await neighbours.talk("all of it")

    play(story())


def test_half_a_frame_and_then_silence_holds_nobody_up(site_of_one: Process, cookies: list[str], play: Play):
    async def story() -> None:
        neighbours = Neighbours(site_of_one, cookies)
        await neighbours.sit_down()
        line = await Line.open(site_of_one.door, cookies[2])
        line.write_raw(bytes([FINAL | TEXT, 0x80 | 126]))
        await neighbours.talk("half a frame")
        assert line.is_open  # it may still finish what it began
        line.close()

    play(story())


@pytest.mark.parametrize("in_pieces", [False, True], ids=["one frame", "in pieces"])
def test_a_frame_over_16_kb_closes_with_1009_and_one_of_16_kb_does_not(
    in_pieces: bool, site_of_one: Process, cookies: list[str], play: Play
):
    async def story() -> None:
        neighbours = Neighbours(site_of_one, cookies)
        await neighbours.sit_down()
        line = await Line.open(site_of_one.door, cookies[2])
        begin = b'42/chat,9["typing",{"room":"'
        fits = begin + b"k" * (MOST_BYTES - len(begin) - 3) + b'"}]'
        assert len(fits) == MOST_BYTES
        line.write_frame(fits)
        assert await _is_well(line)
        if in_pieces:
            line.write_frame(fits[: MOST_BYTES // 2], first=TEXT)
            line.write_frame(fits[MOST_BYTES // 2 :] + b" ", first=FINAL | CONTINUED)
        else:
            line.write_frame(fits + b" ")
        await asyncio.wait_for(line.cut, 5)
        assert line.close_code == 1009
        await neighbours.talk("a frame that is too large")

    play(story())


def test_more_than_20_events_a_second_are_too_fast_and_on_and_on_closes(lone_with: LoneWith, play: Play):
    lone = lone_with()  # with limits

    async def story() -> None:
        cookies = lone.settings.guests(3)
        neighbours = Neighbours(lone, cookies)
        await neighbours.sit_down()
        line = await Line.open(lone.door, cookies[2])
        answers = await asyncio.gather(*(line.send("room:leave", {"room": ROOM}) for _ in range(60)))
        refused = [answer["error"] for answer in answers if not answer["ok"]]
        assert len(refused) == 40 and {error["code"] for error in refused} == {"too_fast"}
        assert all(error["retry_after"] > 0 for error in refused)
        await neighbours.talk("sixty events at once")
        for _ in range(70):  # with the forty: more than a hundred refused in 10 s
            line.send("room:leave", {"room": ROOM})
        await asyncio.wait_for(line.cut, 5)
        await neighbours.talk("a flood of events")

    play(story())


def test_more_sockets_than_allowed_get_503_before_the_upgrade_and_pages_stay(lone_with: LoneWith, play: Play):
    lone = lone_with(MOI_MAX_SOCKETS="3")

    async def story() -> None:
        lines = [await Line.open(lone.door) for _ in range(3)]
        with pytest.raises(Cut) as refused:
            await Line.open(lone.door)
        assert refused.value.status == 503 and "retry-after:" in refused.value.head.lower()
        assert (await asyncio.to_thread(lone.ask, "/chat")).status == 200
        assert all(line.is_open for line in lines)
        lines[0].close()
        await asyncio.wait_for(_opens(lone), 5)

    play(story())


async def _opens(process: Process) -> None:
    """Until there is room again: the server notices a moment later that somebody went."""
    while True:
        try:
            await Line.open(process.door)
            return
        except Cut:
            await asyncio.sleep(0.05)


@pytest.fixture(scope="module")
def site_of_one(lone_for_all: LoneWith) -> Process:
    """One process for all strangers here, without limits: it has to stand all of them, one after another."""
    return lone_for_all(MOI_LIMITS="off")


@pytest.fixture(scope="module")
def cookies(site_of_one: Process) -> list[str]:
    """Two neighbours, and somebody who is up to no good."""
    return site_of_one.settings.guests(3)
