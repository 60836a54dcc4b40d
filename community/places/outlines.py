"""The land under the map: our own coarse drawing of the provinces, or official outlines that an operator loaded."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from community.places.region import Region

FILE = "outline.json"
SOURCE = "Kadaster / Centraal Bureau voor de Statistiek"
"""Whose outlines the operator's file holds (CC BY 4.0); shown under the map."""
MAX_POINTS = 200_000

Ring = tuple[tuple[float, float], ...]


class NoOutline(ValueError):
    """The file holds no outline of this region; the text says why, in one line."""


@dataclass(frozen=True)
class Outline:
    """One province or municipality. rings: of (lon, lat) in degrees WGS84, closed or not."""

    code: str
    name: str
    rings: tuple[Ring, ...]


@dataclass(frozen=True)
class Land:
    """What the map is drawn on. source: whose outlines these are, "" for our own drawing."""

    outlines: tuple[Outline, ...]
    source: str


def load(path: Path, data_dir: Path, region: Region) -> int:
    """Keep the outlines of this region from a GeoJSON file; returns how many.

    Raises NoOutline.
    """
    try:
        document = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as wrong:
        raise NoOutline(f"{path.name}: {wrong}") from wrong
    found = [_outline(feature, region) for feature in _features(document)]
    kept = [each for each in found if each is not None]
    if not kept:
        raise NoOutline(f"{path.name}: no feature has the code of a province or municipality of this region")
    if sum(len(ring) for each in kept for ring in each.rings) > MAX_POINTS:
        raise NoOutline(f"{path.name}: has more than {MAX_POINTS} points; load a generalised file")
    rows = [{"code": each.code, "name": each.name, "rings": each.rings} for each in kept]
    half = data_dir / f"{FILE}.{os.getpid()}.half"
    half.write_text(json.dumps({"source": SOURCE, "outlines": rows}, ensure_ascii=False), encoding="utf-8")
    half.replace(data_dir / FILE)
    return len(kept)


def land(data_dir: Path, region: Region) -> Land:
    """The outlines to draw: those an operator loaded, else our own."""
    path = data_dir / FILE
    try:
        return _loaded(path, path.stat().st_mtime_ns)
    except (OSError, ValueError, KeyError):
        return Land(tuple(_own(region)), "")


@lru_cache(maxsize=2)
def _loaded(path: Path, _stamp: int) -> Land:
    document = json.loads(path.read_text(encoding="utf-8"))
    rows = (Outline(row["code"], row["name"], _rings(row["rings"])) for row in document["outlines"])
    return Land(tuple(rows), document["source"])


def _own(region: Region) -> Iterator[Outline]:
    for province in region.provinces:
        yield Outline(province.code, province.name, (tuple((lon, lat) for lat, lon in province.outline),))


def _features(document: Any) -> list[dict[str, Any]]:
    found = document.get("features") if isinstance(document, dict) else None
    if not isinstance(found, list):
        raise NoOutline("is no GeoJSON FeatureCollection")
    return [each for each in found if isinstance(each, dict)]


def _outline(feature: dict[str, Any], region: Region) -> Outline | None:
    """The outline of a feature with a code of this region; None for others."""
    properties = feature.get("properties") or {}
    names = {each.code: each.name for each in region.provinces}
    names |= {each.code: each.name for each in region.municipalities}
    candidates = [feature.get("id"), *properties.values()]
    code = next((each for each in candidates if isinstance(each, str) and each in names), None)
    if code is None:
        return None
    geometry = feature.get("geometry") or {}
    polygons = geometry.get("coordinates") or []
    if geometry.get("type") == "Polygon":
        polygons = [polygons]
    try:
        return Outline(code, names[code], tuple(ring for polygon in polygons for ring in _rings(polygon)))
    except (TypeError, ValueError) as wrong:
        raise NoOutline(f"{code}: {wrong}") from wrong


def _rings(polygon: Any) -> tuple[Ring, ...]:
    return tuple(tuple(_point(point) for point in ring) for ring in polygon)


def _point(raw: Any) -> tuple[float, float]:
    lon, lat = float(raw[0]), float(raw[1])
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        raise ValueError("coordinates must be degrees WGS84")
    return lon, lat
