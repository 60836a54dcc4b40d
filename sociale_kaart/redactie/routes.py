"""/redactie: an editor's own entries, the least fresh first; the form of one; what visitors said."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from community import clock, moments
from community.doors import keeps_typed, limited, roles
from community.errors import Invalid
from community.i18n import _, link
from community.members.access import person
from community.places.themes import KINDS, THEMES, terms_of
from sociale_kaart import queries
from sociale_kaart.models import Service
from sociale_kaart.redactie import actions, forms

pages = Blueprint("redactie", __name__, template_folder="../templates")
MAX_ANSWER_CHARS = 1000


@pages.get("/redactie")
@roles("map_editor", "editor")
def show_entries() -> str:
    entries = queries.entries_of(person())
    rows = [_row(service) for service in entries]
    return render_template(
        "sociale_kaart/redactie.html",
        rows=rows,
        fresh_number=sum(row["fresh"].level == "fresh" for row in rows),
        asking=sum(row["fresh"].level != "fresh" for row in rows),
        corrections=queries.open_corrections([service.id for service in entries]),
        organisations=sorted({service.organisation.name for service in entries if service.organisation}),
        done=request.args.get("klaar", ""),
    )


def _row(service: Service) -> dict[str, Any]:
    kinds = [_(term.label) for term in terms_of(KINDS, service.slugs("soort"))]
    return {
        "service": service,
        "kinds": ", ".join(kinds[:2]).lower(),
        "fresh": moments.freshness(service.checked_on, clock.today(), _),
        "ago": moments.days_ago_words(service.checked_on, clock.today(), _),
    }


@pages.get("/redactie/aanbod/<slug>")
@roles("map_editor", "editor")
def show_entry(slug: str, values: Any = None, errors: dict[str, str] | None = None, problem: str = "") -> str:
    service = queries.entry_for(person(), slug)
    typed = values if values is not None else forms.values_of(service)
    return render_template(
        "sociale_kaart/redactie_aanbod.html",
        service=service,
        row=_row(service),
        values=typed,
        chosen={name: _chosen(typed, name) for name in ("themes", "kinds")},
        has_plain_hours=forms.hours_text(service.record) is not None,
        themes=THEMES.values(),
        kinds=KINDS.values(),
        corrections=queries.open_corrections([service.id]),
        errors=errors or {},
        problem=problem,
        is_saved="opgeslagen" in request.args,
    )


def _chosen(typed: Any, name: str) -> list[str]:
    found: list[str] = typed.getlist(name) if hasattr(typed, "getlist") else typed.get(name, [])
    return found


@pages.post("/redactie/aanbod/<slug>")
@roles("map_editor", "editor")
@keeps_typed(show_entry)
def change_entry(slug: str) -> Response:
    service = queries.entry_for(person(), slug)
    record = forms.read_entry(service, request.form, queries.known_term)
    actions.change(person(), service, record)
    return redirect(link(f"/redactie/aanbod/{slug}?opgeslagen=1"), code=303)


@pages.post("/redactie/aanbod/<slug>/klopt-nog")
@roles("map_editor", "editor")
def confirm_entry(slug: str) -> Response:
    service = queries.entry_for(person(), slug)
    actions.confirm(person(), service)
    return redirect(link(f"/redactie?klaar={service.slug}"), code=303)


@pages.post("/redactie/correcties/<int:correction_id>")
@roles("map_editor", "editor")
@limited("post")
def answer_correction(correction_id: int) -> Response:
    correction = queries.correction_for(person(), correction_id)
    said = (request.form.get("answer") or "").strip()
    if len(said) > MAX_ANSWER_CHARS:
        raise Invalid(_("Maak het korter dan %(n)d tekens.", n=MAX_ANSWER_CHARS))
    actions.answer(person(), correction, said)
    return redirect(link("/redactie#gemeld"), code=303)
