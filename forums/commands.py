"""`flask forum`: the operator says which boards there are."""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path
from typing import Any

import click
from flask.cli import AppGroup

from community.errors import Invalid
from forums import actions

forum = AppGroup("forum", help="The boards of the forum.")


@forum.command("boards")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def set_boards(file: Path) -> None:
    """Add the boards in a TOML file, or change them by slug; others stay. As [[board]] in demo/forum.toml."""
    try:
        rows: list[dict[str, Any]] = tomllib.loads(file.read_text(encoding="utf-8")).get("board", [])
        number = actions.set_boards(rows)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, Invalid) as wrong:
        click.echo(f"{file}: {wrong}", err=True)
        sys.exit(2)
    click.echo(f"{number} boards")
