"""Group chat: rooms with a theme, hosts and opening hours; every message in order, none lost.

`actions` changes, `queries` finds, `presence` and `opening` say who is there and whether it is open, `news` tells it.
"""

from __future__ import annotations

from flask import Flask

from chat import cards as own_cards
from chat import (
    caretaker,
    commands,
    demo,
    events,
    hosting_events,
    hosting_routes,
    listening,
    names,
    news,
    pace,
    posting,
    pulse,
    retention,
    routes,
    sitting_doors,
    writing_events,
    writing_routes,
)
from community import cards
from community.members import panels

__all__ = [
    "caretaker",
    "demo",
    "events",
    "hosting_events",
    "init_app",
    "listening",
    "pulse",
    "retention",
    "writing_events",
]


def init_app(app: Flask) -> None:
    """Attach this feature to the app; events, listeners and demo content register themselves when imported."""
    app.register_blueprint(routes.pages)
    app.register_blueprint(hosting_routes.pages)
    app.register_blueprint(sitting_doors.pages)
    app.register_blueprint(writing_routes.pages)
    cards.register("room", own_cards.find)
    panels.register_fact(60, names.fact)
    news.init_app(app)
    pace.init_app(app)
    posting.init_app(app)
    app.cli.add_command(commands.chat)
