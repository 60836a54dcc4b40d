"""The home page: a greeting by the hour, what is open now in both worlds, what comes next, what was just said.

It asks for cards only, so it knows no feature; a room that sleeps is never shown as alive.
"""

from __future__ import annotations

from flask import Blueprint, Flask, render_template

from community import cards, clock
from community.cards import Wish
from community.doors import public
from community.members.access import viewer

pages = Blueprint("home", __name__)

OPEN_ROOMS, OPEN_PLACES, NEXT_SESSIONS, LATEST_TOPICS = 4, 4, 2, 5


def init_app(app: Flask) -> None:
    app.register_blueprint(pages)


@pages.get("/")
@public
def show_home() -> str:
    asker = viewer()
    rooms = cards.nearby(asker, Wish(is_open_now=True), ["room"], OPEN_ROOMS)
    return render_template(
        "home.html",
        rooms=rooms,
        sessions=cards.nearby(asker, Wish(), ["session"], NEXT_SESSIONS),
        topics=cards.nearby(asker, Wish(), ["topic"], LATEST_TOPICS),
        open_places=cards.nearby(asker, Wish(is_open_now=True), ["place"], OPEN_PLACES),
        places=cards.nearby(asker, Wish(), ["place"], OPEN_PLACES),
        is_late=clock.local_now().hour < 6,
    )
