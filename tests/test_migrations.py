"""Migrations: they give exactly the models' tables, run backwards, and lose no child row on the way."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from chat.models import Room
from community.commands import alembic_config
from community.db import Base, make_engine
from community.members.models import Person, SignIn


@pytest.fixture
def empty_url(database: str, whole_app, tmp_path: Path) -> Iterator[str]:
    """A database of its own, empty."""
    if database == "sqlite":
        yield f"sqlite:///{tmp_path}/empty.db"
        return
    url = sa.make_url(whole_app.config["MOI_DATABASE_URL"])
    server = sa.create_engine(url, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(sa.text("DROP DATABASE IF EXISTS empty"))
        connection.execute(sa.text("CREATE DATABASE empty"))
    yield url.set(database="empty").render_as_string(hide_password=False)
    with server.connect() as connection:
        connection.execute(sa.text("DROP DATABASE empty WITH (FORCE)"))
    server.dispose()


def revisions() -> list[str]:
    """Revision ids, oldest first."""
    script = ScriptDirectory.from_config(alembic_config("sqlite://"))
    return [each.revision for each in reversed(list(script.walk_revisions()))]


def tables(url: str) -> set[str]:
    engine = make_engine(url)
    found = set(sa.inspect(engine).get_table_names())
    engine.dispose()
    return found


def _is_of_the_house(_item: object, name: str | None, kind: str, *_rest: object) -> bool:
    """Tests have a table of their own, which no migration makes."""
    of_tests = {
        mapper.local_table.name  # type: ignore[attr-defined]
        for mapper in Base.registry.mappers
        if mapper.class_.__module__.startswith("tests")
    }
    return kind != "table" or name not in of_tests


def test_migrations_give_the_models_tables(empty_url: str):
    command.upgrade(alembic_config(empty_url), "head")
    engine = make_engine(empty_url)
    with engine.connect() as connection:
        differences = compare_metadata(
            MigrationContext.configure(connection, opts={"compare_type": True, "include_object": _is_of_the_house}),
            Base.metadata,
        )
    engine.dispose()
    assert differences == []


def test_migrations_run_backwards_and_forwards_again(empty_url: str):
    config = alembic_config(empty_url)
    command.upgrade(config, "head")
    full = tables(empty_url)
    command.downgrade(config, "base")
    assert tables(empty_url) <= {"alembic_version"}
    command.upgrade(config, "head")
    assert tables(empty_url) == full


def test_upgrading_twice_changes_nothing(empty_url: str):
    config = alembic_config(empty_url)
    command.upgrade(config, "head")
    command.upgrade(config, "head")
    assert "people" in tables(empty_url)


def test_rows_in_child_tables_survive_each_step_they_can(empty_url: str):
    """SQLite rebuilds a table to change it; with foreign keys on that would delete the children silently."""
    config = alembic_config(empty_url)
    command.upgrade(config, "head")
    engine = make_engine(empty_url)
    with engine.begin() as connection:
        connection.execute(sa.insert(Person).values(id=1, kind="guest", name="rustige wulp", bird="wulp"))
        connection.execute(sa.insert(SignIn).values(id=1, person_id=1, token_hash="hash"))
    for revision in reversed(revisions()[:-1]):
        command.downgrade(config, revision)
        if "sign_ins" in tables(empty_url):
            _expect_rows(engine, 1)
    command.upgrade(config, "head")
    _expect_rows(engine, 1)
    engine.dispose()


def test_going_back_undoes_what_hosts_turned_for_one_evening(empty_url: str):
    """As an operator set it, not slow and held for ever."""
    config = alembic_config(empty_url)
    command.upgrade(config, "head")
    engine = make_engine(empty_url)
    before = {"slow_mode_seconds": 0, "hold_all": False, "pinned_text": "moi", "max_speakers": 15}
    now = {"slow_mode_seconds": 60, "hold_all": True, "pinned_text": "even stil", "max_speakers": 3}
    with engine.begin() as connection:
        connection.execute(sa.insert(Room).values(slug="tafel", title="Tafel", before_steering=before, **now))
        connection.execute(sa.insert(Room).values(slug="tuin", title="Tuin", **now))
    command.downgrade(config, "0007")
    wish = "SELECT slug, slow_mode_seconds, hold_all, pinned_text, max_speakers FROM rooms ORDER BY slug"
    with engine.connect() as connection:
        rows = [tuple(row) for row in connection.execute(sa.text(wish))]
    engine.dispose()
    assert rows == [("tafel", *before.values()), ("tuin", *now.values())]


def _expect_rows(engine: sa.Engine, number: int) -> None:
    with engine.connect() as connection:
        assert connection.scalar(sa.text("SELECT count(*) FROM sign_ins")) == number
