"""Information articles by theme, written with peer experts and reviewed; national services beside them as cards."""

from __future__ import annotations

from flask import Flask

from kennis import cards, commands, demo, reporting
from kennis.routes import pages

__all__ = ["demo"]


def init_app(app: Flask) -> None:
    """Attach this feature to the app."""
    cards.init_app()
    reporting.init_app()
    app.register_blueprint(pages)
    app.cli.add_command(commands.info)
