"""The log of every staff act and every look into private data: only added to, each entry chained to the last (L15)."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from community import clock, db
from community.db import Base, Key, Moment
from community.members.models import Person

GENESIS = "0" * 64
AT_ONCE = 500
LOWEST_ID = -(2**62)
LOCK_KEY = 20261
"""PostgreSQL advisory lock that puts two entries at once in a row; SQLite has one writer anyway."""


class AuditEntry(Base):
    """One act. Holds what was done to which thing and why, never message text."""

    __tablename__ = "audit_entries"

    id: Mapped[int] = mapped_column(Key, primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(Moment)
    actor_id: Mapped[int | None] = mapped_column(Key)
    actor_name: Mapped[str] = mapped_column(sa.String(60))
    act: Mapped[str] = mapped_column(sa.String(60), index=True)
    subject: Mapped[str] = mapped_column(sa.String(120), index=True)
    details: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    previous_hash: Mapped[str] = mapped_column(sa.String(64))
    hash: Mapped[str] = mapped_column(sa.String(64), unique=True)

    def computed_hash(self) -> str:
        """SHA-256 over the canonical JSON of all fields and the hash before."""
        moment = self.at.isoformat(timespec="microseconds")
        fields = [
            self.id,
            moment,
            self.actor_id,
            self.actor_name,
            self.act,
            self.subject,
            self.details,
            self.previous_hash,
        ]
        return hashlib.sha256(json.dumps(fields, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def record(actor: Person | None, act: str, subject: str, **details: Any) -> AuditEntry:
    """Add an entry, inside the action that does the thing: kept or lost with it.

    act: past tense and dotted, "content.hidden"; subject: "chat.message:<public id>"; details: short JSON values.
    """
    if not db.is_sqlite():
        db.session().execute(sa.text(f"SELECT pg_advisory_xact_lock({LOCK_KEY})"))
    last = (
        db.session().execute(sa.select(AuditEntry.id, AuditEntry.hash).order_by(AuditEntry.id.desc()).limit(1)).first()
    )
    entry = AuditEntry(
        id=(last.id if last else 0) + 1,
        at=clock.now(),
        actor_id=actor.id if actor else None,
        actor_name=actor.name if actor else "Moi",
        act=act,
        subject=subject,
        details=details,
        previous_hash=last.hash if last else GENESIS,
    )
    entry.hash = entry.computed_hash()
    db.add(entry)
    return entry


def trail(subject: str | None = None, most: int = 100, before_id: int | None = None) -> list[AuditEntry]:
    """Entries, newest first, at most `most`; of one subject when named."""
    wish = sa.select(AuditEntry).order_by(AuditEntry.id.desc()).limit(most)
    if subject:
        wish = wish.where(AuditEntry.subject == subject)
    if before_id:
        wish = wish.where(AuditEntry.id < before_id)
    return list(db.session().scalars(wish))


def verify() -> int | None:
    """The id of the first entry that does not fit the chain, or None when all is well."""
    expected_id, previous, last_read = 1, GENESIS, LOWEST_ID
    while entries := _entries_after(last_read):
        for entry in entries:
            if entry.id != expected_id or entry.previous_hash != previous or entry.hash != entry.computed_hash():
                return entry.id
            expected_id, previous, last_read = entry.id + 1, entry.hash, entry.id
    return None


def _entries_after(last_read: int) -> list[AuditEntry]:
    wish = sa.select(AuditEntry).where(AuditEntry.id > last_read).order_by(AuditEntry.id).limit(AT_ONCE)
    return list(db.session().scalars(wish))
