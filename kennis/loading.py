"""Articles from a folder of the operator: markdown under a head in TOML; added, or changed by slug, others stay."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from community import clock, db, rows
from community.places.themes import THEMES
from community.rows import Outcome, Row, Wrong
from kennis import actions
from kennis.models import Article

FENCE = "+++\n"
MAX_BODY_CHARS = 50_000


def _read_source(row: Row) -> None:
    rows.checked(row, {"name": rows.words(200), "url": rows.web_address}, ("name",))


ARTICLE: dict[str, rows.Check] = {
    "slug": rows.slug,
    "title": rows.words(160),
    "lead": rows.words(400),
    "author": rows.words(120),
    "reviewer": rows.words(120),
    "reviewed_on": rows.day,
    "level": rows.matching("[ABC][12]", "B1"),
    "themes": rows.many(rows.one_of(THEMES)),
    "sources": rows.many(rows.table(_read_source)),
    "example": rows.truth,
    "body": rows.words(MAX_BODY_CHARS),
}
NEEDS = ("slug", "title", "author", "body")


def read(folder: Path) -> list[Row]:
    """The articles of a folder, by the name of their file. A file that cannot be read is a row that says so."""
    return [_parted(path) | {"file": path.name} for path in sorted(folder.glob("*.md"))]


def _parted(path: Path) -> Row:
    """The head between two fences, and under it the markdown, as `body`."""
    try:
        parts = path.read_text(encoding="utf-8").split(FENCE, 2)
        if len(parts) < 3 or parts[0].strip():
            return {"fault": f"has no head between two lines {FENCE.strip()}"}
        return tomllib.loads(parts[1]) | {"body": parts[2].strip()}
    except (OSError, ValueError) as wrong:
        return {"fault": str(wrong)}


@db.action
def load(articles: Sequence[Row]) -> Outcome:
    """Publish what `read` found; what a head does not say becomes empty. Safe to repeat."""
    outcome = Outcome()
    rows.take_each(articles, _take, outcome)
    return outcome


def _take(_position: int, raw: Row) -> None:
    name = raw["file"]
    if "fault" in raw:
        raise Wrong(name, raw["fault"])
    try:
        row = rows.checked({key: value for key, value in raw.items() if key != "file"}, ARTICLE, NEEDS)
    except Wrong as wrong:
        raise Wrong(wrong.field, f"{wrong.reason} ({name})") from wrong
    article = db.session().scalar(sa.select(Article).where(Article.slug == row["slug"])) or _new(row)
    if not article.is_published:
        raise Wrong("slug", f"{row['slug']} was withdrawn and stays so ({name})")
    for column, value in _values(row).items():
        setattr(article, column, value)
    actions.publish(None, article)


def _new(row: Row) -> Article:
    day = row.get("reviewed_on")
    at = datetime.combine(day, time(12), UTC) if day else clock.now()
    return Article(slug=row["slug"], state="published", published_at=at)


def _values(row: Row) -> dict[str, Any]:
    return {name: row.get(name, "") for name in ("title", "lead", "author", "reviewer", "body")} | {
        "reviewed_on": row.get("reviewed_on"),
        "level": row.get("level") or "B1",
        "themes": row.get("themes", []),
        "sources": row.get("sources", []),
        "is_example": row.get("example", False),
    }
