"""The tables of spreekuur: Session (never a login), Slot, Booking, and Question asked before a group session."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import date, datetime
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from community import clock, text
from community.content import Content
from community.db import Base, Key, Moment, one_of
from community.members.models import Viewer
from community.places.models import Organisation, Place

KINDS = ("group", "one_to_one")
CHANNELS = ("phone", "place", "link")
"""How a conversation is held: by telephone, at the place, by a video link of the organisation."""
ZONE_NAME = "Europe/Amsterdam"
QUESTION_CHARS = 1000
QUESTION_PURPOSE = "spreekuur.question"
"""Bound into what is sealed, so that it opens nowhere else."""
ID_BYTES = 8
"""64 random bits in an address: nobody counts our sessions, and it can be read out."""


def new_id() -> str:
    """An unguessable id for addresses, 16 hexadecimal characters."""
    return secrets.token_hex(ID_BYTES)


class Session(Base):
    """Planned hours with one professional, for a group or cut into slots for one at a time.

    starts_at, ends_at: UTC; wish: the local day and times that were asked for (L19).
    professional_name, profession: as they were at planning, so that a page stays true when somebody leaves.
    taken: sign-ups of a group session, counted in the row so that two at once cannot both take the last seat.
    series: what sessions that were planned in one go have in common.
    """

    __tablename__ = "spreekuur_sessions"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(32), unique=True, default=new_id)
    series: Mapped[str | None] = mapped_column(sa.String(32), index=True)
    kind: Mapped[str] = mapped_column(one_of("session_kind", *KINDS))
    title: Mapped[str] = mapped_column(sa.String(120))
    lead: Mapped[str] = mapped_column(sa.String(600), default="")
    professional_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id", ondelete="SET NULL"), index=True)
    professional_name: Mapped[str] = mapped_column(sa.String(60))
    profession: Mapped[str] = mapped_column(sa.String(60), default="")
    checked_on: Mapped[date | None] = mapped_column(sa.Date)
    host_names: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    organisation_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("organisations.id", ondelete="SET NULL"), index=True
    )
    place_id: Mapped[int | None] = mapped_column(sa.ForeignKey("places.id", ondelete="SET NULL"), index=True)
    channels: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    link: Mapped[str] = mapped_column(sa.String(300), default="")
    starts_at: Mapped[datetime] = mapped_column(Moment, index=True)
    ends_at: Mapped[datetime] = mapped_column(Moment, index=True)
    zone: Mapped[str] = mapped_column(sa.String(40), default=ZONE_NAME)
    wish: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict)
    themes: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    capacity: Mapped[int | None] = mapped_column(sa.Integer)
    taken: Mapped[int] = mapped_column(sa.Integer, default=0)
    state: Mapped[str] = mapped_column(one_of("session_state", "planned", "cancelled"), default="planned")
    cancel_text: Mapped[str] = mapped_column(sa.String(400), default="")
    is_example: Mapped[bool] = mapped_column(sa.Boolean, default=False)
    created_at: Mapped[datetime] = mapped_column(Moment, default=clock.now)

    organisation: Mapped[Organisation | None] = relationship(lazy="joined")
    place: Mapped[Place | None] = relationship(lazy="joined")

    __table_args__ = (
        sa.CheckConstraint("ends_at > starts_at", name="order"),
        sa.CheckConstraint("taken >= 0 AND (capacity IS NULL OR taken <= capacity)", name="seats"),
    )

    @property
    def is_group(self) -> bool:
        return self.kind == "group"

    @property
    def is_planned(self) -> bool:
        return self.state == "planned"

    @property
    def is_over(self) -> bool:
        return self.ends_at <= clock.now()

    @property
    def is_full(self) -> bool:
        """Whether a group session has no seat left; slots know for themselves."""
        return self.capacity is not None and self.taken >= self.capacity

    @property
    def url(self) -> str:
        return f"/spreekuur/{self.public_id}"


class Slot(Base):
    """One time of a one-to-one session."""

    __tablename__ = "spreekuur_slots"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(32), unique=True, default=new_id)
    session_id: Mapped[int] = mapped_column(sa.ForeignKey("spreekuur_sessions.id", ondelete="CASCADE"), index=True)
    starts_at: Mapped[datetime] = mapped_column(Moment)
    ends_at: Mapped[datetime] = mapped_column(Moment)
    state: Mapped[str] = mapped_column(one_of("slot_state", "free", "booked", "cancelled"), default="free")

    __table_args__ = (
        sa.UniqueConstraint("session_id", "starts_at"),
        sa.CheckConstraint("ends_at > starts_at", name="order"),
    )

    @property
    def is_free(self) -> bool:
        """Whether it can still be booked: nobody has it and it has not begun."""
        return self.state == "free" and self.starts_at > clock.now()


class Booking(Base):
    """Somebody takes a slot, or a seat in a group. One active booking a slot, by the schema.

    code_hash: keyed hash of the four words; code_sealed: the words themselves until they were shown, once.
    question_sealed: what was typed for the professional of a one-to-one, masked; a group's is a Question.
    question_level, question_reasons: what the sieve said, so that writer and professional both see it.
    person_name: how the professional may call somebody whose guest session is long gone.
    """

    __tablename__ = "spreekuur_bookings"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(32), unique=True, default=new_id)
    session_id: Mapped[int] = mapped_column(sa.ForeignKey("spreekuur_sessions.id", ondelete="CASCADE"), index=True)
    slot_id: Mapped[int | None] = mapped_column(sa.ForeignKey("spreekuur_slots.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id", ondelete="SET NULL"), index=True)
    person_name: Mapped[str] = mapped_column(sa.String(60), default="")
    channel: Mapped[str] = mapped_column(sa.String(10), default="")
    code_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    code_sealed: Mapped[str | None] = mapped_column(sa.String(200))
    question_sealed: Mapped[str | None] = mapped_column(sa.Text)
    question_level: Mapped[str] = mapped_column(sa.String(10), default="green")
    question_reasons: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    state: Mapped[str] = mapped_column(one_of("booking_state", "active", "cancelled"), default="active")
    cancelled_by: Mapped[str | None] = mapped_column(one_of("booking_cancelled_by", "booker", "professional"))
    created_at: Mapped[datetime] = mapped_column(Moment, default=clock.now)
    cancelled_at: Mapped[datetime | None] = mapped_column(Moment)

    session: Mapped[Session] = relationship(lazy="joined", innerjoin=True)
    slot: Mapped[Slot | None] = relationship(lazy="joined")

    __table_args__ = (
        sa.Index(
            "uq_spreekuur_bookings_slot",
            "slot_id",
            unique=True,
            sqlite_where=sa.text("state = 'active'"),
            postgresql_where=sa.text("state = 'active'"),
        ),
        sa.Index(
            "uq_spreekuur_bookings_seat",
            "session_id",
            "person_id",
            unique=True,
            sqlite_where=sa.text("state = 'active' AND slot_id IS NULL"),
            postgresql_where=sa.text("state = 'active' AND slot_id IS NULL"),
        ),
    )

    @property
    def is_active(self) -> bool:
        return self.state == "active"

    @property
    def starts_at(self) -> datetime:
        return self.slot.starts_at if self.slot else self.session.starts_at

    @property
    def ends_at(self) -> datetime:
        return self.slot.ends_at if self.slot else self.session.ends_at

    @property
    def is_over(self) -> bool:
        return self.ends_at <= clock.now()

    @property
    def has_alarm(self) -> bool:
        """Whether the sieve heard something in the question that cannot wait (L11)."""
        return self.question_level in ("crisis", "red")


class Question(Content, Base):
    """Asked before a group session; for its professional and the team only, who take names out before others read."""

    __tablename__ = "spreekuur_questions"
    kind: ClassVar[str] = "spreekuur.question"
    renders: ClassVar[Callable[[str], str]] = staticmethod(text.plain_html)

    session_id: Mapped[int] = mapped_column(sa.ForeignKey("spreekuur_sessions.id", ondelete="CASCADE"), index=True)
    booking_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("spreekuur_bookings.id", ondelete="SET NULL"), index=True
    )

    session: Mapped[Session] = relationship(lazy="joined", innerjoin=True)

    def readable_by(self, viewer: Viewer) -> bool:
        """Its writer, moderators, and the professional of the session once it is shown."""
        if viewer.is_moderator or (self.author_id is not None and viewer.id == self.author_id):
            return True
        return self.is_shown and viewer.id is not None and viewer.id == self.session.professional_id

    def url(self) -> str:
        return f"{self.session.url}#vraag-{self.public_id}"

    def title(self) -> str:
        return f"Vraag bij {self.session.title}"

    def scope(self) -> str:
        return f"session:{self.session_id}"
