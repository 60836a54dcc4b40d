"""News: in order, read from the database where a number is missing, and the gate before a socket."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa
from redis.exceptions import RedisError

from community import db, live
from community.live import news, sockets
from community.live.news import Bus, News, Stream


class Told(list[int]):
    """Notes in which order news is told instead of telling it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch):
        super().__init__()
        monkeypatch.setattr(news, "deliver", lambda each: self.append(each.order[1]))
        monkeypatch.setattr(sockets, "joined", lambda _audience: ["somebody"])
        monkeypatch.setattr(sockets.server, "start_background_task", lambda *_: None)


def message(number: int, stream: str = "test:1") -> News:
    return News("send", "room:1", "message:posted", {"seq": number}, order=(stream, number))


@pytest.fixture
def stream(app, monkeypatch) -> tuple[Stream, Told]:
    bus = Bus(app, "")
    return bus.stream("test:1"), Told(monkeypatch)


def test_contract_a_later_number_waits_for_the_missing_one(stream):
    one, told = stream
    one.last = 4
    for number in (6, 7, 5, 8):
        one.offer(number, message(number))
    assert told == [5, 6, 7, 8]


def test_contract_what_stays_missing_is_read_from_the_database(stream, monkeypatch):
    one, told = stream
    stored = {5: message(5), 6: message(6)}

    def read(_stream: str, after: int, until: int | None) -> list[tuple[int, News]]:
        return [(n, each) for n, each in stored.items() if n > after and (until is None or n <= until)]

    monkeypatch.setitem(news._readers, "test", read)
    one.last = 4
    one.offer(7, message(7))
    assert told == []
    one.read_missing(7)
    assert told == [5, 6, 7]
    one.offer(5, message(5))
    assert told == [5, 6, 7], "what came late was told already"


def test_contract_after_an_interruption_a_process_reads_what_its_rooms_missed(stream, monkeypatch):
    one, told = stream
    monkeypatch.setitem(news._readers, "test", lambda *_: [(3, message(3)), (4, message(4))])
    one.last = 2
    one.read_missing()
    assert told == [3, 4]


def test_a_number_the_database_does_not_have_holds_nobody_up(stream, monkeypatch):
    one, told = stream
    monkeypatch.setitem(news._readers, "test", lambda *_: [])
    one.last = 4
    one.offer(6, message(6))
    one.read_missing(6)
    assert told == [6]


def test_a_process_without_listeners_remembers_nothing(stream, monkeypatch):
    one, told = stream
    one.begin(4)
    monkeypatch.setattr(sockets, "joined", lambda _audience: [])
    one.offer(9, message(9))
    assert told == [] and one.waiting == {}
    monkeypatch.setattr(sockets, "joined", lambda _audience: ["somebody"])
    one.begin(9)
    one.offer(10, message(10))
    assert told == [10]


def test_news_waits_for_the_commit(app, monkeypatch):
    told: list[str] = []
    monkeypatch.setattr(news, "deliver", lambda each: told.append(each.event))

    @db.action
    def change(break_it: bool) -> None:
        live.send("room:1", "room:changed", {})
        assert told == []
        if break_it:
            raise ValueError

    with pytest.raises(ValueError):
        change(break_it=True)
    assert told == []
    change(break_it=False)
    assert told == ["room:changed"]


class Gate:
    """Calls the gate and notes how it answered."""

    def __init__(self, max_sockets: int = 10):
        self.seen: list[dict[str, Any]] = []
        self.gate = sockets.Gate(self._next, "https://moi.example.nl", max_sockets)

    def _next(self, environ: dict[str, Any], start_response: Any) -> list[bytes]:
        self.seen.append(environ)
        start_response("200 OK", [])
        return []

    def ask(self, path: str = "/socket.io/", query: str = "EIO=4", **headers: str) -> tuple[str, dict[str, str]]:
        got: list[Any] = []
        environ = {"PATH_INFO": path, "QUERY_STRING": query, **headers}
        self.gate(environ, lambda status, headers: got.extend((status, dict(headers))))
        return got[0], got[1]


