"""Deciding about a thing and its writer: a decision, its effect, its statement and its entry in the log, together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from community import audit, clock, content, db, signals
from community.content import Reportable
from community.errors import Conflict, Invalid, require
from community.i18n import _
from community.members.models import Person
from community.moderation import queries, rules, statements
from community.moderation.actions.cases import close, locked, open_case
from community.moderation.actions.delivery import ANSWERED, deliver, tell_placed
from community.moderation.models import NOTE_CHARS, REASONS, RESTRICTING, TEXT_CHARS, WHATS, Case, Decision
from community.moments import N_
from community.notifications import actions as notifications

DEFAULT_DAYS = {"mute": 1, "suspend": 14}
MAX_DAYS = 3650
NOT_YOURS = N_("Hier kun je niet zelf over beslissen.")
REMOVED = N_("De schrijver heeft dit zelf weggehaald.")
CHANGED = N_("De tekst is intussen veranderd. Lees hem nog eens.")
DECIDED = N_("Iemand anders heeft dit al besloten. Hieronder staat wat.")
LIMITS = {"mute": "muted_until", "suspend": "suspended_until"}
ACTS = {
    "keep": "content.kept",
    "hide": "content.hidden",
    "restore": "content.restored",
    "warn": "person.warned",
    "mute": "person.muted",
    "suspend": "person.suspended",
}


@dataclass(frozen=True)
class Wish:
    """What somebody wants to decide, checked: a decision that restricts has a text for the person.

    mark: of the text they read (content.mark_of); None where the asker does not say.
    """

    what: str
    reason: str
    note: str
    text: str
    days: int | None
    mark: str | None = None


@db.action
def decide(
    moderator: Person,
    about: Any,
    what: str,
    reason: str = "other",
    note: str = "",
    text: str = "",
    days: int | None = None,
    mark: str | None = None,
) -> Decision:
    """Decide about a case of the queue, or about content without one.

    about: a Case, or a Content. what: one of WHATS; keep and restore show what was held or hidden; mute and suspend
    also hide it, for `days` (1 to 3650, else 1 and 14); a warning leaves it, unless it was held.
    text: what the person reads, needed where the decision restricts. note: for the team. mark: of the text that was
    read, so that nobody decides about other words than they read.

    Returns the decision; again by the same moderator with the same outcome: the one there is.
    Raises Invalid for what does not fit, NotAllowed for one's own text and for colleagues, Conflict when somebody else
    decided already, or the text is not the one that was read.
    """
    wish = _checked(what, reason, note, text, days, mark)
    case = locked(about if isinstance(about, Case) else case_about(about))
    if case.is_objection:
        raise Invalid(
            _("Dit is een bezwaar. Kies of het besluit blijft."), fields={"decision": _("Kies wat je besluit.")}
        )
    if not case.is_open:
        return _decide_again(moderator, case, wish)
    require(rules.may_decide(moderator, case.author_id), _(NOT_YOURS))
    return _carry_out(moderator, case, wish)


def _checked(what: str, reason: str, note: str, text: str, days: int | None, mark: str | None) -> Wish:
    errors = {}
    if what not in WHATS:
        errors["decision"] = _("Kies wat je besluit.")
    if reason not in REASONS:
        errors["reason"] = _("Kies een reden.")
    if what in RESTRICTING and not text.strip():
        errors["text"] = _("Schrijf wat de schrijver te lezen krijgt. Zonder uitleg kan dit niet.")
    if len(text) > TEXT_CHARS:
        errors["text"] = _("Maak de tekst korter, tot %(most)s tekens.", most=TEXT_CHARS)
    if len(note) > NOTE_CHARS:
        errors["note"] = _("Maak de notitie korter, tot %(most)s tekens.", most=NOTE_CHARS)
    if days is not None and not 1 <= days <= MAX_DAYS:
        errors["days"] = _("Kies 1 tot %(most)s dagen.", most=MAX_DAYS)
    if errors:
        raise Invalid("", fields=errors)
    return Wish(what, reason, note.strip(), text.strip(), days, mark or None)


def case_about(item: Any) -> Case:
    """The open case about content, or one that the team opens by deciding."""
    found = queries.open_case_of(item.kind, item.public_id)
    return found or open_case(reportable_of(item), "team", item.level)


def reportable_of(item: Any) -> Reportable:
    """Content as the queue knows it."""
    return Reportable(
        item.kind, item.public_id, item.title(), item.url(), item.body, author_id=item.author_id, scope=item.scope()
    )


def _decide_again(moderator: Person, case: Case, wish: Wish) -> Decision:
    """A closed case: the same press twice is one decision; undoing is for who decided and for the achterwacht."""
    last = case.decision
    if last is not None and last.decided_by_id == moderator.id and last.what == wish.what:
        return last
    if wish.what != "restore" or not rules.may_undo(moderator, case):
        raise Conflict(_(DECIDED))
    return _carry_out(moderator, case, wish)


def _carry_out(moderator: Person, case: Case, wish: Wish) -> Decision:
    item, subject = _item(case), _subject(case, wish)
    if item is not None and wish.mark not in (None, content.mark_of(item)):
        raise Conflict(_(CHANGED))
    before = item.state if item is not None else None
    _check_fits(wish, item, subject)
    decision = _decision(moderator, case, wish, item)
    decision.hid_item = _change_item(item, wish.what, moderator)
    db.add(decision)
    db.session().expire(case, ["decisions"])
    if wish.what in LIMITS and subject is not None:
        limit_again(subject, wish.what)
    lifted = _end_earlier(case, decision) if wish.what in ("keep", "restore") else []
    _note(moderator, case, decision)
    _tell(case, decision, before, lifted, item)
    _answer_reporters(case, wish.what)
    if case.is_open:
        close(case)
    return decision


def _item(case: Case) -> Any | None:
    item = queries.item_of(case)
    if item is not None:
        db.hold(item)  # it may have changed while we waited for the case
    return item


def _subject(case: Case, wish: Wish) -> Person | None:
    if case.author_id is None:
        return None
    subject = db.session().get(Person, case.author_id, with_for_update=wish.what in LIMITS or None)
    if subject is not None and wish.what in LIMITS:
        require(rules.may_restrict(subject), _("Over iemand van het team beslist de beheerder."))
    return subject


def _check_fits(wish: Wish, item: Any | None, subject: Person | None) -> None:
    if wish.what == "hide" and item is None:
        raise Invalid("", fields={"decision": _("Dit kun je hier niet verbergen. Geef het door aan wie het bijhoudt.")})
    if wish.what in ("warn", "mute", "suspend") and subject is None:
        raise Invalid("", fields={"decision": _("De schrijver is er niet meer, of dit heeft geen schrijver.")})


def _decision(moderator: Person, case: Case, wish: Wish, item: Any | None) -> Decision:
    days = wish.days or DEFAULT_DAYS.get(wish.what)
    return Decision(
        case_id=case.id,
        kind=case.kind,
        item_id=case.item_id,
        scope=case.scope,
        subject_id=case.author_id,
        what=wish.what,
        reason=wish.reason,
        rule=statements.RULE_OF.get(wish.reason),
        facts=statements.facts(case, item),
        text=wish.text or (statements.SHOWN_AGAIN if wish.what == "restore" else ""),
        note=wish.note,
        found_by=statements.found_by(case),
        until=clock.now() + timedelta(days=days) if wish.what in LIMITS and days else None,
        decided_by_id=moderator.id,
        decided_role=statements.role_of(moderator),
        decided_at=clock.now(),
    )


def _change_item(item: Any | None, what: str, moderator: Person) -> bool:
    """Show or hide; returns whether it was hidden by this. What its writer took away stays away."""
    if item is None or item.state == "removed":
        return False
    if what in ("keep", "restore"):
        if not item.is_shown:
            content.decide(item, content.shown_state(item), moderator)
        return False
    hides = what != "warn" or item.state == "held"
    if hides:
        content.decide(item, "hidden", moderator)
    return hides


def _end_earlier(case: Case, decision: Decision) -> list[Decision]:
    """What showing the thing again undoes: a restore everything that was decided about it, a keep only its hiding."""
    undone = RESTRICTING if decision.what == "restore" else ("hide",)
    in_force = sa.select(Decision).where(
        Decision.kind == case.kind,
        Decision.item_id == case.item_id,
        Decision.ended_at.is_(None),
        Decision.what.in_(undone),
    )
    ended = list(db.session().scalars(in_force))
    for each in ended:
        end(each)
    return ended


def end(decision: Decision) -> None:
    """Let a decision be no longer in force, and lift the limit it set."""
    decision.ended_at = clock.now()
    db.session().flush()
    subject = db.session().get(Person, decision.subject_id) if decision.subject_id else None
    if decision.what in LIMITS and subject is not None:
        limit_again(subject, decision.what)
        signals.person_restricted.send(subject, decision=decision)


def limit_again(person: Person, what: str) -> None:
    """Set a person's limit of one kind to the longest of the decisions about them that are in force."""
    in_force = sa.select(sa.func.max(Decision.until)).where(
        Decision.subject_id == person.id, Decision.what == what, Decision.ended_at.is_(None)
    )
    setattr(person, LIMITS[what], db.session().scalar(in_force))
    db.session().flush()


