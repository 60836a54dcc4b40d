"""Where: region, municipalities, organisations, places, opening times, distances."""

from __future__ import annotations

from flask import Flask

from community import cards as all_cards
from community.places import cards, commands, demo, routes, searching

__all__ = ["cards", "demo", "init_app", "routes", "searching"]


def init_app(app: Flask) -> None:
    """Attach this feature to the app."""
    app.register_blueprint(routes.pages)
    all_cards.register("place", cards.find)
    searching.register()
    app.cli.add_command(commands.places)
