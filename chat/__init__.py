"""Group chat: rooms with a theme, hosts and opening hours; every message in order, none lost.

`actions` changes, `queries` finds, `presence` and `opening` say who is there and whether it is open, `news` tells it.
"""

from __future__ import annotations

from flask import Flask

from chat import caretaker, events, listening, news, pace

__all__ = ["caretaker", "events", "init_app", "listening"]


def init_app(app: Flask) -> None:
    """Attach this feature to the app."""
    news.init_app(app)
    pace.init_app(app)
