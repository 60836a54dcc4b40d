"""Finding: what may be found says so, the index proposes, the database decides.

A feature registers a `Searchable`, calls `note(kind, key)` in each action that changes one, and loads what `find`
proposes through the viewer.
"""

from __future__ import annotations

from flask import Flask

from community import jobs
from community.demo import filling
from community.search import commands, indexing, notes, routes
from community.search.indexing import find, rebuild, refresh
from community.search.notes import note
from community.search.registry import Searchable, SearchDocument, register
from community.search.synonyms import known
from community.search.whoosh import Found, Hit

__all__ = [
    "Found", "Hit", "SearchDocument", "Searchable", "find", "init_app", "known", "note", "rebuild", "refresh",
    "register",
]  # fmt: skip


def init_app(app: Flask) -> None:
    """Attach this feature to the app."""
    indexing.init_app(app)
    app.cli.add_command(commands.commands)
    app.register_blueprint(routes.pages)


@filling.fills("search", 999)
def after_demo() -> None:
    """Bring the index up to date once all example content is there, so that nobody's first search does it."""
    refresh()


@jobs.every(60, "search")
def keep_up() -> None:
    """Work off what no search has worked off yet, and drop old notes."""
    refresh()
    notes.prune()
