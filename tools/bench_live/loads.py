"""What a crowd does: wish as fast as it is answered, wish a hundred at once, wish at a fixed pace, converse."""

from __future__ import annotations

import re
import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count, cycle
from typing import Any

from tools.bench_live import wire
from tools.bench_live.crowd import Crowd, Ear

WARM_SECONDS = QUIET_SECONDS = 0.3
BODY = "Ik heb vandaag een rondje gelopen langs het water, en dat hielp wel een beetje."
EVENT = "measure:say"
HELD = re.compile(rb'\[\{"ok":true,"message":\{[^[]*?"state":"held"')

Wishes = Iterator[tuple[str, dict[str, Any]]]
"""Event and fields, one after the other; the room is put in."""


@dataclass
class Heard:
    """What came of a load.

    per_second: deliveries (or messages) a second. deliveries: all of them, also while warming up and settling.
    latencies_ms: from the wish to each delivery. client_share: how much of its core the client used, 0 to 1.
    """

    per_second: float = 0.0
    deliveries: int = 0
    client_share: float = 0.0
    latencies_ms: list[float] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def latency_ms(self, part: float) -> float:
        """The latency that this part of the deliveries, 0 to 1, did not exceed."""
        found = sorted(self.latencies_ms)
        return found[min(len(found) - 1, int(part * len(found)))]


class Watch:
    """Real seconds and seconds of our own processor since the beginning."""

    def __init__(self) -> None:
        self.began, self.cpu = time.perf_counter(), time.process_time()

    def seconds(self) -> float:
        return time.perf_counter() - self.began

    def share(self) -> float:
        return (time.process_time() - self.cpu) / self.seconds()


