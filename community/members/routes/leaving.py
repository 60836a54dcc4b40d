"""/mijn/…: a new passphrase and codes, taking everything along, and erasing oneself."""

from __future__ import annotations

import json
from typing import Any

from flask import Blueprint, Response, redirect, render_template, request
from werkzeug.wrappers import Response as Answer

from community import clock
from community.doors import keeps_typed, limited, members, people, public
from community.doors.who import people_even_suspended
from community.errors import NotAllowed
from community.i18n import _
from community.members import access, accounts, export, forgetting, forms, recovery
from community.members.models import SignIn
from community.members.routes.accounts import leave

pages = Blueprint("leaving", __name__, template_folder="../templates")


@pages.get("/mijn/sleutelzin")
@members
def show_passphrase(values: Any = None, errors: Any = None, problem: str = "") -> str:
    person = access.person()
    return render_template(
        "members/passphrase.html",
        errors=errors or {},
        problem=problem,
        person=person,
        codes_left=recovery.number_left(person),
        min_chars=forms.MIN_OWN_PASSPHRASE_CHARS,
    )


@pages.post("/mijn/sleutelzin")
@members
@limited("post")
@keeps_typed(show_passphrase)
def change_passphrase() -> Answer:
    accounts.change_passphrase(access.person(), _carried(), forms.read_passphrase(request.form))
    return redirect("/mijn/sleutel", code=303)


@pages.post("/mijn/herstelcodes")
@members
@limited("post")
def renew_codes() -> Answer:
    accounts.renew_codes(access.person(), _carried())
    return redirect("/mijn/sleutel", code=303)


def _carried() -> SignIn:
    found = access.sign_in()
    if found is None:
        raise NotAllowed(_("Hiervoor moet je eerst inloggen."))
    return found


@pages.get("/mijn/meenemen")
@people
def show_export() -> str:
    return render_template("members/take_along.html")


@pages.get("/mijn/meenemen.json")
@people
def export_json() -> Response:
    found = json.dumps(export.gather(access.person()), ensure_ascii=False, indent=2)
    return _file(Response(found, mimetype="application/json"), "json")


@pages.get("/mijn/meenemen.html")
@people
def export_page() -> Response:
    page = render_template("members/export.html", export=export.gather(access.person()))
    return _file(Response(page, mimetype="text/html"), "html")


def _file(answer: Response, ending: str) -> Response:
    answer.headers["Content-Disposition"] = f'attachment; filename="moi-{clock.today().isoformat()}.{ending}"'
    return answer


@pages.get("/mijn/wissen")
@people
def show_erase(values: Any = None, errors: Any = None, problem: str = "") -> Any:
    if not _is_fresh():
        return redirect("/inloggen?next=/mijn/wissen", code=303)
    return render_template(
        "members/erase.html", person=access.person(), values=values or {}, errors=errors or {}, problem=problem
    )


@pages.post("/mijn/wissen")
@people_even_suspended
@keeps_typed(show_erase)
def erase() -> Answer:
    if not _is_fresh():
        return redirect("/inloggen?next=/mijn/wissen", code=303)
    forgetting.erase(access.person(), request.form.get("how", ""))
    return leave("/account/gewist")


def _is_fresh() -> bool:
    """Whether this browser proved a short while ago who uses it; a guest never can, and has only this browser."""
    carried = access.sign_in()
    return access.viewer().is_guest or (carried is not None and accounts.is_fresh(carried))


@pages.get("/account/gewist")
@public
def show_gone() -> str:
    return render_template("members/gone.html")
