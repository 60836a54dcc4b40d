"""The tables of moderation: Case (one item of the queue), Report, Decision, Objection, Shift."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from community import clock, crypto
from community.content import new_public_id
from community.db import Base, Key, Moment, one_of
from community.members.models import Person

LEVELS = ("crisis", "red", "amber", "green")
"""Most urgent first; green waits for a person for another reason than the sieve (first posts, an objection)."""
RESPONSE = {
    "crisis": timedelta(minutes=5),
    "red": timedelta(minutes=15),
    "amber": timedelta(hours=4),
    "green": timedelta(hours=4),
}
"""Response clocks of product.md 4 while staffed; what waits for its first reading is not left longer than amber."""
OBJECTION_RESPONSE = timedelta(days=2)
"""What the page promises who objects: "meestal binnen twee dagen" (design.md 2)."""
CLAIM_LASTS = timedelta(minutes=5)
"""After this long another moderator may take over a case that somebody is reading."""
SHIFT_LASTS = timedelta(hours=12)
"""A shift that nobody ended does not count for ever: a forgotten button may not pretend that somebody watches (L12)."""
OBJECT_WITHIN_MONTHS = 6
"""How long one may object (L14)."""

SOURCES = ("sieve", "report", "first_posts", "hold_all", "contact", "team", "objection")
REPORT_REASONS = ("illegal", "house_rule", "worried", "wrong_information")
RESTRICTING = ("hide", "warn", "mute", "suspend")
WHATS = ("keep", "hide", "restore", "warn", "mute", "suspend")
REASONS = ("safety", "contact", "identity", "insult", "method", "spam", "illegal", "other")
TEXT_CHARS, NOTE_CHARS, CONTACT_CHARS = 2000, 2000, 200
OBJECTION_KIND = "moderation.decision"
"""The kind of a case that is about a decision, not about content."""


class Case(Base):
    """One item of the queue: a thing a person must look at. At most one open case per thing."""

    __tablename__ = "moderation_cases"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(32), unique=True, default=new_public_id)
    kind: Mapped[str] = mapped_column(sa.String(40))
    item_id: Mapped[str] = mapped_column(sa.String(80))
    scope: Mapped[str] = mapped_column(sa.String(80))
    title: Mapped[str] = mapped_column(sa.String(300))
    url: Mapped[str] = mapped_column(sa.String(300))
    author_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id", ondelete="SET NULL"), index=True)
    level: Mapped[str] = mapped_column(one_of("case_level", *LEVELS))
    sources: Mapped[list[str]] = mapped_column(sa.JSON)
    opened_at: Mapped[datetime] = mapped_column(Moment, default=clock.now)
    due_at: Mapped[datetime] = mapped_column(Moment)
    claimed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id", ondelete="SET NULL"))
    claimed_at: Mapped[datetime | None] = mapped_column(Moment)
    closed_at: Mapped[datetime | None] = mapped_column(Moment, index=True)

    claimed_by: Mapped[Person | None] = relationship(foreign_keys=[claimed_by_id], lazy="select")
    reports: Mapped[list[Report]] = relationship(back_populates="case", order_by="Report.id", lazy="select")
    decisions: Mapped[list[Decision]] = relationship(back_populates="case", order_by="Decision.id", lazy="select")

    __table_args__ = (
        sa.Index(
            "uq_moderation_cases_open",
            "kind",
            "item_id",
            unique=True,
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        ),
    )

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    @property
    def is_objection(self) -> bool:
        return self.kind == OBJECTION_KIND

    @property
    def is_urgent(self) -> bool:
        return self.level in ("crisis", "red")

    @property
    def is_late(self) -> bool:
        return self.is_open and self.due_at < clock.now()

    @property
    def reader(self) -> Person | None:
        """Who reads this now: the claim, while it lasts."""
        is_fresh = self.claimed_at is not None and self.claimed_at + CLAIM_LASTS > clock.now()
        return self.claimed_by if is_fresh and self.is_open else None

    @property
    def decision(self) -> Decision | None:
        """What a person decided last; a hiding by the night rule still waits for somebody to look."""
        return next((each for each in reversed(self.decisions) if each.decided_role != "machine"), None)


class Report(Base):
    """Somebody asks us to look. Keeps how text and neighbours were at that moment, whatever is edited later (L14)."""

    __tablename__ = "reports"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    receipt_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    case_id: Mapped[int] = mapped_column(sa.ForeignKey("moderation_cases.id", ondelete="CASCADE"), index=True)
    reporter_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id", ondelete="SET NULL"), index=True)
    is_trusted: Mapped[bool] = mapped_column(sa.Boolean, default=False)
    reason: Mapped[str] = mapped_column(one_of("report_reason", *REPORT_REASONS))
    text_sealed: Mapped[str] = mapped_column(sa.Text)
    contact_sealed: Mapped[str | None] = mapped_column(sa.Text)
    snapshot: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    made_at: Mapped[datetime] = mapped_column(Moment, default=clock.now, index=True)
    outcome: Mapped[str | None] = mapped_column(one_of("report_outcome", "acted", "refused"))
    answered_at: Mapped[datetime | None] = mapped_column(Moment)

    case: Mapped[Case] = relationship(back_populates="reports")

    @property
    def text(self) -> str:
        """What the reporter wrote, opened."""
        return crypto.unseal(self.text_sealed, "report.text") if self.text_sealed else ""

    @property
    def contact(self) -> str:
        """How the reporter wants to be answered, opened."""
        return crypto.unseal(self.contact_sealed, "report.contact") if self.contact_sealed else ""


class Decision(Base):
    """What was decided about a thing or a person, with its statement of reasons.

    The schema refuses a decision that restricts without facts and without a text for the person: no hidden sanctions.
    `case` is where it was taken; `ended_at` says that it was undone. decided_role: peer_expert, supervisor,
    professional, team, or machine (the night rule), then nobody decided.
    """

    __tablename__ = "decisions"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(32), unique=True, default=new_public_id)
    case_id: Mapped[int] = mapped_column(sa.ForeignKey("moderation_cases.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(sa.String(40))
    item_id: Mapped[str] = mapped_column(sa.String(80))
    scope: Mapped[str] = mapped_column(sa.String(80))
    subject_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id", ondelete="SET NULL"), index=True)
    what: Mapped[str] = mapped_column(one_of("decision_what", *WHATS))
    reason: Mapped[str] = mapped_column(one_of("decision_reason", *REASONS))
    rule: Mapped[int | None] = mapped_column(sa.SmallInteger)
    facts: Mapped[str] = mapped_column(sa.Text)
    text: Mapped[str] = mapped_column(sa.Text)
    note: Mapped[str] = mapped_column(sa.Text, default="")
    found_by: Mapped[str] = mapped_column(one_of("decision_found_by", "person", "machine"))
    hid_item: Mapped[bool] = mapped_column(sa.Boolean, default=False)
    until: Mapped[datetime | None] = mapped_column(Moment)
    decided_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id", ondelete="SET NULL"), index=True)
    decided_role: Mapped[str] = mapped_column(sa.String(20))
    decided_at: Mapped[datetime] = mapped_column(Moment, default=clock.now, index=True)
    read_at: Mapped[datetime | None] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)

    case: Mapped[Case] = relationship(back_populates="decisions")
    objection: Mapped[Objection | None] = relationship(back_populates="decision", lazy="select")
    decided_by: Mapped[Person | None] = relationship(foreign_keys=[decided_by_id], lazy="select")

    __table_args__ = (
        sa.CheckConstraint(
            "what IN ('keep', 'restore') OR (length(trim(text)) > 0 AND length(trim(facts)) > 0)", name="statement"
        ),
        sa.CheckConstraint("what NOT IN ('mute', 'suspend') OR until IS NOT NULL", name="until"),
        sa.CheckConstraint("rule BETWEEN 1 AND 5", name="rule"),
    )

    @property
    def restricts(self) -> bool:
        return self.what in RESTRICTING

    @property
    def is_in_force(self) -> bool:
        return self.restricts and self.ended_at is None and (self.until is None or self.until > clock.now())

    @property
    def object_until(self) -> date:
        """The last day on which one can object, in the region."""
        decided_on = self.decided_at.astimezone(clock.ZONE).date()
        years, month = divmod(decided_on.month - 1 + OBJECT_WITHIN_MONTHS, 12)
        last_day = monthrange(decided_on.year + years, month + 1)[1]
        return date(decided_on.year + years, month + 1, min(decided_on.day, last_day))


class Objection(Base):
    """Somebody asks for a second look at a decision about them; answered by somebody else, which the schema guards."""

    __tablename__ = "objections"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    decision_id: Mapped[int] = mapped_column(sa.ForeignKey("decisions.id", ondelete="CASCADE"), unique=True)
    text_sealed: Mapped[str] = mapped_column(sa.Text)
    made_at: Mapped[datetime] = mapped_column(Moment, default=clock.now)
    first_decided_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id", ondelete="SET NULL"))
    decided_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id", ondelete="SET NULL"))
    decided_by_name: Mapped[str] = mapped_column(sa.String(60), default="")
    outcome: Mapped[str | None] = mapped_column(one_of("objection_outcome", "granted", "refused"))
    answer: Mapped[str] = mapped_column(sa.Text, default="")
    decided_at: Mapped[datetime | None] = mapped_column(Moment)

    decision: Mapped[Decision] = relationship(back_populates="objection")

    __table_args__ = (
        sa.CheckConstraint("outcome IS NULL OR length(trim(answer)) > 0", name="answer"),
        sa.CheckConstraint("decided_by_id <> first_decided_by_id", name="somebody_else"),
    )

    @property
    def text(self) -> str:
        """What the person wrote, opened."""
        return crypto.unseal(self.text_sealed, "objection.text") if self.text_sealed else ""


class Shift(Base):
    """That somebody of the team is on duty in a room, until they stop or the shift has lasted too long."""

    __tablename__ = "shifts"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id", ondelete="CASCADE"))
    room: Mapped[str] = mapped_column(sa.String(80))
    began_at: Mapped[datetime] = mapped_column(Moment, default=clock.now)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)

    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)

    __table_args__ = (
        sa.Index(
            "uq_shifts_open",
            "person_id",
            "room",
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        ),
    )
