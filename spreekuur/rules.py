"""Who may do what around a session."""

from __future__ import annotations

from community.members.models import Person, Viewer
from spreekuur.models import Booking, Session


def may_book(booker: Person, session: Session) -> bool:
    """Anybody but the professional whose hours they are."""
    return not is_professional_of(booker, session)


def is_open(session: Session) -> bool:
    """Whether one can still book: it stands, and is not over."""
    return session.is_planned and not session.is_over


def may_read_questions(viewer: Viewer, session: Session) -> bool:
    """What was asked before a group session: its professional, and the team that takes the names out."""
    return viewer.is_moderator or is_professional_of(viewer, session)


def is_professional_of(viewer: Viewer, session: Session) -> bool:
    return viewer.id is not None and viewer.id == session.professional_id


def is_booker_of(viewer: Viewer, booking: Booking) -> bool:
    return viewer.id is not None and viewer.id == booking.person_id


def may_cancel(booking: Booking) -> bool:
    """Until the last moment, as the page promises; not twice and not afterwards."""
    return booking.is_active and not booking.is_over


def may_call_off(professional: Viewer, session: Session) -> bool:
    return is_professional_of(professional, session) and session.is_planned and not session.is_over
