"""The list as it is shown: a row for each entry with its mark, the drawing beside it, and next steps when empty."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from community import clock, moments
from community.i18n import _, link
from community.moments import N_
from community.places import drawing
from community.places.drawing import Drawing, Spot
from community.text import excerpt
from sociale_kaart import cards
from sociale_kaart.finding import Results
from sociale_kaart.forms import Filters
from sociale_kaart.models import Service, ServiceLocation

FLAG_LABELS = {
    "gratis": N_("Gratis"),
    "zonder_verwijzing": N_("Zonder verwijzing"),
    "met_ervaringsdeskundige": N_("Met ervaringsdeskundige"),
    "nu_open": N_("Nu open"),
    "online": N_("Ook online"),
}


class Row(NamedTuple):
    """An entry in the list. mark: letter of a place or number; spot: where it lies, None for online only."""

    service: Service
    mark: str
    is_place: bool
    under: str
    text: str
    tags: list[str]
    status: tuple[str, str] | None
    fresh: moments.Freshness
    spot: Spot | None


def rows(results: Results) -> list[Row]:
    """The entries of a page, marked A, B, C where one walks into a place, 1, 2, 3 elsewhere."""
    marks = list(drawing.labels())
    found: list[Row] = []
    for service in results.services:
        is_place = any(each.place_id for each in service.locations)
        number = sum(row.is_place == is_place for row in found)
        found.append(_row(service, marks[number][0 if is_place else 1], is_place, results.distances.get(service.uuid)))
    return found


def plain_rows(services: Sequence[Service]) -> list[Row]:
    """Entries without a map beside them."""
    return [_row(service, "", False, None) for service in services]


def _row(service: Service, mark: str, is_place: bool, km: float | None) -> Row:
    return Row(
        service=service,
        mark=mark,
        is_place=is_place,
        under=", ".join(part for part in (cards.meta(service), distance_words(km)) if part),
        text=excerpt(service.description),
        tags=_tags(service),
        status=cards.status(service),
        fresh=moments.freshness(service.checked_on, clock.today(), _),
        spot=_spot(service, mark, is_place),
    )


def distance_words(km: float | None) -> str:
    """'3 km', 'minder dan 1 km', nothing when unknown."""
    if km is None:
        return ""
    return _("%(km)d km", km=round(km)) if km >= 1 else _("minder dan 1 km")


def _tags(service: Service) -> list[str]:
    found = [_("gratis")] if service.is_free else []
    found += [_("zonder verwijzing")] if service.needs_no_referral else []
    found += [_("met ervaringsdeskundige")] if service.has_peers else []
    ages = age_words(service)
    return found + ([ages] if ages else [])


def age_words(service: Service) -> str:
    """'16 tot en met 27', 'vanaf 18 jaar', nothing for everybody."""
    lowest, highest = service.minimum_age, service.maximum_age
    if lowest is not None and highest is not None:
        return _("%(lowest)g tot en met %(highest)g", lowest=lowest, highest=highest)
    if lowest is not None:
        return _("vanaf %(lowest)g jaar", lowest=lowest)
    return _("tot en met %(highest)g jaar", highest=highest) if highest is not None else ""


def located(service: Service) -> list[ServiceLocation]:
    """Its locations that lie somewhere."""
    return [each for each in service.locations if each.lat is not None and each.lon is not None]


def _spot(service: Service, mark: str, is_place: bool) -> Spot | None:
    there = located(service)
    if not there or there[0].lat is None or there[0].lon is None:
        return None
    name = ", ".join(part for part in (service.name, there[0].town) if part)
    return Spot(name, f"#{service.slug}", is_place, there[0].lat, there[0].lon, mark)


def drawing_of(found: Sequence[Row]) -> Drawing:
    return drawing.draw([row.spot for row in found if row.spot])


def geojson(results: Results) -> dict[str, Any]:
    """A FeatureCollection: geometry is a point, several, or null for online only; coordinates are [lon, lat]."""
    features = [_feature(row) for row in rows(results)]
    return {"type": "FeatureCollection", "total": results.total, "features": features}


def _feature(row: Row) -> dict[str, Any]:
    points = [[each.lon, each.lat] for each in located(row.service)]
    geometry: dict[str, Any] | None = None
    if points:
        geometry = {"type": "Point", "coordinates": points[0]}
    if len(points) > 1:
        geometry = {"type": "MultiPoint", "coordinates": points}
    properties = {
        "name": row.service.name,
        "url": link(row.service.url),
        "mark": row.mark,
        "is_place": row.is_place,
        "under": row.under,
        "open": row.status[0] if row.status else None,
    }
    return {"type": "Feature", "id": row.service.uuid, "geometry": geometry, "properties": properties}


def next_steps(filters: Filters) -> list[tuple[str, str]]:
    """What one can do when nothing was found: (text, address), the smallest step first."""
    base = "/sociale-kaart"
    found: list[tuple[str, str]] = []
    if filters.km:
        wider = replace(filters, km=min(100, max(25, filters.km * 3)), pagina=1)
        found.append((_("Zoek tot %(km)d km", km=wider.km), f"{base}?{wider.query()}"))
    if filters.gemeente or filters.km:
        whole = filters.query(gemeente=(), pc4=(), km=None, pagina=1)
        found.append((_("Zoek in de hele regio"), f"{base}?{whole}"))
    fewer = replace(filters, flags=frozenset(), thema=(), soort=(), leeftijd=(), pagina=1)
    if fewer != replace(filters, pagina=1):
        found.append((_("Laat filters weg"), f"{base}?{fewer.query()}"))
    if filters.is_narrow:
        found.append((_("Wis alles"), base))
    return found
