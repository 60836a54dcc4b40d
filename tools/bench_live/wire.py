"""Just enough WebSocket, Engine.IO 4 and Socket.IO for a load client: frames out, and counting what comes in.

Frames that come in are not taken apart: what is looked for is counted in the bytes, also where a read ends in its
middle. That is what lets one Python process hear a million deliveries a second.
"""

from __future__ import annotations

import json
import os
import re
from typing import Any

POSTED = b'"message:posted"'
ANSWERED = b"43/chat,"
PING = b"\x81\x012"
"""An unmasked text frame of one byte, "2"; no frame of another length holds these bytes."""
KEPT_BYTES = max(len(POSTED), len(ANSWERED), len(PING)) - 1
"""What is kept of a read: one byte less than the longest thing looked for, so that nothing is counted twice."""
STAMP = re.compile(rb'"body":"@(\d+)@')
SEQ_OF_POSTED = re.compile(rb'\["message:posted",\{.*?"seq":(\d+)')
TEXT_FRAME, FIN, MASKED = 0x1, 0x80, 0x80
PONG = b"3"


def upgrade(host: str, origin: str, cookie: str) -> bytes:
    """The request that opens a socket, as a browser sends it; no compression is offered."""
    lines = [
        "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1",
        f"Host: {host}",
        f"Origin: {origin}",
        *([f"Cookie: {cookie}"] if cookie else []),
        "Connection: Upgrade",
        "Upgrade: websocket",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
    ]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def frame(text: bytes) -> bytes:
    """One masked text frame, as clients must send them.

    Raises ValueError from 64 kB on; no wish is that long.
    """
    if len(text) > 0xFFFF:
        raise ValueError("a wish of 64 kB or more")
    if len(text) < 126:
        head = bytes((FIN | TEXT_FRAME, MASKED | len(text)))
    else:
        head = bytes((FIN | TEXT_FRAME, MASKED | 126)) + len(text).to_bytes(2, "big")
    mask = os.urandom(4)
    pattern = (mask * (len(text) // 4 + 1))[: len(text)]
    hidden = int.from_bytes(text, "big") ^ int.from_bytes(pattern, "big")
    return head + mask + hidden.to_bytes(len(text), "big")


def wish(number: int, event: str, fields: dict[str, Any]) -> bytes:
    """One event of namespace /chat that asks an answer, as a frame."""
    return frame(f"42/chat,{number}{json.dumps([event, fields], separators=(',', ':'))}".encode())


class Counter:
    """Counts in what one socket hears, read after read."""

    __slots__ = ("answered", "posted", "tail")

    def __init__(self) -> None:
        self.posted = self.answered = 0
        self.tail = b""

    def take(self, buffer: bytearray, size: int) -> int:
        """Count in a read of `size` bytes that stands in the buffer from KEPT_BYTES on; where its own part begins is
        answered: the end of the read before is put in front of it."""
        tail = self.tail
        start, end = KEPT_BYTES - len(tail), KEPT_BYTES + size
        buffer[start:KEPT_BYTES] = tail
        self.posted += buffer.count(POSTED, start, end)
        self.answered += buffer.count(ANSWERED, max(start, KEPT_BYTES - len(ANSWERED) + 1), end)
        self.tail = bytes(buffer[max(start, end - KEPT_BYTES) : end])
        return start
