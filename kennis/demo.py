"""Example articles, and the national services that stand beside them."""

from __future__ import annotations

import tomllib
from datetime import UTC, date, datetime, time
from typing import Any

import sqlalchemy as sa

from community import db
from community.demo import filling
from kennis import actions
from kennis.models import Article, NationalService

FENCE = "+++\n"
PLAIN = ("slug", "title", "lead", "author", "reviewer", "level", "themes", "sources")


@filling.fills("articles", 60)
def fill() -> None:
    """Fill articles from demo/articles/*.md and national services from national.toml, where there are none."""
    if db.session().scalar(sa.select(Article.id).limit(1)) is None:
        texts = [path.read_text(encoding="utf-8") for path in sorted((filling.FOLDER / "articles").glob("*.md"))]
        _fill_articles([_parted(text) for text in texts])
    if db.session().scalar(sa.select(NationalService.id).limit(1)) is None:
        _fill_national(filling.read("national.toml")["national"])


def _parted(text: str) -> tuple[dict[str, Any], str]:
    """The head between two fences, and the markdown under it."""
    _before, head, body = text.split(FENCE, 2)
    return tomllib.loads(head), body.strip()


@db.action
def _fill_articles(parts: list[tuple[dict[str, Any], str]]) -> None:
    for head, body in parts:
        reviewed_on = date.fromisoformat(head["reviewed_on"])
        article = Article(
            **{name: head[name] for name in PLAIN},
            body=body,
            reviewed_on=reviewed_on,
            published_at=datetime.combine(reviewed_on, time(12), UTC),
            is_example=head.get("example", True),
        )
        actions.publish(None, article)


@db.action
def _fill_national(rows: list[dict[str, Any]]) -> None:
    for position, row in enumerate(rows):
        plain = ("slug", "name", "what", "url", "themes", "note")
        db.add(NationalService(**{name: row[name] for name in plain}, position=position))
