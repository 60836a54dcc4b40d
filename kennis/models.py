"""The tables of kennis: Article, and NationalService, the card of a service for the whole country."""

from __future__ import annotations

import math
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from community import clock
from community.db import Base, Key, Moment, one_of
from community.places.models import new_uuid

WORDS_PER_MINUTE = 200
"""A calm reader of plain Dutch on a phone (Brysbaert 2019 finds 238 for practised readers of English)."""


def reading_minutes(text: str) -> int:
    """Whole minutes it takes to read a text, at least one."""
    return max(1, math.ceil(len(text.split()) / WORDS_PER_MINUTE))


class Article(Base):
    """A short text of our own. body: markdown; html: rendered once, at writing.

    author, reviewer: as the page names them; reviewed_on: when the second last read it.
    level: how hard it reads (B1); sources: [{"name", "url"}].
    """

    __tablename__ = "articles"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    uuid: Mapped[str] = mapped_column(sa.String(36), unique=True, default=new_uuid)
    slug: Mapped[str] = mapped_column(sa.String(80), unique=True)
    title: Mapped[str] = mapped_column(sa.String(160))
    lead: Mapped[str] = mapped_column(sa.String(400), default="")
    body: Mapped[str] = mapped_column(sa.Text)
    html: Mapped[str] = mapped_column(sa.Text)
    author: Mapped[str] = mapped_column(sa.String(120))
    reviewer: Mapped[str] = mapped_column(sa.String(120), default="")
    reviewed_on: Mapped[date | None] = mapped_column(sa.Date)
    sources: Mapped[list[dict[str, str]]] = mapped_column(sa.JSON, default=list)
    level: Mapped[str] = mapped_column(sa.String(4), default="B1")
    themes: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    reading_minutes: Mapped[int] = mapped_column(sa.SmallInteger)
    state: Mapped[str] = mapped_column(one_of("article_state", "published", "withdrawn"), default="published")
    is_example: Mapped[bool] = mapped_column(sa.Boolean, default=False)
    published_at: Mapped[datetime] = mapped_column(Moment, default=clock.now, index=True)
    changed_at: Mapped[datetime] = mapped_column(Moment, default=clock.now, onupdate=clock.now)

    @property
    def is_published(self) -> bool:
        return self.state == "published"

    @property
    def url(self) -> str:
        return f"/info/{self.slug}"


class NationalService(Base):
    """A service for the whole country, shown as a card; not ours, and not taking part here.

    checked_on: when a person last compared it with its own site; None: not yet.
    """

    __tablename__ = "national_services"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    slug: Mapped[str] = mapped_column(sa.String(80), unique=True)
    name: Mapped[str] = mapped_column(sa.String(120))
    what: Mapped[str] = mapped_column(sa.String(400))
    url: Mapped[str] = mapped_column(sa.String(300))
    themes: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    note: Mapped[str] = mapped_column(sa.String(200), default="")
    position: Mapped[int] = mapped_column(sa.SmallInteger, default=0)
    checked_on: Mapped[date | None] = mapped_column(sa.Date)

    __table_args__ = (sa.CheckConstraint("url LIKE 'https://%'", name="https"),)
