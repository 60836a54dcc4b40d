"""The sockets of this process: the Socket.IO server, who is in which audience, and the gate before the upgrade."""

from __future__ import annotations

import functools
import json
import logging
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

from engineio.packet import MESSAGE
from engineio.packet import Packet as EnginePacket
from flask import Flask, request
from flask_socketio import SocketIO
from socketio.packet import ACK, DISCONNECT, EVENT, Packet

from community.live import lines
from community.live.wire import MAX_FRAME_BYTES, frame_of

NAMESPACE = "/chat"
PING_EVERY_SECONDS, PONG_WITHIN_SECONDS = 25, 20

RESERVED = frozenset({"connect", "disconnect", "connect_error", "*", "__disconnect_final"})
"""Names by which the library means its own doings; from a client they are events that we do not know."""

log = logging.getLogger(__name__)
server = SocketIO()
_is_closing = False
_gone: list[Callable[[str], None]] = []


Send = Callable[[dict[str, Any]], None]


@dataclass(frozen=True)
class Wish:
    """An event as it came. engine_id stays while the line does, sid only while it is joined."""

    engine_id: str
    sid: str
    event: str
    arguments: list[Any]


Before = Callable[[Wish, Send], bool]


def init_app(app: Flask, before: Before) -> None:
    """Attach the server. Polling only where one process serves: its requests would reach the wrong process.

    before: asked first about every wish: True when it sends the answer, now or later; else the event goes on to its
        handler.
    """
    transports = ["websocket"] if app.config["MOI_REDIS_URL"] else ["websocket", "polling"]
    server.init_app(
        app,
        async_mode="gevent",  # named: Flask-SocketIO would pick eventlet by itself if anybody installs it
        async_handlers=False,  # the default reorders one person's messages
        cors_allowed_origins=[],
        manage_session=False,
        transports=transports,
        max_http_buffer_size=MAX_FRAME_BYTES,
        ping_interval=PING_EVERY_SECONDS,
        ping_timeout=PONG_WITHIN_SECONDS,
        always_connect=True,
        json=Json,
        logger=logging.getLogger("socketio"),  # named, or each brings a way to the screen past our filter (L1)
        engineio_logger=logging.getLogger("engineio"),
    )
    lines.install(server.server.eio, app.config["MOI_LIMITS_ON"])  # type: ignore[union-attr]
    _ask_before_handling(before)
    _end_what_is_no_packet()
    app.wsgi_app = Gate(app.wsgi_app, app.config["MOI_SITE_URL"], app.config["MOI_MAX_SOCKETS"])  # type: ignore[method-assign]


def _ask_before_handling(before: Before) -> None:
    """Stand between the library and its handlers, which make a whole request of each event. Events that ask no answer
    are dropped (contract 3): nobody could be told that they were refused.
    """
    socket_server: Any = server.server
    handle = socket_server._handle_event

    @functools.wraps(handle)
    def handle_event(engine_id: str, namespace: str, packet_id: int | None, data: Any) -> None:
        if packet_id is None or not (isinstance(data, list) and data and isinstance(data[0], str)):
            return
        if data[0] in RESERVED:
            data = ["", *data[1:]]
        sid = socket_server.manager.sid_from_eio_sid(engine_id, namespace)

        def send(answer: dict[str, Any]) -> None:
            packet = Packet(ACK, namespace=namespace, id=packet_id, data=[answer], binary=False)
            socket_server._send_packet(engine_id, packet)

        is_ours = namespace == NAMESPACE and sid is not None
        if not (is_ours and before(Wish(engine_id, sid, data[0], data[1:]), send)):
            handle(engine_id, namespace, packet_id, data)

    socket_server._handle_event = handle_event


def _end_what_is_no_packet() -> None:
    """End the line of who sends what Socket.IO cannot read. The library would log each and go on listening."""
    socket_server: Any = server.server

    def take(engine_id: str, data: Any) -> None:
        try:
            socket_server._handle_eio_message(engine_id, data)
        except Exception as wrong:
            log.warning("a line that sent no packet is ended: %s", type(wrong).__name__)
            line = socket_server.eio.sockets.get(engine_id)
            if line is not None:
                line.close(abort=True)

    socket_server.eio.on("message", take)


def memory_of(engine_id: str) -> dict[str, Any]:
    """What may be remembered of a line until it ends, whatever it leaves and joins meanwhile."""
    socket_server: Any = server.server
    found: dict[str, Any] = socket_server.environ.setdefault(engine_id, {})
    return found


class Json:
    """How Socket.IO writes and reads JSON: as it is, not as ASCII, which makes twelve bytes of an emoji."""

    loads = staticmethod(json.loads)
    _encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode

    @classmethod
    def dumps(cls, value: object, **_how: object) -> str:
        return cls._encode(value)


class Gate:
    """Before the upgrade: own Origin only, not too many sockets, no compression per message."""

    def __init__(self, next_app: Callable[..., Any], site_url: str, max_sockets: int):
        self.next_app, self.max_sockets = next_app, max_sockets
        self.own = urlsplit(site_url)[:2]

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        if not environ.get("PATH_INFO", "").startswith("/socket.io/"):
            return self.next_app(environ, start_response)
        if not self._is_own(environ):
            return _plain(start_response, "403 Forbidden", "Dit verzoek kwam van een andere site.")
        is_full = _is_closing or socket_count() >= self.max_sockets
        if is_full and "sid" not in parse_qs(environ.get("QUERY_STRING", "")):
            return _plain(start_response, "503 Service Unavailable", "Het is druk.", ("Retry-After", "10"))
        environ.pop("HTTP_SEC_WEBSOCKET_EXTENSIONS", None)  # or every recipient would be compressed anew
        return self.next_app(environ, start_response)

    def _is_own(self, environ: dict[str, Any]) -> bool:
        """Some programs send the header twice; a server joins what was repeated, and each one must be ours. A browser
        sends none with a GET of our own page, and so not while it polls: then it says so in another header."""
        if "HTTP_ORIGIN" not in environ and "transport=polling" in environ.get("QUERY_STRING", ""):
            return bool(environ.get("HTTP_SEC_FETCH_SITE") == "same-origin")
        origins = environ.get("HTTP_ORIGIN", "").split(",")
        return all(urlsplit(origin.strip())[:2] == self.own for origin in origins)


