"""Logs: one JSON line each, of our own doings only. No address, browser, nick, message or search text (L1)."""

from __future__ import annotations

import logging
import sys
import traceback
from typing import Any

import structlog
from flask import Flask

QUIET = ("alembic", "engineio", "socketio", "huey", "werkzeug", "geventwebsocket", "fontTools")


def init_app(app: Flask) -> None:
    """Send everything through one formatter; libraries that log what people sent are kept to errors."""
    root = logging.getLogger()
    root.handlers = [handler()]
    root.setLevel(logging.INFO)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.ERROR)
    app.logger.propagate = True


def handler() -> logging.StreamHandler[Any]:
    """To standard error, one JSON line each."""
    made = logging.StreamHandler(sys.stderr)
    shared: list[Any] = [structlog.stdlib.add_log_level, structlog.processors.TimeStamper(fmt="iso", utc=True)]
    made.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                _where_only,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        )
    )
    return made


def _where_only(_logger: Any, _method: str, event: Any) -> Any:
    """Say of a fault what it was and where, not its text: that may quote what somebody wrote (L1), as in "invalid
    literal for int(): …" or in a row that a constraint refused.
    """
    raised = event.pop("exc_info", None)
    if isinstance(raised, tuple) and raised[1] is not None:
        event["exception"] = "\n".join(_lines(raised[1]))
    return event


def _lines(fault: BaseException) -> list[str]:
    """The fault and what it came from, latest first."""
    lines: list[str] = []
    each: BaseException | None = fault
    while each is not None:
        lines += [f"{type(each).__module__}.{type(each).__qualname__}", *traceback.format_tb(each.__traceback__)]
        each = each.__cause__ or (None if each.__suppress_context__ else each.__context__)
    return lines
