"""The load client of `make bench` counts right, and sees it when a promise is broken."""

from __future__ import annotations

from wsproto.frame_protocol import FrameDecoder

from tools.bench_live import loads, wire


def _posted(seq: int) -> bytes:
    text = b'42/chat,["message:posted",{"id":"x","room":"r","seq":%d,"body":"moi"}]' % seq
    return bytes((0x81, len(text))) + text


def _answered(state: bytes = b"visible") -> bytes:
    return b'\x81\x0043/chat,7[{"ok":true,"message":{"id":"x","seq":null,"state":"%s"}}]' % state


def test_what_a_read_cuts_in_two_is_counted_once():
    heard = _posted(1) + _answered() + _posted(2)
    for size in range(1, len(heard)):
        counter = wire.Counter()
        for start in range(0, len(heard), size):
            part = heard[start : start + size]
            buffer = bytearray(wire.KEPT_BYTES) + part
            counter.take(buffer, len(part))
        assert (counter.posted, counter.answered) == (2, 1), size


def test_a_ping_is_found_and_nothing_else_looks_like_one():
    assert wire.PING in _posted(1) + b"\x81\x012" + _posted(2)
    assert wire.PING not in _posted(1) + _answered()


def test_a_wish_arrives_as_it_was_said_short_or_long():
    for text in (b"3", b"x" * 125, b"y" * 126, b"z" * 1000):
        decoder = FrameDecoder(client=False)
        decoder.receive_bytes(wire.frame(text))
        frame = decoder.process_buffer()
        assert frame is not None
        assert bytes(frame.payload.encode() if isinstance(frame.payload, str) else frame.payload) == text


def test_who_missed_a_message_or_heard_it_twice_is_reported():
    whole = _posted(5) + _answered() + _posted(6) + _answered()
    assert loads.faults([whole, _posted(5) + _posted(6)], 2, 2) == []
    for broken in (_posted(5), _posted(6), _posted(6) + _posted(5), _posted(5) + _posted(6) + _posted(6), b""):
        assert loads.faults([whole, broken], 2, 2) == ["1 of 2 clients did not hear each message once and in order"]
    assert loads.faults([whole, whole], 3, 2)[0] == "1 wishes without an answer"
    assert loads.faults([_posted(5) + _answered() + _answered(b"held")], 2, 2) == ["1 messages held"]
