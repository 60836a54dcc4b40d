"""Invented organisations and places to try out with. None of them exists; every name says so."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa

from community import clock, db
from community.demo import filling
from community.places import loading
from community.places.models import Organisation

CHECK_SPREAD_DAYS = 190
"""Places were last looked at between today and this many days ago, so that fresh and aging both show."""


@filling.fills("places", 20)
@db.action
def fill() -> None:
    """Fill organisations and places from demo/, if there are none."""
    if db.session().scalar(sa.select(Organisation.id).limit(1)) is not None:
        return
    places = [
        row | {"checked_on": clock.today() - timedelta(days=(number * 37 + 6) % CHECK_SPREAD_DAYS)}
        for number, row in enumerate(filling.read("places.toml")["place"])
    ]
    loading.load(filling.read("organisations.toml")["organisation"], places).require_all()
