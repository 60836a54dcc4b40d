"""Asking for a second look at a decision, and giving it: by somebody else, with an outcome that restores (L14)."""

from __future__ import annotations

from typing import Any

from community import audit, clock, content, crypto, db
from community.content import Reportable
from community.errors import Conflict, Invalid, NotAllowed, NotFound, require
from community.i18n import _
from community.members.models import Person
from community.moderation import queries, rules
from community.moderation.actions.cases import close, locked, open_case
from community.moderation.actions.decisions import end
from community.moderation.actions.delivery import deliver_outcome, page_of
from community.moderation.models import OBJECTION_KIND, TEXT_CHARS, Case, Decision, Objection
from community.notifications import actions as notifications

GRANTED = "Je hebt gelijk. We hebben het teruggedraaid."
"""The answer when a second look ends well and the moderator adds nothing."""


@db.action
def object_to(person: Person, decision: Decision, text: str) -> Objection:
    """Ask for a second look at a decision about oneself, within six months, once.

    Raises NotFound for a decision about somebody else, NotAllowed when too late, Conflict when it was asked before,
    Invalid for a text that is too long; without a text is fine.
    """
    _check(person, decision, text)
    objection = Objection(
        decision_id=decision.id,
        text_sealed=crypto.seal(text.strip(), "objection.text") if text.strip() else "",
        first_decided_by_id=decision.decided_by_id,
    )
    db.add(objection)
    db.session().expire(decision, ["objection"])
    title = f"Bezwaar: {decision.case.title}"
    about = Reportable(
        OBJECTION_KIND, decision.public_id, title, page_of(decision), "", author_id=person.id, scope=decision.scope
    )
    open_case(about, "objection", "green")
    return objection


def _check(person: Person, decision: Decision, text: str) -> None:
    if decision.subject_id != person.id:
        raise NotFound(_(queries.NO_SUCH))
    if decision.objection is not None:
        raise Conflict(_("Je hebt al om een tweede blik gevraagd. Je hoort ervan."))
    require(rules.may_object(person, decision), _("Tegen dit besluit kun je geen bezwaar meer maken."))
    if len(text) > TEXT_CHARS:
        raise Invalid("", fields={"text": _("Maak je uitleg korter, tot %(most)s tekens.", most=TEXT_CHARS)})


@db.action
def mark_read(person: Person, decision: Decision) -> Decision:
    """Note that the person has read the decision, the first time, and put its notices away."""
    if decision.read_at is None and decision.subject_id == person.id:
        decision.read_at = clock.now()
    notifications.put_away_about(person, page_of(decision))
    return decision


@db.action
def decide_objection(moderator: Person, case: Case, is_granted: bool, text: str = "") -> Objection:
    """Answer an objection; granted, everything the decision did is undone.

    text: what the person reads; needed when the decision stays.
    Raises NotAllowed for who took the decision, Invalid without a text, Conflict when it was answered already.
    """
    case = locked(case)
    objection = queries.objection_of(case)
    if objection is None:
        raise NotFound(_(queries.NO_SUCH))
    if not case.is_open:
        raise Conflict(_("Iemand anders heeft dit bezwaar al behandeld."))
    decision = objection.decision
    if not rules.may_decide_objection(moderator, decision):
        raise NotAllowed(_("Dit besluit nam je zelf. Iemand anders kijkt naar het bezwaar."))
    _answer(objection, moderator, is_granted, text)
    if is_granted:
        _undo(decision, moderator)
    act = "objection.granted" if is_granted else "objection.refused"
    audit.record(moderator, act, f"{case.kind}:{case.item_id}", case=case.public_id)
    deliver_outcome(objection)
    close(case)
    return objection


@db.action
def decide_objection_as(moderator: Person, case: Case, decision: str, text: str) -> Objection:
    """Answer an objection in the words of the queue's form: "restore" grants it, "keep" leaves the decision.

    Raises Invalid for any other.
    """
    if decision not in ("keep", "restore"):
        raise Invalid("", fields={"decision": _("Kies of het besluit blijft of wordt teruggedraaid.")})
    return decide_objection(moderator, case, decision == "restore", text)


def _answer(objection: Objection, moderator: Person, is_granted: bool, text: str) -> None:
    if not is_granted and not text.strip():
        raise Invalid("", fields={"text": _("Schrijf waarom het besluit blijft.")})
    if len(text) > TEXT_CHARS:
        raise Invalid("", fields={"text": _("Maak de tekst korter, tot %(most)s tekens.", most=TEXT_CHARS)})
    objection.outcome = "granted" if is_granted else "refused"
    objection.answer = text.strip() or GRANTED
    objection.decided_by_id, objection.decided_by_name = moderator.id, moderator.name
    objection.decided_at = clock.now()
    db.session().flush()


def _undo(decision: Decision, moderator: Person) -> None:
    """Show again what this decision hid, unless its writer took it away, and lift what it limited."""
    item: Any | None = queries.item_of(decision.case)
    if decision.hid_item and item is not None and item.state == "hidden":
        content.decide(item, content.shown_state(item), moderator)
    end(decision)
