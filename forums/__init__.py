"""Peer forum: boards, topics, posts; open for reading, members write."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Attach this feature to the app."""
