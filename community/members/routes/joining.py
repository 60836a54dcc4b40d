"""/meedoen: the age step, the rules, a bird; and the other doors for who is too young or too old."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response as Answer

from community import moments
from community.doors import keeps_typed, limited, people, public
from community.doors.who import people_even_suspended
from community.i18n import _
from community.members import access, accounts, ages, forms, guests, naming, own
from community.members.models import Person
from community.safety import crisis_lines

pages = Blueprint("joining", __name__, template_folder="../templates")


def next_path(otherwise: str) -> str:
    """Where this person was going, if that is on this site."""
    return forms.own_path(request.form.get("next") or request.args.get("next")) or otherwise


def month_options() -> list[tuple[str, str]]:
    """The months as a select takes them, none chosen first."""
    return [("", _("Kies een maand")), *((str(n), _(word)) for n, word in enumerate(moments.MONTHS, start=1))]


@pages.get("/meedoen")
@public
def show_join(values: Any = None, errors: Any = None, problem: str = "") -> Any:
    if access.viewer().is_person and values is None:
        return redirect(next_path("/chat"), code=303)
    chosen = (values or {}).get("nickname", "") if not _wants_other_birds() else ""
    return render_template(
        "members/join.html",
        values=values or {},
        errors=errors or {},
        problem=problem,
        birds=naming.suggestions(keep=chosen),
        chosen=chosen,
        months=month_options(),
        next=next_path(""),
    )


@pages.post("/meedoen")
@public
@limited("join")
@keeps_typed(show_join)
def join() -> Any:
    if access.viewer().is_person:
        return redirect(next_path("/chat"), code=303)
    if _wants_other_birds():
        return show_join(values=request.form)
    draft = forms.read_join(request.form)
    answer = redirect(next_path("/chat"), code=303)
    access.set_cookie(answer, guests.join(draft.nickname, draft.band))  # type: ignore[arg-type]
    return answer


def _wants_other_birds() -> bool:
    return "opnieuw" in request.form


@pages.get("/meedoen/te-jong")
@public
def show_too_young() -> str:
    return render_template("members/too_young.html", lines=_lines("kindertelefoon", "alles-oke", "113"))


@pages.get("/meedoen/ouder")
@public
def show_too_old() -> str:
    return render_template("members/too_old.html", lines=_lines("luisterlijn", "113"))


def _lines(*slugs: str) -> list[crisis_lines.CrisisLine]:
    return [line for slug in slugs for line in crisis_lines.LINES if line.slug == slug]


def turn_away(stopped: ages.Outside) -> Answer:
    """Send somebody Moi is not for to the other doors; a guest who says so now is forgotten, and their cookie goes."""
    answer = redirect(stopped.page, code=303)
    asker, carried = access.viewer(), access.sign_in()
    if isinstance(asker, Person) and asker.is_guest and carried is not None:
        accounts.sign_out(asker, carried)
        access.drop_cookie(answer)  # type: ignore[arg-type]
        access.forget()
    return answer


@pages.get("/mijn/leeftijd")
@people
def show_age(values: Any = None, errors: Any = None, problem: str = "") -> str:
    """The age step once a year (L2)."""
    return render_template(
        "members/age.html",
        values=values or {},
        errors=errors or {},
        problem=problem,
        months=month_options(),
        next=next_path(""),
    )


@pages.post("/mijn/leeftijd")
@people_even_suspended
@limited("post")
@keeps_typed(show_age)
def confirm_age() -> Answer:
    own.confirm_age(access.person(), forms.read_age(request.form))
    return redirect(next_path("/mijn"), code=303)
