"""/zoeken: one field over every public kind."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from community.cards import Card
from community.doors import public
from community.members.access import viewer
from community.search import indexing, registry

pages = Blueprint("search", __name__, template_folder="templates")
MAX_QUERY_CHARS = 200
PER_KIND = 8
PROPOSED = 60
"""More than is shown: some that the index proposes may be gone, or not for this viewer."""


@pages.get("/zoeken")
@public
def show_search() -> str:
    text = request.args.get("q", "").strip()[:MAX_QUERY_CHARS]
    groups, meant = _groups(text) if text else ([], "")
    return render_template("search/zoeken.html", text=text, groups=groups, meant=meant)


def _groups(text: str) -> tuple[list[tuple[str, list[Card]]], str]:
    """(heading, cards) per kind that has any, in the order of the features; and what the text was read as."""
    groups, meant = [], ""
    for searchable in registry.kinds().values():
        found = indexing.find([searchable.kind], text, PROPOSED)
        cards = searchable.cards(viewer(), [hit.key for hit in found.hits])
        shown = [cards[hit.key] for hit in found.hits if hit.key in cards][:PER_KIND]
        if shown:
            groups.append((searchable.heading, shown))
            meant = meant or found.meant
    return groups, meant
