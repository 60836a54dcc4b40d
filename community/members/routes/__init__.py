"""The pages about people: joining, accounts, /mijn, taking along and leaving, /beheer, /cijfers."""

from __future__ import annotations

from flask import Flask

from community.members import age_again, commands, demo_people, retention
from community.members.ages import Outside
from community.members.routes import accounts, governing, joining, leaving, mine

__all__ = ["demo_people", "init_app", "retention"]


def init_app(app: Flask) -> None:
    """Attach the pages and the command; example people and retention register themselves when imported."""
    for part in (joining, accounts, mine, leaving, governing):
        app.register_blueprint(part.pages)
    app.register_error_handler(Outside, joining.turn_away)
    app.before_request(age_again.ask)
    app.cli.add_command(commands.people)
