"""Forgetting (L6): bookings and questions 90 days after the conversation; a code nobody came to read, after minutes."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from chat.models import Message, Room
from community import clock, content, db, retention
from community.members.models import Consent
from community.moderation.retention import is_kept
from spreekuur import codes
from spreekuur.models import Booking, Question, Session

KEPT = timedelta(days=90)


@retention.forgets
@db.action
def run() -> dict[str, int]:
    """Erase what is older than we promise; returns how many rows, by name. What is reported waits for its decision."""
    before = clock.now() - KEPT
    old = sa.select(Session.id).where(Session.ends_at < before)
    return {
        "spreekuur.codes": _forget_codes(),
        "spreekuur.withdrawn": _forget_withdrawn(),
        "spreekuur.questions": _forget_questions(old),
        "spreekuur.bookings": _do(sa.delete(Booking).where(Booking.session_id.in_(old))),
        "spreekuur.rooms": _forget_rooms(before),
    }


def _forget_codes() -> int:
    waiting = Booking.code_sealed.is_not(None)
    late = sa.update(Booking).where(waiting, Booking.created_at < clock.now() - codes.WAITS)
    return _do(late.values(code_sealed=None))


def _forget_withdrawn() -> int:
    """What somebody typed for a professional goes with their consent; the appointment itself stays theirs (L4)."""
    agreeing = sa.select(Consent.person_id).where(Consent.purpose == "conversation", Consent.withdrawn_at.is_(None))
    gone = sa.update(Booking).where(Booking.question_sealed.is_not(None), Booking.person_id.is_not(None))
    return _do(gone.where(Booking.person_id.not_in(agreeing)).values(question_sealed=None))


def _forget_questions(old: sa.Select[Any]) -> int:
    found = db.session().scalars(sa.select(Question).where(Question.session_id.in_(old))).all()
    gone = [asked for asked in found if not is_kept(asked.kind, asked.public_id)]
    for asked in gone:
        content.forget_versions([asked.public_id])
        db.delete(asked)
    return len(gone)


def _forget_rooms(before: datetime) -> int:
    """Rooms of old sessions in which no word is left; the chat forgets the words, and keeps what is reported."""
    keys = sa.select(Session.public_id).where(Session.ends_at < before)
    has_words = sa.select(Message.room_id).where(Message.body != "")
    return _do(sa.delete(Room).where(Room.session_key.in_(keys), Room.id.not_in(has_words)))


def _do(change: Any) -> int:
    return int(db.session().execute(change).rowcount)  # type: ignore[attr-defined]
