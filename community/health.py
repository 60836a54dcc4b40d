"""Whether the house stands: liveness, readiness, figures. The only home of prometheus-client."""

from __future__ import annotations

import hmac

import sqlalchemy as sa
from flask import Blueprint, Flask, Response, current_app, jsonify, request
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, generate_latest

from community import db
from community.config import LOOPBACK
from community.doors import public
from community.errors import NotFound
from community.live import news, sockets

pages = Blueprint("health", __name__)
figures = CollectorRegistry()
requests_total = Counter("moi_requests", "Answers by status class", ["status"], registry=figures)
open_sockets = Gauge("moi_open_sockets", "Open sockets in this process", registry=figures)
open_sockets.set_function(sockets.socket_count)


def init_app(app: Flask) -> None:
    app.register_blueprint(pages)
    app.after_request(_count)


def _count(answer: Response) -> Response:
    requests_total.labels(f"{answer.status_code // 100}xx").inc()
    return answer


@pages.get("/health/live")
@public
def show_live() -> Response:
    """Always 200: the process answers."""
    return _fresh(jsonify(status="ok"))


@pages.get("/health/ready")
@public
def show_ready() -> Response:
    """503 without the database; without Redis 200 and says so."""
    checks = {"database": "ok" if _database_answers() else "gone"}
    redis = news.is_redis_up()
    if redis is not None:
        checks["redis"] = "ok" if redis else "gone"
    answer = _fresh(jsonify(status="ok" if checks["database"] == "ok" else "unavailable", **checks))
    answer.status_code = 200 if checks["database"] == "ok" else 503
    return answer


def _database_answers() -> bool:
    try:
        with db.engine().connect() as connection:
            connection.execute(sa.text("SELECT 1"))
        return True
    except sa.exc.SQLAlchemyError:
        return False


@pages.get("/metrics")
@public
def show_metrics() -> Response:
    """Counts for a monitor; with a token, or from this machine when no proxy stands before us. Else: no such page."""
    if not _may_measure():
        raise NotFound("Deze pagina is er niet.")
    return _fresh(Response(generate_latest(figures), content_type=CONTENT_TYPE_LATEST))


def _may_measure() -> bool:
    token = current_app.config["MOI_METRICS_TOKEN"]
    if token:
        given = request.headers.get("Authorization", "")
        return hmac.compare_digest(given.encode(), f"Bearer {token}".encode())
    return current_app.config["MOI_TRUSTED_PROXIES"] == 0 and request.remote_addr in LOOPBACK


def _fresh(answer: Response) -> Response:
    answer.headers["Cache-Control"] = "no-store"
    return answer
