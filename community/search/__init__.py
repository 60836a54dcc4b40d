"""Finding: what may be found says so, the index proposes, the database decides."""

from __future__ import annotations

from flask import Flask

from community.search.notes import note

__all__ = ["init_app", "note"]


def init_app(app: Flask) -> None:
    """Attach this feature to the app."""
