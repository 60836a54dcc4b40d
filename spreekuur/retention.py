"""Forgetting (L6): bookings and questions 90 days after the conversation; a code nobody came to read, after minutes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from chat.models import Room
from community import clock, db, retention
from spreekuur import codes
from spreekuur.models import Booking, Question, Session

KEPT = timedelta(days=90)


@retention.forgets
@db.action
def run() -> dict[str, int]:
    """Erase what is older than we promise; returns how many rows, by name."""
    now = clock.now()
    old = sa.select(Session.id).where(Session.ends_at < now - KEPT)
    keys = sa.select(Session.public_id).where(Session.ends_at < now - KEPT)
    waiting = sa.update(Booking).where(Booking.code_sealed.is_not(None), Booking.created_at < now - codes.WAITS)
    return {
        "spreekuur.codes": _do(waiting.values(code_sealed=None)),
        "spreekuur.rooms": _do(sa.delete(Room).where(Room.session_key.in_(keys))),
        "spreekuur.questions": _do(sa.delete(Question).where(Question.session_id.in_(old))),
        "spreekuur.bookings": _do(sa.delete(Booking).where(Booking.session_id.in_(old))),
    }


def _do(change: Any) -> int:
    return int(db.session().execute(change).rowcount)  # type: ignore[attr-defined]
