"""`flask places`: the operator says which organisations and places there are."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import AppGroup

from community import rows, search
from community.places import loading

places = AppGroup("places", help="The places of the network.")


@places.command("load")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def load(file: Path) -> None:
    """Add the organisations and places in a TOML file, or change them by slug; others stay. As [[organisation]] in
    demo/organisations.toml and [[place]] in demo/places.toml, in one file or in two.
    """
    found = rows.read_toml(file, "organisation", "place")
    outcome = loading.load(found["organisation"], found["place"])
    search.refresh()
    rows.tell(outcome, "organisations and places")
