"""The registry of demo content: who fills what, in which order."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from community.config import REPOSITORY

FOLDER = REPOSITORY / "demo"

Fill = Callable[[], None]
Bulk = Callable[[int], None]
_fills: list[tuple[int, str, Fill]] = []
_bulks: dict[str, Bulk] = {}


def fills(name: str, order: int) -> Callable[[Fill], Fill]:
    """Register a function that fills empty tables with example content; lower order first (people 10, places 20,
    services 30, rooms 40, forum 50, articles 60, sessions 70). Must do nothing when its tables have rows.
    """

    def register(fill: Fill) -> Fill:
        _fills.append((order, name, fill))
        return fill

    return register


def bulk(name: str) -> Callable[[Bulk], Bulk]:
    """Register a function that makes N rows for measuring (services, topics, posts, rooms); the same on every run."""

    def register(make: Bulk) -> Bulk:
        _bulks[name] = make
        return make

    return register


def fill_all() -> None:
    for _order, _name, fill in sorted(_fills, key=lambda each: each[:2]):
        fill()


def bulk_of(name: str) -> Bulk:
    return _bulks[name]


def read(name: str) -> dict[str, Any]:
    """A demo file, e.g. read("places.toml")."""
    path: Path = FOLDER / name
    return tomllib.loads(path.read_text(encoding="utf-8"))
