"""Distances in kilometres and the box in which to look first."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community.places.distance import EARTH_RADIUS_KM, bounding_box, distance_km

GRONINGEN, ASSEN, DELFZIJL = (53.2194, 6.5665), (52.9925, 6.5649), (53.3306, 6.9245)

lats = st.floats(-89, 89)
lons = st.floats(-179, 179)


def test_known_distances_come_out():
    assert distance_km(*GRONINGEN, *ASSEN) == pytest.approx(25.2, abs=0.1)
    assert distance_km(*GRONINGEN, *DELFZIJL) == pytest.approx(26.8, abs=0.2)
    assert distance_km(0, 0, 0, 180) == pytest.approx(EARTH_RADIUS_KM * 3.14159265)  # half way round


@given(lats, lons, lats, lons)
def test_there_is_as_far_as_back_and_nowhere_is_nothing(lat, lon, other_lat, other_lon):
    assert distance_km(lat, lon, other_lat, other_lon) == pytest.approx(distance_km(other_lat, other_lon, lat, lon))
    assert distance_km(lat, lon, lat, lon) == 0


@given(st.floats(50, 56), st.floats(3, 9), st.floats(50, 56), st.floats(3, 9), st.floats(1, 100))
def test_the_box_holds_everything_within_its_reach(lat, lon, other_lat, other_lon, km):
    box = bounding_box(lat, lon, km)
    if distance_km(lat, lon, other_lat, other_lon) <= km:
        assert box.south - 1e-9 <= other_lat <= box.north + 1e-9
        assert box.west - 1e-9 <= other_lon <= box.east + 1e-9


@given(st.floats(50, 56), st.floats(3, 9), st.floats(1, 100))
def test_the_box_is_no_larger_than_needed(lat, lon, km):
    box = bounding_box(lat, lon, km)
    assert distance_km(lat, lon, box.north, lon) == pytest.approx(km, rel=1e-6)
    assert distance_km(lat, lon, box.south, lon) == pytest.approx(km, rel=1e-6)
    assert km <= distance_km(lat, lon, lat, box.east) <= km * 1.01


def test_a_box_around_a_pole_goes_all_the_way_round():
    assert bounding_box(89.9, 10, 100)[1:] == (-180, 90, 180)
    assert bounding_box(-89.9, 10, 100)[:2] == (-90, -180)
