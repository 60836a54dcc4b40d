"""Planned sessions with professionals: group sessions and one-to-one slots, booked without e-mail."""

from __future__ import annotations

from flask import Flask

from spreekuur import cards, codes, demo, leaving, panel, retention
from spreekuur.routes import agenda, pages

__all__ = ["demo", "leaving", "retention"]


def init_app(app: Flask) -> None:
    """Attach this feature to the app."""
    codes.init_app(app)
    cards.init_app()
    panel.init_app()
    app.register_blueprint(pages)
    app.register_blueprint(agenda)
