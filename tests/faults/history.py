"""What many people sent, were acknowledged, heard and finally read in one room; and what in it breaks the promise.

Pure: no sockets, no clock. Moments are the order in which things were noted here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any

MOST_TOLD = 20
"""Of a thousand equal faults the first twenty tell the story."""


@dataclass
class Sent:
    """One sending of a message over one connection; bodies are unique, so that a body says which message it is."""

    line: str
    body: str
    at: int
    seq: int | None = None
    message_id: str = ""
    acknowledged_at: int | None = None


@dataclass(frozen=True)
class Shown:
    """A message as somebody got to see it."""

    seq: int | None
    message_id: str
    body: str

    @classmethod
    def of(cls, message: dict[str, Any]) -> Shown:
        return cls(message["seq"], message["id"], message["body"])


@dataclass
class History:
    """Begins after a seq: what stood there before is nobody's business here."""

    after: int = 0
    sent: list[Sent] = field(default_factory=list)
    news: dict[str, list[Shown]] = field(default_factory=dict)
    readings: dict[str, list[Shown]] = field(default_factory=dict)
    sent_at: dict[str, float] = field(default_factory=dict)
    """When each message left first, by whatever watch the caller has: body -> seconds."""
    _known: dict[Shown, Shown] = field(default_factory=dict)
    _moments: Iterator[int] = field(default_factory=count)

    def send(self, line: str, body: str) -> Sent:
        """Note that a message leaves over this connection; a second time when it is sent again."""
        self.sent.append(Sent(line, body, next(self._moments)))
        return self.sent[-1]

    def acknowledge(self, sent: Sent, message: dict[str, Any]) -> None:
        """Note the acknowledgement of one sending."""
        sent.seq, sent.message_id, sent.acknowledged_at = message["seq"], message["id"], next(self._moments)

    def hear(self, line: str, message: dict[str, Any]) -> None:
        """Note a message that came as news over this connection."""
        self.news.setdefault(line, []).append(self._one(message))

    def read(self, reader: str, messages: Iterable[dict[str, Any]]) -> None:
        """Note what somebody finally reads, oldest first, from the beginning of this history."""
        self.readings[reader] = [self._one(message) for message in messages]

    def _one(self, message: dict[str, Any]) -> Shown:
        """The same message is kept once, however many people got it: a long run has millions."""
        shown = Shown.of(message)
        return self._known.setdefault(shown, shown)

    @property
    def acknowledged(self) -> list[Sent]:
        return [sent for sent in self.sent if sent.acknowledged_at is not None]

    def faults(self) -> list[str]:
        """Every way in which this history breaks the promise, in words; none when it keeps it."""
        found = [*self._in_readings(), *self._in_news(), *self._between_readers(), *self._in_order_of_sending()]
        return found[:MOST_TOLD]

    def _in_readings(self) -> Iterator[str]:
        for reader, messages in self.readings.items():
            yield from _walk(f"the reading of {reader}", messages, self.after)
            yield from self._phantoms(f"the reading of {reader}", messages)
            yield from self._lost(reader, messages)

    def _in_news(self) -> Iterator[str]:
        truth = {shown.seq: shown for messages in self.readings.values() for shown in messages}
        for line, messages in self.news.items():
            yield from _walk(f"the news of {line}", messages, None)
            for shown in messages:
                if truth.get(shown.seq) != shown:
                    yield f"the news of {line} told {shown}, the readings have {truth.get(shown.seq)}"

    def _phantoms(self, where: str, messages: list[Shown]) -> Iterator[str]:
        known = {sent.body for sent in self.sent}
        for shown in messages:
            if shown.body not in known:
                yield f"phantom: {where} has {shown}, that nobody sent"

    def _lost(self, reader: str, messages: list[Shown]) -> Iterator[str]:
        there = set(messages)
        for sent in self.acknowledged:
            if Shown(sent.seq, sent.message_id, sent.body) not in there:
                yield f"lost: {reader} does not read {sent.body!r}, acknowledged as {sent.seq} {sent.message_id}"

    def _between_readers(self) -> Iterator[str]:
        for one, other in zip(self.readings, list(self.readings)[1:], strict=False):
            if self.readings[one] != self.readings[other]:
                yield f"{one} and {other} do not read the same"

    def _in_order_of_sending(self) -> Iterator[str]:
        yield from self._overtaken()
        last: dict[str, Sent] = {}
        for sent in self.acknowledged:
            before = last.get(sent.line)
            if before is not None and before.body != sent.body and (before.seq or 0) > (sent.seq or 0):
                yield f"reordered: {sent.line} sent {before.body!r} ({before.seq}) before {sent.body!r} ({sent.seq})"
            last[sent.line] = sent

    def _overtaken(self) -> Iterator[str]:
        """What was acknowledged before another was first sent stands before it, whoever wrote them."""
        first_at: dict[str, int] = {}
        for sent in self.sent:
            first_at.setdefault(sent.body, sent.at)
        newest: Sent | None = None
        for sent in sorted(self.acknowledged, key=lambda each: each.seq or 0):
            assert sent.acknowledged_at is not None
            if newest is not None and sent.acknowledged_at < first_at[newest.body]:
                yield f"reordered: {newest.body!r} stands before {sent.body!r}, acknowledged before that was sent"
            if newest is None or first_at[sent.body] > first_at[newest.body]:
                newest = sent


def _walk(where: str, messages: list[Shown], after: int | None) -> Iterator[str]:
    """Numbers go up by one; each message stands there once."""
    last, bodies = after, set()
    for shown in messages:
        if shown.seq is None:
            yield f"missing seq: {where} has {shown}"
            continue
        if last is not None and shown.seq <= last:
            yield f"reordered: {where} has {shown.seq} after {last}"
        elif last is not None and shown.seq > last + 1:
            yield f"hole: {where} goes from {last} to {shown.seq}"
        if shown.body in bodies:
            yield f"twice: {where} has {shown.body!r} again as {shown.seq}"
        bodies.add(shown.body)
        last = shown.seq
