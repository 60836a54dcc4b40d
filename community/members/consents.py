"""Consents (L4): each for one purpose, given and withdrawn apart, with the version of the text and the time."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from community import clock, db
from community.errors import Invalid
from community.i18n import _
from community.members.guests import CONSENT_VERSIONS
from community.members.models import PURPOSES, Consent, Person

NEEDED = "community"
"""Without this one nobody can take part: who takes it back, leaves."""


@dataclass(frozen=True)
class Standing:
    """How somebody stands to one purpose: the consent that holds, or None."""

    purpose: str
    given: Consent | None


def standing_of(person: Person) -> list[Standing]:
    """Every purpose with the consent that holds now."""
    wish = sa.select(Consent).where(Consent.person_id == person.id, Consent.withdrawn_at.is_(None))
    holding = {each.purpose: each for each in db.session().scalars(wish.order_by(Consent.id))}
    return [Standing(purpose, holding.get(purpose)) for purpose in PURPOSES]


def holds(person: Person, purpose: str) -> bool:
    """Whether somebody agreed to this purpose and has not taken it back."""
    return any(each.given for each in standing_of(person) if each.purpose == purpose)


def history_of(person: Person) -> list[Consent]:
    return list(db.session().scalars(sa.select(Consent).where(Consent.person_id == person.id).order_by(Consent.id)))


@db.action
def give(person: Person, purpose: str) -> None:
    """Note that somebody agrees to the present text; nothing to do when they did already."""
    if purpose not in PURPOSES:
        raise Invalid(_("Die toestemming kennen we niet."))
    version = CONSENT_VERSIONS[purpose]
    wish = sa.select(Consent).where(Consent.person_id == person.id, Consent.purpose == purpose)
    found = db.session().scalar(wish.where(Consent.withdrawn_at.is_(None), Consent.version == version))
    if found is None:
        db.add(Consent(person_id=person.id, purpose=purpose, version=version))


@db.action
def withdraw(person: Person, purpose: str) -> None:
    """Take a consent back from now on."""
    if purpose not in PURPOSES:
        raise Invalid(_("Die toestemming kennen we niet."))
    wish = sa.update(Consent).where(Consent.person_id == person.id, Consent.purpose == purpose)
    db.session().execute(wish.where(Consent.withdrawn_at.is_(None)).values(withdrawn_at=clock.now()))
