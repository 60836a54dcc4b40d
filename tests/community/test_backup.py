"""Everything in one file, and back: whole or not at all, on both databases."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from community import audit, backup, db
from community.members.models import Person
from tests.people import make_person


@pytest.fixture
def runner(app: Any, monkeypatch: Any) -> Any:
    """Commands on the test's tables, which no migration made."""
    monkeypatch.setattr(backup, "upgrade_database", lambda: None)
    return app.test_cli_runner()


def names() -> list[str]:
    db.session().rollback()
    db.session().expire_all()
    return sorted(db.session().scalars(sa.select(Person.name)))


def test_a_backup_brings_back_exactly_what_was_there(runner: Any, noor: Any, mila: Any, tmp_path: Path):
    @db.action
    def work() -> None:
        audit.record(mila, "content.hidden", "chat.message:1", reason="insult")

    work()
    file = tmp_path / "moi.tar.gz"
    assert runner.invoke(args=["backup", "create", str(file)]).exit_code == 0
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    make_person("later", name="kwam later")
    assert "kwam later" in names()
    restored = runner.invoke(args=["backup", "restore", str(file)])
    assert restored.exit_code == 0, restored.output
    assert names() == sorted([noor.name, mila.name])
    assert audit.verify() is None and len(audit.trail()) == 1
    make_person("daarna")  # numbering goes on after the restored rows


@pytest.mark.parametrize("damage", ["empty", "half", "other"])
def test_a_damaged_file_changes_nothing(runner: Any, noor: Any, tmp_path: Path, damage: str):
    file = tmp_path / "moi.tar.gz"
    runner.invoke(args=["backup", "create", str(file)])
    whole = file.read_bytes()
    file.write_bytes({"empty": b"", "half": whole[: len(whole) // 2], "other": b"geen backup"}[damage])
    refused = runner.invoke(args=["backup", "restore", str(file)])
    assert refused.exit_code == 2 and "nothing was changed" in refused.output
    assert names() == [noor.name]


def test_a_missing_file_is_wrong_use(runner: Any, tmp_path: Path):
    assert runner.invoke(args=["backup", "restore", str(tmp_path / "weg")]).exit_code == 2


def test_a_place_that_takes_no_file_is_said_in_one_line(runner: Any, tmp_path: Path):
    refused = runner.invoke(args=["backup", "create", str(tmp_path / "weg" / "moi.tar.gz")])
    assert refused.exit_code == 2 and refused.stderr.count("\n") == 1 and "cannot write" in refused.stderr
    assert runner.invoke(args=["backup", "create", str(tmp_path / "moi.tar.gz")]).exit_code == 0
    assert [path.name for path in tmp_path.iterdir()] == ["moi.tar.gz"]


def test_a_backup_shows_one_moment_while_others_write(runner: Any, noor: Any, tmp_path: Path, monkeypatch: Any):
    """Whoever comes after the first table was read is in none of them."""
    read = backup._lines
    came: list[str] = []

    def read_while_others_write(table: sa.Table) -> Any:
        rows = list(read(table))
        if not came:
            came.append("later")
            with db.engine().connect().execution_options(**{db.WRITE: True}) as other, other.begin():
                other.execute(sa.insert(Person), _row("kwam later"))
        return iter(rows)

    monkeypatch.setattr(backup, "_lines", read_while_others_write)
    file = tmp_path / "moi.tar.gz"
    assert runner.invoke(args=["backup", "create", str(file)]).exit_code == 0
    assert "kwam later" in names()
    runner.invoke(args=["backup", "restore", str(file)])
    assert names() == [noor.name]


def _row(name: str) -> dict[str, Any]:
    return {"public_id": name, "kind": "guest", "name": name, "bird": "wulp", "tint": 1, "rules_version": 1}
