"""People in a room as their browsers have them: they write, keep what is not acknowledged, come back by themselves
after a cut, send again with the same client_id, and ask for what they missed by the last number they have.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Callable
from functools import partial
from typing import Any, Self

from tests.faults.history import History, Sent
from tests.faults.wire import Cut, Door, Line

ROOM = "kletskamer"
CHECK_EVERY_SECONDS = 0.02
BROWSER_PAUSE_SECONDS = (1.0, 20.0)
"""First and longest pause of our own page before it tries again (static/src/room/line.js), with full jitter."""
HASTY_PAUSE_SECONDS = (0.2, 1.0)
"""Of somebody in a test that has no time to lose."""
DoorOf = Callable[[], Door]


async def until(what: str, is_so: Callable[[], bool], within_seconds: float) -> float:
    """Wait until it is so; returns how many seconds that took."""
    began = time.monotonic()
    while not is_so():
        took = time.monotonic() - began
        assert took < within_seconds, f"not within {within_seconds} s: {what}"
        await asyncio.sleep(CHECK_EVERY_SECONDS)
    return time.monotonic() - began


class Chatter:
    """One person with one socket. door_of: which process to try next."""

    def __init__(self, name: str, cookie: str, history: History, door_of: DoorOf, pause: tuple[float, float]):
        self.name, self.cookie, self.history, self.door_of, self.pause = name, cookie, history, door_of, pause
        self.line: Line | None = None
        self.last = history.after
        """Up to this number everything is on the screen."""
        self.outbox: dict[str, None] = {}
        self.refused: list[dict[str, Any]] = []
        self.heard_after: list[float] = []
        """Seconds between somebody's sending of each message and its coming here."""
        self.connections = 0
        self._said = 0
        self._ahead: set[int] = set()
        self._in_flight: set[str] = set()
        self._chance = random.Random(name)

    @property
    def is_in(self) -> bool:
        return self.line is not None and self.line.is_open

    async def stay(self, arriving_seconds: float) -> None:
        """Come some time within so many seconds, be in the room, and come back after each cut, for ever."""
        await asyncio.sleep(self._chance.uniform(0, arriving_seconds))
        tries = 0
        while True:
            try:
                await self._visit()
                tries = 0
            except (OSError, TimeoutError):
                tries += 1
            first, longest = self.pause
            await asyncio.sleep(self._chance.uniform(0, min(first * 2**tries, longest)))

    async def _visit(self) -> None:
        self.connections += 1
        name = f"{self.name}, connection {self.connections}"
        line = await Line.open(self.door_of(), self.cookie, partial(self._hear, name))
        try:
            for message in await self._enter(line):
                self._show(message)
            self.line, self._line_name = line, name
            self.say_again()
            await line.cut
        finally:
            self.line = None
            line.close()

    async def _enter(self, line: Line) -> list[dict[str, Any]]:
        """As the page does: whoever gets no answer in time keeps the line and asks again."""
        while True:
            try:
                return await entered(line, self.last)
            except TimeoutError:
                await asyncio.sleep(0.5 + self._chance.uniform(0, self.pause[0]))

    def _hear(self, line: str, event: str, payload: Any) -> None:
        if event == "message:posted":
            self.history.hear(line, payload)
            self._show(payload)
            sent_at = self.history.sent_at.get(payload["body"])
            if sent_at is not None:
                self.heard_after.append(time.monotonic() - sent_at)

    def _show(self, message: dict[str, Any]) -> None:
        self._ahead.add(message["seq"])
        while self.last + 1 in self._ahead:
            self.last += 1
            self._ahead.discard(self.last)

    async def write(self, times: int, per_second: float, body: Callable[[str], str] = str) -> None:
        """Say that many things. body: makes the words from a short text that is said once only."""
        await asyncio.sleep(self._chance.random() / per_second)
        for _ in range(times):
            self.say(body)
            await asyncio.sleep(1 / per_second)

    def say(self, body: Callable[[str], str] = str) -> str:
        """Write one message; it is sent now, or as soon as there is a line again. Returns its words."""
        self._said += 1
        words = body(f"{self.name}, bericht {self._said}")
        self.outbox[words] = None
        if self.is_in:
            self._post(words)
        return words

    def say_again(self) -> None:
        """Send what is not acknowledged and not under way, in the order it was written."""
        for body in [body for body in self.outbox if body not in self._in_flight]:
            self._post(body)

    def _post(self, body: str) -> None:
        assert self.line is not None
        self._in_flight.add(body)
        self.history.sent_at.setdefault(body, time.monotonic())
        wish = {"room": ROOM, "client_id": body[:64], "body": body}
        sent = self.history.send(self._line_name, body)
        self.line.send("message:post", wish).add_done_callback(partial(self._answered, sent))

    def _answered(self, sent: Sent, answer: asyncio.Future[Any]) -> None:
        self._in_flight.discard(sent.body)
        if answer.cancelled() or answer.exception() is not None:
            return  # the line went first: it stays in the outbox
        if answer.result()["ok"]:
            self.history.acknowledge(sent, answer.result()["message"])
            self.outbox.pop(sent.body, None)
        else:
            self.refused.append(answer.result()["error"])


