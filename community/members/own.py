"""What people change about themselves: name and bird, a pause, the age step again."""

from __future__ import annotations

from datetime import timedelta

from community import clock, db
from community.errors import Invalid, require
from community.i18n import _
from community.members.models import Person
from community.safety.nicknames import Nickname

PAUSE_DAYS = (1, 7, 30)


@db.action
def rename(person: Person, nickname: Nickname) -> None:
    """Give somebody another name and bird from now on; what they wrote keeps the name of then.

    Raises NotAllowed for staff, whose name others must be able to trust.
    """
    require(not person.is_staff, _("De naam van iemand van het team verandert alleen de beheerder."))
    person.name, person.bird, person.tint = nickname.name, nickname.bird, nickname.tint


@db.action
def pause(person: Person, days: int) -> None:
    """Be away for some days.

    Raises Invalid for a number that is not offered.
    """
    if days not in PAUSE_DAYS:
        raise Invalid(_("Kies hoe lang."), fields={"days": _("Kies een van de drie.")})
    person.paused_until = clock.now() + timedelta(days=days)


@db.action
def come_back(person: Person) -> None:
    person.paused_until = None


@db.action
def confirm_age(person: Person, band: str) -> None:
    """Keep the band of today for another year (L2)."""
    person.band, person.age_checked_on = band, clock.today()
