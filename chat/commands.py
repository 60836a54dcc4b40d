"""`flask chat`: the operator says which rooms there are."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
from flask import current_app
from flask.cli import AppGroup

from chat import loading
from community import rows

TOML = click.Path(exists=True, dir_okay=False, path_type=Path)
chat = AppGroup("chat", help="The rooms of the chat.")


@chat.command("rooms")
@click.argument("file", type=TOML)
@click.option("--places", type=TOML, help="The file of `places load`: what each place says of its room.")
def load_rooms(file: Path, places: Path | None) -> None:
    """Add the rooms in a TOML file, or change them by slug; others stay. As [[room]] in demo/rooms.toml. With a table
    [place_room] in it each place without a room gets one.
    """
    source = rows.read_toml(file, "room")
    if not isinstance(source.get("place_room", {}), dict):
        rows.stop(f"{file}: place_room must be written as [place_room]")
    if places is not None and "place_room" not in source:
        rows.stop(f"{file}: has no [place_room], which the rooms of places need")
    outcome = loading.load(source, current_app.config["MOI_IS_DEMO"], _own_words(places))
    rows.tell(outcome, "rooms")


def _own_words(places: Path | None) -> dict[str, Any]:
    found = rows.read_toml(places, "place")["place"] if places else []
    return {str(row.get("slug")): row["room"] for row in found if isinstance(row.get("room"), dict)}
