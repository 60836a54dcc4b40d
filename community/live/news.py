"""News: what an audience is told after a commit, in order, in every process.

Between processes Redis carries it. Redis gone: each process tells its own, keeps what the others miss, and after the
return every process also reads from the database what its streams missed.
"""

from __future__ import annotations

import json
import logging
import secrets
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from typing import Any

from flask import Flask, current_app
from gevent.event import Event
from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from community import db
from community.live import sockets

log = logging.getLogger(__name__)

CHANNEL = "moi:news"
WAIT_FOR_MISSING_SECONDS = 0.3
"""Contract 3: a process waits at most 300 ms for a missing number, then reads it from the database."""
KEPT_WHILE_GONE = 10_000
RETRY_SECONDS = 0.5
SILENT_SECONDS = 1.0
CARRIED_AT_ONCE = 200


@dataclass(frozen=True)
class News:
    """One thing to tell. act: send, evict or hang_up. order: (stream, number) where news must arrive in order."""

    act: str
    audience: str
    event: str = ""
    payload: dict[str, Any] | None = None
    private_to: str = ""
    private: dict[str, Any] | None = None
    order: tuple[str, int] | None = None


def send(
    audience: str,
    event: str,
    payload: dict[str, Any],
    *,
    private: tuple[str, dict[str, Any]] | None = None,
    order: tuple[str, int] | None = None,
) -> None:
    """Tell everybody in an audience, after the commit.

    audience: "room:5", "hosts:5", "person:7".
    private: (audience, fields) whose own sockets get these fields besides, e.g. the sender's client_id.
    order: (stream, number): told in ascending number; what is missing is read from the database (catch_up_with).
    """
    private_to, fields = private or ("", None)
    _after_commit(News("send", audience, event, payload, private_to, fields, order))


def evict(audience: str, person_id: int) -> None:
    """Let all sockets of a person stop hearing an audience, in every process."""
    _after_commit(News("evict", audience, private_to=f"person:{person_id}"))


def hang_up(audience: str, last: tuple[str, dict[str, Any]] | None = None) -> None:
    """Cut all sockets of an audience ("person:7", "sign_in:9") in every process, after one last event if given."""
    event, payload = last or ("", None)
    _after_commit(News("hang_up", audience, event, payload))


Reader = Callable[[str, int, int | None], Iterable[tuple[int, News]]]
_readers: dict[str, Reader] = {}


def catch_up_with(prefix: str, read: Reader) -> None:
    """Say how a stream's missing news is read: read(stream, after, until or None) gives (number, News) ascending."""
    _readers[prefix] = read


def follow(stream: str, number: int) -> None:
    """This process begins to tell a stream to somebody who has read up to this number."""
    _bus().stream(stream).begin(number)


class Stream:
    """The order of one room's news in this process."""

    def __init__(self, name: str, bus: Bus):
        self.name, self.bus = name, bus
        self.last: int | None = None
        self.waiting: dict[int, News] = {}
        self.is_timed = False

    def begin(self, number: int) -> None:
        """Follow from here on for the first who listens in this process; who listened before keeps their place."""
        if self.last is None or not sockets.joined(self.name):
            self.last = number
            self._tell_ready()

    def offer(self, number: int, news: News) -> None:
        """Tell now if it is next, else wait for the missing; what was read from the database already is dropped."""
        if not sockets.joined(self.name):
            self.last = None  # nobody here listens: nothing to wait for, and who comes reads the database first
            self.waiting.clear()
            return
        if self.last is None:
            self.last = number - 1
        if number <= self.last:
            return
        self.waiting[number] = news
        self._tell_ready()
        if self.waiting and not self.is_timed:
            self.is_timed = True
            sockets.server.start_background_task(self._read_later)

    def _tell_ready(self) -> None:
        while self.last is not None and self.last + 1 in self.waiting:
            self.last += 1
            deliver(self.waiting.pop(self.last))
        for number in [n for n in self.waiting if self.last is not None and n <= self.last]:
            del self.waiting[number]

    def _read_later(self) -> None:
        sockets.server.sleep(WAIT_FOR_MISSING_SECONDS)
        self.is_timed = False
        if self.waiting:
            with self.bus.app.app_context():
                self.read_missing(max(self.waiting))

    def read_missing(self, until: int | None = None) -> None:
        """Read from the database what this process was not told, up to a number or up to now."""
        reader = _readers.get(self.name.split(":")[0])
        if reader is None or self.last is None:
            return
        for number, news in reader(self.name, self.last, until):
            self.waiting.setdefault(number, news)
        self._tell_ready()
        if until is not None and self.waiting and min(self.waiting) <= until:
            self.last = min(self.waiting) - 1  # a number the database does not have will never come
            self._tell_ready()


