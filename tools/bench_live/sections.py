"""All that is measured live, in order."""

from __future__ import annotations

from collections.abc import Callable

from tools.bench_live import fanout, house, processes
from tools.bench_live.client import client
from tools.bench_live.rows import Row

SECONDS = 1.5
FANOUT = ("saturation", "burst", "latency")
PARTS = (*FANOUT, "memory", "path", "processes")
SHAPES = tuple(fanout.SHAPES)


def measure(
    parts: set[str],
    shapes: list[str] | None = None,
    people: list[int] | None = None,
    seconds: float = SECONDS,
    has_reference: bool = True,
) -> list[Row]:
    """Rows of these parts; no shapes or people means all."""
    rows: list[Row] = []
    with client() as load:
        if parts & set(FANOUT):
            wished = shapes or list(SHAPES)
            rows += _or_why("Fan-out", lambda: fanout.measure(load, wished, parts, seconds, has_reference))
        if "memory" in parts:
            rows += _or_why("Memory", lambda: house.measure_memory(load, has_reference))
        if "path" in parts:
            rows += _or_why("Full path", lambda: house.measure_path(load, people or list(house.CROWDS), seconds))
        if "processes" in parts:
            rows += _or_why("Two processes", lambda: processes.measure(load, seconds))
    return rows


def _or_why(what: str, measured: Callable[[], list[Row]]) -> list[Row]:
    """A part that breaks off (a server that cuts a socket, or does not start) must not cost the others' figures."""
    try:
        return measured()
    except RuntimeError as wrong:
        return [(what, f"not measured: {wrong}", "")]
