"""What happened for me: in the page, never with content."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Attach this feature to the app."""
