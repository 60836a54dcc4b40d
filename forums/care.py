"""What a writer reads at once beside a text that waits (L11): a warm word, where to go now, and honestly when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

import sqlalchemy as sa

from community import db
from community.i18n import _
from community.moderation import shifts
from community.moderation.models import Decision
from community.safety.cards import Card, support_card, waiting_text
from community.safety.sieve import Level, Verdict
from forums.models import Written


@dataclass(frozen=True)
class Waiting:
    """card: warm words and helplines, where the sieve asked for them; when: honestly, when somebody reads it."""

    card: Card | None
    when: str


def waiting_of(item: Written) -> Waiting:
    """What to say to the writer of a held text."""
    is_staffed = shifts.is_staffed()
    if item.level in ("crisis", "red"):
        verdict = Verdict(cast(Level, item.level), tuple(item.reasons))
        return Waiting(support_card(verdict), waiting_text(is_staffed, None))
    if not is_staffed:
        return Waiting(None, waiting_text(False, None))
    return Waiting(
        None,
        _(
            "Alleen jij ziet dit nog. De eerste drie berichten van iemand die nieuw is, leest het team eerst."
            " Meestal duurt dat een paar uur."
        ),
    )


def house_rules(items: list[Written]) -> dict[str, int]:
    """The number of the house rule by which each hidden item was hidden, by public id; none for some.

    One statement, and only where something is hidden.
    """
    hidden = [item.public_id for item in items if item.state == "hidden"]
    if not hidden:
        return {}
    wish = sa.select(Decision.item_id, Decision.rule).where(
        Decision.item_id.in_(hidden), Decision.hid_item, Decision.ended_at.is_(None)
    )
    return {item_id: rule for item_id, rule in db.session().execute(wish.order_by(Decision.id)) if rule}
