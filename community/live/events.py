"""The socket's door, one for every event: who may, how often, one object as argument, a refusal as an answer."""

from __future__ import annotations

import logging
import secrets
import time
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from flask import Flask
from gevent.event import Event

from community.doors.who import Who, who_of
from community.errors import Refused
from community.live import background, news, sockets
from community.members.access import sign_in, touch, viewer

log = logging.getLogger(__name__)

EVENTS_PER_SECOND = 20
REFUSED_BEFORE_CLOSE, CLOSE_WINDOW_SECONDS = 100, 10
"""Contract 3: beyond 20 events a second each is refused; 100 refused in 10 s closes the socket."""
UNKNOWN = "Dat kennen we hier niet."

KNOWN_SECONDS = 60.0
"""So long a shortcut need not ask again who somebody is; that they are still signed in and may speak it asks itself."""


@dataclass(frozen=True)
class Known:
    """Whose socket this is, as a door found it a moment ago. until: by time.monotonic()."""

    sid: str
    person_id: int = 0
    sign_in_id: int = 0
    until: float = 0.0


Handler = Callable[[dict[str, Any]], dict[str, Any] | None]
Answer = Callable[[Callable[[], dict[str, Any]]], None]
"""Call it once with a function that makes the fields of the answer, or raises the refusal."""
Shortcut = Callable[[Known, dict[str, Any], Answer], bool]
_handlers: dict[str, tuple[Handler, Who]] = {}
_shortcuts: dict[str, Shortcut] = {}


def on(event: str, mark: Callable[[Any], Any], shortcut: Shortcut | None = None) -> Callable[[Handler], Handler]:
    """Register what happens on a client's wish; mark is `people`, `roles(…)`, … as on routes.

    The handler gets the one object sent and returns the fields of the answer besides "ok".
    shortcut: tried first for somebody who was let in a moment ago, with (Known, the object, answer); outside a request,
        so that an event that comes a thousand times a second need not look everything up again. It must itself ask,
        where it changes things, that the sign-in was not ended and the person may. True: it calls `answer`, now or
        later; False: the handler must look.
    """

    def register(function: Handler) -> Handler:
        who = who_of(mark(function))
        assert who is not None
        _handlers[event] = (function, who)
        if shortcut is not None:
            assert who.level == "people"
            _shortcuts[event] = shortcut
        return function

    return register


def wished_events() -> dict[str, Who]:
    """Every event a client may send, with who may: the rights test reads it."""
    return {name: who for name, (_function, who) in _handlers.items()}


def init_app(app: Flask) -> None:
    sockets.init_app(app, lambda wish, send: _before(app, wish, send))
    news.init_app(app)
    sockets.server.on("connect", namespace=sockets.NAMESPACE)(_connect)
    sockets.server.on("disconnect", namespace=sockets.NAMESPACE)(_disconnect)
    sockets.server.on("*", namespace=sockets.NAMESPACE)(_any_event)


def start(app: Flask) -> None:
    """Begin to take news of other processes, and what is repeated; once, in a process that serves."""
    bus: news.Bus = app.extensions["moi.bus"]
    bus.start()
    background.start(app)


def _connect(_auth: Any = None) -> None:
    asker, carried = viewer(), sign_in()
    if asker.id is not None and carried is not None:
        sockets.join(f"person:{asker.id}")
        sockets.join(f"sign_in:{carried.id}")


def _disconnect(*_reason: Any) -> None:
    sid = sockets.socket_id()
    for remembered in (_known, _unanswered):
        remembered.pop(sid, None)
    sockets.tell_gone(sid)


def _before(app: Flask, wish: sockets.Wish, send: sockets.Send) -> bool:
    """Whether an event is answered, or will be, without a request: too fast, or by a shortcut."""
    pace = sockets.memory_of(wish.engine_id).setdefault("moi.pace", Pace())
    if pace.is_too_fast() and app.config["MOI_LIMITS_ON"]:
        send(refusal("too_fast", "Even rustig aan.", 1))
        if pace.goes_on_and_on():
            sockets.cut(wish.sid)
        return True
    shortcut, known = _shortcuts.get(wish.event), _known.get(wish.sid, NOBODY)
    waiting = _unanswered[wish.sid]
    is_plain = len(wish.arguments) == 1 and isinstance(wish.arguments[0], dict)
    if shortcut and is_plain and time.monotonic() < known.until and waiting.count < MOST_UNANSWERED:
        waiting.begin()
        with app.app_context():
            if _take(shortcut, known, wish.arguments[0], waiting.answering(send)):
                return True
        waiting.end()
    waiting.wait()
    return False


def _take(shortcut: Shortcut, known: Known, wish: dict[str, Any], answer: Answer) -> bool:
    try:
        return shortcut(known, wish, answer)
    except Exception as wrong:
        fault = wrong
        answer(lambda: _raise(fault))
        return True


