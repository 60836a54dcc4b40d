"""The page with what happened for somebody. Reading it changes nothing; putting away is a press."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from community.doors import limited, typed
from community.doors.who import people_even_suspended
from community.members.access import person
from community.notifications import actions, queries

pages = Blueprint("notifications", __name__, template_folder="templates")


@pages.get("/mijn/nieuws")
@people_even_suspended
def show_notices() -> str:
    return render_template("notifications/notices.html", notices=queries.notices_of(person()))


@pages.post("/mijn/nieuws/gelezen")
@people_even_suspended
@limited("react")
def put_away() -> Response:
    """`until`: the newest notice the page showed."""
    actions.put_away(person(), request.form.get("until", 0, type=typed.key))
    return redirect(url_for("notifications.show_notices"), code=303)
