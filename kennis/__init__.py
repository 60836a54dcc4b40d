"""Information articles by theme, written with peer experts and reviewed."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Attach this feature to the app."""
