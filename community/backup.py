"""`flask backup create|restore`: everything in one file that fits both databases, restored whole or not at all.

A gzipped tar: meta.json, then one file of JSON lines per table. Keys are not in it (whoever finds a backup must not be
able to open sealed fields); a demo's keys and example people are, so that a demo can be carried elsewhere.
"""

from __future__ import annotations

import io
import json
import sys
import tarfile
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click
import sqlalchemy as sa
from alembic.runtime.migration import MigrationContext
from flask import Flask, current_app
from flask.cli import AppGroup

from community import clock, db
from community.commands import upgrade_database
from community.db import Base

FORMAT = 1
ROWS_AT_ONCE = 500
DEMO_FILES = ("keys.json", "demo-people.json")

backup = AppGroup("backup", help="Everything in one file, and back.")


def init_app(app: Flask) -> None:
    app.cli.add_command(backup)


@backup.command("create")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def create(file: Path) -> None:
    """Write everything to FILE; readable by its owner only. Safe beside a running server."""
    draft = file.with_name(file.name + ".part")
    try:
        _write(draft)
        draft.replace(file)
    except OSError as wrong:
        sys.exit(_say(f"cannot write {file}: {wrong.strerror}; nothing was kept"))
    finally:
        draft.unlink(missing_ok=True)
    click.echo(f"backup written to {file.name}")


def _write(draft: Path) -> None:
    _see_one_moment()
    draft.touch(mode=0o600)
    with tarfile.open(draft, "w:gz") as archive:
        _put(archive, "meta.json", json.dumps(_meta()).encode())
        for table in Base.metadata.sorted_tables:
            _put(archive, f"tables/{table.name}.ndjson", "".join(_lines(table)).encode())
        for name in DEMO_FILES if current_app.config["MOI_IS_DEMO"] else ():
            _put_if_there(archive, name)


def _see_one_moment() -> None:
    """Read every table as it was at one moment: PostgreSQL would show each as it is when asked, children whose parents
    came later among them. On SQLite a read transaction is one moment anyway.
    """
    if not db.is_sqlite():
        db.session().rollback()
        db.session().connection(execution_options={"isolation_level": "REPEATABLE READ"})


@backup.command("restore")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
def restore(file: Path) -> None:
    """Replace everything by what FILE holds, in one transaction, and bring it to the newest shape."""
    try:
        with tarfile.open(file, "r:gz") as archive:
            meta = json.loads(_read(archive, "meta.json"))
            _refuse_unknown(meta)
            upgrade_database()
            _refuse_other_shape(meta)
            rows = _replace_all(archive)
            _restore_demo_files(archive)
    except (tarfile.TarError, KeyError, json.JSONDecodeError, EOFError, OSError):
        sys.exit(_say("this file is no backup, or it is damaged; nothing was changed"))
    click.echo(f"{rows} rows restored; now run: flask --app app search rebuild")


def _meta() -> dict[str, Any]:
    return {"format": FORMAT, "revision": _revision(), "created_at": clock.now().isoformat()}


def _revision() -> str | None:
    with db.engine().connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def _refuse_unknown(meta: dict[str, Any]) -> None:
    if meta.get("format") != FORMAT:
        sys.exit(_say("this backup was made by another version; nothing was changed"))


def _refuse_other_shape(meta: dict[str, Any]) -> None:
    if meta["revision"] != _revision():
        wanted = meta["revision"]
        sys.exit(_say(f"this backup has shape {wanted}: restore it with the version that made it, then upgrade"))


def _say(text: str) -> int:
    click.echo(text, err=True)
    return 2


def _lines(table: sa.Table) -> Iterator[str]:
    for row in db.session().execute(sa.select(table).order_by(*table.primary_key)).mappings():
        yield json.dumps({name: _plain(value) for name, value in row.items()}, ensure_ascii=False) + "\n"


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime | date) else value


@db.action
def _replace_all(archive: tarfile.TarFile) -> int:
    """Empty every table, children first, and fill them again, parents first."""
    if db.is_sqlite():
        db.session().execute(sa.text("PRAGMA defer_foreign_keys=ON"))
    for table in reversed(Base.metadata.sorted_tables):
        db.session().execute(sa.delete(table))
    return sum(_fill(table, archive) for table in Base.metadata.sorted_tables)


def _fill(table: sa.Table, archive: tarfile.TarFile) -> int:
    rows = [_typed(table, json.loads(line)) for line in _read(archive, f"tables/{table.name}.ndjson").splitlines()]
    for start in range(0, len(rows), ROWS_AT_ONCE):
        db.session().execute(sa.insert(table), rows[start : start + ROWS_AT_ONCE])
    if rows and not db.is_sqlite() and "id" in table.c:
        _continue_numbering(table)
    return len(rows)


def _typed(table: sa.Table, row: dict[str, Any]) -> dict[str, Any]:
    return {name: _of_type(table.c[name].type, value) for name, value in row.items()}


def _of_type(kind: Any, value: Any) -> Any:
    if value is None:
        return sa.null() if isinstance(kind, sa.JSON) else None
    if isinstance(kind, db.Moment):
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if isinstance(kind, sa.Date) else value


def _continue_numbering(table: sa.Table) -> None:
    """PostgreSQL numbers from a sequence that does not see ids we gave ourselves."""
    sequence = db.session().scalar(sa.select(sa.func.pg_get_serial_sequence(table.name, "id")))
    if sequence:
        db.session().execute(sa.select(sa.func.setval(sequence, sa.select(sa.func.max(table.c.id)).scalar_subquery())))


def _read(archive: tarfile.TarFile, name: str) -> bytes:
    found = archive.extractfile(name)
    if found is None:
        raise KeyError(name)
    return found.read()


def _put(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = len(content), 0o600
    archive.addfile(entry, io.BytesIO(content))


def _put_if_there(archive: tarfile.TarFile, name: str) -> None:
    path: Path = current_app.config["MOI_DATA_DIR"] / name
    if path.exists():
        _put(archive, name, path.read_bytes())


def _restore_demo_files(archive: tarfile.TarFile) -> None:
    if not current_app.config["MOI_IS_DEMO"]:
        return
    for name in set(DEMO_FILES) & set(archive.getnames()):
        path: Path = current_app.config["MOI_DATA_DIR"] / name
        path.touch(mode=0o600)
        path.write_bytes(_read(archive, name))
