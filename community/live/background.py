"""What a serving process does beside answering: once, a little later, or again and again while it lives."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from flask import Flask, current_app

from community.live import sockets

log = logging.getLogger(__name__)

LOOK_EVERY_SECONDS = 0.2
Work = Callable[..., object]
_repeated: list[tuple[float, Work]] = []


def every(seconds: float) -> Callable[[Work], Work]:
    """Register work that every serving process repeats, in an app context; a failure is logged and it goes on."""

    def register(work: Work) -> Work:
        _repeated.append((seconds, work))
        return work

    return register


def later(seconds: float, do: Work, *arguments: Any) -> None:
    """Do this in a while, in this process and an app context of its own; lost when the process is killed."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]

    def run() -> None:
        sockets.server.sleep(seconds)
        _try(app, do, *arguments)

    sockets.server.start_background_task(run)


def start(app: Flask) -> None:
    """Begin what is repeated; once, in a process that serves."""
    for seconds, work in _repeated:
        sockets.server.start_background_task(_repeat, app, seconds, work)


def _repeat(app: Flask, seconds: float, work: Work) -> None:
    while True:
        _try(app, work)
        sockets.server.sleep(seconds)


def _try(app: Flask, do: Work, *arguments: Any) -> None:
    try:
        with app.app_context():
            do(*arguments)
    except Exception:
        log.exception("background work failed")


def end_when(is_ending: Callable[[], bool]) -> None:
    """Say goodbye to every socket when the server is told to stop: nothing is acknowledged by a process that goes, and
    the browsers come back one after another instead of all at the end.
    """

    def watch() -> None:
        while not is_ending():
            sockets.server.sleep(LOOK_EVERY_SECONDS)
        sockets.close_door()

    sockets.server.start_background_task(watch)
