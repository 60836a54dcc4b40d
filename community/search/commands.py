"""`flask search rebuild`: the index anew from the database."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from community.search import indexing

commands = AppGroup("search", help="The search index.")


@commands.command("rebuild")
def rebuild() -> None:
    """Make the search index anew; a running server shows it at its next search."""
    click.echo(f"{indexing.rebuild()} documents")
