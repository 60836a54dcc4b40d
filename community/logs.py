"""Logs: one JSON line each, of our own doings only. No address, browser, nick, message or search text (L1)."""

from __future__ import annotations

import logging
import sys
from typing import Any

import structlog
from flask import Flask

QUIET = ("alembic", "engineio", "socketio", "huey", "werkzeug", "geventwebsocket", "fontTools")


def init_app(app: Flask) -> None:
    """Send everything through one formatter; libraries that log what people sent are kept to errors."""
    handler = logging.StreamHandler(sys.stderr)
    shared: list[Any] = [structlog.stdlib.add_log_level, structlog.processors.TimeStamper(fmt="iso", utc=True)]
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.INFO)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.ERROR)
    app.logger.propagate = True
