"""All that is measured live, in order."""

from __future__ import annotations

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
            rows += fanout.measure(load, shapes or list(SHAPES), parts, seconds, has_reference)
        if "memory" in parts:
            rows += house.measure_memory(load, has_reference)
        if "path" in parts:
            rows += house.measure_path(load, people or list(house.CROWDS), seconds)
        if "processes" in parts:
            rows += processes.measure(load, seconds)
    return rows