def _raise(fault: Exception) -> dict[str, Any]:
    raise fault


class Unanswered:
    """What a socket wished and was not answered yet. The whole road waits for it: it must not overtake."""

    def __init__(self) -> None:
        self.count = 0
        self._none = Event()
        self._none.set()

    def answering(self, send: Callable[[dict[str, Any]], None]) -> Answer:
        """A way to answer one wish, which counts from when it is taken on."""

        def answer(make: Callable[[], dict[str, Any]]) -> None:
            try:
                send(_guarded(lambda: {"ok": True, **make()}))
            finally:
                self.end()

        return answer

    def begin(self) -> None:
        self.count += 1
        self._none.clear()

    def end(self) -> None:
        self.count -= 1
        if self.count == 0:
            self._none.set()

    def wait(self) -> None:
        self._none.wait()


def _any_event(event: str, *arguments: Any) -> dict[str, Any]:
    """Answer one event. `viewer` is asked anew each time: whoever signed out a moment ago is a stranger now."""
    return _guarded(lambda: _answer_and_touch(event, arguments))


def _guarded(answer: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """What is answered, or the refusal that stands in the way. Faults stop here."""
    try:
        return answer()
    except Refused as wrong:
        return refusal(_code(wrong), wrong.text or "Dat kan nu niet.", wrong.retry_after_seconds)
    except sa.exc.SQLAlchemyError as gone:
        log.error("database does not answer an event: %s", type(gone).__name__)
        return refusal("unavailable", "Je bericht is nog niet weg. We proberen het opnieuw, of druk op Stuur.", 5)
    except Exception:
        log.exception("fault %s in event", secrets.token_hex(4))
        return refusal("unavailable", "Er ging bij ons iets mis. Probeer het zo nog eens.", 5)


def _answer_and_touch(event: str, arguments: tuple[Any, ...]) -> dict[str, Any]:
    answer = _answer(event, arguments)
    touch()  # who only talks is here as much as who opens pages: a guest must not be forgotten meanwhile (L6)
    return answer


def _answer(event: str, arguments: tuple[Any, ...]) -> dict[str, Any]:
    asker = viewer()
    if not asker.is_person:
        return refusal("not_signed_in", "Hiervoor moet je eerst meedoen of inloggen.")
    if asker.is_suspended or asker.must_confirm_age:
        return refusal("not_allowed", "Dat kun je nu niet doen. Bij Mijn Moi staat waarom.")
    if event not in _handlers or len(arguments) != 1 or not isinstance(arguments[0], dict):
        return refusal("invalid", UNKNOWN)
    handler, who = _handlers[event]
    if not who.lets_in(asker):
        return refusal("not_allowed", "Dat kun je nu niet doen.")
    _remember(sockets.socket_id())
    return {"ok": True, **(handler(arguments[0]) or {})}


def _remember(sid: str) -> None:
    asker, carried = viewer(), sign_in()
    if asker.id is not None and carried is not None:
        _known[sid] = Known(sid, asker.id, carried.id, time.monotonic() + KNOWN_SECONDS)


def _code(wrong: Refused) -> str:
    """Socket codes are fewer than pages': a conflict is something invalid."""
    return "invalid" if wrong.code == "conflict" else wrong.code


def refusal(code: str, message: str, retry_after_seconds: int | None = None) -> dict[str, Any]:
    error: dict[str, Any] = {"code": code, "message": message}
    if retry_after_seconds is not None:
        error["retry_after"] = retry_after_seconds
    return {"ok": False, "error": error}


NOBODY = Known("")
MOST_UNANSWERED = 50
"""More wishes of one socket wait for their answers before more is heard of it."""
_unanswered: dict[str, Unanswered] = defaultdict(Unanswered)
_known: dict[str, Known] = {}
"""Who a socket belongs to, and until when that need not be looked up."""


class Pace:
    """How fast one line sends events. Counted always; MOI_LIMITS=off never refuses."""

    def __init__(self) -> None:
        self.seen: deque[float] = deque()
        self.refused: deque[float] = deque()

    def is_too_fast(self) -> bool:
        """Count an event."""
        return _over(self.seen, time.monotonic(), 1.0, EVENTS_PER_SECOND)

    def goes_on_and_on(self) -> bool:
        """Count a refusal."""
        return _over(self.refused, time.monotonic(), CLOSE_WINDOW_SECONDS, REFUSED_BEFORE_CLOSE)


def _over(seen: deque[float], moment: float, window_seconds: float, most: int) -> bool:
    while seen and seen[0] <= moment - window_seconds:
        seen.popleft()
    if len(seen) >= most:
        return True
    seen.append(moment)
    return False
