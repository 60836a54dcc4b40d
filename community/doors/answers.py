"""How a refusal or a fault looks, and which headers every answer carries."""

from __future__ import annotations

import functools
import logging
import secrets
from collections.abc import Callable
from typing import Any, TypeVar

import sqlalchemy as sa
from flask import Flask, Response, jsonify, make_response, render_template, request
from werkzeug.exceptions import HTTPException

from community.doors.who import is_data
from community.errors import NotFound, Refused
from community.i18n import _
from community.kept import Kept
from community.members.access import has_cookie

log = logging.getLogger(__name__)
N_ = str
"""Marks a text for translation where it stands; it is translated when it is shown."""
F = TypeVar("F", bound=Callable[..., Any])

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(self), browsing-topics=()",
}
MOST_PAGES_KEPT = 300
"""At 30 kB a page about 10 MB."""
ASKED_AT = "moi.asked_at"
PUBLIC_MAX_AGE_SECONDS = 60
"""Contract 2: a visitor's page may be kept by caches for at most a minute."""
TITLES = {
    400: N_("Dit ging niet goed"),
    403: N_("Dit kan hier niet"),
    404: N_("Deze pagina is er niet"),
    405: N_("Dit kan hier niet"),
    409: N_("Iemand was je net voor"),
    413: N_("Dit is te groot"),
    422: N_("Er klopt nog iets niet"),
    429: N_("Even rustig aan"),
    503: N_("Moi is er even niet"),
}
TEXTS = {
    400: N_("We konden je verzoek niet lezen. Ga terug, laad de pagina opnieuw en probeer het nog eens."),
    403: N_("Je mag dit niet doen, of nu even niet."),
    404: N_("Hij is weggehaald, of het adres klopt niet."),
    405: N_("Deze pagina kun je alleen bekijken."),
    413: N_("Wat je stuurde is te groot. Maak het korter en probeer het nog eens."),
    503: N_("Een deel van Moi doet het even niet. Probeer het over een minuut nog eens. Nu hulp doet het wel."),
}
FAULT = N_("Er ging bij ons iets mis. Probeer het over een minuut nog eens. Heb je nu hulp nodig? Dat werkt wel.")


def init_app(app: Flask) -> None:
    app.register_error_handler(Refused, _refusal)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(sa.exc.OperationalError, _database_gone)
    app.register_error_handler(sa.exc.InterfaceError, _database_gone)
    app.register_error_handler(sa.exc.TimeoutError, _database_gone)
    app.register_error_handler(Exception, _fault)
    app.after_request(_headers)


def wants_json() -> bool:
    return is_data()


def keeps_typed(show: Callable[..., Any]) -> Callable[[F], F]:
    """Answer a refusal inside this POST with the form's own page: what was typed, a message per field, the right code.

    show: the GET view of the form; called with the route's arguments plus `values` (the form), `errors` ({field: text})
        and `problem` (one sentence or "").
    """

    def wrap(function: F) -> F:
        @functools.wraps(function)
        def run(*args: Any, **kwargs: Any) -> Any:
            try:
                return function(*args, **kwargs)
            except NotFound:
                raise
            except Refused as wrong:
                errors = {name: _said(text) for name, text in wrong.fields.items()}
                page = make_response(
                    show(*args, **kwargs, values=request.form, errors=errors, problem=_said(wrong.text))
                )
                return _with_code(page, wrong)

        return run  # type: ignore[return-value]

    return wrap


def refusal_page(wrong: Refused) -> Response:
    """The calm page, or the JSON, for a refusal."""
    return _refusal(wrong)


def _refusal(wrong: Refused) -> Response:
    text = _said(wrong.text or TEXTS.get(wrong.status, TEXTS[400]))
    if is_data():
        return _with_code(jsonify(error={"code": wrong.code, "message": text}), wrong)
    return _with_code(_page(wrong.status, text), wrong)


def _said(text: str) -> str:
    """A refusal's text in the reader's language: refusals are written in Dutch, also where no request is known."""
    return _(text) if text else ""


