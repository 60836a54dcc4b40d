"""A notice: that something happened for somebody, where to read it, never what it says."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from community import clock
from community.db import Base, Key, Moment

TEXT_CHARS = 200


class Notice(Base):
    """One line for one person. Goes with the person; nobody else reads it."""

    __tablename__ = "notices"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(sa.String(40))
    text: Mapped[str] = mapped_column(sa.String(TEXT_CHARS))
    url: Mapped[str] = mapped_column(sa.String(200))
    created_at: Mapped[datetime] = mapped_column(Moment, default=clock.now, index=True)
    read_at: Mapped[datetime | None] = mapped_column(Moment)

    __table_args__ = (
        sa.CheckConstraint("length(trim(text)) > 0", name="text"),
        sa.CheckConstraint("url LIKE '/%'", name="own_path"),
    )
