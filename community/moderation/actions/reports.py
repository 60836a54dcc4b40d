"""Reporting: by anybody, about any item, with a receipt and a snapshot; and the night rule (L14)."""

from __future__ import annotations

import base64
import secrets
from typing import Any

import sqlalchemy as sa

from community import audit, clock, content, crypto, db
from community.content import Reportable
from community.errors import Invalid, TooMany
from community.i18n import _
from community.members.models import Person
from community.moderation import queries, rules, shifts, statements
from community.moderation.actions.cases import announce, locked, open_case
from community.moderation.actions.delivery import deliver
from community.moderation.models import CONTACT_CHARS, REPORT_REASONS, TEXT_CHARS, Case, Decision, Report

RECEIPT_BYTES = 15
"""120 random bits: 24 letters and digits in six groups of four."""
LEVEL_OF = {"illegal": "red", "worried": "red", "house_rule": "amber", "wrong_information": "amber"}
"""How urgent a report is by itself: somebody may be in danger, or a law is broken, or it can wait till today."""
TRUSTED_AFTER_DAYS = 7
REFUSED_COUNTS_DAYS = 90
"""A reporter is trusted as a member of 7 days without a refused report in the last 90 days."""
TRUSTED_TO_HIDE = 3
"""So many separate trusted reporters hide an item at night until somebody looks (L14)."""
MOST_PER_CASE = 200
"""Beyond this, more reports on one open item bring nothing new; a flood must not fill the database."""


@db.action
def report(reporter: Person | None, about: Reportable, reason: str, text: str = "", contact: str = "") -> str:
    """Ask the team to look at a thing.

    reporter: None for a visitor.
    about: from content.reportable(viewer, kind, id), so that nobody reports what they may not read.
    reason: one of REPORT_REASONS; text at most 2,000 characters; contact: how to answer, both kept sealed.

    Returns the receipt, in groups of four; only its hash is kept.
    Raises Invalid for an unknown reason or a text too long, TooMany when this item was reported very often.
    """
    _check(reason, text, contact)
    case = locked(open_case(about, "report", LEVEL_OF[reason]))
    if _number_of_reports(case) >= MOST_PER_CASE:
        raise TooMany(_("Dit is al vaak gemeld. Iemand van het team kijkt ernaar."), retry_after_seconds=3600)
    receipt = _new_receipt()
    _store(case, reporter, about, reason, text, contact, receipt)
    _hide_at_night(case)
    return receipt


def _check(reason: str, text: str, contact: str) -> None:
    errors = {}
    if reason not in REPORT_REASONS:
        errors["reason"] = _("Kies wat er aan de hand is.")
    if len(text) > TEXT_CHARS:
        errors["text"] = _("Maak je uitleg korter, tot %(most)s tekens.", most=TEXT_CHARS)
    if len(contact) > CONTACT_CHARS:
        errors["contact"] = _("Dit is te lang. Hooguit %(most)s tekens.", most=CONTACT_CHARS)
    if errors:
        raise Invalid("", fields=errors)


def _new_receipt() -> str:
    letters = base64.b32encode(secrets.token_bytes(RECEIPT_BYTES)).decode().lower()
    return "-".join(letters[start : start + 4] for start in range(0, len(letters), 4))


def _store(
    case: Case, reporter: Person | None, about: Reportable, reason: str, text: str, contact: str, receipt: str
) -> None:
    row = Report(
        receipt_hash=queries.receipt_hash(receipt),
        case_id=case.id,
        reporter_id=reporter.id if reporter else None,
        is_trusted=_is_trusted(reporter),
        reason=reason,
        text_sealed=crypto.seal(text.strip(), "report.text") if text.strip() else "",
        contact_sealed=crypto.seal(contact.strip(), "report.contact") if contact.strip() else None,
        snapshot=_snapshot(about),
    )
    db.add(row)


def _snapshot(about: Reportable) -> dict[str, Any]:
    """How it stands now, and everything else of it that was read: an edit takes nothing away from a report."""
    earlier = [{"text": text, "until": until.isoformat()} for text, until in about.earlier]
    return {"title": about.title, "text": about.text, "neighbours": list(about.neighbours), "earlier": earlier}


def _is_trusted(reporter: Person | None) -> bool:
    has_refused = reporter is not None and queries.has_refused_reports(reporter.id, REFUSED_COUNTS_DAYS)
    return rules.is_trusted_reporter(reporter, has_refused, TRUSTED_AFTER_DAYS)


def _number_of_reports(case: Case) -> int:
    return db.session().scalar(sa.select(sa.func.count()).where(Report.case_id == case.id)) or 0


def _hide_at_night(case: Case) -> None:
    """Hide what three separate trusted people report while nobody is there; the case stays open for a person."""
    item = queries.item_of(case)
    if item is not None:
        db.hold(item)  # its writer may take it back at this moment
    if item is None or not item.is_shown or not _is_unwatched() or _trusted_reporters(case) < TRUSTED_TO_HIDE:
        return
    content.decide(item, "hidden", None)
    decision = _night_decision(case, item)
    db.add(decision)
    audit.record(None, "content.hidden_at_night", f"{case.kind}:{case.item_id}", decision=decision.public_id)
    deliver(decision)
    announce()


def _is_unwatched() -> bool:
    return rules.is_night(clock.local_now().hour) or not shifts.is_staffed()


def _trusted_reporters(case: Case) -> int:
    separate = sa.select(sa.func.count(sa.distinct(Report.reporter_id)))
    return db.session().scalar(separate.where(Report.case_id == case.id, Report.is_trusted.is_(True))) or 0


def _night_decision(case: Case, item: Any) -> Decision:
    return Decision(
        case_id=case.id,
        kind=case.kind,
        item_id=case.item_id,
        scope=case.scope,
        subject_id=item.author_id,
        what="hide",
        reason="other",
        rule=None,
        facts=f"{case.title}. Drie mensen die we vertrouwen hebben het gemeld.",
        text=statements.NIGHT,
        found_by="machine",
        hid_item=True,
        decided_role="machine",
    )
