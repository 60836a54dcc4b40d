"""The fast road: bytes in order, one write a turn, slow readers cut, large frames refused."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import gevent
import pytest
from gevent import socket
from wsproto import ConnectionType, WSConnection
from wsproto.events import AcceptConnection, BytesMessage, CloseConnection, Event, Ping, Pong, Request, TextMessage
from wsproto.extensions import PerMessageDeflate
from wsproto.frame_protocol import CloseReason

from community.live import wire as wires
from community.live.wire import MAX_BEHIND_BYTES, MAX_FRAME_BYTES, Wire, frame_of


class Browser:
    """The other end of a wire."""

    def __init__(self) -> None:
        self.sock, self.far = socket.socketpair()
        self.ws = WSConnection(ConnectionType.CLIENT)
        request = self.ws.send(Request(host="moi.test", target="/socket.io/", extensions=[PerMessageDeflate()]))
        self.heard: list[Event] = []
        self.wire = Wire(lambda wire: None)
        self.wire.open(self.far, _headers_in(request), "/socket.io/")
        self.accepted = self.next()

    def next(self) -> Any:
        """The next thing that happens here: a message, a ping, a goodbye."""
        while not self.heard:
            data = self.sock.recv(65536)
            self.ws.receive_data(data or None)
            self.heard += list(self.ws.events())
        return self.heard.pop(0)

    def say(self, event: Event) -> None:
        self.sock.sendall(self.ws.send(event))

    def close(self) -> None:
        self.wire._end()
        self.sock.close()
        self.far.close()


def _headers_in(request: bytes) -> list[tuple[bytes, bytes]]:
    lines = request.split(b"\r\n")[1:-2]
    return [(name, value) for name, value in (line.split(b": ", 1) for line in lines)]


@pytest.fixture
def browser() -> Iterator[Browser]:
    browser = Browser()
    yield browser
    browser.close()


def test_compression_is_never_agreed_upon(browser: Browser):
    assert isinstance(browser.accepted, AcceptConnection)
    assert browser.accepted.extensions == []


def test_everything_of_one_turn_goes_out_in_one_write_and_in_order(browser: Browser, monkeypatch: pytest.MonkeyPatch):
    writes: list[bytes] = []
    send = browser.wire._send
    monkeypatch.setattr(browser.wire, "_send", lambda data: writes.append(data) or send(data))
    browser.wire.write(frame_of("een"))
    browser.wire.send("twee")
    browser.wire.write(frame_of("drie"))
    assert writes == []
    heard = [browser.next().data for _ in range(3)]
    assert heard == ["een", "twee", "drie"]
    assert writes == [frame_of("een") + frame_of("twee") + frame_of("drie")]


def test_a_reader_who_never_reads_is_cut_after_a_megabyte_and_nobody_waits(browser: Browser):
    other = Browser()
    frame = frame_of("x" * 10_000)
    for number in range(3 * MAX_BEHIND_BYTES // len(frame)):
        browser.wire.write(frame)
        if number % 10 == 0:
            other.wire.write(frame)
        gevent.sleep(0)
        assert browser.wire._pending_bytes <= MAX_BEHIND_BYTES + len(frame)
        if browser.wire.is_over:
            break
    assert browser.wire.is_over
    assert other.next().data == "x" * 10_000
    assert browser.wire.wait() is None
    other.close()


def test_a_reader_who_pauses_gets_everything_in_order_later(browser: Browser):
    bodies = [f"{number} " + "x" * 5000 for number in range(120)]
    for body in bodies:
        browser.wire.write(frame_of(body))
        gevent.sleep(0)
    assert browser.wire._pending  # the system did not take it all
    heard = ""
    whole: list[str] = []
    while len(whole) < len(bodies):
        event = browser.next()
        heard += event.data
        if event.message_finished:
            whole.append(heard)
            heard = ""
    assert whole == bodies


def test_a_frame_of_over_16_kb_closes_with_1009_and_one_below_is_heard(browser: Browser):
    browser.say(TextMessage(data="a" * MAX_FRAME_BYTES))
    assert browser.wire.wait() == "a" * MAX_FRAME_BYTES
    browser.say(TextMessage(data="é" * (MAX_FRAME_BYTES // 2 + 1)))
    listening = gevent.spawn(browser.wire.wait)
    goodbye = browser.next()
    assert (type(goodbye), goodbye.code) == (CloseConnection, CloseReason.MESSAGE_TOO_BIG)
    browser.say(goodbye.response())
    assert listening.get(timeout=5) is None


def test_a_message_in_pieces_is_heard_whole_and_counts_whole(browser: Browser):
    browser.say(TextMessage(data="moi ", message_finished=False))
    browser.say(TextMessage(data="allemaal"))
    browser.say(BytesMessage(data=b"\x01\x02"))
    assert browser.wire.wait() == "moi allemaal"
    assert browser.wire.wait() == b"\x01\x02"
    for _ in range(2):
        browser.say(TextMessage(data="a" * (MAX_FRAME_BYTES - 10), message_finished=False))
    gevent.spawn(browser.wire.wait)
    assert browser.next().code == CloseReason.MESSAGE_TOO_BIG


def test_a_ping_is_answered_and_a_goodbye_is_returned(browser: Browser):
    listening = gevent.spawn(browser.wire.wait)
    browser.say(Ping(payload=b"ben je er"))
    answer = browser.next()
    assert (type(answer), bytes(answer.payload)) == (Pong, b"ben je er")
    browser.say(CloseConnection(code=1001))
    assert listening.get(timeout=5) is None


def test_what_is_no_websocket_is_told_so(browser: Browser):
    listening = gevent.spawn(browser.wire.wait)
    browser.sock.sendall(b"\xff" * 20)
    assert browser.next().code == CloseReason.PROTOCOL_ERROR
    browser.sock.close()
    assert listening.get(timeout=5) is None


def test_who_does_not_answer_our_goodbye_is_hung_up(browser: Browser, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(wires, "CLOSE_WITHIN_SECONDS", 0.0)
    listening = gevent.spawn(browser.wire.wait)
    browser.wire.close()
    assert browser.next().code == CloseReason.NORMAL_CLOSURE
    assert listening.get(timeout=5) is None
    assert browser.sock.recv(10) == b""


def test_nothing_is_written_after_the_end(browser: Browser):
    """The number of a closed socket may belong to somebody else a moment later."""
    browser.wire.write(frame_of("nog net"))
    browser.wire._end()
    browser.wire.write(frame_of("te laat"))
    with pytest.raises(OSError):
        browser.wire.send("ook te laat")
    wires.flush_due()
    browser.far.shutdown(socket.SHUT_WR)
    assert browser.next().data == "nog net"
    assert isinstance(browser.next(), CloseConnection)


def test_one_answer_of_over_a_megabyte_is_not_being_behind(browser: Browser):
    browser.wire.write(frame_of("x" * (2 * MAX_BEHIND_BYTES)))
    heard = 0
    while heard < 2 * MAX_BEHIND_BYTES:
        heard += len(browser.next().data)
    assert not browser.wire.is_over


def test_a_flood_of_pings_lets_others_go_on_and_ends_the_line(browser: Browser):
    turns = []
    gevent.spawn(browser.wire.wait)

    def others() -> None:
        while not browser.wire.is_over and len(turns) < 10_000:
            turns.append(1)
            gevent.sleep(0)

    going_on = gevent.spawn(others)
    for _ in range(40):
        browser.sock.sendall(b"".join(browser.ws.send(Ping(payload=b"x")) for _ in range(100)))
    goodbye = browser.next()
    while isinstance(goodbye, Pong):
        goodbye = browser.next()
    assert goodbye.code == CloseReason.POLICY_VIOLATION
    assert len(turns) > 3
    going_on.kill()


def test_thousands_of_empty_pieces_are_too_much(browser: Browser):
    gevent.spawn(browser.wire.wait)
    browser.say(TextMessage(data="moi", message_finished=False))
    piece = b"\x00\x80\x00\x00\x00\x00"
    browser.sock.sendall(piece * 1000)
    assert browser.next().code in (CloseReason.POLICY_VIOLATION, CloseReason.MESSAGE_TOO_BIG)
    assert len(browser.wire._parts) <= wires.MOST_PARTS


def test_after_a_break_of_the_protocol_nothing_is_kept_and_the_line_ends(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(wires, "CLOSE_WITHIN_SECONDS", 0.0)
    listening = gevent.spawn(browser.wire.wait)
    browser.sock.sendall(b"\xff" * 100_000)
    assert listening.get(timeout=5) is None
    assert browser.wire.is_over


def test_what_comes_after_our_goodbye_is_not_heard(browser: Browser):
    browser.wire.close()
    browser.say(TextMessage(data="te laat"))
    browser.say(CloseConnection(code=1000))
    assert browser.wire.wait() is None


def test_nothing_follows_a_goodbye(browser: Browser):
    browser.wire.send("nog net")
    browser.wire.close()
    browser.wire.write(frame_of("te laat"))
    browser.wire.close()
    assert browser.next().data == "nog net"
    assert isinstance(browser.next(), CloseConnection)
    browser.wire._end()
    browser.far.shutdown(socket.SHUT_WR)
    assert browser.sock.recv(100) == b""
