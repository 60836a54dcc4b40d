"""/sociale-kaart: the list with its map, the page of an entry, the page of an organisation, a correction, keeping."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, jsonify, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from community import cards, shell
from community.doors import keeps_typed, limited, people, public
from community.errors import Invalid
from community.i18n import link
from community.members.access import person, viewer
from community.members.models import Person
from community.places import queries as place_queries
from community.places.themes import KINDS, THEMES
from sociale_kaart import actions, finding, forms, listing, queries, showing
from sociale_kaart.forms import Filters
from sociale_kaart.models import Service

pages = Blueprint("sociale_kaart", __name__, template_folder="templates")
NEARBY_KINDS = ("place", "session", "room", "topic")
MOST_NEARBY = 2


@pages.get("/sociale-kaart")
@public
def show_list() -> Any:
    """The list; filters that do not exist give the form back with what is wrong, and an empty list."""
    try:
        filters = forms.read_filters(request.args, shell.region())
    except Invalid as wrong:
        return _list_page(Filters(), finding.Results([], 0, finding.Counts()), wrong.fields, wrong.text), 422
    return _list_page(filters, finding.find(filters, shell.region()), {}, "")


def _list_page(filters: Filters, results: finding.Results, errors: dict[str, str], problem: str) -> str:
    rows = listing.rows(results)
    return render_template(
        "sociale_kaart/kaart.html",
        filters=filters,
        values=request.args.to_dict(flat=False),
        errors=errors,
        problem=problem,
        results=results,
        rows=rows,
        map=listing.drawing_of(rows),
        steps=listing.next_steps(filters),
        themes=THEMES.values(),
        kinds=KINDS.values(),
        flags=listing.FLAG_LABELS,
        page_link=lambda number: link(f"/sociale-kaart?{filters.query(pagina=number)}"),
    )


@pages.get("/sociale-kaart.geojson")
@public
def show_geojson() -> Response:
    """The same page of the same list, for programs: one feature an entry, in rank order."""
    results = finding.find(forms.read_filters(request.args, shell.region()), shell.region())
    answer = jsonify(listing.geojson(results))
    answer.mimetype = "application/geo+json"
    return answer


@pages.get("/sociale-kaart/aanbod/<slug>")
@public
def show_service(slug: str, values: Any = None, errors: dict[str, str] | None = None, problem: str = "") -> str:
    asker = viewer()
    service = queries.service_for(asker, slug)
    return render_template(
        "sociale_kaart/aanbod.html",
        **showing.page_of(service),
        is_saved=isinstance(asker, Person) and queries.is_saved(asker, service),
        nearby=_nearby(service),
        is_told="gemeld" in request.args,
        needs_card="gemeld" in request.args and request.args["gemeld"] == "kaart",
        values=values or {},
        errors=errors or {},
        problem=problem,
    )


def _nearby(service: Service) -> list[cards.Card]:
    """What else there is on the same themes around here, in both worlds."""
    home = next((each.municipality for each in service.locations if each.municipality), None)
    wish = cards.Wish(themes=service.slugs("thema"), municipality=home)
    return cards.nearby(viewer(), wish, NEARBY_KINDS, MOST_NEARBY)


@pages.get("/sociale-kaart/organisaties/<slug>")
@public
def show_organisation(slug: str) -> str:
    organisation = place_queries.organisation_for(viewer(), slug)
    services = queries.services_of(viewer(), organisation)
    return render_template(
        "sociale_kaart/organisatie.html",
        organisation=organisation,
        rows=listing.plain_rows(services),
        places=[place for place in place_queries.places(viewer()) if place.organisation_id == organisation.id],
    )


@pages.post("/sociale-kaart/aanbod/<slug>/klopt-niet")
@public
@limited("report")
@keeps_typed(show_service)
def say_wrong(slug: str) -> AnyResponse:
    """Anybody can say that something is not right any more, without a name (L16)."""
    service = queries.service_for(viewer(), slug)
    level = actions.say_wrong(service, forms.read_correction(request.form))
    said = "kaart" if level in actions.HELD_LEVELS else "ja"
    return redirect(link(f"{service.url}?gemeld={said}#gemeld"), code=303)


@pages.post("/sociale-kaart/aanbod/<slug>/bewaar")
@people
@limited("react")
def save(slug: str) -> AnyResponse:
    service = queries.service_for(viewer(), slug)
    actions.save(person(), service, request.form.get("on", "1") not in ("", "0"))
    return redirect(link(service.url), code=303)