class Talk:
    """Speakers who wish anew whenever they are answered, each with so many wishes on the way."""

    def __init__(self, crowd: Crowd, speakers: list[Ear], in_flight: int, wishes: Wishes):
        self.crowd, self.speakers, self.in_flight, self.wishes = crowd, speakers, in_flight, wishes
        self.is_over = False
        self.begun = {id(ear): ear.counter.answered for ear in speakers}
        self.sent = dict.fromkeys(self.begun, 0)

    def go(self, seconds: float) -> None:
        """Talk for so long."""
        for ear in self.speakers:
            self._fill(ear)
        self._listen(seconds)

    def finish(self, most_seconds: float = 30) -> None:
        """Wish no more, and hear all that is still to come."""
        self.is_over = True
        until = time.monotonic() + most_seconds
        while self.answered() < sum(self.sent.values()) and time.monotonic() < until:
            self.crowd.listen(0.1)
        self.crowd.settle()

    def _listen(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            self.crowd.listen(left, self._heard)

    def _heard(self, ear: Ear, _start: int, _end: int) -> None:
        if id(ear) in self.sent:
            self._fill(ear)

    def _fill(self, ear: Ear) -> None:
        key = id(ear)
        missing = self.in_flight - (self.sent[key] - (ear.counter.answered - self.begun[key]))
        if missing > 0:
            self.sent[key] += missing
            self.crowd.say(ear, b"".join(self._wish(ear) for _ in range(missing)))

    def _wish(self, ear: Ear) -> bytes:
        event, fields = next(self.wishes)
        return self.crowd.wish(event, {"room": ear.room, **fields})

    def answered(self) -> int:
        return sum(ear.counter.answered - self.begun[id(ear)] for ear in self.speakers)


def saturate(crowd: Crowd, seconds: float, speakers: int, in_flight: int) -> Heard:
    """The server at full load: so many speakers in all, spread over the rooms, one message for each wish."""
    talk = Talk(crowd, _speakers(crowd, speakers), in_flight, cycle([(EVENT, {"body": BODY, "times": 1})]))
    before = crowd.posted
    talk.go(WARM_SECONDS)
    watch, warm = Watch(), crowd.posted
    talk.go(seconds)
    heard = Heard((crowd.posted - warm) / watch.seconds(), client_share=watch.share())
    talk.finish()
    heard.deliveries = crowd.posted - before
    return heard


def _speakers(crowd: Crowd, number: int) -> list[Ear]:
    rooms = crowd.by_room()
    each = max(1, number // len(rooms))
    return [ear for ears in rooms.values() for ear in ears[:each]]


def burst(crowd: Crowd, seconds: float, times: int) -> Heard:
    """In each room one wish that is answered with so many messages; again and again, the median of each time."""
    speakers = _speakers(crowd, 1)
    expected = times * len(crowd.ears)
    rates: list[float] = []
    before, watch = crowd.posted, Watch()
    while watch.seconds() < seconds or len(rates) < 3:
        until, begun = time.monotonic() + 30, time.perf_counter()
        target = crowd.posted + expected
        for ear in speakers:
            crowd.say(ear, crowd.wish(EVENT, {"room": ear.room, "body": BODY, "times": times}))
        while crowd.posted < target:
            if not crowd.listen(1) and time.monotonic() > until:
                return Heard(deliveries=crowd.posted - before, problems=["a burst did not come through in 30 s"])
        rates.append(expected / (time.perf_counter() - begun))
    return Heard(statistics.median(rates), crowd.posted - before, watch.share())


def pace(crowd: Crowd, seconds: float, deliveries_per_second: int) -> Heard:
    """Wishes at a fixed pace, whatever comes back; each message carries when it was wished."""
    rooms = crowd.by_room()
    in_turn = cycle(ears[n] for n in range(5) for ears in rooms.values())
    pause = len(crowd.ears) / len(rooms) / deliveries_per_second
    taken: list[int] = []

    def note(_ear: Ear, start: int, end: int) -> None:
        moment = time.monotonic_ns()
        taken.extend(moment - int(stamp) for stamp in wire.STAMP.findall(crowd.buffer, start, end))

    before, watch = crowd.posted, Watch()
    for number in count():
        due = watch.began + number * pause
        while (left := due - time.perf_counter()) > 0:
            crowd.listen(left, note)
        if watch.seconds() > seconds:
            break
        ear = next(in_turn)
        body = f"@{time.monotonic_ns()}@ {BODY}"
        crowd.say(ear, crowd.wish(EVENT, {"room": ear.room, "body": body, "times": 1}))
        crowd.listen(0, note)
    heard = Heard((crowd.posted - before) / watch.seconds(), client_share=watch.share())
    while crowd.listen(QUIET_SECONDS, note):
        pass
    heard.deliveries, heard.latencies_ms = crowd.posted - before, [each / 1e6 for each in taken]
    return heard


def converse(crowd: Crowd, seconds: float, in_flight: int, sentences: list[str]) -> Heard:
    """Everybody sends their next message when the last was acknowledged. per_second: acknowledged messages."""
    texts = cycle(sentences)

    def messages() -> Wishes:
        for number in crowd.numbers:  # new ones in each round: a client_id said twice is one message
            yield "message:post", {"client_id": f"c{number}", "body": f"{next(texts)} {number}"}

    talk = Talk(crowd, list(crowd.ears.values()), in_flight, messages())
    for ear in crowd.ears.values():
        ear.kept.clear()
    crowd.is_keeping = True
    before = crowd.posted
    talk.go(WARM_SECONDS)
    watch, warm = Watch(), talk.answered()
    talk.go(seconds)
    heard = Heard((talk.answered() - warm) / watch.seconds(), client_share=watch.share())
    talk.finish()
    crowd.is_keeping = False
    heard.deliveries = crowd.posted - before
    kept = [b"".join(ear.kept) for ear in crowd.ears.values()]
    heard.problems = faults(kept, sum(talk.sent.values()), talk.answered())
    return heard


def faults(kept: list[bytes], wished: int, acknowledged: int) -> list[str]:
    """What is not as promised in what each client heard: each message that was acknowledged comes to everybody, once,
    in the order of its number."""
    refused = sum(all_heard.count(b'[{"ok":false') for all_heard in kept)
    held = sum(len(HELD.findall(all_heard)) for all_heard in kept)
    seqs = [[int(seq) for seq in wire.SEQ_OF_POSTED.findall(all_heard)] for all_heard in kept]
    first = min((each[0] for each in seqs if each), default=1)
    expected = list(range(first, first + acknowledged - refused - held))
    wrong = sum(each != expected for each in seqs)
    return [
        *([f"{wished - acknowledged} wishes without an answer"] if acknowledged < wished else []),
        *([f"{refused} messages refused"] if refused else []),
        *([f"{held} messages held"] if held else []),
        *([f"{wrong} of {len(seqs)} clients did not hear each message once and in order"] if wrong else []),
    ]
