"""Planning hours and calling them off: only by the professional whose hours they are."""

from __future__ import annotations

import sqlalchemy as sa

from community import audit, clock, db, search
from community.errors import Invalid, require
from community.i18n import _
from community.members.models import Person
from community.moments import moment_words
from community.notifications import actions as notices
from spreekuur import queries, rooms, rules
from spreekuur.actions.holding import hold
from spreekuur.hours import Hours
from spreekuur.models import Booking, Session, Slot, new_id
from spreekuur.times import Span, Wish


@db.action
def plan(professional: Person, hours: Hours) -> list[Session]:
    """Open these hours, a session for each day, and the slots in them.

    Raises Invalid when the professional already has something at one of these times: nobody is in two places at once.
    """
    require(professional.has_role("professional"), _("Alleen een professional kan uren openzetten."))
    _lock(professional)
    series = new_id() if len(hours.days) > 1 else None
    return [_open(professional, hours, series, wish, span, slots) for wish, span, slots in hours.days]


def _lock(professional: Person) -> None:
    """Two forms of one professional wait for each other, so that both see what the other planned."""
    db.session().execute(sa.select(Person.id).where(Person.id == professional.id).with_for_update())


def _open(
    professional: Person, hours: Hours, series: str | None, wish: Wish, span: Span, slots: tuple[Span, ...]
) -> Session:
    if queries.overlapping(professional, span.starts_at, span.ends_at) is not None:
        when = moment_words(span.starts_at, clock.now())
        raise Invalid(fields={"start": _("Je hebt dan al iets staan: %(when)s. Kies een andere tijd.", when=when)})
    session = Session(
        series=series,
        kind=hours.kind,
        title=hours.title,
        lead=hours.lead,
        professional_id=professional.id,
        professional_name=professional.name,
        profession=professional.profession or "",
        checked_on=professional.role_checked_on,
        organisation_id=_organisation_of(professional, hours),
        place_id=hours.place.id if hours.place else None,
        channels=list(hours.channels),
        link=hours.link,
        starts_at=span.starts_at,
        ends_at=span.ends_at,
        wish=wish.as_json(),
        themes=list(hours.themes),
        capacity=hours.capacity,
    )
    db.add(session)
    db.session().add_all(
        [Slot(session_id=session.id, starts_at=each.starts_at, ends_at=each.ends_at) for each in slots]
    )
    rooms.make_room(session)
    search.note("session", session.public_id)
    audit.record(professional, "session.planned", f"spreekuur.session:{session.public_id}", slots=len(slots))
    return session


def _organisation_of(professional: Person, hours: Hours) -> int | None:
    """That of the place, else the professional's own."""
    if hours.place is not None and hours.place.organisation_id is not None:
        return hours.place.organisation_id
    return min(professional.organisation_ids, default=None)


@db.action
def call_off(professional: Person, session: Session, text: str) -> int:
    """Call a session off and tell everybody who booked, with the professional's own sentence.

    Returns how many were told. Raises NotAllowed when it is over, called off before, or somebody else's.
    """
    hold(session)
    require(rules.may_call_off(professional, session), _("Dit spreekuur kun je niet meer afzeggen."))
    session.state, session.cancel_text = "cancelled", text
    db.session().execute(sa.update(Slot).where(Slot.session_id == session.id).values(state="cancelled"))
    booked = queries.bookings_of(professional, [session]).get(session.id, [])
    for booking in booked:
        _let_go(booking)
    session.taken = 0
    rooms.drop_hours(session)
    search.note("session", session.public_id)
    audit.record(professional, "session.cancelled", f"spreekuur.session:{session.public_id}", bookings=len(booked))
    return len(booked)


def _let_go(booking: Booking) -> None:
    booking.state, booking.cancelled_by, booking.cancelled_at = "cancelled", "professional", clock.now()
    booking.question_sealed = booking.code_sealed = None
    if booking.person_id is not None:
        words = _("Een afspraak gaat niet door. Je leest waarom, en je kunt een andere tijd kiezen.")
        notices.notify(booking.person_id, "spreekuur.called_off", words, f"/spreekuur/afspraak/{booking.public_id}")
