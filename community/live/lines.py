"""Engine.io's sockets, lighter: a WebSocket is written to directly, and one heart pings them all.

The library gives each socket a queue, a greenlet that empties it and one that waits for the next ping: at two thousand
sockets that is most of their memory, and at a thousand readers most of a message's cost. Long polling, and a socket
that began with it, keep the library's own road.
"""

from __future__ import annotations

import logging
import time
from collections import deque
from typing import Any

from engineio import exceptions, packet, socket
from engineio.packet import Packet

from community.live.wire import Wire

log = logging.getLogger(__name__)

HEART_EVERY_SECONDS = 0.5
BINARY_TYPES = frozenset("56")
"""Socket.IO's packets that announce binary parts."""


class Line(socket.Socket):  # type: ignore[misc]
    """An engine.io socket. wire: where its frames may be written at once; None while it takes the ordinary road."""

    wire: Wire | None = None
    connected: bool
    last_ping: float | None

    def send(self, pkt: Packet) -> None:
        """Send a packet, in order with everything sent before."""
        if self.wire is None:
            super().send(pkt)
        elif self.check_ping_timeout():
            self.wire.write_text(pkt.encode())

    def receive(self, pkt: Packet) -> None:
        """Take a packet; nothing we hear is binary, and of what announces binary parts the library would wait for all.

        Raises UnknownPacketError.
        """
        if pkt.packet_type == packet.MESSAGE and (pkt.binary or str(pkt.data)[:1] in BINARY_TYPES):
            raise exceptions.UnknownPacketError
        super().receive(pkt)

    def schedule_ping(self) -> None:
        if self.last_ping:
            self.last_ping = None
            heart_of(self.server).await_beat(self)

    def close(self, wait: bool = True, abort: bool = False, reason: str | None = None) -> None:
        if self.wire is None:
            super().close(wait, abort, reason)
        elif not self.closed and not self.closing:
            super().close(wait=False, abort=abort, reason=reason)  # nobody empties the queue: nothing to wait for
            self.wire.close()

    def _websocket_handler(self, ws: Wire) -> list[object]:
        """Hear a browser until it goes. What was queued before the handshake (engine.io's hello) goes first."""
        if self.connected:
            return super()._websocket_handler(ws)  # type: ignore[no-any-return]
        self.connected = self.upgraded = True
        while not self.queue.empty():
            ws.write_text(self.queue.get().encode())
            self.queue.task_done()
        self.wire = ws
        while (message := ws.wait()) is not None and self._take(message):
            pass
        self.close(wait=False, abort=True, reason=self.server.reason.TRANSPORT_CLOSE)
        self.server.sockets.pop(self.sid, None)  # or it counts as open until the library's next round
        return []

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
    """Pings every line when its time has come. All wait equally long, so the first to wait is the first to be due."""

    def __init__(self, server: Any):
        self.server = server
        self.waiting: deque[tuple[float, Line]] = deque()
        server.start_background_task(self._beat_for_ever)

    def await_beat(self, line: Line) -> None:
        self.waiting.append((time.monotonic() + self.server.ping_interval, line))

    def _beat_for_ever(self) -> None:
        while True:
            self.server.sleep(HEART_EVERY_SECONDS)
            self.beat()

    def beat(self) -> None:
        while self.waiting and self.waiting[0][0] <= time.monotonic():
            _due_at, line = self.waiting.popleft()
            if not line.closing and not line.closed:
                line.last_ping = time.time()
                line.send(Packet(packet.PING))


def heart_of(server: Any) -> Heart:
    """The one heart of an engine.io server."""
    if not hasattr(server, "moi_heart"):
        server.moi_heart = Heart(server)
    found: Heart = server.moi_heart
    return found


def install(engine: Any) -> None:
    """Let a server make its sockets so. engine.io has no setting for their class; it looks it up by name."""
    socket.Socket = Line
    engine._async = {**engine._async, "websocket": Wire}
