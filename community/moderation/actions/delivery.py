"""Bringing a decision to the person it is about: in their pages, on their open sockets, at the door of the rooms."""

from __future__ import annotations

from community import db, live, signals
from community.members.models import Person
from community.moderation import statements
from community.moderation.models import Decision, Objection
from community.moments import N_
from community.notifications import actions as notifications

DECIDED = N_("Het team heeft iets over jou of je bericht besloten. Lees wat en waarom.")
PLACED = N_("Wat je schreef staat er nu bij.")
SECOND_LOOK = N_("Iemand heeft opnieuw naar je bezwaar gekeken. Lees wat eruit kwam.")
ANSWERED = N_("Het team heeft gekeken naar wat je meldde.")


def page_of(decision: Decision) -> str:
    """Where the person reads it; a path and no endpoint, because sockets and jobs decide as well."""
    return f"/mijn/besluiten/{decision.public_id}"


def deliver(decision: Decision) -> None:
    """Tell the person about a decision that concerns them; whoever may no longer take part is hung up on after it."""
    subject = subject_of(decision)
    if subject is None or decision.what == "keep":
        return
    url = page_of(decision)
    notifications.notify(subject.id, "decision", DECIDED, url)
    payload = {"text": statements.whole(decision), "url": url}
    if decision.what == "suspend":
        live.hang_up(f"person:{subject.id}", last=("decision", payload))
    else:
        live.send(f"person:{subject.id}", "decision", payload)
    if decision.what in ("mute", "suspend"):
        signals.person_restricted.send(subject, decision=decision)


def deliver_outcome(objection: Objection) -> None:
    """Tell who objected what came of it."""
    subject = subject_of(objection.decision)
    if subject is None:
        return
    url = page_of(objection.decision)
    notifications.notify(subject.id, "objection", SECOND_LOOK, url)
    text = f"{statements.objection_outcome(objection)} {objection.answer}"
    live.send(f"person:{subject.id}", "decision", {"text": text, "url": url})


def tell_placed(author_id: int | None, url: str) -> None:
    """Tell a writer that what waited is there now."""
    if author_id is not None:
        notifications.notify(author_id, "placed", PLACED, url)


def subject_of(decision: Decision) -> Person | None:
    return db.session().get(Person, decision.subject_id) if decision.subject_id else None
