"""For everybody: report an item, see how a report stands, see what the team decided."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from community import clock, content
from community.doors import keeps_typed, limits, public
from community.members.access import viewer
from community.members.models import Person
from community.moderation import actions, forms, queries, transparency

pages = Blueprint("moderation", __name__, template_folder="../templates")


@pages.get("/melden")
@public
def show_report(values: Mapping[str, str] | None = None, errors: Any = None, problem: str = "") -> str:
    typed = values if values is not None else request.args
    about = content.reportable(viewer(), typed.get("kind", ""), typed.get("id", ""))
    return render_template("moderation/report.html", about=about, values=typed, errors=errors or {}, problem=problem)


@pages.post("/melden")
@public
@keeps_typed(show_report)
def send_report() -> Response:
    """Visitors are not counted by address: only the four doors of contract 3 are; each item takes only so many."""
    asker, form = viewer(), forms.read_report(request.form)
    about = content.reportable(asker, form.kind, form.id)
    reporter = asker if isinstance(asker, Person) else None
    if reporter is not None:
        limits.count("report")
    receipt = actions.report(reporter, about, form.reason, form.text, form.contact)
    return redirect(url_for("moderation.show_receipt", receipt=receipt), code=303)


@pages.get("/melding/<receipt>")
@public
def show_receipt(receipt: str) -> str:
    report = queries.report_by_receipt(receipt)
    return render_template("moderation/receipt.html", receipt=receipt, report=report)


@pages.get("/transparantie")
@public
def show_transparency() -> str:
    today = clock.today()
    return render_template(
        "moderation/transparency.html", figures=transparency.figures(today.year), head=transparency.head_of_day(today)
    )
