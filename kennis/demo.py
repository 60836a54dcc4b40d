"""Example articles, and the national services that stand beside them."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from community import db
from community.demo import filling
from kennis import loading
from kennis.models import Article, NationalService


@filling.fills("articles", 60)
@db.action
def fill() -> None:
    """Fill articles from demo/articles/*.md and national services from national.toml, where there are none."""
    if db.session().scalar(sa.select(Article.id).limit(1)) is None:
        loading.load(loading.read(filling.FOLDER / "articles")).require_all()
    if db.session().scalar(sa.select(NationalService.id).limit(1)) is None:
        _fill_national(filling.read("national.toml")["national"])


def _fill_national(rows: list[dict[str, Any]]) -> None:
    for position, row in enumerate(rows):
        plain = ("slug", "name", "what", "url", "themes", "note")
        db.add(NationalService(**{name: row[name] for name in plain}, position=position))
