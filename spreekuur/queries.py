"""Finding sessions, slots and bookings, through the viewer."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

import sqlalchemy as sa

from community import clock, crypto, db
from community.errors import NotFound
from community.i18n import _
from community.members.models import Consent, Person, Viewer
from community.moments import N_
from community.places.models import Place
from spreekuur import rules
from spreekuur.models import QUESTION_PURPOSE, Booking, Question, Session, Slot

MOST = 200
"""Sessions in one list: half a year of a busy region."""
GONE = N_("Dit spreekuur is er niet, of niet meer.")
NO_BOOKING = N_("Deze afspraak is er niet, of niet meer.")


def coming(viewer: Viewer, kind: str | None = None, most: int = MOST) -> list[Session]:
    """Planned sessions that are not over, soonest first; of one kind when asked."""
    wish = sa.select(Session).where(Session.state == "planned", Session.ends_at > clock.now())
    if kind:
        wish = wish.where(Session.kind == kind)
    return list(db.session().scalars(wish.order_by(Session.starts_at, Session.id).limit(most)))


def session_for(viewer: Viewer, public_id: str) -> Session:
    """A session by its public id, also when it is over or called off.

    Raises NotFound.
    """
    found = db.session().scalar(sa.select(Session).where(Session.public_id == public_id))
    if found is None:
        raise NotFound(_(GONE))
    return found


def own_session_for(professional: Person, public_id: str) -> Session:
    """A professional's own session.

    Raises NotFound, also for a colleague's.
    """
    found = session_for(professional, public_id)
    if not rules.is_professional_of(professional, found):
        raise NotFound(_(GONE))
    return found


def slots_of(viewer: Viewer, session: Session) -> list[Slot]:
    """All times of a session in order, also those that are taken or called off."""
    wish = sa.select(Slot).where(Slot.session_id == session.id)
    return list(db.session().scalars(wish.order_by(Slot.starts_at)))


def free_slots(viewer: Viewer, sessions: Sequence[Session]) -> dict[int, int]:
    """How many times are still free, by session id; a session without any is left out."""
    if not sessions:
        return {}
    wish = (
        sa.select(Slot.session_id, sa.func.count())
        .where(Slot.session_id.in_([each.id for each in sessions]))
        .where(Slot.state == "free", Slot.starts_at > clock.now())
        .group_by(Slot.session_id)
    )
    return {row[0]: row[1] for row in db.session().execute(wish)}


def other_times(viewer: Viewer, session: Session, most: int = 3) -> list[Session]:
    """Other sessions with the same professional in which a time is free, soonest first."""
    free = sa.select(Slot.session_id).where(Slot.state == "free", Slot.starts_at > clock.now())
    wish = sa.select(Session).where(
        Session.id != session.id,
        Session.state == "planned",
        Session.professional_id == session.professional_id,
        Session.professional_id.is_not(None),
        Session.id.in_(free),
    )
    return list(db.session().scalars(wish.order_by(Session.starts_at).limit(most)))


def bookings_in(viewer: Viewer, session: Session) -> list[Booking]:
    """The viewer's own active bookings in a session, earliest first."""
    if viewer.id is None:
        return []
    wish = sa.select(Booking).where(
        Booking.session_id == session.id, Booking.person_id == viewer.id, Booking.state == "active"
    )
    return sorted(db.session().scalars(wish), key=lambda each: each.starts_at)


def booking_for(viewer: Viewer, public_id: str) -> Booking:
    """The viewer's own booking.

    Raises NotFound, also for somebody else's.
    """
    found = booking_by_id(public_id)
    if not rules.is_booker_of(viewer, found):
        raise NotFound(_(NO_BOOKING))
    return found


def booking_by_id(public_id: str) -> Booking:
    """A booking by its public id, for who has proved with the code that it is theirs.

    Raises NotFound.
    """
    found = db.session().scalar(sa.select(Booking).where(Booking.public_id == public_id))
    if found is None:
        raise NotFound(_(NO_BOOKING))
    return found


