"""Booking a time or a seat, cancelling it, and showing its code once."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from community import clock, content, crypto, db
from community.errors import Conflict, require
from community.i18n import _
from community.members import consents
from community.members.models import Person
from community.moments import N_
from community.notifications import actions as notices
from community.safety import masking, sieve
from community.text import clean_text
from spreekuur import codes, queries, rules
from spreekuur.actions.holding import hold
from spreekuur.forms import BookingWish
from spreekuur.models import QUESTION_PURPOSE, Booking, Question, Session, Slot

TAKEN = N_(
    "Deze tijd is net vergeven. Iemand was je een paar tellen voor. Kies een andere tijd, je antwoorden staan er nog."
)
FULL = N_("Dit spreekuur is net vol. Iemand was je een paar tellen voor. Wat je schreef staat er nog.")
YOURS = N_("Deze afspraak staat al voor je vast. Je vindt hem bij Mijn Moi.")
OVER = N_("Dit spreekuur is voorbij of gaat niet door. Kies een andere tijd, wat je schreef staat er nog.")


@db.action
def book(booker: Person, session: Session, wish: BookingWish) -> Booking:
    """Give a time of a session, or a seat in a group, to somebody who agreed to a private conversation.

    Of any number of people at once exactly one gets a slot: the change of its state is conditional, and the schema
    allows one active booking. Pressing twice gives the same booking, until its code was shown.

    Raises NotAllowed when the hours are the booker's own; Conflict when the time or seat is gone, or the session.
    """
    hold(session)
    require(rules.may_book(booker, session), _("Dit zijn je eigen uren."))
    if not rules.is_open(session):
        raise Conflict(_(OVER))
    slot = wish.slot
    try:
        with db.savepoint():
            _take(session, slot)
            booking = _write(booker, session, slot, wish.channel)
    except (Gone, IntegrityError) as late:
        return _twin(booker, session, slot, late)
    _ask(booker, booking, wish.question)
    consents.give(booker, "conversation")
    _tell_professional(session, booking)
    return booking


class Gone(Exception):
    """Somebody else was first; inside this file only."""


def _take(session: Session, slot: Slot | None) -> None:
    change: Any
    if slot is None:
        has_seat = sa.or_(Session.capacity.is_(None), Session.taken < Session.capacity)
        change = sa.update(Session).where(Session.id == session.id, Session.state == "planned", has_seat)
        change = change.values(taken=Session.taken + 1)
    else:
        change = sa.update(Slot).where(Slot.id == slot.id, Slot.session_id == session.id, Slot.state == "free")
        change = change.where(Slot.starts_at > clock.now()).values(state="booked")
    if db.session().execute(change).rowcount != 1:  # type: ignore[attr-defined]
        raise Gone


def _write(booker: Person, session: Session, slot: Slot | None, channel: str) -> Booking:
    code = codes.new_code()
    booking = Booking(
        session_id=session.id,
        slot_id=slot.id if slot else None,
        person_id=booker.id,
        person_name=booker.name,
        channel=channel,
        code_hash=codes.hash_of(code),
        code_sealed=codes.seal(code),
    )
    db.add(booking)
    return booking


def _twin(booker: Person, session: Session, slot: Slot | None, late: Exception) -> Booking:
    """The booking this very person made a moment ago by pressing twice, while its code still waits to be shown."""
    wish = sa.select(Booking).where(Booking.session_id == session.id, Booking.state == "active")
    wish = wish.where(Booking.person_id == booker.id, Booking.slot_id == (slot.id if slot else None))
    own = db.session().scalar(wish)
    if own is None:
        raise Conflict(_(TAKEN if slot else FULL)) from late
    if own.code_sealed is None:
        raise Conflict(_(YOURS)) from late
    return own


def _ask(booker: Person, booking: Booking, question: str) -> None:
    """Keep what was typed: in a group as content that a person reads first, else sealed for the professional alone.

    Whatever the sieve says, the booking stands; the writer sees the card at once (L11).
    """
    if not question:
        return
    if booking.slot_id is None:
        asked = content.submit(Question(session_id=booking.session_id, booking_id=booking.id), booker, question)
        booking.question_level, booking.question_reasons = asked.level, asked.reasons
    else:
        _seal(booking, question)


def _seal(booking: Booking, question: str) -> None:
    cleaned = clean_text(question)
    verdict = sieve.screen(cleaned)
    booking.question_level, booking.question_reasons = verdict.level, list(verdict.reasons)
    booking.question_sealed = crypto.seal(masking.mask(cleaned).text, QUESTION_PURPOSE) if cleaned else None


@db.action
def rephrase(booker: Person, booking: Booking, question: str) -> None:
    """Change what was typed with a booking; it passes mask and sieve again, and what was held stays held.

    Raises NotAllowed for somebody else's booking, and for one that is over or cancelled.
    """
    hold(booking.session)
    require(rules.is_booker_of(booker, booking) and rules.may_cancel(booking), _("Dit kun je niet meer aanpassen."))
    had_alarm = booking.has_alarm
    asked = queries.question_of(booking)
    if asked is None:
        _ask(booker, booking, question)
    else:
        content.revise(asked, booker, question)
        booking.question_level, booking.question_reasons = asked.level, asked.reasons
    if booking.has_alarm and not had_alarm:
        _tell_professional(booking.session, booking)


def _tell_professional(session: Session, booking: Booking) -> None:
    if session.professional_id is None:
        return
    is_urgent = booking.has_alarm and booking.slot_id is not None  # a group's question is the team's to read first
    words = _("Iemand schreef bij een afspraak iets dat niet kan wachten. Lees het nu.") if is_urgent else ""
    words = words or _("Er is een afspraak bij gekomen.")
    notices.notify(session.professional_id, "spreekuur.booked", words, f"/agenda#afspraak-{booking.public_id}")


@db.action
def cancel(booker: Person | None, booking: Booking) -> None:
    """Let go of a time or seat; it is free at once. booker: None for who came with the code.

    Raises Conflict when it was cancelled before or is over.
    """
    hold(booking.session)
    db.session().refresh(booking)
    if not rules.may_cancel(booking):
        raise Conflict(_("Deze afspraak staat niet meer."))
    booking.state, booking.cancelled_by, booking.cancelled_at = "cancelled", "booker", clock.now()
    booking.question_sealed = booking.code_sealed = None
    db.session().flush()
    free(booking)
    if booking.session.professional_id is not None:
        text = _("Een afspraak is afgezegd. De tijd is weer vrij.")
        notices.notify(booking.session.professional_id, "spreekuur.cancelled", text, "/agenda")


def free(booking: Booking) -> None:
    """Give the slot or seat of a booking back. Inside an action."""
    change: Any
    if booking.slot_id is not None:
        change = sa.update(Slot).where(Slot.id == booking.slot_id, Slot.state == "booked").values(state="free")
    else:
        change = sa.update(Session).where(Session.id == booking.session_id, Session.taken > 0)
        change = change.values(taken=Session.taken - 1)
    db.session().execute(change)


@db.action
def take_code(booker: Person, booking: Booking) -> str | None:
    """The four words, once; None when they were shown before or waited too long."""
    require(rules.is_booker_of(booker, booking), "")
    sealed, booking.code_sealed = booking.code_sealed, None
    if sealed is None or booking.created_at + codes.WAITS < clock.now():
        return None
    return codes.unseal(sealed)
