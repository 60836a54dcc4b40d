"""Changes by visitors and people: saying that an entry is wrong, keeping it on the private list."""

from __future__ import annotations

import sqlalchemy as sa

from community import db
from community.members.models import Person
from community.safety import masking, sieve
from sociale_kaart.models import Correction, SavedService, Service

HELD_LEVELS = ("crisis", "red")


@db.action
def say_wrong(service: Service, text: str) -> str:
    """Pass on that an entry is not right any more, without a name. Contact details are taken out.

    Returns the sieve's level. What sounds like crisis is not passed to the organisation: it is no correction, and no
    place where somebody would answer.
    """
    level = sieve.screen(text).level
    if level not in HELD_LEVELS:
        db.add(Correction(service_id=service.id, text=masking.mask(text, None).text))
    return level


@db.action
def save(person: Person, service: Service, is_on: bool) -> None:
    """Put an entry on somebody's private list, or take it off. Safe to repeat."""
    kept = sa.select(SavedService).where(SavedService.person_id == person.id, SavedService.service_id == service.id)
    found = db.session().scalar(kept)
    if is_on and found is None:
        db.add(SavedService(person_id=person.id, service_id=service.id))
    elif not is_on and found is not None:
        db.delete(found)
