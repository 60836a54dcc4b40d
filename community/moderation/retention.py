"""How long reports and decisions stay: twelve months; what waits for a decision stays until then (L6)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from community import clock, content, db
from community.content import ContentVersion
from community.moderation import queries
from community.moderation.models import Case, Decision, Objection, Report, Shift
from community.retention import forgets

KEPT = timedelta(days=365)
WORDS_LAST = timedelta(days=30)
"""As long as moderators can read what was said, also of what was taken back (L6)."""


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
        "words of who left": sum(_forget_words_of_who_left(table) for table in content.classes()),
    }


def _forget_words_of_who_left(table: Any) -> int:
    """Earlier texts of what was removed when its writer left: kept only while somebody had to decide about it."""
    gone = sa.select(table.public_id).where(table.author_id.is_(None), table.state == "removed", table.body == "")
    undecided = sa.select(Case.item_id).where(Case.kind == table.kind, Case.closed_at.is_(None))
    old = ContentVersion.replaced_at < clock.now() - WORDS_LAST
    wish = sa.delete(ContentVersion).where(ContentVersion.public_id.in_(gone), old)
    return _remove(wish.where(ContentVersion.public_id.not_in(undecided)))


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
