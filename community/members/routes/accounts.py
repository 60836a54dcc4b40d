"""/account/nieuw, /inloggen, /uitloggen: becoming a member, coming back, going."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response as Answer

from community.doors import keeps_typed, limited, members, public
from community.doors.limits import limits
from community.doors.who import people_even_suspended
from community.members import access, accounts, forms, once
from community.members.routes.joining import month_options, next_path

pages = Blueprint("accounts", __name__, template_folder="../templates")

FORGET_ON_DEVICE = '"cache", "cookies", "storage"'
"""Clear-Site-Data when somebody goes for good: the next user of this device finds nothing."""


@pages.get("/account/nieuw")
@public
def show_open(values: Any = None, errors: Any = None, problem: str = "") -> Any:
    if access.viewer().is_member:
        return redirect(next_path("/mijn"), code=303)
    return render_template(
        "members/open_account.html",
        values=values or {},
        errors=errors or {},
        problem=problem,
        months=month_options(),
        next=next_path(""),
        min_chars=forms.MIN_OWN_PASSPHRASE_CHARS,
    )


@pages.post("/account/nieuw")
@public
@limited("join")
@keeps_typed(show_open)
def open_account() -> Any:
    asker = access.viewer()
    if asker.is_member:
        return redirect(next_path("/mijn"), code=303)
    draft = forms.read_account(request.form, asker.name)
    token = accounts.open_account(asker, access.sign_in(), draft)
    return _enter(token, _page_of_secrets())


@pages.get("/mijn/sleutel")
@members
def show_secrets() -> str:
    """A new passphrase and recovery codes, shown once; a second look finds nothing."""
    carried = access.sign_in()
    secrets = once.take(carried.id) if carried is not None and request.method == "GET" else None
    return render_template("members/secrets.html", secrets=secrets, next=next_path("/mijn"))


@pages.get("/inloggen")
@public
def show_sign_in(values: Any = None, errors: Any = None, problem: str = "") -> str:
    return render_template(
        "members/sign_in.html", values=values or {}, errors=errors or {}, problem=problem, next=next_path("")
    )


@pages.post("/inloggen")
@public
@limited("sign_in")
@keeps_typed(show_sign_in)
def sign_in() -> Answer:
    draft = forms.read_sign_in(request.form)
    token = accounts.sign_in(draft, _whence(), access.sign_in())
    return _enter(token, next_path("/mijn"))


@pages.get("/inloggen/herstel")
@public
def show_recover(values: Any = None, errors: Any = None, problem: str = "") -> str:
    return render_template(
        "members/recover.html", values=values or {}, errors=errors or {}, problem=problem, next=next_path("")
    )


@pages.post("/inloggen/herstel")
@public
@limited("sign_in")
@keeps_typed(show_recover)
def recover() -> Answer:
    alias, code = forms.read_recovery(request.form)
    token = accounts.recover(alias, code, _whence(), access.sign_in())
    return _enter(token, _page_of_secrets())


@pages.post("/uitloggen")
@people_even_suspended
def sign_out() -> Answer:
    carried = access.sign_in()
    if carried is not None:
        accounts.sign_out(access.person(), carried)
    return leave("/")


def leave(path: str) -> Answer:
    """Go on to a page as a stranger; the device forgets."""
    answer = redirect(path, code=303)
    access.drop_cookie(answer)  # type: ignore[arg-type]
    answer.headers["Clear-Site-Data"] = FORGET_ON_DEVICE
    access.forget()
    return answer


def _enter(token: str, path: str) -> Answer:
    answer = redirect(path, code=303)
    access.set_cookie(answer, token)  # type: ignore[arg-type]
    return answer


def _page_of_secrets() -> str:
    going = next_path("")
    return f"/mijn/sleutel?next={quote(going)}" if going else "/mijn/sleutel"


def _whence() -> str:
    return limits().address_key(request.remote_addr or "")
