"""A light Socket.IO client on a bare WebSocket: thousands fit in one event loop, and it can misbehave as a real
client never would. Compression is never offered; frames are masked with zeros, which the protocol allows.
"""

from __future__ import annotations

import asyncio
import base64
import json
import os
import socket
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

TEXT, BINARY, CLOSE, PING, PONG = 0x1, 0x2, 0x8, 0x9, 0xA
FINAL, MASKED = 0x80, 0x80
ANSWER_WITHIN_SECONDS = 15
Hear = Callable[[str, Any], None]


@dataclass(frozen=True)
class Door:
    """Where a process listens, and the address of the site it serves."""

    port: int
    site_url: str

    def request(self, path: str, *headers: str) -> bytes:
        host = self.site_url.removeprefix("http://")
        return "\r\n".join([f"GET {path} HTTP/1.1", f"Host: {host}", *headers, "", ""]).encode()


class Cut(ConnectionError):
    """The line is gone, or was never given. status: what the server answered instead of an upgrade, else 0; head: its
    headers."""

    def __init__(self, why: str, status: int = 0, head: str = ""):
        super().__init__(why)
        self.status, self.head = status, head


class Line(asyncio.Protocol):
    """One socket on /chat. hear(event, payload) is called for everything told to it."""

    everyone: ClassVar[set[Line]] = set()

    def __init__(self, hear: Hear | None = None):
        self.hear: Hear = hear or (lambda _event, _payload: None)
        loop = asyncio.get_running_loop()
        self.upgraded: asyncio.Future[None] = loop.create_future()
        self.connected: asyncio.Future[None] = loop.create_future()
        self.cut: asyncio.Future[None] = loop.create_future()
        self.close_code: int | None = None
        self.was_told_to_go = False
        self._answers: dict[int, asyncio.Future[Any]] = {}
        self._unread = bytearray()
        self._last_ask = 0

    @classmethod
    async def open(
        cls, door: Door, cookie: str = "", hear: Hear | None = None, *, origin: str | None = "", receive_bytes: int = 0
    ) -> Line:
        """Connect to the namespace. origin: the site's own unless named; None sends none. receive_bytes: how little the
        system holds for a reader, the usual when 0.

        Raises Cut, with the status where the upgrade was refused; OSError when nobody listens.
        """
        loop = asyncio.get_running_loop()
        raw = socket.socket()
        raw.setblocking(False)
        if receive_bytes:
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_bytes)
        try:
            await loop.sock_connect(raw, ("127.0.0.1", door.port))
            _transport, line = await loop.create_connection(lambda: cls(hear), sock=raw)
        except OSError:
            raw.close()
            raise
        try:
            await line._greet(door, cookie, door.site_url if origin == "" else origin)
        except BaseException:
            line.close()
            raise
        return line

    async def _greet(self, door: Door, cookie: str, origin: str | None) -> None:
        headers = ["Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Version: 13", f"Cookie: {cookie}"]
        headers.append(f"Sec-WebSocket-Key: {base64.b64encode(os.urandom(16)).decode()}")
        if origin is not None:
            headers.append(f"Origin: {origin}")
        self._transport.write(door.request("/socket.io/?EIO=4&transport=websocket", *headers))
        async with asyncio.timeout(ANSWER_WITHIN_SECONDS):
            await self.upgraded
            self.write("40/chat,")
            await self.connected

    async def ask(self, event: str, **fields: Any) -> dict[str, Any]:
        """Send an event and wait for its answer.

        Raises Cut when the line goes, TimeoutError when nobody answers.
        """
        async with asyncio.timeout(ANSWER_WITHIN_SECONDS):
            answer: dict[str, Any] = await self.send(event, fields)
            return answer

    def send(self, event: str, *arguments: Any) -> asyncio.Future[Any]:
        """Send an event; what returns is done with the answer, or with Cut."""
        self._last_ask += 1
        answer = asyncio.get_running_loop().create_future()
        answer.add_done_callback(_look_at)
        if self.cut.done():
            answer.set_exception(Cut("the line was gone already"))
        else:
            self._answers[self._last_ask] = answer
            self.write(f"42/chat,{self._last_ask}{json.dumps([event, *arguments])}")
        return answer

    def write(self, text: str) -> None:
        """Send one Engine.IO packet, well-formed or not."""
        self.write_frame(text.encode())

    def write_frame(self, payload: bytes, kind: int = TEXT, *, first: int | None = None) -> None:
        """Send one WebSocket frame. first: its first byte, where it is to be odd."""
        head = bytearray([FINAL | kind if first is None else first])
        if len(payload) < 126:
            head.append(MASKED | len(payload))
        elif len(payload) < 1 << 16:
            head += bytes([MASKED | 126]) + len(payload).to_bytes(2)
        else:
            head += bytes([MASKED | 127]) + len(payload).to_bytes(8)
        self._transport.write(bytes(head) + bytes(4) + payload)

    def write_raw(self, raw: bytes) -> None:
        self._transport.write(raw)

    def stop_reading(self) -> None:
        """Take nothing more from the system: what is told from now on piles up at the server."""
        self._transport.pause_reading()

    def read_again(self) -> None:
        if not self._transport.is_closing():
            self._transport.resume_reading()

    def close(self) -> None:
        if not self._transport.is_closing():
            self._transport.abort()

    @classmethod
    async def close_all(cls) -> None:
        """Leave nothing behind, whatever became of the story."""
        lines = list(cls.everyone)
        for line in lines:
            line.close()
        await asyncio.gather(*(line.cut for line in lines))

    @property
    def is_open(self) -> bool:
        return not self.cut.done()

    # What the event loop calls.

    def connection_made(self, transport: Any) -> None:
        self._transport: asyncio.Transport = transport
        Line.everyone.add(self)

    def connection_lost(self, fault: Exception | None) -> None:
        Line.everyone.discard(self)
        gone = Cut(f"the line is cut ({fault or 'closed'}, code {self.close_code})")
        for waiting in (self.upgraded, self.connected, *self._answers.values()):
            if not waiting.done():
                waiting.set_exception(gone)
                waiting.add_done_callback(_look_at)
        self._answers.clear()
        if not self.cut.done():
            self.cut.set_result(None)

    def data_received(self, data: bytes) -> None:
        self._unread += data
        if not self.upgraded.done():
            self._take_status()
        if self.upgraded.done():
            for kind, payload in take_frames(self._unread):
                self._take_frame(kind, payload)

    def _take_status(self) -> None:
        head, end, _rest = bytes(self._unread).partition(b"\r\n\r\n")
        if not end:
            return
        del self._unread[: len(head) + len(end)]
        status = int(head.split(b" ", 2)[1])
        if status == 101:
            self.upgraded.set_result(None)
        else:
            self.upgraded.set_exception(Cut(f"no upgrade: {status}", status, head.decode()))
            self.close()

    def _take_frame(self, kind: int, payload: bytes) -> None:
        if kind == TEXT:
            self._take_packet(payload.decode())
        elif kind == PING:
            self.write_frame(payload, PONG)
        elif kind == CLOSE:
            self.close_code = int.from_bytes(payload[:2]) if payload else None
            self._transport.close()

    def _take_packet(self, packet: str) -> None:
        if packet == "2":
            self.write("3")
        elif packet.startswith("42/chat,"):
            event, payload = json.loads(packet[8:])
            self.hear(event, payload)
        elif packet.startswith("43/chat,"):
            number, _, answer = packet[8:].partition("[")
            waiting = self._answers.pop(int(number), None)
            if waiting is not None and not waiting.done():
                waiting.set_result((json.loads("[" + answer) or [None])[0])
        elif packet.startswith("40/chat,") and not self.connected.done():
            self.connected.set_result(None)
        elif packet.startswith(("41/chat,", "44/chat,")):
            self.was_told_to_go = True


def _look_at(answer: asyncio.Future[Any]) -> None:
    """Nobody has to wait for an answer: then its fault is no news either."""
    if not answer.cancelled():
        answer.exception()


def take_frames(unread: bytearray) -> list[tuple[int, bytes]]:
    """Take the whole frames out of what came in, as (kind, payload); a server sends them unmasked and in one piece."""
    frames, at = [], 0
    while len(unread) - at >= 2:
        size, begin = unread[at + 1] & 0x7F, at + 2
        if size >= 126:
            wide = 2 if size == 126 else 8
            if len(unread) < begin + wide:
                break
            size, begin = int.from_bytes(unread[begin : begin + wide]), begin + wide
        if len(unread) < begin + size:
            break
        frames.append((unread[at] & 0x0F, bytes(unread[begin : begin + size])))
        at = begin + size
    del unread[:at]
    return frames
