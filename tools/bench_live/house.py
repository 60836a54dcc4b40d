"""The house as it is: the full path of a message, and what an idle socket weighs."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tools.bench_live import servers
from tools.bench_live.client import Client
from tools.bench_live.crowd import Place
from tools.bench_live.rows import Round, Row, client_note, cpu_per_million, many, problems, rate, say
from tools.bench_live.servers import Server

HOUSE = "app:app"
SENTENCES = 400
CROWDS = {20: "≥ 2,000", 100: "≥ 1,000"}
"""People in a room, and the messages a second aimed at."""
ON_THE_WAY = (1, 5)
ROUNDS = 2
IDLE_SOCKETS, FIRST_SOCKETS, IDLE_ROOM = 1000, 50, 20
"""The first sockets load what is loaded once, and do not count."""
QUIET_SECONDS = 2.0


def measure_path(client: Client, people: list[int], seconds: float) -> list[Row]:
    """Limits counted, sieve, text, commit, fan-out, on SQLite."""
    rows: list[Row] = []
    sentences = everyday()
    with tempfile.TemporaryDirectory(prefix="moi-bench-") as folder:
        wishes = [(number, on_the_way) for number in people for on_the_way in ON_THE_WAY]
        site = servers.Site(Path(folder), guests=max(people), rooms=len(wishes))
        with site.serve(HOUSE) as ours:
            for room, (number, on_the_way) in enumerate(wishes, 1):
                rows += _converse(client, ours, f"meetkamer-{room}", number, on_the_way, seconds, sentences)
    return rows


def everyday() -> list[str]:
    """Sentences about which nothing is the matter, so that none of them waits for a host."""
    from community.safety import sieve
    from tests.safety.everyday_stream import everyday_sentences

    made = everyday_sentences(SENTENCES)
    return [text for text in made if sieve.screen(f"{text} 12345").level == "green"]


def _converse(
    client: Client, ours: Server, room: str, people: int, on_the_way: int, seconds: float, sentences: list[str]
) -> Iterator[Row]:
    client.connect(room, Place(ours.port, ours.origin, ours.cookies), [room] * people, "room:enter")
    client.settle(room)
    rounds = []
    for _ in range(ROUNDS):
        before = ours.cpu_seconds()
        heard = client.load("converse", room, seconds, on_the_way, sentences)
        rounds.append(Round(heard, ours.cpu_seconds() - before))
        say(f"full path, {people} people, {on_the_way} on the way: {many(heard.per_second)} messages/s")
    client.close(room)
    spent = f"{cpu_per_million(rounds) * people / 1000:.2f} ms of processor each"
    fine = "" if problems(rounds) else "; heard by all, once and in order"
    yield (
        f"Full path, {people} people, {on_the_way} on the way each",
        f"{many(rate(rounds))} messages/s acknowledged ({spent}; {client_note(rounds)}{fine})",
        CROWDS.get(people, "") if on_the_way == max(ON_THE_WAY) else "",
    )
    yield from problems(rounds)


def measure_memory(client: Client, has_reference: bool) -> list[Row]:
    """Growth of the serving process for each socket that is connected, has entered a room, and does nothing."""
    rows = []
    rooms = [f"meetkamer-{n // IDLE_ROOM + 1}" for n in range(FIRST_SOCKETS + IDLE_SOCKETS)]
    with tempfile.TemporaryDirectory(prefix="moi-bench-") as folder:
        site = servers.Site(Path(folder), guests=len(rooms), rooms=len(rooms) // IDLE_ROOM + 1)
        with site.serve(HOUSE) as ours:
            rows.append(_weigh(client, ours, rooms, "room:enter", "≤ 60 KiB"))
    if has_reference:
        with servers.reference() as node:
            rows.append(_weigh(client, node, rooms, "measure:enter", ""))
    return rows


def _weigh(client: Client, server: Server, rooms: list[str], enter: str, aim: str) -> Row:
    crowd = f"idle {server.name}"
    place = Place(server.port, server.origin, server.cookies[:FIRST_SOCKETS])
    client.connect(crowd, place, rooms[:FIRST_SOCKETS], enter)
    _quiet(client, crowd)
    before = server.rss_kib()
    rest = Place(server.port, server.origin, server.cookies[FIRST_SOCKETS:])
    client.connect(crowd, rest, rooms[FIRST_SOCKETS:], enter)
    _quiet(client, crowd)
    each = (server.rss_kib() - before) / IDLE_SOCKETS
    client.close(crowd)
    say(f"idle socket at {server.name}: {each:.0f} KiB")
    return f"Memory of an idle socket in its room, of {many(IDLE_SOCKETS)}: {server.name}", f"{each:.0f} KiB", aim


def _quiet(client: Client, crowd: str) -> None:
    """Once a second a room tells who is there."""
    for _ in range(2):
        client.settle(crowd)
        time.sleep(QUIET_SECONDS / 2)
