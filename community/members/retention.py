"""What Moi forgets by itself about people (L6): guests a day after last use, members unused for two years."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import sqlalchemy as sa

from community import clock, db
from community.members import forgetting
from community.members.models import GUEST_LASTS, Person, SignIn
from community.retention import forgets

MEMBER_LASTS = timedelta(days=730)
"""24 months without use (L6)."""
ENDED_SIGN_IN_LASTS = timedelta(days=30)
UNREAD_LASTS = timedelta(hours=1)
"""A passphrase that nobody came to read is not kept, sealed or not."""
PER_ACTION = 100
"""People in one transaction: a running server waits only a moment for its turn to write."""


@forgets
def run() -> dict[str, int]:
    """Forget who is due now; what was forgotten, counted by kind."""
    return forget_old(clock.now())


def forget_old(now: datetime) -> dict[str, int]:
    """Forget who was last here too long before this moment. Staff stay until somebody ends their roles."""
    return {
        "guests": _in_turns(lambda: _forget_some("guest", now - GUEST_LASTS)),
        "members": _in_turns(lambda: _forget_some("member", now - MEMBER_LASTS)),
        "sign_ins": _forget_sign_ins(now - ENDED_SIGN_IN_LASTS),
    }


def _in_turns(forget: Callable[[], int]) -> int:
    total = 0
    while some := forget():
        total += some
    return total


@db.action
def _forget_some(kind: str, last_used_before: datetime) -> int:
    wish = sa.select(Person).where(Person.kind == kind, Person.last_used_at < last_used_before)
    due = list(db.session().scalars(wish.order_by(Person.id).limit(PER_ACTION)))
    for person in due:
        forgetting.forget_guest(person) if person.is_guest else forgetting.erase(person, forgetting.KEEP_POSTS)
    return len(due)


@db.action
def _forget_sign_ins(ended_before: datetime) -> int:
    unread = sa.update(SignIn).where(SignIn.once_sealed.is_not(None), SignIn.last_used_at < clock.now() - UNREAD_LASTS)
    db.session().execute(unread.values(once_sealed=None))
    gone = db.session().execute(sa.delete(SignIn).where(SignIn.ended_at < ended_before))
    return int(gone.rowcount)  # type: ignore[attr-defined]
