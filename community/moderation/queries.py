"""Finding cases, reports and decisions, through who asks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from community import clock, content, crypto, db
from community.errors import NotFound
from community.i18n import _
from community.members.models import Person, Viewer
from community.moderation import rules
from community.moderation.models import LEVELS, OBJECTION_KIND, Case, Decision, Objection, Report
from community.moments import N_

MOST_OPEN = 500
"""How many open items one page of the queue lists, most urgent first."""
MOST_CLOSED = 50
HISTORY_ITEMS = 200
"""How far back an author's items are looked at for the history in one room or board."""
NO_SUCH = N_("Dit is er niet, of niet meer.")

urgency = sa.case({level: rank for rank, level in enumerate(LEVELS)}, value=Case.level)


def open_cases(viewer: Person, *, objections: bool = False) -> list[Case]:
    """The queue: risk first, then by waiting time; at most MOST_OPEN."""
    if not rules.may_read_queue(viewer):
        return []
    is_objection = Case.kind == OBJECTION_KIND
    wish = sa.select(Case).where(Case.closed_at.is_(None), is_objection if objections else sa.true())
    wish = wish.options(joinedload(Case.claimed_by), selectinload(Case.reports))
    return list(db.session().scalars(wish.order_by(urgency, Case.opened_at, Case.id).limit(MOST_OPEN)).unique())


def closed_cases(viewer: Person, before_id: int | None = None) -> list[Case]:
    """What was decided, newest case first, at most MOST_CLOSED from before one case on."""
    if not rules.may_read_queue(viewer):
        return []
    wish = sa.select(Case).where(Case.closed_at.is_not(None)).options(selectinload(Case.decisions))
    if before_id:
        wish = wish.where(Case.id < before_id)
    return list(db.session().scalars(wish.order_by(Case.id.desc()).limit(MOST_CLOSED)))


def counts() -> dict[str, int]:
    """How many open cases there are by level, and of these how many objections; numbers only."""
    by_kind = sa.select(Case.level, Case.kind, sa.func.count()).where(Case.closed_at.is_(None))
    found = dict.fromkeys((*LEVELS, "objections"), 0)
    for level, kind, number in db.session().execute(by_kind.group_by(Case.level, Case.kind)):
        found["objections" if kind == OBJECTION_KIND else level] += number
    return found | {"open": sum(found.values())}


def case_for(viewer: Person, public_id: str) -> Case:
    """One case for somebody who may read the queue.

    Raises NotFound for others and for an unknown one alike.
    """
    found = db.session().scalar(sa.select(Case).where(Case.public_id == public_id))
    if found is None or not rules.may_read_queue(viewer):
        raise NotFound(_(NO_SUCH))
    return found


def open_case_of(kind: str, item_id: str) -> Case | None:
    """The open case about a thing, for machines."""
    return db.session().scalar(
        sa.select(Case).where(Case.kind == kind, Case.item_id == item_id, Case.closed_at.is_(None))
    )


def open_items(kind: str, item_ids: Iterable[str]) -> set[str]:
    """Which of these things have an open case; one statement for all."""
    wished = list(item_ids)
    about = sa.select(Case.item_id).where(Case.kind == kind, Case.item_id.in_(wished), Case.closed_at.is_(None))
    return set(db.session().scalars(about)) if wished else set()


def item_of(case: Case) -> Any | None:
    """The content a case is about; None when it is no content or is gone."""
    if case.kind not in {table.kind for table in content.classes()}:
        return None
    try:
        return content.find(case.kind, case.item_id)
    except NotFound:
        return None


def items_of(cases: Iterable[Case]) -> dict[tuple[str, str], Any]:
    """The contents of many cases, one statement per kind: {(kind, public id): item}."""
    wished: dict[str, list[str]] = {}
    for case in cases:
        wished.setdefault(case.kind, []).append(case.item_id)
    found: dict[tuple[str, str], Any] = {}
    for table in content.classes():
        if table.kind in wished:
            rows = db.session().scalars(sa.select(table).where(table.public_id.in_(wished[table.kind])))
            found.update({(table.kind, row.public_id): row for row in rows})
    return found


@dataclass(frozen=True)
class History:
    """What a moderator may know of an author: in this room or board only. decisions: newest first, at most five."""

    written: int
    is_more: bool
    decisions: tuple[Decision, ...]


def history(viewer: Person, case: Case) -> History:
    """An author's history in the scope of a case (product.md 4, never elsewhere)."""
    table: Any = next((each for each in content.classes() if each.kind == case.kind), None)
    if table is None or case.author_id is None or not rules.may_read_queue(viewer):
        return History(0, False, ())
    newest = sa.select(table).where(table.author_id == case.author_id).order_by(table.id.desc()).limit(HISTORY_ITEMS)
    written = [row for row in db.session().scalars(newest) if row.scope() == case.scope]
    earlier = sa.select(Decision).where(
        Decision.subject_id == case.author_id, Decision.scope == case.scope, Decision.case_id != case.id
    )
    decisions = db.session().scalars(earlier.order_by(Decision.id.desc()).limit(5))
    return History(len(written), len(written) == HISTORY_ITEMS, tuple(decisions))


def report_by_receipt(receipt: str) -> Report:
    """The report with this receipt, whoever asks: knowing it is the right.

    Raises NotFound.
    """
    found = db.session().scalar(sa.select(Report).where(Report.receipt_hash == receipt_hash(receipt)))
    if found is None:
        raise NotFound(_("Deze melding kennen we niet. Kijk of het nummer klopt."))
    return found


def receipt_hash(receipt: str) -> str:
    """What is stored of a receipt: without our key it leads nowhere. Dashes and capitals do not matter."""
    return crypto.keyed_hash(receipt.replace("-", "").strip().lower(), "report.receipt")


def reports_by(viewer: Viewer) -> list[Report]:
    """What the viewer reported, newest first, at most 50."""
    if viewer.id is None:
        return []
    wish = sa.select(Report).where(Report.reporter_id == viewer.id).options(joinedload(Report.case))
    return list(db.session().scalars(wish.order_by(Report.id.desc()).limit(50)))


def has_refused_reports(person_id: int, days: int) -> bool:
    """Whether a report of this person was refused in the last so many days."""
    since = clock.now() - timedelta(days=days)
    wish = sa.select(Report.id).where(
        Report.reporter_id == person_id, Report.outcome == "refused", Report.answered_at > since
    )
    return db.session().scalar(wish.limit(1)) is not None


def decisions_about(viewer: Viewer) -> list[Decision]:
    """Decisions about the viewer, newest first, at most 50."""
    if viewer.id is None:
        return []
    wish = sa.select(Decision).where(Decision.subject_id == viewer.id).options(joinedload(Decision.objection))
    return list(db.session().scalars(wish.order_by(Decision.id.desc()).limit(50)))


def decision_about(viewer: Viewer, public_id: str) -> Decision:
    """One decision about the viewer.

    Raises NotFound for somebody else's.
    """
    found = db.session().scalar(sa.select(Decision).where(Decision.public_id == public_id))
    if found is None or viewer.id is None or found.subject_id != viewer.id:
        raise NotFound(_(NO_SUCH))
    return found


def objection_of(case: Case) -> Objection | None:
    """The objection a case is about."""
    wish = sa.select(Objection).join(Decision).where(Decision.public_id == case.item_id)
    return db.session().scalar(wish) if case.is_objection else None
