"""Two processes with PostgreSQL and Redis beside one with Redis."""

from __future__ import annotations

import tempfile
from contextlib import ExitStack
from pathlib import Path

from tests.services import postgres, redis
from tools.bench_live import servers
from tools.bench_live.client import Client
from tools.bench_live.crowd import Place
from tools.bench_live.rows import Round, Row, client_note, cpu_per_million, many, rate, say
from tools.bench_live.servers import Server

PEOPLE = 1000
ROUNDS = 3
SPEAKERS, WISHES_ON_THE_WAY = 20, 5
WHAT = "Saturation with PostgreSQL and Redis, one room of 1,000"


def measure(client: Client, seconds: float) -> list[Row]:
    """Everything runs on this machine: on two cores, two processes and a client take more than there is."""
    found: dict[int, list[Round]] = {1: [], 2: []}
    with ExitStack() as stack:
        try:
            database, news = stack.enter_context(postgres()), stack.enter_context(redis())
        except RuntimeError as missing:
            return [(WHAT, f"not measured: {missing}", "")]
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="moi-bench-")))
        site = servers.Site(folder, guests=PEOPLE, MOI_DATABASE_URL=database, MOI_REDIS_URL=news)
        first = stack.enter_context(site.serve(servers.MEASURED))
        second = stack.enter_context(site.serve(servers.MEASURED, is_second=True))
        for serving in ([first], [first, second]):
            _connect(client, serving)
        for _ in range(ROUNDS):
            for serving in ([first], [first, second]):
                found[len(serving)].append(_round(client, serving, seconds))
    return _rows(found)


def _connect(client: Client, serving: list[Server]) -> None:
    share = PEOPLE // len(serving)
    for number, server in enumerate(serving):
        place = Place(server.port, server.origin, server.cookies[number * share : (number + 1) * share])
        client.connect(_crowd(serving), place, [f"bench-{len(serving)}"] * share, "measure:enter")


def _crowd(serving: list[Server]) -> str:
    return f"{len(serving)} processes"


def _round(client: Client, serving: list[Server], seconds: float) -> Round:
    before = sum(server.cpu_seconds() for server in serving)
    heard = client.load("saturate", _crowd(serving), seconds, SPEAKERS, WISHES_ON_THE_WAY)
    say(f"{_crowd(serving)}: {many(heard.per_second)} deliveries/s, client {heard.client_share:.0%}")
    return Round(heard, sum(server.cpu_seconds() for server in serving) - before)


def _rows(found: dict[int, list[Round]]) -> list[Row]:
    rows = [
        (
            f"{WHAT}: {number} process{'es' if number > 1 else ''}",
            f"{many(rate(rounds))} deliveries/s ({client_note(rounds)}; {cpu_per_million(rounds):.2f} s of processor "
            "per million)",
            "",
        )
        for number, rounds in found.items()
    ]
    by_processor = len(found) * cpu_per_million(found[1]) / cpu_per_million(found[2])
    return [
        *rows,
        (
            "Ratio of two processes to one, on this machine with client and database beside them",
            f"{rate(found[2]) / rate(found[1]):.2f}",
            "≥ 1.6",
        ),
        ("The same by processor time, as if each process had a core of its own", f"{by_processor:.2f}", "≥ 1.6"),
    ]
