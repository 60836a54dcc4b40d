"""Engine.io's sockets, lighter and stricter: a WebSocket is written to directly, one heart pings them all, and what a
stranger sends is counted before anything reads it.

The library gives each socket a queue, a greenlet that empties it and one that waits for the next ping: at two thousand
sockets that is most of their memory, and at a thousand readers most of a message's cost. Long polling, and a socket
that began with it, keep the library's own road.
"""

from __future__ import annotations

import logging
import time
from collections import deque
from typing import Any

import gevent
from engineio import exceptions, packet, socket
from engineio.packet import Packet

from community.live.wire import MAX_BEHIND_BYTES, NoWebSocket, Wire

log = logging.getLogger(__name__)

HEART_EVERY_SECONDS = 0.5
UPGRADE_WITHIN_SECONDS = 10
LAST_POLL_WITHIN_SECONDS = 1.0
"""A browser that polls asks again at once; so long a goodbye waits to be fetched."""
MOST_PACKETS_PER_SECOND = 200
"""Of any kind. Events have their own limit (20 a second, contract 3); ten times that is no browser."""
MOST_JOINS = 10
"""How often one line may join the namespace: leaving and joining again must be no way around a limit."""
JOIN, BINARY_TYPES = "0", frozenset("56")
"""Socket.IO's packets that join a namespace, and that announce binary parts."""


class Line(socket.Socket):  # type: ignore[misc]
    """An engine.io socket. wire: where its frames may be written at once; None while it takes the ordinary road."""

    wire: Wire | None = None
    is_counted = True
    connected: bool
    upgrading: bool
    upgraded: bool
    last_ping: float | None

    def __init__(self, server: Any, sid: str):
        super().__init__(server, sid)
        self.joins = self.packets = self.queued_bytes = 0
        self.packets_since = 0.0
        self.is_polled = False

    def send(self, pkt: Packet) -> None:
        """Send a packet, in order with everything sent before. Who polls and falls too far behind is cut too."""
        if self.wire is not None:
            if not self.closed:
                self.wire.write_text(pkt.encode())
            return
        super().send(pkt)
        self.queued_bytes += len(pkt.encode())
        if self.queued_bytes > MAX_BEHIND_BYTES:
            self.close(wait=False, abort=True)

    def poll(self) -> list[Packet]:
        self.queued_bytes = 0
        found: list[Packet] = super().poll()
        return found

    def receive(self, pkt: Packet) -> None:
        """Take a packet.

        Raises UnknownPacketError for too many, and for what is none: nothing we hear is binary, and of what announces
        binary parts the library would wait for all.
        """
        if pkt.packet_type == packet.MESSAGE:
            kind = str(pkt.data)[:1]
            if pkt.binary or kind in BINARY_TYPES or self._is_too_much(kind):
                raise exceptions.UnknownPacketError
        super().receive(pkt)

    def _is_too_much(self, kind: str) -> bool:
        self.joins += kind == JOIN
        now = time.monotonic()
        if now - self.packets_since > 1:
            self.packets, self.packets_since = 0, now
        self.packets += 1
        return self.joins > MOST_JOINS or (self.is_counted and self.packets > MOST_PACKETS_PER_SECOND)

    def schedule_ping(self) -> None:
        if self.last_ping:
            self.last_ping = None
            heart_of(self.server).await_beat(self)

    def hang_up(self) -> None:
        """Say goodbye on the line itself, now; what the house does about it comes later."""
        if self.wire is not None:
            self.wire.write_text(Packet(packet.CLOSE).encode())
            self.wire.close()

    def close(self, wait: bool = True, abort: bool = False, reason: str | None = None) -> None:
        """End this line. The library would wait until somebody fetched what is queued: perhaps nobody ever does."""
        if self.wire is not None and not self.closed and not self.closing:
            if abort:
                self.wire.close()
            else:
                self.hang_up()
        super().close(wait=False, abort=abort or self.wire is not None, reason=reason)

    def handle_get_request(self, environ: dict[str, Any], start_response: Any) -> Any:
        """One poll at a time, one upgrade: each more would be a connection that nobody counts.

        Raises UnknownPacketError, which ends the line.
        """
        if environ.get("HTTP_UPGRADE"):
            return super().handle_get_request(environ, start_response)
        if self.is_polled:
            raise exceptions.UnknownPacketError
        self.is_polled = True
        try:
            return super().handle_get_request(environ, start_response)
        finally:
            self.is_polled = False

    def _upgrade_websocket(self, environ: dict[str, Any], start_response: Any) -> Any:
        if self.upgrading or self.upgraded:
            return self.server._bad_request()
        self.upgrading = self.connected  # from now on: the library would say so only once the handshake is done
        try:
            return super()._upgrade_websocket(environ, start_response)
        except NoWebSocket:
            self.close(abort=True)
            return self.server._bad_request()

    def _websocket_handler(self, ws: Wire) -> list[object]:
        """Hear a browser until it goes. What was queued before the handshake (engine.io's hello) goes first."""
        if self.connected:
            gevent.spawn_later(UPGRADE_WITHIN_SECONDS, self._cut_unless_upgraded, ws)
            return super()._websocket_handler(ws)  # type: ignore[no-any-return]
        self.connected = self.upgraded = True
        while not self.queue.empty():
            ws.write_text(self.queue.get().encode())
            self.queue.task_done()
        self.wire = ws
        try:
            while (message := ws.wait()) is not None and self._take(message):
                pass
        finally:
            self.close(abort=True, reason=self.server.reason.TRANSPORT_CLOSE)
            self.server.sockets.pop(self.sid, None)  # or it counts as open until the library's next round
        return []

    def _cut_unless_upgraded(self, ws: Wire) -> None:
        if not self.upgraded:
            ws.cut()

    def _take(self, message: str | bytes) -> bool:
        """Whether to go on listening after this message."""
        try:
            self.receive(Packet(encoded_packet=message))
        except (exceptions.EngineIOError, ValueError):
            return False  # closed meanwhile, or not our protocol
        except Exception:
            log.exception("fault in what a socket sent")
            return False
        return True


