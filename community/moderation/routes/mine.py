"""For the person it is about: decisions with their reasons, asking for a second look, and what one reported.

Open to whoever is suspended: reading why and objecting must always work (L14).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from community.doors import keeps_typed, limited
from community.doors.who import people_even_suspended
from community.members.access import person
from community.moderation import actions, queries, rules, statements
from community.text import clean_text

pages = Blueprint("my_decisions", __name__, template_folder="../templates")


@pages.get("/mijn/besluiten")
@people_even_suspended
def show_decisions() -> str:
    found = queries.decisions_about(person())
    return render_template("moderation/my_decisions.html", decisions=found, statements=statements)


@pages.get("/mijn/besluiten/<public_id>")
@people_even_suspended
def show_decision(
    public_id: str, values: Mapping[str, str] | None = None, errors: Any = None, problem: str = ""
) -> str:
    decision = actions.mark_read(person(), queries.decision_about(person(), public_id))
    return render_template(
        "moderation/my_decision.html",
        decision=decision,
        may_object=rules.may_object(person(), decision),
        statements=statements,
        values=values or {},
        errors=errors or {},
        problem=problem,
    )


@pages.post("/mijn/besluiten/<public_id>/bezwaar")
@people_even_suspended
@limited("report")
@keeps_typed(show_decision)
def object_to_decision(public_id: str) -> Response:
    decision = queries.decision_about(person(), public_id)
    actions.object_to(person(), decision, clean_text(request.form.get("text", "")))
    return redirect(url_for("my_decisions.show_decision", public_id=public_id), code=303)


@pages.get("/mijn/meldingen")
@people_even_suspended
def show_reports() -> str:
    return render_template("moderation/my_reports.html", reports=queries.reports_by(person()))
