"""People and how they come back: Person, RoleGrant, SignIn, RecoveryCode, Consent. No names, no birth dates."""

from __future__ import annotations

import unicodedata
from datetime import date, datetime, timedelta
from typing import ClassVar

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from community import clock, crypto
from community.db import Base, Key, Moment, one_of

ROLES = ("peer_expert", "supervisor", "professional", "map_editor", "editor", "commissioner", "administrator")
MODERATING = frozenset({"peer_expert", "supervisor"})
BANDS = ("16-17", "18-23", "24-30")
MAX_ALIAS_CHARS = 40
PURPOSES = ("community", "conversation", "statistics")
GUEST_LASTS = timedelta(hours=24)
"""A guest is forgotten this long after last use (L6)."""
TOUCH_AFTER = timedelta(minutes=10)
"""How exact 'last use' is: finer would be one write per page."""
RECHECK_AGE_AFTER = timedelta(days=365)
"""The age band is asked again after 12 months (L2)."""


def alias_key(alias: str) -> str:
    """What two aliases share that nobody could tell apart: case, accents and the kind of separator do not count."""
    plain = "".join(char for char in unicodedata.normalize("NFKD", alias.casefold()) if not unicodedata.combining(char))
    return " ".join("".join(char if char.isalnum() else " " for char in plain).split())


class Person(Base):
    """Anybody who did something: a guest (this browser only), a member, or staff."""

    __tablename__ = "people"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(32), unique=True, default=crypto.new_token)
    kind: Mapped[str] = mapped_column(one_of("person_kind", "guest", "member", "staff"), index=True)
    alias: Mapped[str | None] = mapped_column(sa.String(MAX_ALIAS_CHARS), unique=True)
    alias_key: Mapped[str | None] = mapped_column(sa.String(80), unique=True)
    name: Mapped[str] = mapped_column(sa.String(60), index=True)
    bird: Mapped[str] = mapped_column(sa.String(20))
    tint: Mapped[int] = mapped_column(sa.SmallInteger, default=1)
    band: Mapped[str | None] = mapped_column(one_of("age_band", *BANDS))
    age_checked_on: Mapped[date | None] = mapped_column(sa.Date)
    rules_version: Mapped[int] = mapped_column(sa.Integer, default=0)
    passphrase_hash: Mapped[str | None] = mapped_column(sa.String(200))
    passphrase_at: Mapped[datetime | None] = mapped_column(Moment)
    totp_sealed: Mapped[str | None] = mapped_column(sa.String(200))
    totp_last_step: Mapped[int | None] = mapped_column(sa.BigInteger)
    totp_used_bits: Mapped[int] = mapped_column(sa.Integer, default=0)
    profession: Mapped[str | None] = mapped_column(sa.String(60))
    role_checked_on: Mapped[date | None] = mapped_column(sa.Date)
    posts_seen: Mapped[int] = mapped_column(sa.Integer, default=0)
    is_watched: Mapped[bool] = mapped_column(sa.Boolean, default=False)
    muted_until: Mapped[datetime | None] = mapped_column(Moment)
    suspended_until: Mapped[datetime | None] = mapped_column(Moment)
    paused_until: Mapped[datetime | None] = mapped_column(Moment)
    email_sealed: Mapped[str | None] = mapped_column(sa.String(400))
    created_at: Mapped[datetime] = mapped_column(Moment, default=clock.now)
    last_used_at: Mapped[datetime] = mapped_column(Moment, default=clock.now, index=True)

    grants: Mapped[list[RoleGrant]] = relationship(back_populates="person", cascade="all, delete-orphan", lazy="select")

    __table_args__ = (
        sa.CheckConstraint("tint BETWEEN 1 AND 7", name="tint"),
        sa.CheckConstraint("kind = 'guest' OR (alias IS NOT NULL AND passphrase_hash IS NOT NULL)", name="known"),
    )

    is_person: ClassVar[bool] = True

    @validates("alias")
    def _keep_key(self, _name: str, alias: str | None) -> str | None:
        self.alias_key = alias_key(alias) if alias else None
        return alias

    @property
    def is_guest(self) -> bool:
        return self.kind == "guest"

    @property
    def is_member(self) -> bool:
        """Member or staff: somebody who can come back."""
        return self.kind != "guest"

    @property
    def is_staff(self) -> bool:
        return self.kind == "staff"

    @property
    def roles(self) -> frozenset[str]:
        """Role names; only staff have any, so nobody else costs a query."""
        return frozenset(grant.role for grant in self.grants) if self.is_staff else frozenset()

    def has_role(self, *roles: str) -> bool:
        return bool(self.roles.intersection(roles))

    @property
    def is_moderator(self) -> bool:
        return bool(self.roles & MODERATING)

    @property
    def organisation_ids(self) -> frozenset[int]:
        """The organisations this person's roles are limited to; empty: none named."""
        return frozenset(g.organisation_id for g in self.grants if g.organisation_id) if self.is_staff else frozenset()

    @property
    def badge(self) -> str | None:
        """Who speaks, for everybody to see: peer_expert, professional, supervisor, or nobody in particular."""
        return next((role for role in ("supervisor", "professional", "peer_expert") if role in self.roles), None)

    @property
    def is_muted(self) -> bool:
        return bool(self.muted_until and self.muted_until > clock.now())

    @property
    def is_suspended(self) -> bool:
        return bool(self.suspended_until and self.suspended_until > clock.now())

    @property
    def is_paused(self) -> bool:
        """Away by their own wish: gets no notices and is not shown."""
        return bool(self.paused_until and self.paused_until > clock.now())

    @property
    def must_confirm_age(self) -> bool:
        checked = self.age_checked_on
        return not self.is_staff and (checked is None or checked + RECHECK_AGE_AFTER < clock.today())