class Heart:
    """Pings every line when its time has come, and ends those that did not answer. All wait equally long, so the first
    to wait is the first to be due.
    """

    def __init__(self, server: Any):
        self.server = server
        self.waiting: deque[tuple[float, Line]] = deque()
        self.pinged: deque[tuple[float, Line]] = deque()
        server.start_background_task(self._beat_for_ever)

    def await_beat(self, line: Line) -> None:
        self.waiting.append((time.monotonic() + self.server.ping_interval, line))

    def _beat_for_ever(self) -> None:
        while True:
            self.server.sleep(HEART_EVERY_SECONDS)
            try:
                self.beat()
            except Exception:  # one line's fault must not stop the heart of all
                log.exception("a line could not be pinged")

    def beat(self) -> None:
        while self.waiting and self.waiting[0][0] <= time.monotonic():
            _due_at, line = self.waiting.popleft()
            if not line.closing and not line.closed:
                line.last_ping = time.time()
                self.pinged.append((time.monotonic() + self.server.ping_timeout, line))
                line.send(Packet(packet.PING))
        while self.pinged and self.pinged[0][0] <= time.monotonic():
            _due_at, line = self.pinged.popleft()
            if line.last_ping is not None and not line.closed:
                line.close(abort=True, reason=self.server.reason.PING_TIMEOUT)


def heart_of(server: Any) -> Heart:
    """The one heart of an engine.io server."""
    if not hasattr(server, "moi_heart"):
        server.moi_heart = Heart(server)
    found: Heart = server.moi_heart
    return found


def install(engine: Any, are_counted: bool) -> None:
    """Let a server make its sockets so. engine.io has no setting for their class; it looks it up by name.

    are_counted: whether packets are limited.
    """
    Line.is_counted = are_counted
    socket.Socket = Line
    engine._async = {**engine._async, "websocket": Wire}