async def entered(line: Line, after: int | None) -> list[dict[str, Any]]:
    """Enter the room and read everything after a number, however many pages that takes.

    Raises Cut when the door stays shut, which is what a browser makes of it: it tries again later.
    """
    messages: list[dict[str, Any]] = []
    while True:
        answer = await line.ask("room:enter", room=ROOM, **({} if after is None else {"after": after}))
        if not answer["ok"]:
            raise Cut(f"not let in: {answer['error']}")
        messages += answer["messages"]
        if not answer["more"]:
            return messages
        after = messages[-1]["seq"]


class Crowd:
    """Many people in one room, from `async with` until it ends."""

    def __init__(self, history: History, chatters: list[Chatter], arriving_seconds: float):
        self.history, self.chatters, self.arriving_seconds = history, chatters, arriving_seconds
        self._tasks: list[asyncio.Task[None]] = []

    @classmethod
    async def of(
        cls,
        cookies: list[str],
        *doors: DoorOf,
        pause: tuple[float, float] = HASTY_PAUSE_SECONDS,
        arriving_seconds: float = 0,
    ) -> Self:
        """As many people as there are cookies, spread over the doors. What they say begins after what stands there."""
        history = History(after=await last_seq(doors[0](), cookies[0]))
        chatters = [
            Chatter(f"stoel {number}", cookie, history, doors[number % len(doors)], pause)
            for number, cookie in enumerate(cookies)
        ]
        return cls(history, chatters, arriving_seconds)

    async def __aenter__(self) -> Self:
        self._tasks = [asyncio.create_task(chatter.stay(self.arriving_seconds)) for chatter in self.chatters]
        return self

    async def __aexit__(self, *_fault: object) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def all_in(self, within_seconds: float) -> float:
        """Wait until everybody is in the room; returns the seconds that took."""
        return await until("everybody is in", lambda: all(each.is_in for each in self.chatters), within_seconds)

    async def write(self, seconds: float, per_second: float) -> None:
        """Let everybody write for so long."""
        times = round(seconds * per_second)
        await asyncio.gather(*(chatter.write(times, per_second) for chatter in self.chatters))

    async def all_acknowledged(self, within_seconds: float) -> float:
        """Wait until nobody has anything unsent; what was refused is sent again meanwhile."""
        task = asyncio.create_task(self._insist())
        try:
            return await until("everything is acknowledged", lambda: not self.unsent, within_seconds)
        finally:
            task.cancel()

    async def _insist(self) -> None:
        while True:
            await asyncio.sleep(0.5)
            for chatter in self.chatters:
                if chatter.is_in:
                    chatter.say_again()

    async def all_complete(self, within_seconds: float) -> float:
        """Wait until everybody has everything that was acknowledged on the screen; returns the seconds that took."""
        newest = max(sent.seq or 0 for sent in self.history.acknowledged)
        is_complete = lambda: all(each.last >= newest for each in self.chatters)  # noqa: E731
        return await until("everybody has everything", is_complete, within_seconds)

    async def read_finally(self, *doors: DoorOf) -> None:
        """Everybody reads the room once more from the beginning, over a new line, by any of the doors in turn."""
        for number, chatter in enumerate(self.chatters):
            line = await Line.open(doors[number % len(doors)](), chatter.cookie)
            self.history.read(chatter.name, await entered(line, self.history.after))
            line.close()

    @property
    def unsent(self) -> list[str]:
        return [body for chatter in self.chatters for body in chatter.outbox]

    @property
    def refused(self) -> list[dict[str, Any]]:
        return [error for chatter in self.chatters for error in chatter.refused]


async def last_seq(door: Door, cookie: str) -> int:
    """The newest number in the room."""
    line = await Line.open(door, cookie)
    try:
        return int((await line.ask("room:enter", room=ROOM))["last_seq"])
    finally:
        line.close()
