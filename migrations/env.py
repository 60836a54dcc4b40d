"""Alembic's entry: runs migrations on the database the settings name.

SQLite rebuilds a table to change it; with foreign keys on, that silently deletes the children. So they are switched off
before BEGIN (inside a transaction the switch has no effect) and everything is checked before COMMIT.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import context

from community.db import Base, Moment, make_engine


def run() -> None:
    engine = make_engine(context.config.attributes["url"])
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            _run_sqlite(connection)
        else:
            with connection.begin():
                _migrate(connection)
    engine.dispose()


def _run_sqlite(connection: sa.Connection) -> None:
    raw = connection.connection.dbapi_connection
    assert raw is not None
    raw.execute("PRAGMA foreign_keys=OFF")
    with connection.begin():
        _migrate(connection)
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
        if broken:
            raise RuntimeError(f"migration would leave {len(broken)} rows without their parent")
    raw.execute("PRAGMA foreign_keys=ON")


def _migrate(connection: sa.Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        render_item=_render,
        transactional_ddl=False,
    )
    context.run_migrations()


def _render(kind: str, item: Any, _context: Any) -> str | bool:
    """A migration stands alone: it names plain types, not ours, which may change."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, Moment) else False


run()
