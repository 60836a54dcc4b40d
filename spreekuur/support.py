"""The card for who wrote something heavy with a booking (L11): at once, warm, and never instead of the booking."""

from __future__ import annotations

from typing import Any

from community.i18n import _, link
from spreekuur.models import Booking


def card_for(booking: Booking) -> dict[str, Any] | None:
    """What ui.crisis_card shows, or None when the question asks for no card."""
    if not booking.has_alarm:
        return None
    return {
        "title": _("Goed dat je dit zegt"),
        "text": _(
            "Denk je aan doodgaan? Je kunt nu met iemand praten. Dag en nacht, gratis, zonder naam."
            " Wacht niet op het spreekuur. Je afspraak staat, en %(name)s krijgt bericht dat je dit schreef.",
            name=booking.session.professional_name,
        ),
        "actions": [
            {"label": _("Bel 113"), "url": "tel:113"},
            {"label": _("Chat met 113"), "url": "https://www.113.nl"},
            {"label": _("Nu hulp"), "url": link("/nu-hulp")},
        ],
    }
