"""The home page: a greeting by the hour, what is open now in both worlds, what comes next."""

from __future__ import annotations

from flask import Blueprint, Flask, render_template

from community.doors import public

pages = Blueprint("home", __name__)


def init_app(app: Flask) -> None:
    app.register_blueprint(pages)


@pages.get("/")
@public
def show_home() -> str:
    return render_template("home.html")
