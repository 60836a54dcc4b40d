"""One browser's WebSocket: wsproto speaks the protocol, this moves the bytes and never waits for a slow reader.

What is written in one turn of the loop goes out in one piece at its end. A frame is made once for everybody it goes to
(`frame_of`): a server's frames carry no mask, so they are the same bytes for all.
"""

from __future__ import annotations

import logging
import socket
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import gevent
from wsproto.connection import Connection, ConnectionState, ConnectionType
from wsproto.events import AcceptConnection, CloseConnection, Event, Message, Ping, Request, TextMessage
from wsproto.frame_protocol import CloseReason
from wsproto.handshake import H11Handshake
from wsproto.utilities import LocalProtocolError, RemoteProtocolError

log = logging.getLogger(__name__)

MAX_FRAME_BYTES = 16 * 1024
"""Contract 3: a larger frame closes the socket with 1009."""
MAX_BEHIND_BYTES = 1024 * 1024
"""Contract 3: a reader who is further behind is cut."""
KERNEL_BUFFER_BYTES = 128 * 1024
"""Else the system keeps megabytes for each reader that never reads, before we notice."""
READ_BYTES = 4 * 1024
"""At most so much is taken from one browser before the others have their turn."""
MOST_PARTS = 256
"""Of one message. A frame comes in a few pieces at most; thousands of pieces are an attack."""
MOST_EMPTY_PER_SECOND = 100
"""Pings and pieces that bring no message; a browser sends none, our clients a few a minute."""
CLOSE_WITHIN_SECONDS = 1.5
"""How long a browser has to answer our goodbye; hanging up takes 2 s at most (contract 3)."""
WRITABLE = 2

_press = Connection(ConnectionType.SERVER)
_due: list[Wire] = []


def frame_of(text: str) -> bytes:
    """The bytes of one text message, for any number of sockets."""
    return _press.send(TextMessage(data=text))


class NoWebSocket(Exception):
    """A request that asks for an upgrade in a way no browser does."""


