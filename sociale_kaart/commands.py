"""`flask map import|export|outline`: entries in and out as open data, and official outlines for the drawing."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

import click
import sqlalchemy as sa
from flask import current_app
from flask.cli import AppGroup

from community import clock, db, search, shell
from community.places import outlines
from sociale_kaart import records
from sociale_kaart.importing import reading, rows, storing
from sociale_kaart.models import Service

commands = AppGroup("map", help="The sociale kaart as open data.")
SOME_REFUSED, NOTHING_DONE = 1, 2
EXPORTED_AT_ONCE = 200


@commands.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--draft", is_flag=True, help="Keep new entries out of sight until somebody publishes them.")
def import_file(file: Path, draft: bool) -> None:
    """Take in FILE: HSDS JSON, an HSDS CSV package, or a spreadsheet saved as CSV (docs/map-import.md)."""
    try:
        raw = reading.read(file)
    except reading.Unreadable as wrong:
        _stop(str(wrong))
    found = rows.check(raw, clock.today(), storing.known_organisations(), storing.known_terms())
    outcome = storing.store(found, is_draft=draft)
    search.refresh()
    for refusal in outcome.refused:
        click.echo(str(refusal))
    counts = (outcome.new, outcome.changed, outcome.unchanged, len(outcome.refused))
    click.echo("{} new, {} changed, {} unchanged, {} refused".format(*counts))
    if outcome.refused:
        sys.exit(SOME_REFUSED if outcome.kept else NOTHING_DONE)


@commands.command("export")
@click.argument("file", type=click.Path(path_type=Path))
def export_file(file: Path) -> None:
    """Write every published entry to FILE as a JSON list of full HSDS services."""
    try:
        with file.open("w", encoding="utf-8") as out:
            number = _write_list(out)
    except OSError as wrong:
        _stop(f"{file}: {wrong.strerror}")
    click.echo(f"{number} services")


def _write_list(out: TextIO) -> int:
    """One service at a time: the map may be larger than what fits in memory."""
    number = 0
    for service in _published():
        out.write(",\n" if number else "[\n")
        out.write(json.dumps(records.full_record(service), ensure_ascii=False, indent=1))
        number += 1
    out.write("\n]\n" if number else "[]\n")
    return number


def _published() -> Iterator[Service]:
    wish = sa.select(Service).where(Service.state == "published").order_by(Service.id)
    return iter(db.session().scalars(wish.execution_options(yield_per=EXPORTED_AT_ONCE)))


@commands.command("outline")
@click.argument("file", type=click.Path(path_type=Path))
def load_outline(file: Path) -> None:
    """Draw the map with official outlines: FILE is GeoJSON (WGS84) with provinces or municipalities."""
    try:
        number = outlines.load(file, Path(current_app.config["MOI_DATA_DIR"]), shell.region())
    except outlines.NoOutline as wrong:
        _stop(str(wrong))
    click.echo(f"{number} outlines")


def _stop(text: str) -> None:
    click.echo(text, err=True)
    sys.exit(NOTHING_DONE)
