"""What is offered and where: Service, with its terms, locations and schedules; versions, saved entries, corrections.

An entry is its HSDS record: that is what was imported and what is given back, without loss. The columns and rows
beside it are a projection of that record, made in `projection.py`, so that filters run in SQL on both engines.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from community import clock, moments
from community.db import Base, Key, Moment, one_of
from community.places import hours
from community.places.models import Organisation, Place, new_uuid

KIND = "sociale_kaart.service"
STATES = ("draft", "published", "withdrawn")
LIVING_STATUSES = ("active", "temporarily closed")
"""HSDS statuses of something that is there; inactive and defunct entries are kept and not shown."""


class Service(Base):
    """One entry of the map. record: its HSDS service without the organisation, which has a row of its own."""

    __tablename__ = "services"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    uuid: Mapped[str] = mapped_column(sa.String(36), unique=True, default=new_uuid)
    slug: Mapped[str] = mapped_column(sa.String(90), unique=True)
    organisation_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("organisations.id", ondelete="SET NULL"), index=True
    )
    name: Mapped[str] = mapped_column(sa.String(300), index=True)
    description: Mapped[str] = mapped_column(sa.Text, default="")
    status: Mapped[str] = mapped_column(one_of("service_status", *LIVING_STATUSES, "inactive", "defunct"))
    state: Mapped[str] = mapped_column(one_of("service_state", *STATES), default="published")
    minimum_age: Mapped[float | None] = mapped_column(sa.Float)
    maximum_age: Mapped[float | None] = mapped_column(sa.Float)
    is_free: Mapped[bool] = mapped_column(sa.Boolean, default=False)
    needs_no_referral: Mapped[bool] = mapped_column(sa.Boolean, default=False)
    has_peers: Mapped[bool] = mapped_column(sa.Boolean, default=False)
    is_online: Mapped[bool] = mapped_column(sa.Boolean, default=False)
    checked_on: Mapped[date] = mapped_column(sa.Date, index=True)
    checked_by: Mapped[str] = mapped_column(sa.String(120), default="")
    changed_at: Mapped[datetime] = mapped_column(Moment, default=clock.now, index=True)
    record: Mapped[dict[str, Any]] = mapped_column(sa.JSON)

    organisation: Mapped[Organisation | None] = relationship(lazy="joined")
    terms: Mapped[list[ServiceTerm]] = relationship(
        cascade="all, delete-orphan", order_by="ServiceTerm.id", passive_deletes=True
    )
    locations: Mapped[list[ServiceLocation]] = relationship(
        cascade="all, delete-orphan", order_by="ServiceLocation.id", passive_deletes=True
    )
    schedules: Mapped[list[ServiceSchedule]] = relationship(
        cascade="all, delete-orphan", order_by="ServiceSchedule.id", passive_deletes=True
    )

    @property
    def url(self) -> str:
        return f"/sociale-kaart/aanbod/{self.slug}"

    def said(self, field: str) -> str:
        """A text of the record, "" when it says nothing: wait_time, application_process, fees_description …"""
        return str(self.record.get(field) or "")

    def listed(self, field: str) -> list[dict[str, Any]]:
        """A list of the record: phones, languages, cost_options, service_at_locations …"""
        found: list[dict[str, Any]] = self.record.get(field) or []
        return found

    def slugs(self, taxonomy: str) -> tuple[str, ...]:
        """Codes of its terms in `thema`, `soort` or `kenmerk`."""
        return tuple(term.code for term in self.terms if term.taxonomy == taxonomy)

    @property
    def openings(self) -> list[hours.Opening]:
        return [hours.opening_of(row.rule) for row in self.schedules]

    @property
    def is_temporarily_closed(self) -> bool:
        return self.status == "temporarily closed"

    @property
    def is_shown(self) -> bool:
        """Whether its page is there for everybody; how old its check is does not matter for that."""
        return self.state == "published" and self.status in LIVING_STATUSES

    def freshness(self) -> moments.Freshness:
        return moments.freshness(self.checked_on, clock.today())


class ServiceTerm(Base):
    """A term that says something about a service; code is the slug of the filters."""

    __tablename__ = "service_terms"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    service_id: Mapped[int] = mapped_column(sa.ForeignKey("services.id", ondelete="CASCADE"), index=True)
    taxonomy: Mapped[str] = mapped_column(sa.String(80))
    code: Mapped[str] = mapped_column(sa.String(120))
    term_uuid: Mapped[str] = mapped_column(sa.String(36), index=True)
    taxonomy_uuid: Mapped[str] = mapped_column(sa.String(36), index=True)

    __table_args__ = (sa.Index("ix_service_terms_code", "taxonomy", "code"),)


class ServiceLocation(Base):
    """Where a service is: uuid is that of the service_at_location, location_uuid of the location itself."""

    __tablename__ = "service_locations"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    uuid: Mapped[str] = mapped_column(sa.String(36), unique=True)
    service_id: Mapped[int] = mapped_column(sa.ForeignKey("services.id", ondelete="CASCADE"), index=True)
    location_uuid: Mapped[str] = mapped_column(sa.String(36), index=True)
    place_id: Mapped[int | None] = mapped_column(sa.ForeignKey("places.id", ondelete="SET NULL"), index=True)
    kind: Mapped[str] = mapped_column(one_of("location_kind", "physical", "postal", "virtual"))
    name: Mapped[str] = mapped_column(sa.String(300), default="")
    street: Mapped[str] = mapped_column(sa.String(300), default="")
    postcode: Mapped[str] = mapped_column(sa.String(20), default="")
    town: Mapped[str] = mapped_column(sa.String(120), default="")
    municipality: Mapped[str | None] = mapped_column(sa.String(6), index=True)
    pc4: Mapped[str | None] = mapped_column(sa.String(4), index=True)
    lat: Mapped[float | None] = mapped_column(sa.Float)
    lon: Mapped[float | None] = mapped_column(sa.Float)

    place: Mapped[Place | None] = relationship(lazy="joined")

    __table_args__ = (sa.Index("ix_service_locations_point", "lat", "lon"),)


class ServiceSchedule(Base):
    """One opening rule, as community.places.hours reads it. The other columns are a first sieve for SQL.

    days: a bit for each weekday on which the rule may hold, Monday is 1; opens, closes: 'HH:MM'.
    """

    __tablename__ = "service_schedules"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    service_id: Mapped[int] = mapped_column(sa.ForeignKey("services.id", ondelete="CASCADE"), index=True)
    days: Mapped[int] = mapped_column(sa.SmallInteger)
    opens: Mapped[str] = mapped_column(sa.String(5))
    closes: Mapped[str] = mapped_column(sa.String(5))
    rule: Mapped[dict[str, Any]] = mapped_column(sa.JSON)


class Taxonomy(Base):
    """A vocabulary of the open data: `thema`, `soort`, `kenmerk`, and what imports bring."""

    __tablename__ = "taxonomies"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    uuid: Mapped[str] = mapped_column(sa.String(36), unique=True)
    name: Mapped[str] = mapped_column(sa.String(200))
    record: Mapped[dict[str, Any]] = mapped_column(sa.JSON)


class TaxonomyTerm(Base):
    """A term of a vocabulary. taxonomy_uuid is empty when an import named no vocabulary."""

    __tablename__ = "taxonomy_terms"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    uuid: Mapped[str] = mapped_column(sa.String(36), unique=True)
    taxonomy_uuid: Mapped[str] = mapped_column(sa.String(36), default="", index=True)
    parent_uuid: Mapped[str] = mapped_column(sa.String(36), default="")
    name: Mapped[str] = mapped_column(sa.String(200))
    record: Mapped[dict[str, Any]] = mapped_column(sa.JSON)


class ServiceVersion(Base):
    """An entry as it was before a change, and who changed it: an organisation or an import, never a visitor."""

    __tablename__ = "service_versions"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    service_id: Mapped[int] = mapped_column(sa.ForeignKey("services.id", ondelete="CASCADE"), index=True)
    record: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    changed_by: Mapped[str] = mapped_column(sa.String(120))
    replaced_at: Mapped[datetime] = mapped_column(Moment, default=clock.now)


class SavedService(Base):
    """An entry on somebody's private list."""

    __tablename__ = "saved_services"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id", ondelete="CASCADE"))
    service_id: Mapped[int] = mapped_column(sa.ForeignKey("services.id", ondelete="CASCADE"), index=True)
    saved_at: Mapped[datetime] = mapped_column(Moment, default=clock.now)

    __table_args__ = (sa.UniqueConstraint("person_id", "service_id"),)


class Correction(Base):
    """'Dit klopt niet': what a visitor says is wrong with an entry. Nobody's name stands with it."""

    __tablename__ = "corrections"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    service_id: Mapped[int] = mapped_column(sa.ForeignKey("services.id", ondelete="CASCADE"), index=True)
    text: Mapped[str] = mapped_column(sa.Text)
    state: Mapped[str] = mapped_column(one_of("correction_state", "open", "answered"), default="open", index=True)
    answer: Mapped[str] = mapped_column(sa.Text, default="")
    sent_at: Mapped[datetime] = mapped_column(Moment, default=clock.now)
    answered_at: Mapped[datetime | None] = mapped_column(Moment)
