"""Organisations and places: they live on the ground floor because everything has an address."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from community import clock
from community.db import Base, Key, Moment
from community.places import hours


def new_uuid() -> str:
    return str(uuid.uuid4())


class Organisation(Base):
    """Who offers something: welzijn, herstelinitiatief, municipality, association.

    record: what the open data says of it beyond the columns (HSDS organization), to give back as it came.
    """

    __tablename__ = "organisations"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    uuid: Mapped[str] = mapped_column(sa.String(36), unique=True, default=new_uuid)
    slug: Mapped[str] = mapped_column(sa.String(80), unique=True)
    name: Mapped[str] = mapped_column(sa.String(200))
    description: Mapped[str] = mapped_column(sa.Text, default="")
    website: Mapped[str] = mapped_column(sa.String(300), default="")
    phone: Mapped[str] = mapped_column(sa.String(40), default="")
    email: Mapped[str] = mapped_column(sa.String(200), default="")
    record: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict)
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
    organisation_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("organisations.id", ondelete="SET NULL"), index=True
    )
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
    step_free_words: Mapped[str] = mapped_column(sa.String(300), default="")
    has_quiet_room: Mapped[bool] = mapped_column(sa.Boolean, default=False)
    themes: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    first_time: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    building: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    activities: Mapped[list[dict[str, Any]]] = mapped_column(sa.JSON, default=list)
    openings: Mapped[list[dict[str, Any]]] = mapped_column(sa.JSON, default=list)
    exceptions: Mapped[list[dict[str, Any]]] = mapped_column(sa.JSON, default=list)
    checked_on: Mapped[date | None] = mapped_column(sa.Date)
    is_example: Mapped[bool] = mapped_column(sa.Boolean, default=False)
    changed_at: Mapped[datetime] = mapped_column(Moment, default=clock.now, onupdate=clock.now)

    organisation: Mapped[Organisation | None] = relationship(back_populates="places")

    @property
    def address(self) -> str:
        """Street and town, as one says it: 'Steigerpad 3, Delfzijl'."""
        return ", ".join(part for part in (self.street, self.town) if part)

    @property
    def url(self) -> str:
        return f"/plekken/{self.slug}"

    def state(self, at: datetime) -> hours.OpenState:
        """Whether the door is open at a moment."""
        return hours.state(self.rules, self.special_days, at)

    @property
    def rules(self) -> list[hours.Opening]:
        return [hours.opening_of(row) for row in self.openings]

    @property
    def special_days(self) -> list[hours.OpeningException]:
        return [hours.exception_of(row) for row in self.exceptions]

    def host_on(self, day: date) -> str:
        """The first name of who opens the door on a day, as its hours say; empty when nobody is named."""
        return next((row.get("host", "") for row in self.openings if hours.opening_of(row).is_on(day)), "")
