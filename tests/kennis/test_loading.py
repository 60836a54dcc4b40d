"""The operator says which articles there are."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from community import db, search
from community.demo import filling
from kennis import demo
from kennis.models import Article

GOOD = """+++
slug = "slapen"
title = "Slapen"
author = "Wiebe"
reviewed_on = "2026-10-05"
themes = ["slapen"]
sources = [{ name = "Thuisarts", url = "https://www.thuisarts.nl/" }]
+++
Ga **liggen**.
"""


def run(app: Any, folder: Path, **texts: str) -> Any:
    for name, text in texts.items():
        (folder / f"{name}.md").write_text(text)
    return app.test_cli_runner().invoke(args=["info", "load", str(folder)])


def articles() -> list[Article]:
    db.session().expire_all()
    return list(db.session().scalars(sa.select(Article).order_by(Article.id)))


def test_articles_are_added_once_and_changed_by_slug(app: Any, browser: Any, tmp_path: Path) -> None:
    first = run(app, tmp_path, a=GOOD)
    assert (first.exit_code, first.output) == (0, "1 articles, 0 refused\n")
    before = [(each.id, each.uuid, each.changed_at, each.published_at) for each in articles()]
    assert "<strong>liggen</strong>" in browser.get("/info/slapen").text
    assert [hit.key for hit in search.find(["article"], "liggen").hits] == ["slapen"]
    assert run(app, tmp_path).exit_code == 0
    assert [(each.id, each.uuid, each.changed_at, each.published_at) for each in articles()] == before
    assert run(app, tmp_path, a=GOOD.replace("Ga **liggen**", "Sta op")).exit_code == 0
    assert [(each.body, each.is_example) for each in articles()] == [("Sta op.", False)]


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ('slug = "slapen"', 'slug = "Slapen gaan"', "slug"),
        ('title = "Slapen"', "", "title"),
        ('title = "Slapen"', f'title = "{"n" * 161}"', "title"),
        ('author = "Wiebe"', "", "author"),
        ('["slapen"]', '["weer"]', "themes"),
        ("2026-10-05", "gisteren", "reviewed_on"),
        ("https:", "javascript:", "sources"),
        ("Ga **liggen**.", "", "body"),
        ('author = "Wiebe"', 'author = "Wiebe"\nkleur = "rood"', "kleur"),
        ("+++\nslug", "slug", "a.md"),
        ("slug =", "slug", "a.md"),
    ],
)
def test_a_wrong_article_is_named_and_the_good_ones_land(
    app: Any, tmp_path: Path, old: str, new: str, field: str
) -> None:
    assert old in GOOD
    good = GOOD.replace('slug = "slapen"', 'slug = "goed"')
    answered = run(app, tmp_path, a=GOOD.replace(old, new), b=good)
    assert answered.exit_code == 1 and answered.output.startswith(f"row 1: {field}: "), answered.output
    assert "a.md" in answered.output.splitlines()[0]
    assert [each.slug for each in articles()] == ["goed"]


def test_a_withdrawn_article_does_not_come_back_by_itself(app: Any, browser: Any, tmp_path: Path) -> None:
    run(app, tmp_path, a=GOOD)
    db.session().execute(sa.update(Article).values(state="withdrawn"))
    db.session().commit()
    answered = run(app, tmp_path)
    assert answered.exit_code == 2 and "row 1: slug: slapen was withdrawn" in answered.output
    assert browser.get("/info/slapen").status_code == 404


def test_a_folder_without_articles_is_wrong_use(app: Any, tmp_path: Path) -> None:
    assert run(app, tmp_path).exit_code == 2
    assert run(app, tmp_path / "weg").exit_code == 2


def test_the_articles_for_trying_out_are_such_a_folder(app: Any) -> None:
    demo.fill()
    made = articles()
    assert len(made) == len(list((filling.FOLDER / "articles").glob("*.md"))) and all(each.is_example for each in made)
    answered = app.test_cli_runner().invoke(args=["info", "load", str(filling.FOLDER / "articles")])
    assert answered.exit_code == 0 and len(articles()) == len(made)
