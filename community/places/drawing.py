"""The map as a drawing: land, a few towns, and a marker for each thing. Coordinates of the drawing are whole pixels.

The page is complete without it: the list beside it says the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import cos, hypot, radians
from pathlib import Path
from string import ascii_uppercase

from flask import current_app

from community import shell
from community.places import outlines
from community.places.outlines import Land
from community.places.towns import Point, TownTable

WIDTH = 700
MARGIN = 64
"""Room around the outermost spots, for their marks and for a look around."""
MIN_DEGREES = 0.25
"""A map never shows less than this from south to north, about 28 km: a single spot needs its surroundings."""
FLATTEST, TALLEST = 0.9, 1.3
"""Height by width that fits beside a list."""
MARKER_PIXELS = 40
"""Markers nearer to each other than this are moved apart, so that each can be pressed."""
LABEL_PIXELS = 84
"""Towns nearer to each other than this share one label: that of the larger."""
MAX_LABELS = 10
RING = ((0, 0), (1, 0), (0, 1), (-1, 0), (0, -1), (1, 1), (-1, 1), (-1, -1), (1, -1), (2, 0), (0, 2), (-2, 0), (0, -2))


@dataclass(frozen=True)
class Spot:
    """A thing to mark. href: its card in the list beside it; is_place: one can walk in; lat, lon: degrees WGS84."""

    name: str
    href: str
    is_place: bool
    lat: float
    lon: float
    label: str


@dataclass(frozen=True)
class Marker:
    spot: Spot
    x: int
    y: int


@dataclass(frozen=True)
class Label:
    name: str
    x: int
    y: int


@dataclass(frozen=True)
class Drawing:
    """height: of the drawing, WIDTH wide; paths: SVG path data of the land; source: whose outlines, "" for our own."""

    height: int
    paths: tuple[str, ...]
    labels: tuple[Label, ...]
    markers: tuple[Marker, ...]
    source: str
    width: int = WIDTH


@dataclass(frozen=True)
class _Frame:
    """From degrees to pixels: north is up, a kilometre east is as long as a kilometre north."""

    west: float
    north: float
    per_lat: float
    per_lon: float
    height: int

    def point(self, lat: float, lon: float) -> tuple[int, int]:
        return round((lon - self.west) * self.per_lon) + MARGIN, round((self.north - lat) * self.per_lat) + MARGIN


def labels() -> Iterable[tuple[str, str]]:
    """Marks in order: (for places, for other things): ('A', '1'), ('B', '2') …"""
    return zip(ascii_uppercase, map(str, range(1, 27)), strict=True)


def draw(spots: Sequence[Spot]) -> Drawing:
    """Draw the part of the region in which these spots lie; the whole region when there are none."""
    region = shell.region()
    land = outlines.land(Path(current_app.config["MOI_DATA_DIR"]), region)
    frame = _frame_of([(spot.lat, spot.lon) for spot in spots] or _corners(land), MIN_DEGREES if spots else 0)
    paths = tuple(_path(outline.rings, frame) for outline in land.outlines)
    return Drawing(frame.height, paths, _towns(region.table, frame), tuple(_apart(spots, frame)), land.source)


def _corners(land: Land) -> list[Point]:
    return [(lat, lon) for outline in land.outlines for ring in outline.rings for lon, lat in ring]


def _frame_of(points: Sequence[Point], min_degrees: float) -> _Frame:
    """The frame around points, at least min_degrees of latitude high, with room around them."""
    lats, lons = [lat for lat, _ in points], [lon for _, lon in points]
    middle_lat, middle_lon = (min(lats) + max(lats)) / 2, (min(lons) + max(lons)) / 2
    shrink = cos(radians(middle_lat))
    high = max(max(lats) - min(lats), min_degrees)
    wide = max((max(lons) - min(lons)) * shrink, high / TALLEST)
    high = max(high, wide * FLATTEST)
    per_lat = (WIDTH - 2 * MARGIN) / wide
    return _Frame(
        west=middle_lon - wide / shrink / 2,
        north=middle_lat + high / 2,
        per_lat=per_lat,
        per_lon=per_lat * shrink,
        height=round(high * per_lat) + 2 * MARGIN,
    )


def _path(rings: Iterable[outlines.Ring], frame: _Frame) -> str:
    return "".join(f"M{'L'.join(_joined(ring, frame))}z" for ring in rings)


def _joined(ring: outlines.Ring, frame: _Frame) -> Iterable[str]:
    pixels = (frame.point(lat, lon) for lon, lat in ring)
    return (f"{x} {y}" for x, y in dict.fromkeys(pixels))


def _towns(table: TownTable, frame: _Frame) -> tuple[Label, ...]:
    """The towns with most postcodes, as far as their names do not stand in each other's way."""
    found: list[Label] = []
    inside = (range(MARGIN, WIDTH - MARGIN), range(MARGIN, frame.height - MARGIN))
    for town in sorted(table.towns, key=lambda each: (-len(each.pc4), each.name)):
        x, y = frame.point(*town.point)
        if (
            x in inside[0]
            and y in inside[1]
            and all(hypot(x - other.x, y - other.y) >= LABEL_PIXELS for other in found)
        ):
            found.append(Label(town.name, x, y))
        if len(found) == MAX_LABELS:
            break
    return tuple(found)


def _apart(spots: Sequence[Spot], frame: _Frame) -> Iterable[Marker]:
    taken: list[tuple[int, int]] = []
    for spot in spots:
        x, y = frame.point(spot.lat, spot.lon)
        tries = ((x + dx * MARKER_PIXELS, y + dy * MARKER_PIXELS) for dx, dy in RING)
        free = (each for each in tries if all(hypot(each[0] - a, each[1] - b) >= MARKER_PIXELS for a, b in taken))
        place = next(free, (x, y))
        taken.append(place)
        yield Marker(spot, *place)
