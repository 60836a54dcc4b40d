"""/beheer and /cijfers: people of the team with their roles, the log of staff acts, and counts for municipalities."""

from __future__ import annotations

import csv
import io
from typing import Any

import sqlalchemy as sa
from flask import Blueprint, Response, redirect, render_template, request
from werkzeug.wrappers import Response as Answer

from community import audit, clock, db
from community.doors import keeps_typed, limited, roles
from community.errors import Invalid
from community.i18n import _
from community.members import access, figures, staff
from community.members.models import ROLES
from community.places.models import Organisation, Place

pages = Blueprint("governing", __name__, template_folder="../templates")

ROLE_WORDS = {
    "peer_expert": "ervaringsdeskundige",
    "supervisor": "achterwacht",
    "professional": "professional",
    "map_editor": "houdt de sociale kaart bij",
    "editor": "redactie",
    "commissioner": "gemeente",
    "administrator": "beheer",
}
LOG_PAGE = 100


@pages.get("/beheer")
@roles("administrator")
def show_staff(values: Any = None, errors: Any = None, problem: str = "") -> str:
    return render_template(
        "members/staff.html",
        values=values or {},
        errors=errors or {},
        problem=problem,
        people=staff.everybody(),
        role_words=ROLE_WORDS,
        role_options=[(role, _(ROLE_WORDS[role])) for role in ROLES],
        organisations=_named(Organisation),
        places=_named(Place),
    )


def _named(table: Any) -> dict[int, tuple[str, str]]:
    """id -> (slug, name), by name."""
    rows = db.session().execute(sa.select(table.id, table.slug, table.name).order_by(table.name))
    return {row.id: (row.slug, row.name) for row in rows}


@pages.post("/beheer/rollen")
@roles("administrator")
@limited("post")
@keeps_typed(show_staff)
def grant_role() -> Answer:
    form = request.form
    scope = staff.scope_of(form.get("organisation", ""), form.get("place", ""))
    person = staff.by_alias(form.get("alias", ""))
    if person is None:
        raise Invalid("", fields={"alias": _("Dit is niemand van het team.")})
    staff.grant(access.person(), person, form.get("role", ""), scope)
    return redirect("/beheer", code=303)


@pages.post("/beheer/rollen/<int:grant_id>/einde")
@roles("administrator")
def end_role(grant_id: int) -> Answer:
    staff.end_role(access.person(), grant_id)
    return redirect("/beheer", code=303)


@pages.get("/beheer/logboek")
@roles("administrator")
def show_log() -> str:
    before = request.args.get("voor", "")
    entries = audit.trail(most=LOG_PAGE, before_id=int(before) if before.isdecimal() and len(before) < 16 else None)
    older = entries[-1].id if len(entries) == LOG_PAGE else None
    return render_template("members/log.html", entries=entries, older=older)


@pages.get("/cijfers")
@roles("commissioner")
def show_figures() -> str:
    spans = figures.months(clock.today())
    return render_template("members/figures.html", months=spans, rows=figures.table(spans), smallest=figures.SMALLEST)


@pages.get("/cijfers/maanden.csv")
@roles("commissioner")
def figures_csv() -> Response:
    spans = figures.months(clock.today())
    sheet = io.StringIO()
    lines = csv.writer(sheet)
    lines.writerow(["wat", *(span.first_day.strftime("%Y-%m") for span in spans)])
    for row in figures.table(spans):
        lines.writerow([row.label, *(f"<{figures.SMALLEST}" if n is None else n for n in row.numbers)])
    answer = Response(sheet.getvalue(), mimetype="text/csv")
    answer.headers["Content-Disposition"] = 'attachment; filename="moi-cijfers.csv"'
    return answer
