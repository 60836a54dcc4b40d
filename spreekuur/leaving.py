"""What happens to bookings when somebody leaves, and what they take along."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from community import clock, db, signals
from community.members.models import Person
from spreekuur import queries
from spreekuur.actions import booking as bookings
from spreekuur.actions.holding import hold
from spreekuur.models import Booking


@signals.listen(signals.person_erased)
def let_go(person: Person, how: str) -> None:
    """Free what an erased person had booked and take the rest of their traces out of bookings.

    A guest is forgotten a day after last use, but comes back with four words: that booking stays, without the name.
    """
    mine = sa.select(Booking).where(Booking.person_id == person.id).order_by(Booking.session_id)
    for booking in db.session().scalars(mine).all():
        hold(booking.session)
        db.session().refresh(booking)
        keeps = person.is_guest and how == "keep_posts" and booking.is_active
        if not keeps:
            _erase(booking)
        booking.person_id, booking.person_name, booking.code_sealed = None, "", None
    db.session().flush()


def _erase(booking: Booking) -> None:
    booking.question_sealed = None
    if booking.is_active:
        booking.state, booking.cancelled_by, booking.cancelled_at = "cancelled", "booker", clock.now()
        if not booking.is_over:
            bookings.free(booking)


@signals.listen(signals.person_exported)
def take_along(person: Person, export: dict[str, Any]) -> None:
    """Bookings with what the person typed; not the professional's own notes, of which there are none."""
    found = db.session().scalars(sa.select(Booking).where(Booking.person_id == person.id).order_by(Booking.id))
    export["bookings"] = [
        {
            "session": each.session.title,
            "professional": each.session.professional_name,
            "starts_at": each.starts_at,
            "ends_at": each.ends_at,
            "channel": each.channel,
            "question": queries.sealed_question(person, each),
            "state": each.state,
            "booked_at": each.created_at,
        }
        for each in found
    ]
