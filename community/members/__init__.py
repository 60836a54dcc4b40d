"""Who is there: guests, members, staff; how they sign in, what they agreed to, what they can take along or erase."""

from __future__ import annotations

from importlib import import_module

from flask import Flask


def init_app(app: Flask) -> None:
    """Attach the pages. They stand on the doors, which themselves ask this package who is there: so they come later."""
    import_module("community.members.routes").init_app(app)
