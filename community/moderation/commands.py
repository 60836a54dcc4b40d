"""`flask transparency report YEAR`: the public figures of a year, to keep or to hand over."""

from __future__ import annotations

import click
from flask import current_app, render_template
from flask.cli import AppGroup

from community import clock
from community.moderation import transparency

public_figures = AppGroup("transparency", help="What the team decided, in counts.")
FIRST_YEAR = 2026


@public_figures.command("report")
@click.argument("year", type=click.IntRange(FIRST_YEAR, 9998))
@click.option("--format", "shape", type=click.Choice(["html", "csv"]), default="html", help="html (default) or csv")
def report(year: int, shape: str) -> None:
    """Print the report of a year: counts only, anything under 10 suppressed."""
    found = transparency.figures(year)
    if shape == "csv":
        click.echo(transparency.as_csv(found), nl=False)
        return
    with current_app.test_request_context("/transparantie"):
        click.echo(render_template("moderation/transparency_report.html", figures=found, made_on=clock.today()))
