"""/plekken and /gemeenten: where one can walk in, what happens there, and what there is in a municipality."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from flask import Blueprint, render_template

from community import cards, clock, moments, shell
from community.doors import public
from community.errors import NotFound
from community.i18n import _
from community.members.access import viewer
from community.places import drawing, hours, queries
from community.places.cards import kind_words
from community.places.models import Place
from community.places.region import Municipality

pages = Blueprint("places", __name__, template_folder="templates")
DAYS_AHEAD = 7
MOST_SERVICES, MOST_SESSIONS, MOST_TOPICS = 8, 4, 3


@pages.get("/plekken")
@public
def show_places() -> str:
    """Every place, by municipality, beside a map of them all."""
    names = {each.code: each.name for each in shell.region().municipalities}
    found = queries.places(viewer())
    rows = _rows(sorted(found, key=lambda place: (names.get(place.municipality, ""), place.name)))
    groups = [
        (code, names.get(code, code), list(some)) for code, some in groupby(rows, lambda row: row["place"].municipality)
    ]
    return render_template("places/plekken.html", groups=groups, total=len(rows), map=_map(rows))


def _rows(found: Sequence[Place]) -> list[dict[str, Any]]:
    """Places as a list shows them: with their state, freshness and mark."""
    now = clock.now()
    rows = []
    for number, place in enumerate(found):
        state = place.state(now)
        rows.append(
            {
                "place": place,
                "mark": chr(ord("A") + number) if number < 26 else str(number - 25),
                "kind": kind_words(place),
                "status": (hours.kind(state, now), hours.words(state, now, _)),
                "fresh": freshness_of(place),
            }
        )
    return rows


def _map(rows: Sequence[dict[str, Any]]) -> drawing.Drawing:
    spots = (
        drawing.Spot(row["place"].name, f"#{row['place'].slug}", True, row["place"].lat, row["place"].lon, row["mark"])
        for row in rows
    )
    return drawing.draw(list(spots))


def freshness_of(place: Place) -> moments.Freshness | None:
    """How fresh what we say of a place is; None when nobody ever checked it."""
    return moments.freshness(place.checked_on, clock.today(), _) if place.checked_on else None


@pages.get("/plekken/<slug>")
@public
def show_place(slug: str) -> str:
    asker = viewer()
    place = queries.place_for(asker, slug)
    now, today = clock.now(), clock.today()
    state = place.state(now)
    here = cards.Wish(place_id=place.id)
    return render_template(
        "places/plek.html",
        place=place,
        kind=kind_words(place),
        municipality=shell.region().municipality(place.municipality),
        status=(hours.kind(state, now), hours.words(state, now, _)),
        host=place.host_on(today),
        rooms=cards.nearby(asker, here, ["room"], 1),
        sessions=cards.nearby(asker, here, ["session"], MOST_SESSIONS),
        services=cards.nearby(asker, here, ["service"], MOST_SERVICES),
        week=_week(place, today),
        days=_days(place, today),
        fresh=freshness_of(place),
    )


def _days(place: Place, today: date) -> list[dict[str, Any]]:
    """The hours of the coming days, as the table says them."""
    found = hours.day_hours(place.rules, place.special_days, today, DAYS_AHEAD)
    return [
        {
            "name": moments.weekday_words(day.day, _),
            "is_today": day.day == today,
            "hours": hours.day_hours_words(day, _),
            "note": day.note,
        }
        for day in found
    ]


def _week(place: Place, today: date) -> list[dict[str, Any]]:
    """What happens in the coming days, in order; not on days on which the place is closed."""
    closed = {each.day for each in place.special_days if each.is_closed}
    days = [today + timedelta(days=number) for number in range(DAYS_AHEAD)]
    found = [(day, row) for day in days for row in place.activities if _is_on(row, day) and day not in closed]
    return [
        {
            "day": day,
            "short": moments.weekday_words(day, _)[:2],
            "is_today": day == today,
            "title": row["title"],
            "under": ". ".join(part for part in (moments.time_words(row["time"], _), row.get("note", "")) if part),
        }
        for day, row in sorted(found, key=lambda each: (each[0], each[1]["time"]))
    ]


def _is_on(row: dict[str, Any], day: date) -> bool:
    return bool(row.get("weekday") == day.weekday() or row.get("date") == day.isoformat())


@pages.get("/gemeenten/<code>")
@public
def show_municipality(code: str) -> str:
    """What there is in a municipality. Nobody is sent to a function of the network that is not there yet."""
    municipality = shell.region().municipality(code)
    if municipality is None:
        raise NotFound(_("Deze gemeente kennen we niet."))
    rows = _rows(queries.places(viewer(), municipality.code))
    near = cards.Wish(municipality=municipality.code)
    return render_template(
        "places/gemeente.html",
        municipality=municipality,
        network=_network_words(municipality),
        rows=rows,
        map=_map(rows),
        services=cards.nearby(viewer(), near, ["service"], MOST_SERVICES),
        sessions=cards.nearby(viewer(), near, ["session"], MOST_SESSIONS),
        topics=cards.nearby(viewer(), near, ["topic"], MOST_TOPICS),
    )


def _network_words(municipality: Municipality) -> str:
    if municipality.has_network(clock.today()):
        return _("Het mentale gezondheidsnetwerk is hier begonnen in %(year)d.", year=municipality.mgn_year)
    if municipality.mgn_year:
        text = "Het mentale gezondheidsnetwerk begint hier in %(year)d. Hieronder staat alleen wat er nu al is."
        return _(text, year=municipality.mgn_year)
    return _("Hier is nog geen mentaal gezondheidsnetwerk gepland. Hieronder staat alleen wat er nu al is.")
