"""What somebody has planned, on /mijn."""

from __future__ import annotations

from community.i18n import _
from community.members import panels
from community.members.models import Person
from spreekuur import queries, words

ORDER = 10


def init_app() -> None:
    panels.register_panel(ORDER, planned)


def planned(viewer: Person) -> panels.Panel | None:
    """Coming bookings, soonest first; nothing when there are none."""
    found = queries.upcoming_bookings(viewer)
    if not found:
        return None
    return panels.Panel("gepland", _("Gepland"), "spreekuur/_planned.html", {"bookings": found, "words": words})