def _note(moderator: Person, case: Case, decision: Decision) -> None:
    audit.record(
        moderator,
        ACTS[decision.what],
        f"{case.kind}:{case.item_id}",
        case=case.public_id,
        decision=decision.public_id,
        reason=decision.reason,
        until=decision.until.isoformat() if decision.until else None,
    )


def _tell(case: Case, decision: Decision, before: str | None, lifted: list[Decision], item: Any | None) -> None:
    if decision.restricts or (decision.what == "restore" and (before == "hidden" or lifted)):
        deliver(decision)
    elif before == "hidden" or (before == "held" and item is not None and item.is_shown):
        tell_placed(case.author_id, case.url)


def _answer_reporters(case: Case, what: str) -> None:
    """Each report gets its outcome, and who can be told is told; kept as it was counts as refused."""
    for report in case.reports:
        if report.outcome is None:
            report.outcome, report.answered_at = ("acted" if what in RESTRICTING else "refused"), clock.now()
            if report.reporter_id is not None:
                notifications.notify(report.reporter_id, "report", ANSWERED, "/mijn/meldingen")
    db.session().flush()


@db.action
def restore(moderator: Person, item: Any, text: str = "", note: str = "") -> Decision:
    """Show hidden or held content again, and undo what was decided about it."""
    latest = sa.select(Case).where(Case.kind == item.kind, Case.item_id == item.public_id).order_by(Case.id.desc())
    case = db.session().scalar(latest.limit(1))
    return decide(moderator, case or item, "restore", "other", note, text)


@db.action
def decide_held(host: Person, item: Any, show: bool, reason: str = "", mark: str | None = None) -> Any:
    """Decide with one press, in a room or on a board: show content, or hide it with a generated statement.

    reason: one of REASONS; other words stand in the statement as the host typed them; empty: what the text itself
        points to. mark: of the text that was read. Safe to repeat. Returns the content.
    Raises NotAllowed for who is no host and for one's own text, Conflict for content its writer took away or changed
    since it was read.
    """
    require(rules.may_decide(host, item.author_id), _(NOT_YOURS))
    if queries.open_case_of(item.kind, item.public_id) is None and item.is_shown == show:
        return item
    case = locked(case_about(item))
    db.hold(item)
    if item.state == "removed":
        raise Conflict(_(REMOVED))
    if case.sources == ["team"] and item.is_shown == show:  # another host was first, a moment ago
        db.delete(case)
        return item
    code = reason if reason in REASONS else "other" if reason.strip() else statements.reason_of(item)
    typed = reason.strip()[:TEXT_CHARS] if reason not in REASONS else ""
    told = "" if show else typed or statements.ready(item, code)
    _carry_out(host, case, Wish("keep" if show else "hide", code, "", told, None, mark))
    return item
