"""Texts as they were last drawn for visitors. A visitor's view of a shown text depends on nothing but what stands in
the key, so it is drawn once (measured: two thirds of a topic page's time) and never stale.
"""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from community import clock, i18n
from community.members.models import Viewer

MOST_KEPT = 4000
"""About 1 kB each."""

Key = tuple[Any, ...]
_drawn: dict[Key, Markup] = {}


def key_of(asker: Viewer, item: Any, counts: dict[str, int]) -> Key | None:
    """What a drawn text depends on; None when it is not the same for every visitor: it has buttons, or is a trace."""
    if asker.is_person or not item.is_shown:
        return None
    author = (item.author_name, item.author_bird, item.author_tint, item.author_badge)
    look = (item.state, item.edited_at, item.content_note, author, tuple(sorted(counts.items())))
    return (item.public_id, *look, tuple(getattr(item, "themes", ())), i18n.chosen(), clock.today())


def drawn(key: Key | None) -> Markup | None:
    return _drawn.get(key) if key else None


def keep(key: Key | None, html: Markup) -> Markup:
    """Remember what was drawn, and give it back."""
    if key:
        if len(_drawn) >= MOST_KEPT:
            _drawn.clear()
        _drawn[key] = html
    return html
