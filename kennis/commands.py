"""`flask info`: the operator says which articles there are."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import AppGroup

from community import rows, search
from kennis import loading

info = AppGroup("info", help="The articles of /info.")


@info.command("load")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
def load(folder: Path) -> None:
    """Publish the articles (*.md) in a folder, or change them by slug; others stay. As in demo/articles."""
    found = loading.read(folder)
    if not found:
        rows.stop(f"{folder}: has no *.md")
    outcome = loading.load(found)
    search.refresh()
    rows.tell(outcome, "articles")
