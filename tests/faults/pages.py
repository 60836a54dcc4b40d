"""Somebody who opens pages all the while, and notes how long each took."""

from __future__ import annotations

import asyncio
import json
import math
import time
from collections.abc import Callable, Sequence
from typing import Any, Self

from tests.faults.crowd import ROOM
from tests.faults.wire import Door

PATHS = ("/", "/chat", "/nu-hulp", "/sociale-kaart", "/forum")
PAUSE_SECONDS = 0.1


class PageReader:
    """Opens pages one after another from `async with` until it ends; a page nobody answers fails the test."""

    def __init__(self, door_of: Callable[[], Door], cookie: str = "", paths: Sequence[str] = PATHS):
        self.door_of, self.cookie, self.paths = door_of, cookie, paths
        self.took_seconds: list[float] = []
        self.statuses: set[int] = set()

    async def __aenter__(self) -> Self:
        self._task = asyncio.create_task(self._read_on())
        return self

    async def __aexit__(self, *_fault: object) -> None:
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)

    async def _read_on(self) -> None:
        while True:
            for path in self.paths:
                began = time.monotonic()
                status, _said = await open_page(self.door_of(), path, self.cookie)
                self.statuses.add(status)
                self.took_seconds.append(time.monotonic() - began)
                await asyncio.sleep(PAUSE_SECONDS)


async def open_page(door: Door, path: str, cookie: str = "") -> tuple[int, bytes]:
    """Open a page over a connection of its own; returns its status and what it says."""
    reader, writer = await asyncio.open_connection("127.0.0.1", door.port)
    try:
        writer.write(door.request(path, f"Cookie: {cookie}", "Connection: close"))
        head, _, body = (await reader.read()).partition(b"\r\n\r\n")
        return int(head.split(b" ", 2)[1]), body
    finally:
        writer.close()


async def messages_after(door: Door, cookie: str, after: int) -> list[dict[str, Any]]:
    """What the page of the room reads by itself, without a socket: everything after a number, oldest first."""
    found: list[dict[str, Any]] = []
    while True:
        status, body = await open_page(door, f"/chat/{ROOM}/berichten?after={after}", cookie)
        assert status == 200, body
        answer = json.loads(body)
        found += answer["messages"]
        if not answer["more"]:
            return found
        after = found[-1]["seq"]


def p95(seconds: Sequence[float]) -> float:
    """The value that 95 of 100 stay under."""
    return sorted(seconds)[math.ceil(len(seconds) * 0.95) - 1]
