"""Organisations and places: they live on the ground floor because everything has an address."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from community import clock
from community.db import Base, Key, Moment


def new_uuid() -> str:
    return str(uuid.uuid4())


class Organisation(Base):
    """Who offers something: welzijn, herstelinitiatief, municipality, association."""

    __tablename__ = "organisations"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    uuid: Mapped[str] = mapped_column(sa.String(36), unique=True, default=new_uuid)
    slug: Mapped[str] = mapped_column(sa.String(80), unique=True)
    name: Mapped[str] = mapped_column(sa.String(200))
    description: Mapped[str] = mapped_column(sa.Text, default="")
    website: Mapped[str] = mapped_column(sa.String(300), default="")
    phone: Mapped[str] = mapped_column(sa.String(40), default="")
    email: Mapped[str] = mapped_column(sa.String(200), default="")
    is_example: Mapped[bool] = mapped_column(sa.Boolean, default=False)
    changed_at: Mapped[datetime] = mapped_column(Moment, default=clock.now, onupdate=clock.now)

    places: Mapped[list[Place]] = relationship(back_populates="organisation")


class Place(Base):
    """A physical place of the network, with its own digital room."""

    __tablename__ = "places"

    kind_of_content: ClassVar[str] = "places.place"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    uuid: Mapped[str] = mapped_column(sa.String(36), unique=True, default=new_uuid)
    slug: Mapped[str] = mapped_column(sa.String(80), unique=True)
    organisation_id: Mapped[int | None] = mapped_column(sa.ForeignKey("organisations.id", ondelete="SET NULL"), index=True)
    name: Mapped[str] = mapped_column(sa.String(200))
    kind: Mapped[str] = mapped_column(sa.String(40), index=True)
    lead: Mapped[str] = mapped_column(sa.String(400), default="")
    street: Mapped[str] = mapped_column(sa.String(200), default="")
    postcode: Mapped[str] = mapped_column(sa.String(7), default="")
    town: Mapped[str] = mapped_column(sa.String(80), default="")
    municipality: Mapped[str] = mapped_column(sa.String(6), index=True)
    lat: Mapped[float] = mapped_column(sa.Float)
    lon: Mapped[float] = mapped_column(sa.Float)
    how_to_get_there: Mapped[str] = mapped_column(sa.Text, default="")
    is_step_free: Mapped[bool] = mapped_column(sa.Boolean, default=False)
    has_quiet_room: Mapped[bool] = mapped_column(sa.Boolean, default=False)
    first_time: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    building: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    activities: Mapped[list[dict[str, Any]]] = mapped_column(sa.JSON, default=list)
    openings: Mapped[list[dict[str, Any]]] = mapped_column(sa.JSON, default=list)
    exceptions: Mapped[list[dict[str, Any]]] = mapped_column(sa.JSON, default=list)
    checked_on: Mapped[date | None] = mapped_column(sa.Date)
    is_example: Mapped[bool] = mapped_column(sa.Boolean, default=False)
    changed_at: Mapped[datetime] = mapped_column(Moment, default=clock.now, onupdate=clock.now)

    organisation: Mapped[Organisation | None] = relationship(back_populates="places")
