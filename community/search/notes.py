"""Which things changed: noted in the transaction that changes them, read by every index at its own pace.

Notes are a row of numbers that only grows. Each index remembers how far it has read, so that two processes with an
index each, a command beside the server, and a kill between write and index all end the same.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from community import clock, db
from community.db import Base, Key, Moment

LOCK_KEY = 20262
"""PostgreSQL advisory lock, taken last: numbers become visible in ascending order, or an index would pass one over."""
KEPT_FOR = timedelta(days=2)
"""An index that is further behind is made anew."""
WAITING = "search_notes"


class SearchNote(Base):
    """One thing that may have to be found otherwise than before, or not at all."""

    __tablename__ = "search_notes"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    kind: Mapped[str] = mapped_column(sa.String(40))
    key: Mapped[str] = mapped_column(sa.String(64))
    noted_at: Mapped[datetime] = mapped_column(Moment, default=clock.now, index=True)

    __table_args__ = ({"sqlite_autoincrement": True},)
    # A number must never come back, also not after the table was emptied.


def note(kind: str, key: str) -> None:
    """Say, inside the action that changes it, that something must be indexed anew; kept or lost with the change.

    key: what the Searchable of this kind calls it: a public id, a slug.
    """
    if not db.is_writing():
        raise RuntimeError("a change outside an action")
    waiting: dict[tuple[str, str], None] = db.session().info.setdefault(WAITING, {})
    waiting[kind, key] = None


@sa.event.listens_for(Session, "before_commit")
def _write(session: Session) -> None:
    waiting = session.info.pop(WAITING, None)
    if not waiting:
        return
    if not db.is_sqlite():
        session.execute(sa.text(f"SELECT pg_advisory_xact_lock({LOCK_KEY})"))
    session.execute(sa.insert(SearchNote), [{"kind": kind, "key": key} for kind, key in waiting])


@sa.event.listens_for(Session, "after_rollback")
def _forget(session: Session) -> None:
    session.info.pop(WAITING, None)


def last_id() -> int:
    """The number of the newest note, 0 if there is none."""
    return db.session().scalar(sa.select(sa.func.max(SearchNote.id))) or 0


def first_id() -> int:
    """The number of the oldest note that is kept, 0 if there is none."""
    return db.session().scalar(sa.select(sa.func.min(SearchNote.id))) or 0


def after(position: int, most: int) -> list[Any]:
    """Notes with a higher number, ascending, at most `most`: rows of (id, kind, key)."""
    wish = sa.select(SearchNote.id, SearchNote.kind, SearchNote.key).where(SearchNote.id > position)
    return list(db.session().execute(wish.order_by(SearchNote.id).limit(most)))


@db.action
def prune() -> None:
    """Drop old notes; the newest one stays, so that one sees that an index is behind."""
    old = sa.delete(SearchNote).where(SearchNote.noted_at < clock.now() - KEPT_FOR, SearchNote.id < last_id())
    db.session().execute(old)
