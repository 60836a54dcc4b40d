"""The card for who wrote something heavy with a booking (L11): at once, warm, and never instead of the booking."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from community.i18n import _
from community.moderation import shifts
from community.safety.cards import Card, support_card, waiting_text
from community.safety.sieve import Level, Verdict
from spreekuur.models import Booking


@dataclass(frozen=True)
class Support:
    """card: warm words and where to go; when: honestly, who reads it; is_urgent: shown as a crisis card."""

    card: Card
    when: str
    is_urgent: bool


def support_for(booking: Booking) -> Support | None:
    """What the writer sees beside the booking; None when the sieve had nothing to say."""
    masked = [reason for reason in booking.question_reasons if reason.startswith("contact-")]
    if booking.has_alarm:
        verdict = Verdict(cast(Level, booking.question_level), tuple(booking.question_reasons))
        return Support(support_card(verdict), _when(booking), is_urgent=True)
    if masked:
        return Support(support_card(Verdict("amber", tuple(masked))), "", is_urgent=False)
    return None


def _when(booking: Booking) -> str:
    if booking.slot_id is None:
        return waiting_text(shifts.is_staffed(), None)
    name = booking.session.professional_name
    return _("Je afspraak staat. %(name)s krijgt bericht dat je dit schreef, maar wacht daar niet op.", name=name)
