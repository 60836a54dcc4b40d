"""Sociale kaart: who offers what, where and when; found, kept true, and given away as open data (HSDS 3.1)."""

from __future__ import annotations

from flask import Flask

from sociale_kaart import commands, demo, models

__all__ = ["demo", "init_app", "models"]


def init_app(app: Flask) -> None:
    """Attach this feature to the app."""
    app.cli.add_command(commands.commands)
