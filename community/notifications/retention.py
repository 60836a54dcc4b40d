"""How long notices stay: a month after they were put away, a year at most."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa

from community import clock, db
from community.notifications.models import Notice
from community.retention import forgets

READ_LASTS, LASTS = timedelta(days=30), timedelta(days=365)


@forgets
@db.action
def run() -> dict[str, int]:
    """Remove what is old; returns how many went. Safe to repeat."""
    now = clock.now()
    old = sa.or_(Notice.read_at < now - READ_LASTS, Notice.created_at < now - LASTS)
    gone = db.session().execute(sa.delete(Notice).where(old))
    return {"notices": int(gone.rowcount)}  # type: ignore[attr-defined]
