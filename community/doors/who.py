"""Default deny: every route and event names who may come, or the house does not start."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import quote

from flask import Flask, Response, current_app, redirect, request

from community.errors import NotAllowed, NotFound
from community.members.access import viewer
from community.members.models import ROLES, Viewer

F = TypeVar("F", bound=Callable[..., Any])
SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}


@dataclass(frozen=True)
class Who:
    """Who may come through a door. `sign_in_page` is where a GET without a fitting person is sent."""

    level: str
    roles: frozenset[str] = frozenset()
    even_suspended: bool = False

    def lets_in(self, viewer: Viewer) -> bool:
        if self.level == "public":
            return True
        if self.level == "people":
            return viewer.is_person
        if self.level == "members":
            return viewer.is_member
        return viewer.has_role(*self.roles)


def _named(who: Who) -> Callable[[F], F]:
    def mark(function: F) -> F:
        function.moi_who = who  # type: ignore[attr-defined]
        return function

    return mark


def public(function: F) -> F:
    """Anybody, also without a session."""
    return _named(Who("public", even_suspended=True))(function)


def people(function: F) -> F:
    """Guests, members, staff; not while suspended."""
    return _named(Who("people"))(function)


def people_even_suspended(function: F) -> F:
    """People, also while suspended: signing out, objecting, taking along, erasing must always work."""
    return _named(Who("people", even_suspended=True))(function)


def members(function: F) -> F:
    """Members and staff: those who can come back."""
    return _named(Who("members"))(function)


def roles(*names: str) -> Callable[[F], F]:
    """Staff with one of these roles; for everybody else signed in the page does not exist."""
    unknown = set(names) - set(ROLES)
    if unknown or not names:
        raise ValueError(f"no such role: {sorted(unknown)}")
    return _named(Who("roles", roles=frozenset(names)))


def who_of(function: Callable[..., Any]) -> Who | None:
    found: Who | None = getattr(function, "moi_who", None)
    return found


def check_all_named(app: Flask) -> None:
    """Refuse to start with a route that does not say who may come."""
    silent = [rule.endpoint for rule in app.url_map.iter_rules() if who_of(app.view_functions[rule.endpoint]) is None]
    if silent:
        raise RuntimeError(f"routes that do not say who may come: {sorted(set(silent))}")


def guard() -> Response | None:
    """Ask who may come here. Redirects a GET that only needs a sign-in; raises for the rest."""
    if request.endpoint is None:
        return None
    from_map = who_of(_view())
    if from_map is None:
        raise NotFound("Deze pagina is er niet.")
    if from_map.level == "public":
        return None
    asker = viewer()
    if from_map.lets_in(asker):
        _stop_suspended(from_map, asker)
        return None
    return _turn_away(from_map, asker)


def _view() -> Callable[..., Any]:
    return current_app.view_functions[request.endpoint or ""]


def _stop_suspended(who: Who, asker: Viewer) -> None:
    if asker.is_suspended and request.method not in SAFE_METHODS and not who.even_suspended:
        raise NotAllowed("Je kunt nu niet meedoen. Bij Mijn Moi staat waarom, en hoe je bezwaar maakt.")


def _turn_away(who: Who, asker: Viewer) -> Response:
    if who.level == "roles" and asker.is_person:
        raise NotFound("Deze pagina is er niet.")
    if request.method not in SAFE_METHODS or is_data():
        raise NotAllowed("Hiervoor moet je eerst meedoen of inloggen.")
    return redirect(f"{_sign_in_page(who, asker)}?next={quote(_own_path())}", code=303)  # type: ignore[return-value]


def _sign_in_page(who: Who, asker: Viewer) -> str:
    if who.level == "people":
        return "/meedoen"
    return "/account/nieuw" if asker.is_guest else "/inloggen"


def _own_path() -> str:
    return request.full_path.rstrip("?")


def is_data() -> bool:
    """Whether the answer is read by a program: JSON paths, or an explicit wish for JSON."""
    path = request.path
    if path.startswith("/hsds") or path.endswith((".geojson", ".json")):
        return True
    if path.endswith("/berichten") and request.method == "GET":
        return True
    best = request.accept_mimetypes.best_match(["text/html", "application/json"])
    return best == "application/json" and request.accept_mimetypes[best] > request.accept_mimetypes["text/html"]
