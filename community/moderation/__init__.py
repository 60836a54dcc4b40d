"""Reports, the queue, decisions, appeals, shifts, transparency.

Chat and forums call `moderation.actions`; what the sieve holds comes in by itself, by listening. Rooms are registered
in `moderation.shifts` by the chat.
"""

from __future__ import annotations

from flask import Flask

from community.i18n import _
from community.members import panels
from community.members.models import Person
from community.moderation import commands, events, listening, queries, retention, routes, statements

__all__ = ["events", "init_app", "listening", "retention"]


def init_app(app: Flask) -> None:
    """Attach the pages, the command and the panels; events, listeners and retention come with the import."""
    for pages in routes.blueprints:
        app.register_blueprint(pages)
    app.cli.add_command(commands.public_figures)


def _decisions_panel(person: Person) -> panels.Panel | None:
    found = queries.decisions_about(person)[:3]
    values = {"decisions": found, "statements": statements}
    return panels.Panel("besluiten", _("Wat het team besloot"), "moderation/_decisions.html", values) if found else None


def _reports_panel(person: Person) -> panels.Panel | None:
    found = queries.reports_by(person)[:3]
    return (
        panels.Panel("meldingen", _("Wat je meldde"), "moderation/_reports.html", {"reports": found}) if found else None
    )


panels.register_panel(20, _decisions_panel)
panels.register_panel(50, _reports_panel)
