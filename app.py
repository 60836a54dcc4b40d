"""The front door: `create_app(settings)` puts the house together. The only file that knows every package.

`gunicorn -c gunicorn.conf.py app:app` and `flask --app app` ask for `app`, which is made on first use, so that
importing this file reads no environment.
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any

from flask import Flask
from flask.sessions import SessionInterface, SessionMixin
from werkzeug.middleware.proxy_fix import ProxyFix

from community import clock, commands, db, doors, i18n, logs, shell
from community.config import Settings, UnsafeSettings, read_settings
from community.doors import answers, csrf, limits, typed, who
from community.members import access
from community.places import region

MAX_BODY_BYTES = 256 * 1024
"""The largest form we take is a forum post of 5,000 characters; imports come by command, not by form."""

PACKAGES = (
    "community.live.events",
    "community.commands",
    "community.retention",
    "community.site",
    "community.health",
    "community.members",
    "community.safety.commands",
    "community.places",
    "community.search",
    "community.moderation",
    "community.notifications",
    "community.home",
    "chat",
    "forums",
    "sociale_kaart",
    "kennis",
    "spreekuur",
    "community.demo",
    "community.backup",
)
"""In the order of the floors; each has `init_app(app)`."""


class NoSession(SessionInterface):
    """Flask's own session is never used: the one cookie is ours, and reading pages leave nothing behind (L1)."""

    class Empty(dict[str, Any], SessionMixin):
        modified = False
        accessed = False

    def open_session(self, app: Flask, request: Any) -> SessionMixin:
        return self.Empty()

    def save_session(self, app: Flask, session: SessionMixin, response: Any) -> None:
        return None


def create_app(settings: Settings) -> Flask:
    """Put the house together.

    Raises UnsafeSettings when the region file is wrong.
    """
    app = Flask(__name__, static_folder="static", template_folder="community/templates")
    _configure(app, settings)
    logs.init_app(app)
    db.init_app(app)
    limits.init_app(app)
    access.init_app(app)
    i18n.init_app(app)
    shell.init_app(app)
    answers.init_app(app)
    _guard(app)
    for package in PACKAGES:
        import_module(package).init_app(app)
    commands.guard(app)
    who.check_all_named(app)
    return app


def _configure(app: Flask, settings: Settings) -> None:
    _check_region(settings)
    clock.start_at(settings.now)
    app.session_interface = NoSession()
    app.request_class = typed.Request
    app.url_map.converters["int"] = typed.BoundedIntegerConverter
    app.config.update(
        MAX_CONTENT_LENGTH=MAX_BODY_BYTES,
        MAX_FORM_MEMORY_SIZE=MAX_BODY_BYTES,
        SEND_FILE_MAX_AGE_DEFAULT=31_536_000,
        TRAP_HTTP_EXCEPTIONS=False,
        MOI_SETTINGS=settings,
        MOI_SECRET_KEY=settings.secret_key,
        MOI_MASTER_KEY=settings.master_key,
        MOI_COOKIE=settings.cookie_name,
        MOI_IS_HTTPS=settings.is_https,
        MOI_IS_DEMO=settings.is_demo,
        MOI_SITE_URL=settings.site_url,
        MOI_DATA_DIR=settings.data_dir,
        MOI_DATABASE_URL=settings.database_url,
        MOI_REDIS_URL=settings.redis_url,
        MOI_REGION=settings.region,
        MOI_LIMITS_ON=settings.limits_on,
        MOI_MAX_SOCKETS=settings.max_sockets,
        MOI_TRUSTED_PROXIES=settings.trusted_proxies,
        MOI_METRICS_TOKEN=settings.metrics_token,
    )
    settings.data_dir.mkdir(
        mode=0o700, parents=True, exist_ok=True
    )  # what people wrote is nobody else's on this machine
    if settings.trusted_proxies:
        n = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=n, x_proto=n, x_host=n)  # type: ignore[method-assign]


def _check_region(settings: Settings) -> None:
    try:
        region.load(settings.region)
    except region.RegionError as wrong:
        raise UnsafeSettings(f"MOI_REGION: {wrong}") from wrong


def _guard(app: Flask) -> None:
    """What happens before any route: whence, who, forgery, how often; the person is asked before the token."""
    app.before_request(typed.refuse_nul)
    app.before_request(answers.kept_page)
    app.before_request(csrf.check_origin)
    app.before_request(who.guard)
    app.before_request(csrf.check)
    app.before_request(limits.guard)
    app.after_request(_touch)
    app.view_functions["static"] = doors.public(app.view_functions["static"])


def _touch(answer: Any) -> Any:
    access.touch()
    return answer


def __getattr__(name: str) -> Any:
    """Make the app when a server or the command line asks for it."""
    if name not in ("app", "application"):
        raise AttributeError(name)
    try:
        made = create_app(read_settings())
    except UnsafeSettings as wrong:
        print(f"Moi does not start: {wrong}", file=sys.stderr)
        sys.exit(2)  # contract 1: nothing done
    globals().update(app=made, application=made)
    return made
