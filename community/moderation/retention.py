"""How long reports and decisions stay: twelve months; what waits for a decision stays until then (L6)."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa

from community import clock, db
from community.moderation import queries
from community.moderation.models import Case, Decision, Objection, Report, Shift
from community.retention import forgets

KEPT = timedelta(days=365)


@forgets
@db.action
def run() -> dict[str, int]:
    """Remove what is older than twelve months; returns how many rows of each went. Safe to repeat.

    A decision still in force stays, and so does one with an objection that waits for an answer.
    """
    before = clock.now() - KEPT
    waiting = sa.select(Objection.decision_id).where(Objection.outcome.is_(None))
    in_force = sa.and_(Decision.until.is_not(None), Decision.until > clock.now(), Decision.ended_at.is_(None))
    stays = sa.or_(Decision.id.in_(waiting), in_force)
    done = Case.closed_at < before
    return {
        "reports": _remove(sa.delete(Report).where(Report.case_id.in_(sa.select(Case.id).where(done)))),
        "decisions": _remove(sa.delete(Decision).where(Decision.decided_at < before, sa.not_(stays), _is_closed())),
        "cases": _remove(sa.delete(Case).where(done, Case.id.not_in(sa.select(Decision.case_id)))),
        "shifts": _remove(sa.delete(Shift).where(Shift.began_at < before)),
    }


def _is_closed() -> sa.ColumnElement[bool]:
    return Decision.case_id.in_(sa.select(Case.id).where(Case.closed_at.is_not(None)))


def _remove(wish: sa.Delete) -> int:
    return db.session().execute(wish).rowcount  # type: ignore[attr-defined, no-any-return]


def is_kept(kind: str, public_id: str) -> bool:
    """Whether content must stay because a case about it, or an objection to a decision about it, is open."""
    if queries.open_case_of(kind, public_id) is not None:
        return True
    objected = (
        sa.select(Objection.id)
        .join(Decision)
        .where(Decision.kind == kind, Decision.item_id == public_id, Objection.outcome.is_(None))
    )
    return db.session().scalar(objected.limit(1)) is not None
