"""What somebody keeps here: the panel and the line on /mijn, the export; and what is forgotten."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from community import clock, db, retention, signals
from community.i18n import _
from community.members import panels
from community.members.models import Person
from sociale_kaart import queries
from sociale_kaart.models import Correction, SavedService

CORRECTION_KEPT_FOR = timedelta(days=365)
"""What a visitor said and somebody answered is forgotten after a year, as reports are (L6)."""
PANEL_ORDER = 40


def saved_panel(person: Person) -> panels.Panel | None:
    saved = queries.saved_by(person)
    if not saved:
        return None
    return panels.Panel("bewaard", _("Bewaard van de kaart"), "sociale_kaart/_mine.html", {"services": saved})


def saved_fact(person: Person) -> panels.Fact | None:
    number = db.session().scalar(sa.select(sa.func.count()).where(SavedService.person_id == person.id))
    return panels.Fact("bookmark", _("Bewaarde kaarten"), str(number)) if number else None


@signals.listen(signals.person_exported)
def take_along(person: Person, export: dict[str, Any]) -> None:
    """The private list, as the person may take it along (L5). Erasing takes it by itself: it hangs on the person."""
    wish = sa.select(SavedService).where(SavedService.person_id == person.id).order_by(SavedService.id)
    saved_at = {row.service_id: row.saved_at for row in db.session().scalars(wish)}
    export["sociale_kaart"] = {
        "saved": [
            {"name": each.name, "url": each.url, "saved_at": saved_at[each.id]} for each in queries.saved_by(person)
        ]
    }


@retention.forgets
def forget() -> dict[str, int]:
    """Forget answered corrections of more than a year ago."""
    return {"corrections": _forget_corrections()}


@db.action
def _forget_corrections() -> int:
    old = sa.delete(Correction).where(
        Correction.state == "answered", Correction.answered_at < clock.now() - CORRECTION_KEPT_FOR
    )
    return len(db.session().execute(old.returning(Correction.id)).all())


panels.register_panel(PANEL_ORDER, saved_panel)
panels.register_fact(PANEL_ORDER, saved_fact)
