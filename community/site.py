"""The pages that belong to the whole house: help now, leaving, the rules, and what a browser asks of every site."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, Flask, Response, make_response, redirect, render_template

from community import clock, shell
from community.config import REPOSITORY
from community.doors import public
from community.doors.answers import same_for_all
from community.errors import NotFound
from community.safety import crisis_lines

pages = Blueprint("site", __name__)


def init_app(app: Flask) -> None:
    app.register_blueprint(pages)


HELP_MAX_AGE_SECONDS = 3600
"""Long enough to survive a dead network for an hour, short enough that a changed number is soon everywhere (L9)."""


@pages.get("/nu-hulp")
@public
def help_now() -> Response:
    """The same for everybody: no session, no database, no live state (L9)."""
    page = render_template("nu_hulp.html", lines=list(crisis_lines.all_lines()))
    return same_for_all(make_response(page), HELP_MAX_AGE_SECONDS)


@pages.get("/weg")
@public
def leave() -> Response:
    """Away at once: no database, no script needed, history replaced by an ordinary page (L10). Does not sign out."""
    away = redirect(shell.region().exit_url, code=303)
    away.headers["Clear-Site-Data"] = '"cache", "storage"'
    away.headers["Referrer-Policy"] = "no-referrer"
    return same_for_all(away, 0)  # type: ignore[arg-type]


@pages.get("/huisregels")
@public
def house_rules() -> str:
    return render_template("huisregels.html")


@pages.get("/privacy")
@public
def privacy() -> str:
    return render_template("privacy.html")


@pages.get("/toegankelijkheid")
@public
def accessibility() -> str:
    return render_template("toegankelijkheid.html")


@pages.get("/over")
@public
def about() -> str:
    return render_template("over.html")


@pages.get("/sw.js")
@public
def service_worker() -> Response:
    """From the root, so that it may answer for /nu-hulp when the network is gone."""
    built = REPOSITORY / "static" / "dist" / "sw.js"
    if not built.exists():
        raise NotFound("Deze pagina is er niet.")
    answer = Response(built.read_text(), mimetype="text/javascript")
    return same_for_all(answer, 0)


@pages.get("/.well-known/security.txt")
@public
def security_txt() -> Response:
    """RFC 9116: where to tell us about a hole."""
    expires = (clock.now() + timedelta(days=180)).strftime("%Y-%m-%dT00:00:00Z")
    contact = shell.region().operator.contact
    address = contact if contact.startswith(("https:", "mailto:")) else f"mailto:{contact}"
    text = f"Contact: {address}\nExpires: {expires}\nPreferred-Languages: nl, en\n"
    return same_for_all(Response(text, mimetype="text/plain"), 3600)


@pages.get("/robots.txt")
@public
def robots() -> Response:
    """Search engines may read what is public; what people wrote is theirs and stays out of indexes elsewhere."""
    closed = ("/forum/onderwerp/", "/chat/", "/mijn", "/melden", "/weg")
    text = "User-agent: *\n" + "".join(f"Disallow: {path}\n" for path in closed)
    return same_for_all(Response(text, mimetype="text/plain"), 3600)
