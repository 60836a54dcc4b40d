"""Forgery: a signed token in every form, and a look at where a request says it comes from. No cookie of its own."""

from __future__ import annotations

import hmac
from urllib.parse import urlsplit

from flask import current_app, g, request
from itsdangerous import BadSignature, SignatureExpired, URLSafeTimedSerializer

from community.doors.who import SAFE_METHODS
from community.errors import Invalid, NotAllowed
from community.members.access import has_cookie, sign_in

VISITOR_TOKEN_LASTS_SECONDS = 12 * 3600
"""Contract 2: without a session the token is signed and lives 12 hours."""
STALE = "Deze pagina stond te lang open. Laad hem opnieuw en probeer het nog eens; je tekst kun je eerst kopiëren."


class BadToken(Invalid):
    """Missing, wrong or old token: 400, as the contract says."""

    status, code = 400, "invalid"


def csrf_token() -> str:
    """The token for a form on this page; bound to the sign-in when there is one."""
    if "csrf_token" not in g:
        g.csrf_token = _signer().dumps(_bound_to())
    token: str = g.csrf_token
    return token


def check() -> None:
    """Refuse a forged POST.

    Raises NotAllowed for a foreign origin, BadToken for a missing, wrong or old token.
    """
    if request.method in SAFE_METHODS or request.endpoint is None:
        return
    given = request.form.get("csrf_token") or request.headers.get("X-CSRFToken") or ""
    try:
        bound = _signer().loads(given, max_age=VISITOR_TOKEN_LASTS_SECONDS if not _bound_to() else None)
    except (SignatureExpired, BadSignature) as wrong:
        raise BadToken(STALE) from wrong
    if not hmac.compare_digest(str(bound), _bound_to()):
        raise BadToken(STALE)


def check_origin() -> None:
    """Refuse an unsafe request that another site made. Our own pages send no referrer, so browsers say Origin: null."""
    if request.method in SAFE_METHODS:
        return
    site = request.headers.get("Sec-Fetch-Site")
    origin = request.headers.get("Origin")
    if site in ("cross-site", "same-site"):
        raise NotAllowed("Dit verzoek kwam van een andere site.")
    if origin == "null" and site == "same-origin":
        return
    if origin is not None and not is_own_origin(origin):
        raise NotAllowed("Dit verzoek kwam van een andere site.")


def is_own_origin(origin: str) -> bool:
    """Whether an Origin header names this site, as MOI_SITE_URL says it, whatever port a process listens on."""
    own, given = urlsplit(current_app.config["MOI_SITE_URL"]), urlsplit(origin)
    return (own.scheme, own.netloc) == (given.scheme, given.netloc)


def _bound_to() -> str:
    if not has_cookie():
        return ""
    found = sign_in()
    return found.token_hash[:32] if found else ""


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["MOI_SECRET_KEY"], salt="csrf")
