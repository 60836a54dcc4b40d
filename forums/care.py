"""What a writer reads at once beside a text that waits (L11): a warm word, where to go now, and honestly when."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from community import db
from community.i18n import _
from community.moderation import shifts
from community.moderation.models import Decision
from forums.models import Written


@dataclass(frozen=True)
class Waiting:
    """why: what happens to the text and when somebody reads it. is_crisis: the card with helplines stands above it."""

    is_crisis: bool
    why: str


def waiting_of(item: Written) -> Waiting:
    """What to say beside a held text of the reader's own."""
    return Waiting(item.level in ("crisis", "red"), f"{_('Alleen jij ziet dit nog.')} {_when_read(item)}")


def _when_read(item: Written) -> str:
    if not shifts.is_staffed():
        return _(
            "Er is nu niemand van het team bij; wie er het eerst is, leest het. Kan het niet wachten? Ga naar Nu hulp."
        )
    if item.level in ("crisis", "red"):
        return _("Er is iemand van het team. Die leest het zo snel mogelijk, meestal binnen een kwartier.")
    return _("De eerste drie berichten van iemand die nieuw is, leest het team eerst. Meestal duurt dat een paar uur.")


def house_rules(items: list[Written]) -> dict[str, int]:
    """The number of the house rule by which each hidden item was hidden, by public id; none for some.

    One statement, and only where something is hidden.
    """
    hidden = [item.public_id for item in items if item.state == "hidden"]
    if not hidden:
        return {}
    wish = sa.select(Decision.item_id, Decision.rule).where(
        Decision.item_id.in_(hidden), Decision.hid_item, Decision.rule.is_not(None)
    )
    return {item_id: rule for item_id, rule in db.session().execute(wish.order_by(Decision.id)) if rule}
