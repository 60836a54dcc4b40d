"""What moderation hears: content that was screened, people who leave or take their things along."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from community import clock, db, signals
from community.members.models import Person
from community.moderation import queries
from community.moderation.actions.cases import open_case
from community.moderation.actions.decisions import reportable_of
from community.moderation.models import Case, Decision, Objection, Report
from community.safety import sieve

REPEATS_WITHIN_DAYS = 1
"""Contact details masked again within this time go to a moderator, whatever the sieve says (L8)."""


@signals.listen(signals.content_screened)
def queue_screened(item: Any, verdict: sieve.Verdict, hold: str | None) -> None:
    """Held, amber and up, repeated contact details, and the edited text of something hidden: a person must look.

    What staff write in their work is not queued: they ask the questions that the sieve listens for.
    """
    source = _source(item, verdict, hold)
    if source is not None:
        level = "amber" if verdict.level == "green" and source in ("contact", "edited") else verdict.level
        open_case(reportable_of(item), source, level)


def _source(item: Any, verdict: sieve.Verdict, hold: str | None) -> str | None:
    if hold:
        return hold
    if item.state == "hidden":
        return "edited"
    if item.author_badge is None and verdict.level != "green":
        return "sieve"
    return "contact" if item.masked_kinds and _is_repeat(item) else None


def _is_repeat(item: Any) -> bool:
    table, since = type(item), clock.now().timestamp() - REPEATS_WITHIN_DAYS * 86400
    earlier = sa.select(table).where(table.author_id == item.author_id, table.id != item.id, table.state == "masked")
    newest = db.session().scalar(earlier.order_by(table.id.desc()).limit(1))
    return newest is not None and newest.created_at.timestamp() > since


@signals.listen(signals.person_exported)
def export_own(person: Person, export: dict[str, Any]) -> None:
    """Decisions about this person, their objections, and what they reported, in their own words (L5)."""
    export["decisions"] = [_exported(decision) for decision in queries.decisions_about(person)]
    export["reports"] = [
        {"made_at": report.made_at.isoformat(), "reason": report.reason, "text": report.text, "outcome": report.outcome}
        for report in queries.reports_by(person)
    ]


def _exported(decision: Decision) -> dict[str, Any]:
    return {
        "decided_at": decision.decided_at.isoformat(),
        "what": decision.what,
        "reason": decision.reason,
        "facts": decision.facts,
        "text": decision.text,
        "until": decision.until.isoformat() if decision.until else None,
        "objection": decision.objection.text if decision.objection else None,
    }


@signals.listen(signals.person_erased)
def forget_person(person: Person, how: str) -> None:
    """Of what was decided nothing personal stays; what waits for a decision is kept until then (L6)."""
    decided = sa.select(Case.id).where(Case.closed_at.is_not(None))
    own_reports = sa.update(Report).where(Report.reporter_id == person.id, Report.case_id.in_(decided))
    db.session().execute(own_reports.values(text_sealed="", contact_sealed=None))
    about_me = sa.select(Case.id).where(Case.author_id == person.id, Case.closed_at.is_not(None))
    if how == "remove_all":
        db.session().execute(sa.update(Report).where(Report.case_id.in_(about_me)).values(snapshot={}))
    mine = sa.select(Decision.id).where(Decision.subject_id == person.id)
    answered = sa.update(Objection).where(Objection.decision_id.in_(mine), Objection.outcome.is_not(None))
    db.session().execute(answered.values(text_sealed=""))
