"""One lock for everything that changes around a session."""

from __future__ import annotations

import sqlalchemy as sa

from community import db
from spreekuur.models import Session


def hold(session: Session) -> None:
    """Let changes around a session happen one after another, and read it as it is now. Inside an action, first.

    Booking, cancelling and calling off touch session, slot and booking in different order; on PostgreSQL they would
    otherwise lock each other out, or leave a booking behind in a session that was just called off.
    """
    db.session().execute(sa.select(Session.id).where(Session.id == session.id).with_for_update())
    db.session().refresh(session)
