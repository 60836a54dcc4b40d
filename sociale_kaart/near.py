"""Distance in SQL, for both engines: how far a location lies from a point, without functions that one of them lacks."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from math import cos, radians, sin, sqrt
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql import ColumnElement

from community.places.distance import EARTH_RADIUS_KM, bounding_box
from community.places.region import Point
from sociale_kaart.models import Service, ServiceLocation

KM_PER_DEGREE = radians(1) * EARTH_RADIUS_KM


def squared_km(point: Point) -> ColumnElement[float | None]:
    """The square of the distance of a location from a point, in km².

    On a plane whose east-west scale is that of the latitude half-way, taken from its slope: within this region a few
    metres from the distance over the globe.
    """
    lat, lon = point
    north = ServiceLocation.lat - lat
    east = (ServiceLocation.lon - lon) * (cos(radians(lat)) - sin(radians(lat)) * radians(1) / 2 * north)
    return (north * north + east * east) * KM_PER_DEGREE**2


def within(points: Sequence[Point], km: float) -> sa.Select[Any]:
    """Ids of services with a location within so many kilometres of any of these points."""
    near = sa.or_(*(sa.and_(_in_box(point, km), squared_km(point) <= km * km) for point in points))
    return sa.select(ServiceLocation.service_id).where(near)


def _in_box(point: Point, km: float) -> ColumnElement[bool]:
    """A first sieve that an index can serve."""
    box = bounding_box(*point, km)
    return sa.and_(ServiceLocation.lat.between(box.south, box.north), ServiceLocation.lon.between(box.west, box.east))


def nearest(points: Sequence[Point]) -> ColumnElement[float | None]:
    """For each service the square of its distance from the nearest of these points; null for what lies nowhere."""
    least = reduce(lambda one, other: sa.case((one < other, one), else_=other), map(squared_km, points))
    found = sa.select(sa.func.min(least)).where(ServiceLocation.service_id == Service.id)
    return found.where(ServiceLocation.lat.is_not(None)).correlate(Service).scalar_subquery()


def km_of(squared: float | None) -> float | None:
    """Kilometres of a square, None for none."""
    return None if squared is None else sqrt(max(0.0, squared))
