"""Who may decide, restrict and object. Pure: rows in, yes or no out."""

from __future__ import annotations

from community import clock
from community.members.models import Person
from community.moderation.models import Case, Decision


def may_read_queue(person: Person) -> bool:
    return person.is_moderator and not person.is_suspended


def may_decide(moderator: Person, author_id: int | None) -> bool:
    """Staff on something that is not their own; a professional decides in the rooms they host."""
    return moderator.is_staff and not moderator.is_suspended and author_id != moderator.id


def may_undo(moderator: Person, case: Case) -> bool:
    """Who decided may take it back; the achterwacht may for everybody. Others wait for an objection."""
    decision = case.decision
    if decision is None or not may_decide(moderator, case.author_id):
        return False
    return decision.decided_by_id == moderator.id or moderator.has_role("supervisor")


def may_restrict(subject: Person) -> bool:
    """People of the team are not muted or suspended from the queue: their roles are taken away, by an administrator."""
    return not subject.is_staff


def may_object(person: Person, decision: Decision) -> bool:
    """About oneself, within six months, once, while there is something to undo."""
    is_about_me = decision.subject_id == person.id
    is_in_time = clock.today() <= decision.object_until
    return is_about_me and decision.restricts and is_in_time and decision.ended_at is None and not decision.objection


def may_decide_objection(moderator: Person, decision: Decision) -> bool:
    """Somebody else than who decided, and not the person it is about (L14)."""
    is_other = moderator.id not in (decision.decided_by_id, decision.subject_id)
    return moderator.is_moderator and not moderator.is_suspended and is_other


def is_trusted_reporter(reporter: Person | None, has_refused_reports: bool, trusted_after_days: int) -> bool:
    """A member of longer standing none of whose recent reports was refused; visitors and guests never are."""
    if reporter is None or not reporter.is_member or has_refused_reports:
        return False
    return (clock.now() - reporter.created_at).days >= trusted_after_days


def is_night(hour: int) -> bool:
    """From 22 to 8 by the clocks of the region."""
    return hour >= 22 or hour < 8
