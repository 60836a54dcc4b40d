"""The load client: a crowd of sockets in one process of its own, raw and non-blocking, one epoll for all."""

from __future__ import annotations

import itertools
import select
import socket
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from tools.bench_live import wire

READ_BYTES = 1 << 20
PINGED_EVERY_SECONDS = 25
"""Of either server; until shortly before, there is no ping to look for."""
CONNECT_AT_ONCE = 50
ANSWER_WITHIN_SECONDS = 60


@dataclass(frozen=True)
class Place:
    """Where a crowd connects. port: of the process; origin: the site's address; cookies: one for each ear."""

    port: int
    origin: str
    cookies: list[str]


class Ear:
    """One socket and what it heard."""

    __slots__ = ("counter", "kept", "pinged_at", "room", "sock")

    def __init__(self, sock: socket.socket, room: str):
        self.sock, self.room = sock, room
        self.counter = wire.Counter()
        self.kept: list[bytes] = []
        self.pinged_at = time.monotonic()


Listener = Callable[[Ear, int, int], None]
"""Told of each read: whose, and from where to where it stands in the crowd's buffer."""


class Crowd:
    """Sockets that are connected and in their rooms. `rooms` gives for each ear its room."""

    def __init__(self) -> None:
        self.ears: dict[int, Ear] = {}
        self.poll = select.epoll()
        self.buffer = bytearray(wire.KEPT_BYTES + READ_BYTES)
        self.view = memoryview(self.buffer)[wire.KEPT_BYTES :]
        self.numbers = itertools.count(1)
        self.is_keeping = False
        self.posted = 0
        """Deliveries heard so far, all ears together."""

    def connect(self, place: Place, rooms: list[str], enter: str) -> None:
        """Connect an ear for each of these rooms and let it enter there with this event."""
        pairs = list(zip(rooms, [*place.cookies, *[""] * len(rooms)], strict=False))
        for start in range(0, len(pairs), CONNECT_AT_ONCE):
            some = [self._open(place, room, cookie) for room, cookie in pairs[start : start + CONNECT_AT_ONCE]]
            self._until_all_heard(some, b"\x81", b'0{"sid"')
            self._tell(some, lambda _ear: wire.frame(b"40/chat,"))
            self._until_all_heard(some, b"40/chat,{")
            self._tell(some, lambda ear: self.wish(enter, {"room": ear.room}))
            self._until_all_heard(some, b'[{"ok":true')
            for ear in some:
                ear.sock.setblocking(False)
                ear.kept.clear()
                self.ears[ear.sock.fileno()] = ear
                self.poll.register(ear.sock.fileno(), select.EPOLLIN)

    def _open(self, place: Place, room: str, cookie: str) -> Ear:
        ear = Ear(socket.create_connection(("127.0.0.1", place.port), timeout=ANSWER_WITHIN_SECONDS), room)
        ear.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        ear.sock.sendall(wire.upgrade(place.origin.removeprefix("http://"), place.origin, cookie))
        return ear

    def _tell(self, ears: Iterable[Ear], text: Callable[[Ear], bytes]) -> None:
        for ear in ears:
            ear.kept.clear()
            ear.sock.sendall(text(ear))

    def _until_all_heard(self, ears: Iterable[Ear], *words: bytes) -> None:
        for ear in ears:
            heard = b"".join(ear.kept)
            while not all(word in heard for word in words):
                more = ear.sock.recv(READ_BYTES)
                if not more or b"HTTP/1.1 4" in heard or b"HTTP/1.1 5" in heard or b'"ok":false' in heard:
                    raise ConnectionError(f"refused: {(heard + more)[:300]!r}")
                ear.kept.append(more)
                heard += more

    def wish(self, event: str, fields: dict[str, Any]) -> bytes:
        return wire.wish(next(self.numbers), event, fields)

    def say(self, ear: Ear, data: bytes) -> None:
        """Send; a wish is small, and who writes has room for it but where the server does not read at all."""
        ear.sock.setblocking(True)
        ear.sock.sendall(data)
        ear.sock.setblocking(False)

    def listen(self, seconds: float, heard: Listener | None = None) -> bool:
        """Wait at most so long for something, and read all there is. Returns whether there was anything."""
        events = self.poll.poll(max(0.0, seconds))
        for number, _flags in events:
            self._read(self.ears[number], heard)
        return bool(events)

    def _read(self, ear: Ear, heard: Listener | None) -> None:
        try:
            size = ear.sock.recv_into(self.view)
        except BlockingIOError:
            return
        if not size:
            raise ConnectionError(f"the server closed a socket in {ear.room} after {ear.counter.posted} messages")
        before = ear.counter.posted
        start, end = ear.counter.take(self.buffer, size), wire.KEPT_BYTES + size
        self.posted += ear.counter.posted - before
        if time.monotonic() - ear.pinged_at > PINGED_EVERY_SECONDS - 2 and self._has_ping(start, end):
            ear.pinged_at = time.monotonic()
            self.say(ear, wire.frame(wire.PONG))
        if self.is_keeping:
            ear.kept.append(bytes(self.buffer[wire.KEPT_BYTES : end]))
        if heard is not None:
            heard(ear, start, end)

    def _has_ping(self, start: int, end: int) -> bool:
        return self.buffer.find(wire.PING, start, end) >= 0

    def settle(self, quiet_seconds: float = 0.3, most_seconds: float = 20) -> None:
        """Read until nothing comes any more."""
        until = time.monotonic() + most_seconds
        while self.listen(quiet_seconds) and time.monotonic() < until:
            pass

    def by_room(self) -> dict[str, list[Ear]]:
        found: dict[str, list[Ear]] = {}
        for ear in self.ears.values():
            found.setdefault(ear.room, []).append(ear)
        return found

    def close(self) -> None:
        for ear in self.ears.values():
            ear.sock.close()
        self.ears.clear()
