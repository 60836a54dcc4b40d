"""Where: region, municipalities, organisations, places, opening times, distances."""

from __future__ import annotations

from flask import Flask

from community.places import demo

__all__ = ["demo", "init_app"]


def init_app(app: Flask) -> None:
    """Attach this feature to the app."""
