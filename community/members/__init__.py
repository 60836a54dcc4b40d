"""Who is there: guests, members, staff; how they sign in, what they agreed to, what they can take along or erase."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Attach this feature to the app."""
