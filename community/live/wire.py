"""One browser's WebSocket: wsproto speaks the protocol, this moves the bytes and never waits for a slow reader.

What is written in one turn of the loop goes out in one piece at its end. A frame is made once for everybody it goes to
(`frame_of`): a server's frames carry no mask, so they are the same bytes for all.
"""

from __future__ import annotations

import logging
import socket
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import gevent
from wsproto.connection import Connection, ConnectionState, ConnectionType
from wsproto.events import AcceptConnection, CloseConnection, Event, Message, Ping, Request, TextMessage
from wsproto.frame_protocol import CloseReason
from wsproto.handshake import H11Handshake
from wsproto.utilities import RemoteProtocolError

log = logging.getLogger(__name__)

MAX_FRAME_BYTES = 16 * 1024
"""Contract 3: a larger frame closes the socket with 1009."""
MAX_BEHIND_BYTES = 1024 * 1024
"""Contract 3: a reader who is further behind is cut."""
KERNEL_BUFFER_BYTES = 128 * 1024
"""Else the system keeps megabytes for each reader that never reads, before we notice."""
READ_BYTES = 16 * 1024
CLOSE_WITHIN_SECONDS = 1.5
"""How long a browser has to answer our goodbye; hanging up takes 2 s at most (contract 3)."""
WRITABLE = 2

_press = Connection(ConnectionType.SERVER)
_due: list[Wire] = []


def frame_of(text: str) -> bytes:
    """The bytes of one text message, for any number of sockets."""
    return _press.send(TextMessage(data=text))


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

        Raises RemoteProtocolError for a request that is no WebSocket.
        """
        handshake = H11Handshake(ConnectionType.SERVER)
        handshake.initiate_upgrade_connection(headers, path)
        assert isinstance(next(iter(handshake.events())), Request)
        answer = handshake.send(AcceptConnection())
        assert handshake.connection is not None
        self._connection = handshake.connection
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, KERNEL_BUFFER_BYTES)
        self.sock, self.is_over = sock, False
        self.write(answer)

    def write(self, frame: bytes) -> None:
        """Send these bytes at the end of this turn; a reader too far behind is cut, never waited for."""
        if self.is_over:
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
            sent = self.sock.send(data, 0, 0.0)  # no time to wait: raises instead of switching to another greenlet
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
        """The next message; None when the line is gone or said goodbye. Gives way to others while it waits."""
        while not self._heard:
            if self.is_over or self._connection.state not in (ConnectionState.OPEN, ConnectionState.LOCAL_CLOSING):
                return None
            try:
                data = self.sock.recv(READ_BYTES)
            except OSError:
                return None
            self._take(data)
        return self._heard.popleft()

    def _take(self, data: bytes) -> None:
        try:
            self._connection.receive_data(data or None)
            for event in self._connection.events():
                self._take_event(event)
        except RemoteProtocolError as wrong:
            self._say(wrong.event_hint or CloseConnection(CloseReason.PROTOCOL_ERROR))

    def _take_event(self, event: Event) -> None:
        if isinstance(event, Message):
            self._take_part(event)
        elif isinstance(event, Ping | CloseConnection):
            self._say(event.response())

    def _take_part(self, event: Message[Any]) -> None:
        """A frame may come in pieces, and a message in frames. What is too large is not kept."""
        self._parts.append(event.data)
        if sum(len(part.encode()) if isinstance(part, str) else len(part) for part in self._parts) > MAX_FRAME_BYTES:
            self._parts.clear()
            self.close(CloseReason.MESSAGE_TOO_BIG)
        elif event.message_finished:
            self._heard.append(event.data if len(self._parts) == 1 else event.data[:0].join(self._parts))
            self._parts.clear()

    def _say(self, event: Event) -> None:
        if self._connection.state in (ConnectionState.OPEN, ConnectionState.REMOTE_CLOSING):
            self.write(self._connection.send(event))

    def close(self, code: int = CloseReason.NORMAL_CLOSURE) -> None:
        """Say goodbye after what waits, and hang up soon, whether it is answered or not."""
        if self.is_over or self._connection.state is not ConnectionState.OPEN:
            return
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


def flush_due() -> None:
    """End of a turn: everything written in it goes out, one write for each socket."""
    due = _due[:]
    _due.clear()
    for wire in due:
        wire.flush()


def _headers(environ: dict[str, Any]) -> list[tuple[bytes, bytes]]:
    def names() -> Iterator[tuple[str, str]]:
        for name, value in environ.items():
            if name.startswith("HTTP_"):
                yield name[5:].replace("_", "-"), value

    return [(name.encode("latin-1"), value.encode("latin-1")) for name, value in names()]