@pytest.mark.parametrize("origin", ["https://elders.nl", "http://moi.example.nl", "null", "", None])
def test_contract_a_foreign_or_missing_origin_gets_403_before_the_upgrade(app, origin):
    gate = Gate()
    assert gate.ask(HTTP_ORIGIN="https://moi.example.nl")[0] == "200 OK"
    headers = {} if origin is None else {"HTTP_ORIGIN": origin}
    assert gate.ask(**headers)[0].startswith("403")
    assert len(gate.seen) == 1


def test_contract_too_many_sockets_get_503_and_pages_stay_served(monkeypatch):
    monkeypatch.setattr(sockets, "socket_count", lambda: 10)
    gate = Gate(max_sockets=10)
    status, headers = gate.ask(HTTP_ORIGIN="https://moi.example.nl")
    assert status.startswith("503") and int(headers["Retry-After"]) > 0
    for new_one in ("EIO=4&xsid=1", "EIO=4&sid="):
        assert gate.ask(query=new_one, HTTP_ORIGIN="https://moi.example.nl")[0].startswith("503")
    assert gate.ask(query="EIO=4&sid=open-already", HTTP_ORIGIN="https://moi.example.nl")[0] == "200 OK"
    assert gate.ask("/nu-hulp")[0] == "200 OK"
    monkeypatch.setattr(sockets, "socket_count", lambda: 9)
    assert gate.ask(HTTP_ORIGIN="https://moi.example.nl")[0] == "200 OK"


def test_compression_per_message_is_never_agreed(app):
    gate = Gate()
    gate.ask(HTTP_ORIGIN="https://moi.example.nl", HTTP_SEC_WEBSOCKET_EXTENSIONS="permessage-deflate")
    assert "HTTP_SEC_WEBSOCKET_EXTENSIONS" not in gate.seen[0]


def test_contract_without_a_cookie_the_socket_connects_and_every_event_says_not_signed_in(socket_of):
    stranger = socket_of(None)
    assert stranger.is_open
    for event in ("room:enter", "message:post", "no:such"):
        answer = stranger.ask(event, {"room": "kletskamer"})
        assert answer["ok"] is False and answer["error"]["code"] == "not_signed_in"
        assert answer["error"]["message"].endswith(".")


@pytest.mark.parametrize("arguments", [(), ("text",), (None,), ([],), ({}, {}), (3,)])
def test_contract_no_object_or_an_unknown_event_is_invalid(socket_of, noor, arguments):
    socket = socket_of(noor)
    assert socket.ask("room:enter", *arguments)["error"]["code"] == "invalid"
    assert socket.ask("room:explode", {})["error"]["code"] == "invalid"


def test_contract_a_suspended_persons_events_answer_not_allowed(socket_of, noor, kees):
    assert socket_of(noor).ask("room:explode", {})["error"]["code"] == "invalid"
    assert socket_of(kees).ask("room:explode", {})["error"]["code"] == "not_allowed"


def test_contract_more_than_20_events_a_second_are_refused(socket_of, noor):
    socket = socket_of(noor)
    codes = [socket.ask("room:explode", {})["error"]["code"] for _ in range(25)]
    assert codes[:20] == ["invalid"] * 20 and codes[24] == "too_fast"


def test_contract_signing_out_hangs_the_socket_up(app, socket_of, noor):
    socket = socket_of(noor)

    @db.action
    def sign_out() -> None:
        live.hang_up(f"person:{noor.id}", last=("decision", {"text": "Tot later.", "url": "/mijn"}))

    sign_out()
    assert socket.news("decision") == [{"text": "Tot later.", "url": "/mijn"}]
    assert not socket.is_open


def test_a_database_that_is_gone_while_news_comes_does_not_deafen_the_process(app, monkeypatch):
    bus = Bus(app, "redis://127.0.0.1:1/0")
    tries: list[Exception] = [sa.exc.OperationalError("SELECT", {}, Exception("gone")), RedisError(), ValueError()]

    def listen_once() -> None:
        if not tries:
            raise SystemExit
        raise tries.pop()

    monkeypatch.setattr(bus, "_listen_once", listen_once)
    monkeypatch.setattr(sockets.server, "sleep", lambda _seconds: None)
    with pytest.raises(SystemExit):
        bus.listen()
    assert not tries and not bus.is_connected