class Visitor:
    """Somebody without a session. Answers the same questions as a Person: templates and rules need no special case."""

    id: ClassVar[None] = None
    name: ClassVar[str] = ""
    badge: ClassVar[None] = None
    roles: ClassVar[frozenset[str]] = frozenset()
    organisation_ids: ClassVar[frozenset[int]] = frozenset()
    is_person: ClassVar[bool] = False
    is_guest: ClassVar[bool] = False
    is_member: ClassVar[bool] = False
    is_staff: ClassVar[bool] = False
    is_moderator: ClassVar[bool] = False
    is_muted: ClassVar[bool] = False
    is_suspended: ClassVar[bool] = False
    is_paused: ClassVar[bool] = False
    must_confirm_age: ClassVar[bool] = False

    def has_role(self, *_roles: str) -> bool:
        return False


Viewer = Person | Visitor


class RoleGrant(Base):
    """A role of a person, perhaps only for one organisation or one place."""

    __tablename__ = "role_grants"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id", ondelete="CASCADE"), index=True)
    role: Mapped[str] = mapped_column(one_of("role", *ROLES))
    organisation_id: Mapped[int | None] = mapped_column(sa.ForeignKey("organisations.id", ondelete="CASCADE"))
    place_id: Mapped[int | None] = mapped_column(sa.ForeignKey("places.id", ondelete="CASCADE"))
    granted_at: Mapped[datetime] = mapped_column(Moment, default=clock.now)

    person: Mapped[Person] = relationship(back_populates="grants")

    __table_args__ = (sa.UniqueConstraint("person_id", "role", "organisation_id", "place_id"),)


class SignIn(Base):
    """One browser in which somebody is signed in. The cookie holds a random token; only its hash is here.

    once_sealed: a passphrase and recovery codes that wait to be shown in this browser, once.
    """

    __tablename__ = "sign_ins"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(Moment, default=clock.now)
    last_used_at: Mapped[datetime] = mapped_column(Moment, default=clock.now)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    once_sealed: Mapped[str | None] = mapped_column(sa.Text)

    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)


class RecoveryCode(Base):
    """One of the codes that replace e-mail when a passphrase is lost; used once."""

    __tablename__ = "recovery_codes"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id", ondelete="CASCADE"), index=True)
    code_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    used_at: Mapped[datetime | None] = mapped_column(Moment)


class Consent(Base):
    """A consent given, with the version of the text (L4); withdrawn_at ends it. Rows are only added and ended."""

    __tablename__ = "consents"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id", ondelete="CASCADE"), index=True)
    purpose: Mapped[str] = mapped_column(one_of("consent_purpose", *PURPOSES))
    version: Mapped[int] = mapped_column(sa.Integer)
    given_at: Mapped[datetime] = mapped_column(Moment, default=clock.now)
    withdrawn_at: Mapped[datetime | None] = mapped_column(Moment)
