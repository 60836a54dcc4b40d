"""The drawn map: north is up, nothing lies on top of anything, official outlines when an operator loads them."""

from __future__ import annotations

import json
import re
from itertools import combinations
from math import hypot
from pathlib import Path
from typing import Any

import pytest

from community.places import drawing, outlines, region
from community.places.drawing import Spot

GRONINGEN = region.load("groningen")


def spot(name: str, lat: float, lon: float) -> Spot:
    return Spot(name, f"#{name}", True, lat, lon, "A")


def test_north_is_up_and_east_is_right(app):
    drawn = drawing.draw([spot("delfzijl", 53.33, 6.92), spot("leek", 53.16, 6.38)])
    delfzijl, leek = drawn.markers
    assert delfzijl.y < leek.y and delfzijl.x > leek.x
    assert all(0 <= marker.x <= drawn.width and 0 <= marker.y <= drawn.height for marker in drawn.markers)


def test_a_kilometre_is_as_long_in_all_directions(app):
    centre, north, east = drawing.draw(
        [spot("centre", 53.2, 6.6), spot("north", 53.29, 6.6), spot("east", 53.2, 6.7502)]
    ).markers
    assert centre.y - north.y == pytest.approx(east.x - centre.x, rel=0.03)


def test_marks_on_one_spot_are_moved_apart(app):
    drawn = drawing.draw([spot(str(number), 53.22, 6.56) for number in range(12)])
    for one, other in combinations(drawn.markers, 2):
        assert hypot(one.x - other.x, one.y - other.y) >= drawing.MARKER_PIXELS - 1


def test_an_empty_map_shows_the_whole_region(app):
    drawn = drawing.draw([])
    assert len(drawn.paths) == 2 and drawn.source == "" and drawn.markers == ()
    assert "Groningen" in [label.name for label in drawn.labels]
    numbers = [int(number) for path in drawn.paths for number in re.findall(r"-?\d+", path)]
    assert min(numbers) >= 0 and max(numbers) <= drawn.height


def collection(code: str = "GM0014", **geometry: Any) -> dict[str, Any]:
    shape = {"type": "Polygon", "coordinates": [[[6.4, 53.1], [6.8, 53.1], [6.8, 53.3], [6.4, 53.1]]]} | geometry
    return {"type": "FeatureCollection", "features": [{"type": "Feature", "id": code, "geometry": shape}]}


def written(folder: Path, content: Any) -> Path:
    path = folder / "outline-in.geojson"
    path.write_text(content if isinstance(content, str) else json.dumps(content))
    return path


def test_official_outlines_replace_our_drawing_and_name_their_source(tmp_path):
    assert outlines.land(tmp_path, GRONINGEN).source == ""
    path = written(tmp_path, collection())
    assert outlines.load(path, tmp_path, GRONINGEN) == 1
    land = outlines.land(tmp_path, GRONINGEN)
    assert [each.name for each in land.outlines] == ["Groningen"] and "Kadaster" in land.source
    several = collection(
        type="MultiPolygon", coordinates=[[[[6, 53], [7, 53], [7, 54]]], [[[6, 52], [7, 52], [7, 53]]]]
    )
    outlines.load(written(tmp_path, several), tmp_path, GRONINGEN)
    assert len(outlines.land(tmp_path, GRONINGEN).outlines[0].rings) == 2


@pytest.mark.parametrize(
    "content",
    [
        "{", "[]", '{"type": "FeatureCollection", "features": []}', collection("GM9999"),
        collection(coordinates=[[[200, 53], [6, 53]]]), collection(coordinates=[[["x", 53]]]),
    ],
)  # fmt: skip
def test_a_wrong_file_changes_nothing(tmp_path, content):
    outlines.load(written(tmp_path, collection()), tmp_path, GRONINGEN)
    with pytest.raises(outlines.NoOutline):
        outlines.load(written(tmp_path, content), tmp_path, GRONINGEN)
    assert len(outlines.land(tmp_path, GRONINGEN).outlines) == 1


def test_the_command_loads_and_says_how_many(app, tmp_path, browser):
    run = app.test_cli_runner()
    try:
        result = run.invoke(args=["map", "outline", str(written(tmp_path, collection()))])
        assert (result.exit_code, result.output) == (0, "1 outlines\n")
        assert "Omtrek: Kadaster" in browser.get("/plekken").get_data(as_text=True)
        assert run.invoke(args=["map", "outline", str(written(tmp_path, "{"))]).exit_code == 2
        assert run.invoke(args=["map", "outline", str(tmp_path / "bestaat-niet")]).exit_code == 2
    finally:
        (Path(app.config["MOI_DATA_DIR"]) / outlines.FILE).unlink(missing_ok=True)
