"""/mijn: what is planned, what we know, name, sign-ins, consents, a pause. Only its owner ever sees it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response as Answer

from community import clock, moments
from community.doors import keeps_typed, limited, people
from community.doors.who import people_even_suspended
from community.i18n import _
from community.members import access, accounts, consents, export, forms, naming, own, panels
from community.members.models import Person
from community.members.routes.accounts import leave
from community.members.routes.joining import next_path

pages = Blueprint("mine", __name__, template_folder="../templates")
WRITTEN_SHOWN = 50


@pages.get("/mijn")
@people
def show_mine() -> str:
    person = access.person()
    return render_template(
        "members/mine.html",
        person=person,
        since=_since(person),
        panels=panels.panels_for(person),
        facts=panels.facts_for(person),
        number_written=export.number_written(person),
    )


def _since(person: Person) -> str:
    """'maart', or 'maart 2024' in another year; people need not see the day they came."""
    came, today = person.created_at.astimezone(clock.ZONE).date(), clock.today()
    if came == today:
        return _("vandaag")
    month = _(moments.MONTHS[came.month - 1])
    return month if came.year == today.year else f"{month} {came.year}"


@pages.get("/mijn/geschreven")
@people
def show_written() -> str:
    return render_template("members/written.html", items=export.written_by(access.person(), WRITTEN_SHOWN))


@pages.get("/mijn/naam")
@people
def show_name(values: Any = None, errors: Any = None, problem: str = "") -> str:
    chosen = (values or {}).get("nickname", "") if "opnieuw" not in request.form else ""
    return render_template(
        "members/name.html",
        values=values or {},
        errors=errors or {},
        problem=problem,
        person=access.person(),
        birds=naming.suggestions(keep=chosen),
        chosen=chosen,
    )


@pages.post("/mijn/naam")
@people
@limited("post")
@keeps_typed(show_name)
def rename() -> Any:
    if "opnieuw" in request.form:
        return show_name(values=request.form)
    person = access.person()
    own.rename(person, forms.read_name(request.form, person.name))
    return redirect("/mijn", code=303)


@pages.get("/mijn/aanmeldingen")
@people
def show_sign_ins() -> str:
    return render_template(
        "members/sign_ins.html", sign_ins=accounts.sign_ins_of(access.person()), carried=access.sign_in()
    )


@pages.post("/mijn/aanmeldingen/beeindig")
@people_even_suspended
def end_all() -> Answer:
    """All of them, this one too; a guest, who cannot come back, is forgotten."""
    person, carried = access.person(), access.sign_in()
    accounts.end_all(person)
    if person.is_guest and carried is not None:
        accounts.sign_out(person, carried)
    return leave("/inloggen")


@pages.post("/mijn/aanmeldingen/<int:sign_in_id>/beeindig")
@people_even_suspended
def end_one(sign_in_id: int) -> Answer:
    carried = access.sign_in()
    accounts.end_one(access.person(), sign_in_id)
    is_this_one = carried is not None and carried.id == sign_in_id
    return leave("/inloggen") if is_this_one else redirect("/mijn/aanmeldingen", code=303)


@pages.get("/mijn/toestemming")
@people
def show_consents(values: Any = None, errors: Any = None, problem: str = "") -> str:
    person = access.person()
    return render_template(
        "members/consents.html",
        standing=consents.standing_of(person),
        history=consents.history_of(person),
        person=person,
        problem=problem,
    )


@pages.post("/mijn/toestemming")
@people_even_suspended
@limited("post")
@keeps_typed(show_consents)
def change_consent() -> Answer:
    """Give (`on` 1) or take back (`on` 0) one consent. To take back the one for taking part is to leave."""
    purpose, person = request.form.get("purpose", ""), access.person()
    if request.form.get("on") != "0":
        consents.give(person, purpose)
    elif purpose == consents.NEEDED:
        return redirect("/mijn/toestemming/stoppen", code=303)
    else:
        consents.withdraw(person, purpose)
    return redirect("/mijn/toestemming", code=303)


@pages.get("/mijn/toestemming/stoppen")
@people
def show_stopping() -> str:
    return render_template("members/stopping.html", person=access.person())


@pages.post("/mijn/pauze")
@people_even_suspended
def pause() -> Answer:
    """Be away for `days` (1, 7 or 30); 0 is back again."""
    days = request.form.get("days", "")
    if days == "0":
        own.come_back(access.person())
    else:
        own.pause(access.person(), int(days) if days.isdecimal() and len(days) < 4 else -1)
    return redirect(next_path("/mijn"), code=303)
