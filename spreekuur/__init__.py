"""Planned sessions with professionals: group sessions and one-to-one slots, booked without e-mail."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Attach this feature to the app."""
