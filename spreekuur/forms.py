"""Raw input to checked forms: a booking, hours to plan, and the sentence that goes with calling off."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from community import text
from community.errors import Invalid
from community.i18n import _
from spreekuur.models import QUESTION_CHARS, Session, Slot


@dataclass(frozen=True)
class BookingWish:
    """What somebody wants: a slot (None in a group), how to talk, and a question that may be empty."""

    slot: Slot | None
    channel: str = ""
    question: str = ""


def read_booking(form: Mapping[str, str], session: Session, slots: Sequence[Slot]) -> BookingWish:
    """Check a booking form against the session it is for.

    slots: all times of the session, also those that are taken: a taken one is no mistake of who typed.

    Raises Invalid with a message per field.
    """
    errors: dict[str, str] = {}
    slot = None
    if not session.is_group:
        slot = next((each for each in slots if each.public_id == form.get("slot_id")), None)
        if slot is None:
            errors["slot_id"] = _("Kies eerst een tijd.")
    channel = _channel(form, session, errors)
    if not form.get("consent_conversation"):
        errors["consent_conversation"] = _("Vink dit aan. Zonder je toestemming mogen we dit gesprek niet bewaren.")
    question = text.clean_text(form.get("question", ""))
    if len(question) > QUESTION_CHARS:
        errors["question"] = _("Dit is te lang. Er passen %(most)s tekens in.", most=QUESTION_CHARS)
    if errors:
        raise Invalid(fields=errors)
    return BookingWish(slot, channel, question)


def _channel(form: Mapping[str, str], session: Session, errors: dict[str, str]) -> str:
    """The chosen way to talk; the first one offered when nothing was chosen. A group is held as it is held."""
    if session.is_group:
        return ""
    chosen = form.get("channel", "")
    if chosen and chosen not in session.channels:
        errors["channel"] = _("Zo kan dit gesprek niet. Kies een van de manieren die er staan.")
    return chosen or next(iter(session.channels), "")
