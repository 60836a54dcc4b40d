"""What a writer is told at once when a message waits (L11): a warm text, where to go now, and when somebody reads."""

from __future__ import annotations

from typing import Any

from chat.models import Message
from chat.presence import Crowd, crowd
from community import clock, moments
from community.i18n import _


def card_for(message: Message, there: Crowd | None = None) -> dict[str, Any] | None:
    """The card beside a held message: {kind, title, text, actions: [{label, url}]}; None for one that is shown.

    there: who is in the room, where that is known already.
    """
    if message.state != "held":
        return None
    if message.level in ("crisis", "red"):
        return _crisis(message, there)
    text = when_read(message, there)
    return {"kind": "wait", "title": _("Alleen jij ziet dit nog."), "text": text, "actions": [_help()]}


def _crisis(message: Message, there: Crowd | None) -> dict[str, Any]:
    words = _("Denk je aan doodgaan? Je kunt nu met iemand praten. Dag en nacht, gratis, zonder naam.")
    return {
        "kind": "crisis",
        "title": _("Goed dat je dit zegt."),
        "text": f"{words} {when_read(message, there)}",
        "actions": [
            {"label": _("Bel 113"), "url": "tel:113"},
            {"label": _("Chat met 113"), "url": "https://www.113.nl"},
            _help(),
        ],
    }


def _help() -> dict[str, str]:
    return {"label": _("Nu hulp"), "url": "/nu-hulp"}


def when_read(message: Message, there: Crowd | None = None) -> str:
    """Who reads it and when, without promising what nobody can keep."""
    hosts = (there or crowd(message.room)).hosts
    if hosts:
        return _(
            "Alleen jij ziet dit nog. %(name)s leest het nu, meestal duurt dat een paar minuten.", name=hosts[0][0]
        )
    planned = message.room.schedule(clock.now())
    if planned.next_opens_at is not None:
        moment = moments.moment_words(planned.next_opens_at, clock.now(), _)
        return _("Alleen jij ziet dit nog. Er leest %(moment)s weer iemand. Kan het niet wachten? Ga naar Nu hulp.",
                 moment=moment)  # fmt: skip
    return _(
        "Alleen jij ziet dit nog. Er is nu niemand van het team bij; wie er het eerst is, leest het."
        " Kan het niet wachten? Ga naar Nu hulp."
    )
