"""Fan-out beside Node's socket.io: the same wishes, the same bytes, rounds that alternate."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tools.bench_live import servers
from tools.bench_live.client import Client
from tools.bench_live.crowd import Place
from tools.bench_live.rows import Round, Row, client_note, cpu_per_million, latency_ms, many, problems, rate, say
from tools.bench_live.servers import Server

ROUNDS = 3
TIMES_IN_A_BURST = 100
OFFERED_PER_SECOND = 10_000
SPEAKERS, WISHES_ON_THE_WAY = 20, 5
"""Of a saturation round, in all; where there are more rooms, one speaker in each."""


@dataclass(frozen=True)
class Shape:
    """Rooms of one size, and which ratios are aimed at there."""

    name: str
    rooms: int
    people: int
    saturation_aim: str = ""

    def seats(self) -> list[str]:
        return [f"bench-{room}" for room in range(self.rooms) for _ in range(self.people)]


SHAPES = {
    "100": Shape("one room of 100", 1, 100, "≥ 1.1"),
    "1000": Shape("one room of 1,000", 1, 1000, "≥ 1.7"),
    "60x15": Shape("60 rooms of 15", 60, 15),
}
Rounds = dict[str, list[Round]]
"""By the name of the server."""


def measure(client: Client, shapes: list[str], parts: set[str], seconds: float, has_reference: bool) -> list[Row]:
    """parts: of "saturation", "burst" and "latency"."""
    rows: list[Row] = []
    most = max(SHAPES[name].rooms * SHAPES[name].people for name in shapes)
    with tempfile.TemporaryDirectory(prefix="moi-bench-") as folder:
        site = servers.Site(Path(folder), guests=most)
        with site.serve(servers.MEASURED) as ours:
            if not has_reference:
                return [row for name in shapes for row in _shape(client, SHAPES[name], [ours], parts, seconds)]
            with servers.reference() as node:
                for name in shapes:
                    rows += _shape(client, SHAPES[name], [ours, node], parts, seconds)
    return rows


def _shape(client: Client, shape: Shape, both: list[Server], parts: set[str], seconds: float) -> Iterator[Row]:
    for server in both:
        say(f"{shape.name}: {shape.rooms * shape.people} sockets to {server.name}")
        client.connect(server.name, Place(server.port, server.origin, server.cookies), shape.seats(), "measure:enter")
        client.settle(server.name)
    if "saturation" in parts:
        yield from _saturation(shape, _rounds(client, both, "saturate", seconds, SPEAKERS, WISHES_ON_THE_WAY))
    if "burst" in parts:
        yield from _burst(shape, _rounds(client, both, "burst", seconds / 2, TIMES_IN_A_BURST))
    if "latency" in parts:
        yield from _latency(shape, _rounds(client, both, "pace", seconds, OFFERED_PER_SECOND))
    for server in both:
        client.close(server.name)


def _rounds(client: Client, both: list[Server], load: str, seconds: float, *wishes: int) -> Rounds:
    found: Rounds = {server.name: [] for server in both}
    for _ in range(ROUNDS):
        for server in both:
            before = server.cpu_seconds()
            heard = client.load(load, server.name, seconds, *wishes)
            found[server.name].append(Round(heard, server.cpu_seconds() - before))
            say(f"{load} {server.name}: {many(heard.per_second)} deliveries/s, client {heard.client_share:.0%}")
    return found


def _saturation(shape: Shape, found: Rounds) -> Iterator[Row]:
    yield from _rates(f"Saturation, {shape.name}", found, shape.saturation_aim)


def _burst(shape: Shape, found: Rounds) -> Iterator[Row]:
    yield from _rates(f"Bursts of {TIMES_IN_A_BURST}, {shape.name}", found, "≥ 5")


def _rates(what: str, found: Rounds, aim: str) -> Iterator[Row]:
    for name, rounds in found.items():
        spent = f"{cpu_per_million(rounds):.2f} s of processor per million"
        yield f"{what}: {name}", f"{many(rate(rounds))} deliveries/s ({spent}; {client_note(rounds)})", ""
        yield from problems(rounds)
    if len(found) == 2:
        ours, theirs = found.values()
        by_processor = cpu_per_million(theirs) / cpu_per_million(ours)
        yield "Ratio, and by processor time", f"{rate(ours) / rate(theirs):.2f}, {by_processor:.2f}", aim


def _latency(shape: Shape, found: Rounds) -> Iterator[Row]:
    for name, rounds in found.items():
        p50, p99 = latency_ms(rounds, 0.5), latency_ms(rounds, 0.99)
        what = f"Latency p50 / p99 at {many(OFFERED_PER_SECOND)} deliveries/s, {shape.name}: {name}"
        yield what, f"{p50:.1f} / {p99:.1f} ms ({client_note(rounds)})", ""
        yield from problems(rounds)
    if len(found) == 2:
        ours, theirs = (latency_ms(rounds, 0.99) for rounds in found.values())
        yield "Ratio of p99", f"{ours / theirs:.2f}", "≤ 1"
