"""The operator says which boards there are."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from community import db
from forums.models import Board

TWO = """
[[board]]
slug = "wind-mee"
title = "Wind mee"
themes = ["somber"]
[[board]]
slug = "stad"
title = "Stad"
municipality = "GM0014"
"""


def run(app: Any, folder: Path, text: str) -> Any:
    file = folder / "boards.toml"
    file.write_text(text)
    return app.test_cli_runner().invoke(args=["forum", "boards", str(file)])


def boards() -> list[tuple[str, str, int]]:
    columns = (Board.slug, Board.title, Board.position)
    return [tuple(row) for row in db.session().execute(sa.select(*columns).order_by(Board.position, Board.id))]


def test_boards_are_added_and_changed_and_others_stay(app: Any, tmp_path: Path) -> None:
    assert run(app, tmp_path, TWO).output == "2 boards\n"
    assert run(app, tmp_path, TWO).exit_code == 0
    assert boards() == [("wind-mee", "Wind mee", 0), ("stad", "Stad", 1)]
    assert run(app, tmp_path, '[[board]]\nslug = "stad"\ntitle = "De stad"').exit_code == 0
    assert boards() == [("wind-mee", "Wind mee", 0), ("stad", "De stad", 0)]


@pytest.mark.parametrize(
    "wrong",
    [
        '[[board]]\nslug = "onderwerp"\ntitle = "x"',
        '[[board]]\nslug = "Met Hoofdletters"\ntitle = "x"',
        '[[board]]\nslug = "goed"',
        '[[board]]\nslug = "goed"\ntitle = "x"\nthemes = ["weer"]',
        '[[board]]\nslug = "goed"\ntitle = "x"\nmunicipality = "Groningen"',
        '[[board]]\nslug = "goed"\ntitle = "x"\nkleur = "rood"',
        "geen toml",
    ],
)
def test_a_wrong_file_changes_nothing(app: Any, tmp_path: Path, wrong: str) -> None:
    answered = run(app, tmp_path, TWO + wrong)
    assert answered.exit_code == 2 and "boards.toml" in answered.output
    assert boards() == []