def _with_code(answer: Response, wrong: Refused) -> Response:
    answer.status_code = wrong.status
    if wrong.status in (429, 503):
        answer.headers["Retry-After"] = str(wrong.retry_after_seconds or 60)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _http(wrong: HTTPException) -> Response:
    if wrong.code is None or (300 <= wrong.code < 400):
        return make_response(wrong.get_response())
    named = type("Http", (Refused,), {"status": wrong.code, "code": "not_found" if wrong.code == 404 else "invalid"})
    answer = _refusal(named(TEXTS.get(wrong.code, TEXTS[400])))
    if wrong.code == 405:
        answer.headers["Allow"] = ", ".join(getattr(wrong, "valid_methods", None) or [])
    return answer


def _page(status: int, text: str) -> Response:
    """The page of a refusal; one that stands on nothing when even the ordinary frame cannot be drawn."""
    title = _said(TITLES.get(status, TITLES[400]))
    try:
        return make_response(render_template("error.html", status=status, title=title, text=text))
    except sa.exc.SQLAlchemyError:
        return make_response(render_template("error_plain.html", status=status, title=title, text=text))


def _database_gone(wrong: Exception) -> Response:
    log.error("database does not answer: %s", type(wrong).__name__)
    return _plain(503, _said(TEXTS[503]))


def _fault(wrong: Exception) -> Response:
    reference = secrets.token_hex(4)
    log.exception("fault %s", reference)
    mention = _("Kenmerk: %(reference)s.", reference=reference)
    return _plain(500, f"{_said(FAULT)} {mention}")


def _plain(status: int, text: str) -> Response:
    named = type("Fault", (Refused,), {"status": status, "code": "unavailable"})(text)
    if is_data():
        return _with_code(jsonify(error={"code": "unavailable", "message": text}), named)
    title = _said(TITLES.get(status, N_("Er ging bij ons iets mis")))
    return _with_code(make_response(render_template("error_plain.html", status=status, title=title, text=text)), named)


_pages: Kept[tuple[bytes, list[tuple[str, str]]]] = Kept(MOST_PAGES_KEPT)


def kept_page() -> Response | None:
    """The page as another visitor just got it: it is public for caches, and ours is the first of them (kept.py)."""
    if not _is_shared() or request.path.startswith("/static/"):
        return None
    request.environ[ASKED_AT] = _pages.moment()
    found = _pages.get(_asked())
    return Response(found[0], headers=found[1]) if found else None


def _is_shared() -> bool:
    return request.method == "GET" and not has_cookie()


def _asked() -> tuple[str, bytes, bool]:
    return request.path, request.query_string, is_data()


def _keep_page(answer: Response) -> None:
    asked_at = request.environ.get(ASKED_AT)
    is_page = answer.status_code == 200 and answer.mimetype == "text/html" and not answer.is_streamed
    if asked_at is not None and is_page and answer.headers["Cache-Control"].startswith("public"):
        _pages.put(_asked(), (answer.get_data(), list(answer.headers)), asked_at)


def _headers(answer: Response) -> Response:
    for name, value in HEADERS.items():
        answer.headers.setdefault(name, value)
    if request.path.startswith("/static/"):
        return answer
    if "Cache-Control" not in answer.headers:
        answer.headers["Cache-Control"] = _caching(answer)
    if not getattr(answer, "moi_same_for_all", False):
        answer.vary.add("Cookie")
    _keep_page(answer)
    return answer


def _caching(answer: Response) -> str:
    is_shared = request.method in ("GET", "HEAD") and not has_cookie() and "Set-Cookie" not in answer.headers
    return f"public, max-age={PUBLIC_MAX_AGE_SECONDS}" if is_shared and answer.status_code == 200 else "no-store"


def same_for_all(answer: Response, max_age_seconds: int) -> Response:
    """Mark an answer that is the same for everybody (/nu-hulp, /weg): public for caches, no Vary."""
    answer.moi_same_for_all = True  # type: ignore[attr-defined]
    answer.headers["Cache-Control"] = f"public, max-age={max_age_seconds}"
    return answer
