"""Peer forum: boards by theme and by municipality, topics, replies, support in words, and following.

Everybody reads; members write. The first posts of a new account wait for somebody of the team (L13), every text
passes mask and sieve (L8, L11), and beside each topic stands what is near.
"""

from __future__ import annotations

from flask import Flask

from community import search
from community.cards import register
from community.i18n import _
from community.members import panels
from community.members.models import Person
from forums import commands, demo, found, listeners, queries, routes, words
from forums.cards import find_topics

__all__ = ["demo", "init_app", "listeners"]


def init_app(app: Flask) -> None:
    """Attach the forum's pages; its listeners and demo content register themselves when imported."""
    app.register_blueprint(routes.pages)
    register("topic", find_topics)
    search.register(found.TOPICS)
    app.cli.add_command(commands.forum)


def _follows_panel(person: Person) -> panels.Panel | None:
    if not person.is_member:
        return None
    values = {"follows": queries.follows_of(person), "new_words": words.new_replies}
    return panels.Panel("volgt", _("Wat je volgt"), "forums/_follows.html", values)


panels.register_panel(30, _follows_panel)
