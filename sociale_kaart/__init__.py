"""Sociale kaart: who offers what, where and when; found, kept true, and given away as open data (HSDS 3.1)."""

from __future__ import annotations

from flask import Flask

from community import cards as all_cards
from community import content
from sociale_kaart import cards, commands, demo, mine, models, queries, searching
from sociale_kaart.hsds import routes as hsds
from sociale_kaart.redactie.routes import pages as redactie
from sociale_kaart.routes import pages

__all__ = ["demo", "init_app", "mine"]


def init_app(app: Flask) -> None:
    """Attach this feature to the app."""
    app.cli.add_command(commands.commands)
    app.register_blueprint(pages)
    app.register_blueprint(redactie)
    hsds.init_app(app)
    all_cards.register("service", cards.find)
    content.register_reportable(models.KIND, queries.reportable)
    searching.register()
