"""What happened for me: in the page, never with content. `notify` is for every slice; push and mail may come later."""

from __future__ import annotations

from flask import Flask

from community.i18n import _
from community.members import access, panels
from community.members.models import Person
from community.notifications import queries, retention, routes

__all__ = ["init_app", "retention"]

PANEL_NOTICES = 3


def init_app(app: Flask) -> None:
    """Attach the page, and let every template ask how much is new: the frame shows it at the next visit."""
    app.register_blueprint(routes.pages)
    app.jinja_env.globals.update(unread_notices=_unread_now)


def _unread_now() -> int:
    """How many notices wait for who looks; a visitor costs no statement."""
    return queries.unread_count(access.viewer())


def _panel(person: Person) -> panels.Panel | None:
    unread = [notice for notice in queries.notices_of(person) if notice.read_at is None][:PANEL_NOTICES]
    return (
        panels.Panel("nieuws", _("Nieuw voor jou"), "notifications/_mine.html", {"notices": unread}) if unread else None
    )


panels.register_panel(5, _panel)
