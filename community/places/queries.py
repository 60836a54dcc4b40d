"""Finding places and organisations. Everybody may read them; the viewer comes first all the same."""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from community import db
from community.errors import NotFound
from community.i18n import N_
from community.members.models import Viewer
from community.places.models import Organisation, Place

GONE = N_("Deze plek is er niet, of niet meer.")


def place_for(viewer: Viewer, slug: str) -> Place:
    """A place by its slug, with its organisation.

    Raises NotFound.
    """
    return _one(sa.select(Place).where(Place.slug == slug))


def place_by_uuid(viewer: Viewer, uuid: str) -> Place:
    """A place by its public id.

    Raises NotFound.
    """
    return _one(sa.select(Place).where(Place.uuid == uuid))


def _one(wish: sa.Select[Place]) -> Place:
    found: Place | None = db.session().scalar(wish.options(joinedload(Place.organisation)))
    if found is None:
        raise NotFound(GONE)
    return found


def places(viewer: Viewer, municipality: str | None = None, ids: Collection[int] | None = None) -> list[Place]:
    """All places, by name; of one municipality (CBS code), or with these ids, when asked."""
    wish = sa.select(Place).order_by(Place.name, Place.id)
    if municipality is not None:
        wish = wish.where(Place.municipality == municipality)
    if ids is not None:
        wish = wish.where(Place.id.in_(ids))
    return list(db.session().scalars(wish))


def organisation_for(viewer: Viewer, slug: str) -> Organisation:
    """An organisation by its slug.

    Raises NotFound.
    """
    found = organisation_by_slug(slug)
    if found is None:
        raise NotFound("Deze organisatie is er niet, of niet meer.")
    return found


def organisation_by_slug(slug: str) -> Organisation | None:
    """An organisation by its slug, for commands and other features; None if there is none."""
    return db.session().scalar(sa.select(Organisation).where(Organisation.slug == slug))


def place_by_slug(slug: str) -> Place | None:
    """A place by its slug, for commands and other features; None if there is none."""
    return db.session().scalar(sa.select(Place).where(Place.slug == slug))
