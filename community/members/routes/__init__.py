"""The pages about people: joining, accounts, /mijn, taking along and leaving, /beheer, /cijfers."""

from __future__ import annotations

from flask import Flask

from community.members import age_again
from community.members.ages import Outside
from community.members.routes import accounts, joining, leaving, mine


def init_app(app: Flask) -> None:
    for part in (joining, accounts, mine, leaving):
        app.register_blueprint(part.pages)
    app.register_error_handler(Outside, joining.turn_away)
    app.before_request(age_again.ask)
