"""The database: tables' base, the session of this context, and `@action`, the one way to change anything.

SQLite: WAL, synchronous=FULL, foreign keys on. Reading uses plain BEGIN; only `@action` uses BEGIN IMMEDIATE, behind
one process-wide lock, and nothing inside an action may yield to another greenlet: whoever waits for the lock in
SQLite's own busy loop would freeze the whole process. PostgreSQL through psycopg 3, without that lock.
"""

from __future__ import annotations

import functools
import itertools
import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime
from typing import Any, ParamSpec, TypeVar

import sqlalchemy as sa
from flask import Flask, current_app, g
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.types import TypeDecorator

P = ParamSpec("P")
R = TypeVar("R")
log = logging.getLogger(__name__)

BUSY_TIMEOUT_MS = 5000
"""How long SQLite waits for another process (a command beside the server) before it gives up."""
WRITE = "moi_write"
POSTGRES = {
    "connect_timeout": 5,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 2,
    "tcp_user_timeout": 15_000,
    "options": "-c jit=off -c lock_timeout=20s -c idle_in_transaction_session_timeout=300s",
}
"""A machine that vanishes without a word is noticed in 20 s, and not in a quarter of an hour."""

Key = sa.BigInteger().with_variant(sa.Integer, "sqlite")
"""Integer ids inside; SQLite only numbers by itself in a plain INTEGER."""

_write_lock = threading.RLock()
_changes = itertools.count(1)
_changed = 0


class Base(DeclarativeBase):
    metadata = sa.MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class Moment(TypeDecorator[datetime]):
    """An aware moment, stored in UTC. Refuses naive values: a time without a zone is a mistake."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def one_of(name: str, *values: str) -> sa.Enum:
    """A text column that the schema limits to these values."""
    return sa.Enum(*values, native_enum=False, create_constraint=True, name=name, length=max(map(len, values)))


def init_app(app: Flask) -> None:
    """Make the engine and give every context its own session."""
    app.extensions["moi.engine"] = make_engine(app.config["MOI_DATABASE_URL"])
    app.teardown_request(_end_of_request)
    app.teardown_appcontext(_end_of_context)


def make_engine(url: str) -> sa.Engine:
    """An engine set up as the module says. WAL is set once, at the first connection to a new file."""
    if not url.startswith("sqlite"):
        return sa.create_engine(
            url, pool_size=10, max_overflow=30, pool_pre_ping=True, hide_parameters=True, connect_args=POSTGRES
        )
    # No most of connections: to a file they cost little, and two hundred people may read at one moment.
    waits = {"timeout": BUSY_TIMEOUT_MS / 1000, "check_same_thread": False}
    engine = sa.create_engine(url, max_overflow=-1, hide_parameters=True, connect_args=waits)
    sa.event.listen(engine, "connect", _prepare_sqlite)
    sa.event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # the driver must not begin by itself; _begin_sqlite does
    if connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA foreign_keys=ON")


def _begin_sqlite(connection: sa.Connection) -> None:
    writing = connection.get_execution_options().get(WRITE, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def engine() -> sa.Engine:
    """The engine of the current app."""
    found: sa.Engine = current_app.extensions["moi.engine"]
    return found


def is_sqlite() -> bool:
    return engine().dialect.name == "sqlite"


def session() -> Session:
    """The session of this request, event or command. For reading; changes go through `@action`."""
    if "db_session" not in g:
        g.db_session = Session(engine(), expire_on_commit=False, autoflush=True)
    found: Session = g.db_session
    return found


def let_go() -> None:
    """Give the connection back before waiting for something else: whoever is waited for may need it. What was read is
    read anew when it is asked for.
    """
    session().rollback()


def _end_of_request(_fault: BaseException | None) -> None:
    if "db_session" in g:
        g.db_session.rollback()


def _end_of_context(_fault: BaseException | None) -> None:
    held = g.pop("db_session", None)
    if held is not None:
        held.close()


def action(function: Callable[P, R]) -> Callable[P, R]:
    """One change, whole or not at all.

    The outermost action begins a write, commits when the function returns and rolls back when it raises; then, and only
    after a commit, what was queued with `after_commit` happens. Actions called inside join. What was loaded before is
    read anew inside, so a rule asked in the action sees the row as it is under the lock.
    """

    @functools.wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        held = session()
        if held.info.get("is_writing"):
            return function(*args, **kwargs)
        result, queued = _whole(held, lambda: function(*args, **kwargs))
        for wish in queued:
            _do(wish)
        return result

    run.is_action = True  # type: ignore[attr-defined]
    return run


def _whole(held: Session, change: Callable[[], R]) -> tuple[R, list[Callable[[], object]]]:
    held.rollback()  # before the lock: whoever waits for it must not keep a connection that its holder may need
    held.expire_all()  # without a transaction under way a rollback alone would leave old rows as they were read
    with _write_lock if is_sqlite() else nullcontext():
        held.info.update(is_writing=True, queued=[])
        try:
            held.connection(execution_options={WRITE: True})
            result = change()
            held.commit()
        except BaseException:
            held.rollback()
            raise
        finally:
            held.info["is_writing"] = False
            note_change()
        return result, held.info.pop("queued")


def note_change() -> None:
    """Say that something changed: done for every action; tests empty tables beside them."""
    global _changed
    _changed = next(_changes)


def changes() -> int:
    """A number that grows with every change this process makes: what was worked out before it may be old."""
    return _changed


def _do(wish: Callable[[], object]) -> None:
    """News must never undo what is stored: a failing wish is logged, the others still happen."""
    try:
        wish()
    except Exception:
        log.exception("after-commit work failed")


def is_writing() -> bool:
    """Whether an action is under way in this context."""
    return "db_session" in g and bool(g.db_session.info.get("is_writing"))


def after_commit(wish: Callable[[], object]) -> None:
    """Do this once the outermost action has committed; at once when none is under way."""
    if is_writing():
        session().info["queued"].append(wish)
    else:
        wish()


@contextmanager
def savepoint() -> Iterator[None]:
    """A part of an action that may fail alone: its changes and its queued news go, the rest stays."""
    held = session()
    queued = len(held.info["queued"])
    try:
        with held.begin_nested():
            yield
    except BaseException:
        del held.info["queued"][queued:]
        raise


def add(row: Any) -> None:
    """Put a row in, and flush so that it has its id and its constraints have spoken."""
    if not is_writing():
        raise RuntimeError("a change outside an action")
    session().add(row)
    session().flush()


def hold(row: Any) -> None:
    """Read a row anew, alone, and keep others from changing it until the commit."""
    session().refresh(row, with_for_update={"of": type(row)})


def delete(row: Any) -> None:
    if not is_writing():
        raise RuntimeError("a change outside an action")
    session().delete(row)
    session().flush()
