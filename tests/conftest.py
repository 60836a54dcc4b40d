"""What every test may ask for: an app on each database, a clean one per test, the cast, browsers and sockets."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from app import create_app
from community import clock, db
from community.config import Settings, read_settings
from community.db import Base
from community.doors import limits
from community.search import indexing
from tests import people, services
from tests.browser import Browser, Socket

ENGINES = ("sqlite", "postgresql")
MEMORY = Path("/dev/shm")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--databases", default="sqlite", help="comma list of sqlite, postgresql")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "database" in metafunc.fixturenames:
        wished = metafunc.config.getoption("--databases").split(",")
        metafunc.parametrize("database", [name for name in ENGINES if name in wished], scope="session")


@pytest.fixture(scope="session")
def database_url(database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with ExitStack() as stack:
        if database == "sqlite":
            # every commit is forced to the disk (synchronous=FULL): in memory that costs nothing
            folder = stack.enter_context(tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None))
            yield f"sqlite:///{folder}/moi.db"
        else:
            yield os.environ.get("MOI_TEST_POSTGRESQL") or stack.enter_context(services.postgres())


def make_settings(folder: Path, **environ: str) -> Settings:
    """Demo settings in a folder of their own."""
    return read_settings({"MOI_ENV": "demo", "MOI_DATA_DIR": str(folder), **environ})


@pytest.fixture(scope="session")
def whole_app(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """One app per database for the whole run; tests ask for `app`, which is clean."""
    made = create_app(make_settings(tmp_path_factory.mktemp("data"), MOI_DATABASE_URL=database_url))
    made.testing = True
    with made.app_context():
        Base.metadata.create_all(db.engine())
    yield made
    made.extensions["moi.engine"].dispose()


@pytest.fixture
def app(whole_app: Flask) -> Iterator[Flask]:
    """A clean app inside its context: queries and actions can be called at once."""
    with whole_app.app_context():
        empty_tables()
        forget_index(whole_app)
        whole_app.extensions.pop("moi.limits", None)
        limits.init_app(whole_app)
        yield whole_app
        db.session().close()
    clock.start_at(None)


def forget_index(app: Flask) -> None:
    """An index of rows that a test before had is no index: tables are emptied without a note about each."""
    folder = app.config["MOI_DATA_DIR"] / indexing.FOLDER
    if folder.exists():
        shutil.rmtree(folder)
        indexing.init_app(app)


def empty_tables() -> None:
    """Empty every table that has rows, children first."""
    with db.engine().begin() as connection:
        for table in reversed(Base.metadata.sorted_tables):
            connection.execute(sa.delete(table))
    db.note_change()


@pytest.fixture
def browser(app: Flask) -> Browser:
    """A visitor's browser, without a cookie."""
    return Browser(app)


@pytest.fixture
def cast(app: Flask) -> people.Cast:
    """Everybody, made when asked for: cast.noor, cast.sam, cast.mila, cast.jansen, cast.kees, cast.guest() …"""
    return people.Cast(app)


def _person(name: str) -> Any:
    def make(cast: people.Cast) -> Any:
        return getattr(cast, name)

    return pytest.fixture(name=name)(make)


noor, sam, mila, bas, jansen, kees, vera = map(_person, ("noor", "sam", "mila", "bas", "jansen", "kees", "vera"))


@pytest.fixture
def browser_of(app: Flask) -> Any:
    """browser_of(noor): a browser in which she is signed in."""
    return lambda person: Browser(app).signed_in(person)


@pytest.fixture
def socket_of(app: Flask) -> Any:
    """socket_of(noor): her socket, connected; socket_of(None): a stranger's."""
    return lambda person: Socket(app, Browser(app).signed_in(person) if person else Browser(app))


@pytest.fixture
def statements(app: Flask) -> Iterator[list[str]]:
    """The SQL sent while the test runs; clear() it before what you count."""
    seen: list[str] = []

    def note(_conn: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith(("PRAGMA", "BEGIN", "SAVEPOINT", "RELEASE")):
            seen.append(statement)

    sa.event.listen(db.engine(), "before_cursor_execute", note)
    yield seen
    sa.event.remove(db.engine(), "before_cursor_execute", note)
