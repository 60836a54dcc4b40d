"""The map as a drawing: land, a few towns, and a marker for each thing. Coordinates of the drawing are whole pixels.

The page is complete without it: the list beside it says the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import cos, hypot, radians
from pathlib import Path
from string import ascii_uppercase

from flask import current_app

from community import shell
from community.places import outlines
from community.places.outlines import Land
from community.places.towns import TownTable

WIDTH = 700
MARGIN = 24
MARKER_PIXELS = 40
"""Markers nearer to each other than this are moved apart, so that each can be pressed."""
LABEL_PIXELS = 84
"""Towns nearer to each other than this share one label: that of the larger."""
MAX_LABELS = 14
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
    """Draw the region with these spots."""
    region = shell.region()
    land = outlines.land(Path(current_app.config["MOI_DATA_DIR"]), region)
    frame, paths = _land(land)
    return Drawing(frame.height, paths, _towns(region.table, frame), tuple(_apart(spots, frame)), land.source)


@lru_cache(maxsize=2)
def _land(land: Land) -> tuple[_Frame, tuple[str, ...]]:
    points = [point for outline in land.outlines for ring in outline.rings for point in ring]
    west, east = min(lon for lon, _ in points), max(lon for lon, _ in points)
    south, north = min(lat for _, lat in points), max(lat for _, lat in points)
    per_lon = (WIDTH - 2 * MARGIN) / (east - west)
    per_lat = per_lon / cos(radians((south + north) / 2))
    frame = _Frame(west, north, per_lat, per_lon, round((north - south) * per_lat) + 2 * MARGIN)
    return frame, tuple(_path(outline.rings, frame) for outline in land.outlines)


def _path(rings: Iterable[outlines.Ring], frame: _Frame) -> str:
    return "".join(f"M{'L'.join(_joined(ring, frame))}z" for ring in rings)


def _joined(ring: outlines.Ring, frame: _Frame) -> Iterable[str]:
    pixels = (frame.point(lat, lon) for lon, lat in ring)
    return (f"{x} {y}" for x, y in dict.fromkeys(pixels))


def _towns(table: TownTable, frame: _Frame) -> tuple[Label, ...]:
    """The towns with most postcodes, as far as their names do not stand in each other's way."""
    found: list[Label] = []
    for town in sorted(table.towns, key=lambda each: (-len(each.pc4), each.name)):
        x, y = frame.point(*town.point)
        if all(hypot(x - other.x, y - other.y) >= LABEL_PIXELS for other in found):
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
