"""Commands of the house itself: `db upgrade`, `audit verify`, `worker`. Features bring their own."""

from __future__ import annotations

import functools
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import click
import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from flask import Flask, current_app
from flask.cli import AppGroup

from community import audit, jobs
from community.config import REPOSITORY

database = AppGroup("db", help="The database's shape.")
log_of_staff = AppGroup("audit", help="The log of staff acts.")


def init_app(app: Flask) -> None:
    app.cli.add_command(database)
    app.cli.add_command(log_of_staff)
    app.cli.add_command(worker)


def guard(app: Flask) -> None:
    """Let every command end with one line and 2 when the database is not there, or has another shape."""
    for command_ in _all_commands(app.cli):
        if command_.callback is not None and not getattr(command_.callback, "is_guarded", False):
            command_.callback = _guarded(command_.callback)


def _all_commands(group: click.Group) -> Iterator[click.Command]:
    for each in group.commands.values():
        yield from _all_commands(each) if isinstance(each, click.Group) else (each,)


def _guarded(callback: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(callback)
    def run(*args: Any, **kwargs: Any) -> Any:
        try:
            return callback(*args, **kwargs)
        except (sa.exc.OperationalError, sa.exc.ProgrammingError) as wrong:
            click.echo(f"the database does not answer as it should ({type(wrong).__name__}): db upgrade?", err=True)
            sys.exit(2)

    run.is_guarded = True  # type: ignore[attr-defined]
    return run


def alembic_config(url: str) -> Config:
    """Alembic's settings for one database."""
    config = Config()
    config.set_main_option("script_location", str(REPOSITORY / "migrations"))
    config.attributes["url"] = url
    return config


def upgrade_database(revision: str = "head") -> None:
    """Bring the current app's database to a revision; does nothing when it is there."""
    command.upgrade(alembic_config(current_app.config["MOI_DATABASE_URL"]), revision)


@database.command("upgrade")
@click.argument("revision", default="head")
def upgrade(revision: str) -> None:
    """Bring the database to the newest shape (or a named one); nothing to do is fine."""
    upgrade_database(revision)


@database.command("downgrade")
@click.argument("revision")
def downgrade(revision: str) -> None:
    """Bring the database back to an earlier shape."""
    command.downgrade(alembic_config(current_app.config["MOI_DATABASE_URL"]), revision)


@log_of_staff.command("verify")
def verify() -> None:
    """Check the chain of the log; names the first entry that does not fit and ends with 1."""
    broken = audit.verify()
    if broken is not None:
        click.echo(f"entry {broken} does not fit the chain", err=True)
        sys.exit(1)
    click.echo("every entry fits")


@click.command("worker")
def worker() -> None:
    """Do waiting and repeated work in a process of its own, until it is stopped."""
    jobs.start(current_app._get_current_object())  # type: ignore[attr-defined]
    click.echo("worker started")
    while True:
        time.sleep(3600)