def _plain(start_response: Callable[..., Any], status: str, text: str, *headers: tuple[str, str]) -> list[bytes]:
    start_response(status, [("Content-Type", "text/plain; charset=utf-8"), ("Cache-Control", "no-store"), *headers])
    return [text.encode()]


def socket_count() -> int:
    """Open sockets in this process."""
    return len(server.server.eio.sockets)  # type: ignore[union-attr]


def socket_id() -> str:
    """The socket whose event is being handled."""
    found: str = request.sid  # type: ignore[attr-defined]
    return found


def join(audience: str, sid: str | None = None) -> None:
    """Let this socket hear an audience; only after the query that proves the right."""
    server.server.enter_room(sid or socket_id(), audience, namespace=NAMESPACE)  # type: ignore[union-attr]


def leave(audience: str, sid: str | None = None) -> None:
    server.server.leave_room(sid or socket_id(), audience, namespace=NAMESPACE)  # type: ignore[union-attr]


def is_joined(audience: str, sid: str | None = None) -> bool:
    """Whether a socket of this process hears an audience. Asked of the audience, not of the socket: that would look
    through all audiences there are."""
    rooms: Any = server.server.manager.rooms  # type: ignore[union-attr]
    return (sid or socket_id()) in rooms.get(NAMESPACE, {}).get(audience, ())


def joined(audience: str | None) -> list[str]:
    """The sockets of this process that hear an audience; None is everybody."""
    return [sid for sid, _engine in server.server.manager.get_participants(NAMESPACE, audience)]  # type: ignore[union-attr]


def audiences(prefix: str) -> set[int]:
    """The numbers of the audiences of a kind ("person:") that sockets of this process hear."""
    rooms: Any = server.server.manager.rooms  # type: ignore[union-attr]
    named = [str(name) for name in rooms.get(NAMESPACE, {}) if name]
    return {int(name.removeprefix(prefix)) for name in named if name.startswith(prefix)}


def on_gone(do: Callable[[str], None]) -> Callable[[str], None]:
    """Call do(socket id) in an app context whenever a socket of this process is gone."""
    _gone.append(do)
    return do


def tell_gone(sid: str) -> None:
    """Each is told, whatever happens to another: the database may be away just now."""
    for do in _gone:
        try:
            do(sid)
        except Exception as fault:
            log.error("a socket that went could not be noted: %s", type(fault).__name__)


def emit(event: str, payload: dict[str, Any], audience: str, skip: Collection[str] = ()) -> None:
    """Tell an audience. The frame is made once; who has a wire of their own gets it at the end of this turn, in one
    write with whatever else they get in it. Polling goes the library's road.
    """
    socket_server: Any = server.server
    text = f"{MESSAGE}{EVENT}{NAMESPACE},{Json.dumps([event, payload])}"  # as the library's Packet writes it
    frame = b""
    for sid, engine_id in socket_server.manager.get_participants(NAMESPACE, audience):
        if sid in skip:
            continue
        line = socket_server.eio.sockets.get(engine_id)
        wire = line.wire if line is not None else None
        if wire is None:
            socket_server._send_eio_packet(engine_id, EnginePacket(MESSAGE, text[1:]))
        else:
            frame = frame or frame_of(text)
            wire.write(frame)


def tell(event: str, payload: dict[str, Any]) -> None:
    """Tell only the socket whose event is being handled."""
    emit(event, payload, socket_id())


def cut_all() -> None:
    """Disconnect every socket of this process; their browsers come back by themselves."""
    for sid in joined(None):
        cut(sid)


def close_door() -> None:
    """Let nobody in any more, and everybody go."""
    global _is_closing
    _is_closing = True
    cut_all()


def cut(sid: str) -> None:
    """Disconnect a socket: it hears nothing more and is told so now, whatever else waits. What the house does about it
    comes after, and may take its time.
    """
    socket_server: Any = server.server
    engine_id = socket_server.manager.eio_sid_from_sid(sid, NAMESPACE)
    if engine_id is None:
        return
    socket_server._send_packet(engine_id, Packet(DISCONNECT, namespace=NAMESPACE))
    for audience in socket_server.manager.get_rooms(sid, NAMESPACE):
        if audience != sid:
            leave(audience, sid)
    line = socket_server.eio.sockets.get(engine_id)
    if line is not None:
        line.hang_up()
    server.start_background_task(_end, sid, engine_id, line)


def _end(sid: str, engine_id: str, line: Any) -> None:
    socket_server: Any = server.server
    if line is not None and not line.upgraded:
        server.sleep(lines.LAST_POLL_WITHIN_SECONDS)
    if socket_server.manager.is_connected(sid, NAMESPACE):
        socket_server._handle_disconnect(engine_id, NAMESPACE, socket_server.reason.SERVER_DISCONNECT)
    socket_server.eio.disconnect(engine_id)
