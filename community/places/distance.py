"""Distances over the earth's surface, in kilometres, and the box in which to look for what is near."""

from math import asin, cos, degrees, pi, radians, sin, sqrt
from typing import NamedTuple

EARTH_RADIUS_KM = 6371.0088
"""Mean radius of the earth (IUGG). For distances inside one region the error stays under half a percent."""


class Box(NamedTuple):
    """A rectangle in degrees WGS84. It never crosses the date line: no region of Moi lies there."""

    south: float
    west: float
    north: float
    east: float


def distance_km(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Tell how far two points (degrees WGS84) lie apart in kilometres, as the crow flies."""
    half_north = sin(radians(other_lat - lat) / 2)
    half_east = sin(radians(other_lon - lon) / 2)
    chord = half_north**2 + cos(radians(lat)) * cos(radians(other_lat)) * half_east**2
    return 2 * EARTH_RADIUS_KM * asin(min(1.0, sqrt(chord)))


def bounding_box(lat: float, lon: float, km: float) -> Box:
    """Draw the smallest box that holds every point within km kilometres of a point (degrees WGS84).

    Meant for a first sieve in SQL: its corners lie further away, so measure again with distance_km.
    """
    angle = km / EARTH_RADIUS_KM
    north, south = radians(lat) + angle, radians(lat) - angle
    if north >= pi / 2 or south <= -pi / 2:  # the circle holds a pole: every meridian passes through it
        return Box(max(-90.0, degrees(south)), -180.0, min(90.0, degrees(north)), 180.0)
    # The widest meridian lies nearer to the pole than the centre, hence asin and not angle / cos(lat).
    reach = degrees(asin(min(1.0, sin(angle) / cos(radians(lat)))))
    return Box(degrees(south), lon - reach, degrees(north), lon + reach)