class Wire:
    """A WebSocket as engine.io wants one: called with a request it shakes hands and runs the handler; `send`, `wait`
    and `close`. `write` takes a frame that is made already.
    """

    def __init__(self, handler: Callable[[Wire], object], _server: object = None):
        self.handler = handler
        self.is_over = True
        self._pending: list[bytes] = []
        self._pending_bytes = 0
        self._is_due = False
        self._until_writable: Any = None
        self._heard: deque[str | bytes] = deque()
        self._parts: list[Any] = []
        self._part_bytes = 0
        self._empty_frames = 0
        self._empty_since = 0.0
        self._is_broken = self._is_leaving = False

    def __call__(self, environ: dict[str, Any], _start_response: object) -> Any:
        """Serve one connection until it ends. For gunicorn StopIteration says that there is no answer to write."""
        self.open(environ["gunicorn.socket"], _headers(environ), environ["PATH_INFO"])
        try:
            self.handler(self)
        finally:
            self._end()
        raise StopIteration

    def open(self, sock: Any, headers: list[tuple[bytes, bytes]], path: str) -> None:
        """Shake hands on a gevent socket whose request was read already; offers no extension (no compression).

        Raises NoWebSocket.
        """
        answer, self._connection = _shake_hands(headers, path)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, KERNEL_BUFFER_BYTES)
        # The system's own call: gevent's waits for a slow reader, in a greenlet that has others to serve.
        self.sock, self._send, self.is_over = sock, getattr(sock, "_sock", sock).send, False
        self.write(answer)

    def write(self, frame: bytes) -> None:
        """Send these bytes at the end of this turn; a reader too far behind is cut, never waited for."""
        if self.is_over or self._is_leaving:  # nothing may follow a goodbye
            return
        if self._pending_bytes > MAX_BEHIND_BYTES:  # before this frame: one large answer is not being behind
            self.flush()
            if self._pending_bytes > MAX_BEHIND_BYTES:
                log.warning("a reader that fell too far behind is cut")
                self.cut()
                return
        self._pending.append(frame)
        self._pending_bytes += len(frame)
        if not self._is_due:
            self._is_due = True
            _due.append(self)
            if len(_due) == 1:
                gevent.get_hub().loop.run_callback(flush_due)

    def send(self, message: str) -> None:
        """The ordinary road: one message, framed for this socket alone.

        Raises OSError when it is gone, as engine.io expects.
        """
        if self.is_over:
            raise OSError("this socket is gone")
        self.write_text(message)

    def write_text(self, message: str) -> None:
        """The same for who does not mind that it is gone."""
        self.write(frame_of(message))

    def flush(self) -> None:
        """Hand what waits to the system, as much as it takes; the rest when it takes more."""
        self._is_due = False
        if self._until_writable is not None or self.is_over or not self._pending:
            return
        data = self._pending[0] if len(self._pending) == 1 else b"".join(self._pending)
        try:
            sent = self._send(data)
        except BlockingIOError:
            sent = 0
        except OSError:
            self.cut()
            return
        self._pending_bytes = len(data) - sent
        self._pending = [data[sent:]] if self._pending_bytes else []
        if self._pending:
            self._until_writable = gevent.get_hub().loop.io(self.sock.fileno(), WRITABLE)
            self._until_writable.start(self._go_on)

    def _go_on(self) -> None:
        self._stop_watching()
        self.flush()

    def wait(self) -> str | bytes | None:
        """The next message; None when the line is gone or said goodbye. Gives way to others each time: to hear a socket
        that has always something to say would else be to hear nobody else.
        """
        while not self._heard:
            if self.is_over or self._connection.state in (ConnectionState.REMOTE_CLOSING, ConnectionState.CLOSED):
                return None
            try:
                data = self.sock.recv(READ_BYTES)
            except OSError:
                return None
            if data or not self._is_broken:
                self._take(data)
            else:
                return None
            gevent.sleep(0)
        return self._heard.popleft()

    def _take(self, data: bytes) -> None:
        """Understand what came. After a break of the protocol nothing more is understood, only thrown away."""
        if not self._is_broken:
            self._connection.receive_data(data or None)
            for event in self._connection.events():
                self._take_event(event)

    def _take_event(self, event: Event) -> None:
        if isinstance(event, CloseConnection):
            self._take_goodbye(event)
        elif self._connection.state is not ConnectionState.OPEN:
            return  # after our goodbye nothing counts any more
        elif isinstance(event, Message):
            self._take_part(event)
        else:
            self._count_empty()
            if isinstance(event, Ping):
                self._say(event.response())

    def _take_goodbye(self, event: CloseConnection) -> None:
        """Answer it. One that the library makes up itself, of a line that stays open, says that the protocol broke."""
        if self._connection.state in (ConnectionState.OPEN, ConnectionState.LOCAL_CLOSING):
            self._is_broken = True
            self.close(event.code)
        else:
            self._say(event.response())

    def _take_part(self, event: Message[Any]) -> None:
        """A frame may come in pieces, and a message in frames. What is too large is not kept."""
        self._parts.append(event.data)
        self._part_bytes += len(event.data.encode()) if isinstance(event.data, str) else len(event.data)
        if self._part_bytes > MAX_FRAME_BYTES or len(self._parts) > MOST_PARTS:
            self._forget_parts()
            self.close(CloseReason.MESSAGE_TOO_BIG)
        elif event.message_finished:
            self._heard.append(event.data if len(self._parts) == 1 else event.data[:0].join(self._parts))
            self._forget_parts()
        else:
            self._count_empty()

    def _forget_parts(self) -> None:
        self._parts, self._part_bytes = [], 0

    def _count_empty(self) -> None:
        now = time.monotonic()
        if now - self._empty_since > 1:
            self._empty_frames, self._empty_since = 0, now
        self._empty_frames += 1
        if self._empty_frames > MOST_EMPTY_PER_SECOND:
            self.close(CloseReason.POLICY_VIOLATION)

    def _say(self, event: Event) -> None:
        if self._connection.state in (ConnectionState.OPEN, ConnectionState.REMOTE_CLOSING):
            self.write(self._connection.send(event))
            self._is_leaving = isinstance(event, CloseConnection)

    def close(self, code: int = CloseReason.NORMAL_CLOSURE) -> None:
        """Say goodbye after what waits, and hang up soon, whether it is answered or not."""
        if not self.is_over and self._connection.state is ConnectionState.OPEN:
            self._say(CloseConnection(code))
            gevent.spawn_later(CLOSE_WITHIN_SECONDS, self.cut)

    def cut(self) -> None:
        """Hang up now: whoever waits for a message hears that there is none."""
        if self.is_over:
            return
        self._drop()
        with suppress(OSError):  # the other side was first
            self.sock.shutdown(socket.SHUT_RDWR)

    def _end(self) -> None:
        """The handler is done and the server closes the socket: its number may be another's in a moment."""
        if not self.is_over:
            self.flush()
            self._drop()

    def _drop(self) -> None:
        self.is_over = True
        self._pending, self._pending_bytes = [], 0
        self._stop_watching()

    def _stop_watching(self) -> None:
        if self._until_writable is not None:
            self._until_writable.stop()
            self._until_writable.close()
            self._until_writable = None


def _shake_hands(headers: list[tuple[bytes, bytes]], path: str) -> tuple[bytes, Connection]:
    handshake = H11Handshake(ConnectionType.SERVER)
    try:
        handshake.initiate_upgrade_connection(headers, path)
        assert isinstance(next(iter(handshake.events())), Request)
        answer = handshake.send(AcceptConnection())
    except (RemoteProtocolError, LocalProtocolError) as wrong:
        raise NoWebSocket from wrong
    assert handshake.connection is not None
    return answer, handshake.connection


def flush_due() -> None:
    """End of a turn: everything written in it goes out, one write for each socket."""
    due = _due[:]
    _due.clear()
    for wire in due:
        try:
            wire.flush()
        except Exception:  # one browser's fault must not keep the others from theirs
            log.exception("a socket could not be written to")
            wire.cut()


def _headers(environ: dict[str, Any]) -> list[tuple[bytes, bytes]]:
    def names() -> Iterator[tuple[str, str]]:
        for name, value in environ.items():
            if name.startswith("HTTP_"):
                yield name[5:].replace("_", "-"), value

    return [(name.encode("latin-1"), value.encode("latin-1")) for name, value in names()]