def upcoming_bookings(viewer: Viewer) -> list[Booking]:
    """What the viewer has planned, soonest first."""
    if viewer.id is None:
        return []
    wish = sa.select(Booking).join(Session).where(Booking.person_id == viewer.id, Booking.state == "active")
    found = db.session().scalars(wish.where(Session.ends_at > clock.now()))
    return sorted((each for each in found if not each.is_over), key=lambda each: each.starts_at)


def agenda_of(professional: Person) -> list[Session]:
    """A professional's own sessions that are not over, also those called off, soonest first."""
    wish = sa.select(Session).where(Session.professional_id == professional.id, Session.ends_at > clock.now())
    return list(db.session().scalars(wish.order_by(Session.starts_at, Session.id).limit(MOST)))


def bookings_of(professional: Person, sessions: Collection[Session]) -> dict[int, list[Booking]]:
    """Active bookings by session id, earliest first, of sessions that are this professional's own."""
    own = [each.id for each in sessions if rules.is_professional_of(professional, each)]
    wish = sa.select(Booking).where(Booking.session_id.in_(own), Booking.state == "active")
    made: dict[int, list[Booking]] = {}
    for booking in sorted(db.session().scalars(wish), key=lambda each: each.starts_at):
        made.setdefault(booking.session_id, []).append(booking)
    return made


def overlapping(professional: Person, starts_at: datetime, ends_at: datetime) -> Session | None:
    """A planned session of this professional that touches these hours, if there is one."""
    wish = sa.select(Session).where(
        Session.professional_id == professional.id,
        Session.state == "planned",
        Session.starts_at < ends_at,
        Session.ends_at > starts_at,
    )
    return db.session().scalar(wish.limit(1))


def questions_by_session(viewer: Viewer, sessions: Collection[Session]) -> dict[int, list[Question]]:
    """What was asked before these sessions, by session id, oldest first, as far as the viewer may read it."""
    own = [each.id for each in sessions if rules.may_read_questions(viewer, each)]
    if not own:
        return {}
    wish = sa.select(Question).where(Question.session_id.in_(own), Question.state != "removed").order_by(Question.id)
    made: dict[int, list[Question]] = {}
    for question in db.session().scalars(wish):
        if question.readable_by(viewer):
            made.setdefault(question.session_id, []).append(question)
    return made


def sealed_question(viewer: Viewer, booking: Booking) -> str:
    """What was typed with a one-to-one booking: for its professional and its writer; empty for others and when gone."""
    may_read = rules.is_professional_of(viewer, booking.session) or rules.is_booker_of(viewer, booking)
    if not may_read or booking.question_sealed is None:
        return ""
    return crypto.unseal(booking.question_sealed, QUESTION_PURPOSE)


def texts_for(professional: Person, bookings: Collection[Booking]) -> dict[int, str]:
    """What was typed with these bookings, by booking id, for their professional. Whoever took the consent for private
    conversations back is not read any more (L4).
    """
    ids = {each.person_id for each in bookings if each.person_id is not None}
    agreed = agreeing(ids)
    read = [each for each in bookings if each.person_id is None or each.person_id in agreed]
    return {each.id: sealed_question(professional, each) for each in read}


def agreeing(person_ids: Collection[int]) -> set[int]:
    """Which of these people agree to private conversations now."""
    wish = sa.select(Consent.person_id).where(Consent.purpose == "conversation", Consent.withdrawn_at.is_(None))
    return set(db.session().scalars(wish.where(Consent.person_id.in_(person_ids)))) if person_ids else set()


def question_of(booking: Booking) -> Question | None:
    """What was asked with a seat in a group, if anything."""
    wish = sa.select(Question).where(Question.booking_id == booking.id, Question.state != "removed")
    return db.session().scalar(wish.order_by(Question.id.desc()).limit(1))


def typed_in(viewer: Viewer, booking: Booking) -> str:
    """What the viewer typed with their own booking, masked as others see it; empty for everybody else."""
    if not rules.is_booker_of(viewer, booking):
        return ""
    asked = question_of(booking) if booking.slot_id is None else None
    return asked.body if asked else sealed_question(viewer, booking)


def own_places(professional: Person) -> list[Place]:
    """The places of the organisations a professional works for, by name."""
    wish = sa.select(Place).where(Place.organisation_id.in_(professional.organisation_ids))
    return list(db.session().scalars(wish.order_by(Place.name)))
