"""Distance in SQL agrees with the distance over the globe, on both engines."""

from __future__ import annotations

import random
from math import sqrt

import pytest
import sqlalchemy as sa

from community import db
from community.places.distance import distance_km
from sociale_kaart import near
from sociale_kaart.models import Service, ServiceLocation
from tests.sociale_kaart import samples

CITY = (53.219, 6.567)


@pytest.fixture
def spread(app):
    """Twelve entries all over the region, and one that lies nowhere."""
    chance = random.Random(9)
    points = [(chance.uniform(52.6, 53.5), chance.uniform(6.1, 7.2)) for _each in range(12)]
    for number, (lat, lon) in enumerate(points):
        there = samples.location(f"plek {number}", latitude=lat, longitude=lon)
        samples.make_service(f"Dienst {number}", service_at_locations=[there])
    samples.make_service("Online", service_at_locations=[samples.location("net", kind="virtual")])


def test_it_differs_less_than_a_tenth_of_a_percent(spread):
    squared = near.squared_km(CITY)
    rows = db.session().execute(sa.select(ServiceLocation.lat, ServiceLocation.lon, squared.label("squared")))
    for row in rows:
        if row.lat is not None:
            assert sqrt(row.squared) == pytest.approx(distance_km(*CITY, row.lat, row.lon), rel=0.001)


@pytest.mark.parametrize("km", [5, 25, 60])
def test_within_means_within(spread, km):
    found = set(db.session().scalars(near.within([CITY], km)))
    rows = db.session().scalars(sa.select(ServiceLocation).where(ServiceLocation.lat.is_not(None)))
    assert found == {row.service_id for row in rows if distance_km(*CITY, row.lat, row.lon) <= km}


def test_the_nearest_of_several_points_counts_and_nowhere_is_none(spread):
    other = (52.73, 6.9)
    squares = dict(db.session().execute(sa.select(Service.name, near.nearest([CITY, other]))).all())
    assert near.km_of(squares.pop("Online")) is None
    for row in db.session().scalars(sa.select(ServiceLocation).where(ServiceLocation.lat.is_not(None))):
        name = db.session().get_one(Service, row.service_id).name
        expected = min(distance_km(*point, row.lat, row.lon) for point in (CITY, other))
        assert near.km_of(squares[name]) == pytest.approx(expected, rel=0.001)
