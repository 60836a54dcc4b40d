"""The load client as a process of its own, and how the measuring process asks it for something."""

from __future__ import annotations

import gc
import multiprocessing
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from typing import Any

from tools.bench_live import loads
from tools.bench_live.crowd import Crowd, Place
from tools.bench_live.loads import Heard

LOADS = {"saturate": loads.saturate, "burst": loads.burst, "pace": loads.pace, "converse": loads.converse}


class Client:
    """Crowds by name, each in its rooms at one server (or some at one and some at another)."""

    def __init__(self, line: Connection):
        self.line = line

    def connect(self, crowd: str, place: Place, rooms: list[str], enter: str) -> None:
        """Add sockets to a crowd, one for each of these rooms.

        Raises RuntimeError when the server refuses one.
        """
        self._ask("connect", crowd, place, rooms, enter)

    def settle(self, crowd: str) -> None:
        self._ask("settle", crowd)

    def close(self, crowd: str) -> None:
        self._ask("close", crowd)

    def load(self, name: str, crowd: str, *wishes: Any) -> Heard:
        """Let a crowd do one of LOADS.

        Raises RuntimeError when a socket was closed.
        """
        found: Heard = self._ask(name, crowd, *wishes)
        return found

    def _ask(self, name: str, *wishes: Any) -> Any:
        self.line.send((name, *wishes))
        is_fine, answer = self.line.recv()
        if not is_fine:
            raise RuntimeError(f"{name}: {answer}")
        return answer


@contextmanager
def client() -> Iterator[Client]:
    """A fresh process, so that what the measuring process has loaded and kept is not in its way."""
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=serve, args=(theirs,), daemon=True)
    process.start()
    try:
        yield Client(ours)
    finally:
        ours.send(("stop",))
        process.join(10)


def serve(line: Connection) -> None:
    """Do what is asked until "stop"."""
    gc.disable()  # its pauses would count as the server's
    crowds: dict[str, Crowd] = {}
    while (wish := line.recv())[0] != "stop":
        name, crowd, *rest = wish
        try:
            line.send((True, _do(name, crowds.setdefault(crowd, Crowd()), rest)))
        except Exception as wrong:  # told where it was asked; this process goes on
            line.send((False, f"{type(wrong).__name__}: {wrong}"))


def _do(name: str, crowd: Crowd, rest: list[Any]) -> Any:
    if name in LOADS:
        return LOADS[name](crowd, *rest)  # type: ignore[operator]
    return getattr(crowd, name)(*rest)