class Bus:
    """Carries news to the other processes, and takes theirs. Nobody who tells something waits for Redis: a serving
    process has one that carries, several at once, and keeps what cannot go now.
    """

    def __init__(self, app: Flask, redis_url: str):
        self.app = app
        self.own = secrets.token_hex(8)
        # No retries of its own: it would subscribe anew in silence, and nobody would know what was missed meanwhile.
        never = Retry(NoBackoff(), 0)
        self.redis: Redis | None = (
            Redis.from_url(redis_url, socket_timeout=2, socket_connect_timeout=1, retry=never) if redis_url else None
        )
        self.streams: dict[str, Stream] = {}
        self.outbox: deque[str] = deque(maxlen=KEPT_WHILE_GONE)
        self.may_carry = Event()
        self.is_serving = self.is_connected = False

    def stream(self, name: str) -> Stream:
        return self.streams.setdefault(name, Stream(name, self))

    def start(self) -> None:
        """Begin to carry and to listen; once, in a process that serves."""
        if self.redis is not None:
            self.is_serving = True
            sockets.server.start_background_task(self.listen)
            sockets.server.start_background_task(self.carry)

    def tell(self, news: News) -> None:
        self.take(news)
        if self.redis is None:
            return
        self.outbox.append(json.dumps(asdict(news)))
        if self.is_serving:
            self.may_carry.set()
        else:
            self._carry_all()

    def take(self, news: News) -> None:
        """Tell this process's sockets, in order where there is one."""
        if news.order is None:
            deliver(news)
        else:
            self.stream(news.order[0]).offer(news.order[1], news)

    def carry(self) -> None:
        """Take to Redis what is told, for ever; after an interruption only once the others can be heard again."""
        while True:
            self.may_carry.wait()
            self.may_carry.clear()
            if self.is_connected:
                self._carry_all()

    def _carry_all(self) -> None:
        assert self.redis is not None
        while self.outbox:
            several = [self.outbox.popleft() for _ in range(min(len(self.outbox), CARRIED_AT_ONCE))]
            try:
                self.redis.publish(CHANNEL, f'{{"from":"{self.own}","news":[{",".join(several)}]}}')
            except (RedisError, OSError):
                self.is_connected = False
                self.outbox.extendleft(reversed(several))
                return

    def listen(self) -> None:
        """Take the others' news for ever; after every interruption catch up first."""
        while True:
            try:
                self._listen_once()
            except Exception as gone:  # also a database that is gone while we read: nobody else starts this loop again
                self.is_connected = False
                log.warning("news between processes is interrupted: %s", type(gone).__name__)
                sockets.server.sleep(RETRY_SECONDS)

    def _listen_once(self) -> None:
        assert self.redis is not None
        heard: Any = self.redis.pubsub()  # type: ignore[no-untyped-call]
        heard.subscribe(CHANNEL)
        if heard.get_message(timeout=SILENT_SECONDS) is None:
            raise TimeoutError
        self.is_connected = True
        self.may_carry.set()
        with self.app.app_context():
            for stream in list(self.streams.values()):
                stream.read_missing()
            for look in _on_return:
                look()
        while self._hear_next(heard):
            pass

    def _hear_next(self, heard: Any) -> bool:
        """Take one message. A Redis that hangs says nothing either: after a silence it is asked whether it is there."""
        message = heard.get_message(timeout=SILENT_SECONDS)
        if message is None:
            heard.ping()
            message = heard.get_message(timeout=SILENT_SECONDS)
        if message is None:
            raise TimeoutError
        if message["type"] == "message":
            self._take_raw(message["data"])
        return self.is_connected  # whoever carries may have found it gone

    def _take_raw(self, raw: bytes) -> None:
        told = json.loads(raw)
        if told["from"] == self.own:
            return
        with self.app.app_context():
            for fields in told["news"]:
                order = fields.pop("order")
                _try(self.take, News(**fields, order=(order[0], order[1]) if order else None))


_on_return: list[Callable[[], object]] = []


def on_return(look: Callable[[], object]) -> Callable[[], object]:
    """Look, in an app context, when the other processes can be heard again: what they told meanwhile is lost."""
    _on_return.append(look)
    return look


def _try(do: Callable[..., object], *arguments: object) -> None:
    """One thing that cannot be told must not keep the next from being told."""
    try:
        do(*arguments)
    except Exception as fault:
        log.error("news could not be told: %s", type(fault).__name__)


def deliver(news: News) -> None:
    """Carry out news for the sockets of this process."""
    if news.act == "send":
        _deliver_send(news)
    elif news.act == "evict":
        for sid in _own_sockets(news):
            sockets.leave(news.audience, sid)
    elif news.act == "hang_up":
        for sid in sockets.joined(news.audience):
            if news.event:
                _try(sockets.emit, news.event, news.payload or {}, sid)
            _try(sockets.cut, sid)


def _deliver_send(news: News) -> None:
    own = _own_sockets(news)
    sockets.emit(news.event, news.payload or {}, news.audience, skip=own)
    for sid in own:
        sockets.emit(news.event, {**(news.payload or {}), **(news.private or {})}, sid)


def _own_sockets(news: News) -> list[str]:
    """The sockets of one person in an audience: they are few, the audience may be a thousand."""
    return [sid for sid in sockets.joined(news.private_to) if sockets.is_joined(news.audience, sid)]


def init_app(app: Flask) -> None:
    app.extensions["moi.bus"] = Bus(app, app.config["MOI_REDIS_URL"])


def _bus() -> Bus:
    found: Bus = current_app.extensions["moi.bus"]
    return found


def is_redis_up() -> bool | None:
    """Whether the other processes can be reached; None where one process serves."""
    bus = _bus()
    if bus.redis is None:
        return None
    try:
        return bool(bus.redis.ping())
    except (RedisError, OSError):
        return False


def _after_commit(news: News) -> None:
    bus = _bus()
    db.after_commit(lambda: bus.tell(news))
