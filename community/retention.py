"""Forgetting by itself (L6): each slice registers what it forgets; once a night, and by `flask retention run`."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable

import click
from flask import Flask
from flask.cli import AppGroup

from community import jobs

log = logging.getLogger(__name__)

ONCE_A_DAY_SECONDS = 20 * 3600
"""A little less than a day, so that a run that began late does not slip to every other night."""

FAILED = "failed"

Run = Callable[[], dict[str, int]]
_runs: list[Run] = []

retention = AppGroup("retention", help="Forgetting what is old.")


def init_app(app: Flask) -> None:
    app.cli.add_command(retention)


def forgets(run: Run) -> Run:
    """Register run() -> {what: how many rows it forgot}; safe to repeat, in actions of its own."""
    _runs.append(run)
    return run


@retention.command("run")
def run_command() -> None:
    """Forget now what is older than the house keeps; ends with 1 when a part of it failed."""
    counts = run_all()
    for what, number in counts.items():
        click.echo(f"{what}: {number}")
    if any(what.startswith(FAILED) for what in counts):
        sys.exit(1)


@jobs.every(ONCE_A_DAY_SECONDS, "retention")
def run_all() -> dict[str, int]:
    """Let every slice forget; returns counts by name. One slice that fails does not keep the others from it."""
    counts: dict[str, int] = {}
    for run in _runs:
        try:
            counts |= run()
        except Exception:
            log.exception("a part of the retention run failed")
            counts[f"{FAILED}: {run.__module__}"] = 1
    return counts
