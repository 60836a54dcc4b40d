"""Writing articles down and taking them back."""

from __future__ import annotations

from typing import Any

from community import audit, db, search, text
from community.members.models import Person
from kennis.models import Article, reading_minutes
from kennis.queries import KIND


@db.action
def publish(editor: Person | None, article: Article) -> Article:
    """Put an article up, rendered, with its reading time. editor: None for what came with the house.

    Its body is markdown; HTML in it is shown as text.
    """
    article.html = text.editor_html(article.body)
    article.reading_minutes = reading_minutes(article.body)
    article.state = "published"
    db.add(article)
    search.note(KIND, article.slug)
    _record(editor, "article.published", article)
    return article


@db.action
def withdraw(editor: Person, article: Article) -> None:
    """Take an article away from every page; it stays in the table."""
    article.state = "withdrawn"
    search.note(KIND, article.slug)
    _record(editor, "article.withdrawn", article)


def _record(editor: Person | None, act: str, article: Article, **details: Any) -> None:
    if editor is not None:
        audit.record(editor, act, f"kennis.article:{article.uuid}", **details)
