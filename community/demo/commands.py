"""`flask demo fill|guests`: example content and ready session cookies."""

from __future__ import annotations

import click
from flask import current_app
from flask.cli import AppGroup

from community import crypto, db
from community.demo import filling
from community.members import guests

demo = AppGroup("demo", help="Trying out (demo only).")
GUESTS_PER_ACTION = 500
"""Rows in one transaction: a running server waits only a moment for its turn to write."""
MAX_GUESTS = 100_000


@demo.command("seed")
def seed() -> None:
    """Fill empty tables with the example content; does nothing where rows are."""
    filling.fill_all()


@demo.command("guests")
@click.argument("number", type=click.IntRange(0, MAX_GUESTS))
def make_guests(number: int) -> None:
    """Print N ready session cookies, name=value a line; each a guest who passed the age step."""
    name = current_app.config["MOI_COOKIE"]
    for start in range(0, number, GUESTS_PER_ACTION):
        for token in _some_guests(min(GUESTS_PER_ACTION, number - start)):
            click.echo(f"{name}={token}")


@db.action
def _some_guests(number: int) -> list[str]:
    return guests.make_demo_guests([crypto.new_token() for _ in range(number)])


@demo.command("fill")
@click.option("--services", type=click.IntRange(0), default=0)
@click.option("--topics", type=click.IntRange(0), default=0)
@click.option("--posts", type=click.IntRange(0), default=0)
@click.option("--rooms", type=click.IntRange(0), default=0)
def fill(**wished: int) -> None:
    """Make bulk content for measuring, the same on every run."""
    for name, number in wished.items():
        if number:
            filling.bulk_of(name)(number)
