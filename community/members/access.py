"""Who asks: from the one cookie to a Person, through Flask-Login (its only home). Public pages never call this."""

from __future__ import annotations

import logging
from collections.abc import Iterable

import sqlalchemy as sa
from flask import Flask, Request, Response, current_app, g, has_request_context, request
from flask_login import LoginManager, current_user

from community import clock, crypto, db
from community.members.models import GUEST_LASTS, TOUCH_AFTER, Person, SignIn, Viewer, Visitor

log = logging.getLogger(__name__)

COOKIE_LASTS_SECONDS = 365 * 24 * 3600
"""A member stays signed in for a year on a device that is used; a guest's row ends long before (L6)."""


def init_app(app: Flask) -> None:
    manager = LoginManager()
    manager.session_protection = None  # its default would keep a hash of address and browser (L1)
    manager.anonymous_user = Visitor
    manager.request_loader(_person_of)
    manager.init_app(app, add_context_processor=False)  # it would ask who is there on /nu-hulp too (L9)
    app.teardown_request(forget)


def viewer() -> Viewer:
    """The Person who asks, or a Visitor. One statement per request, none without our cookie."""
    if not has_request_context():
        return Visitor()
    return _signed(current_user._get_current_object())


def person() -> Person:
    """The Person who asks, at a door that lets only people in."""
    found = viewer()
    if not isinstance(found, Person):
        raise RuntimeError("a door that needs a person let a visitor through")
    return found


def sign_in() -> SignIn | None:
    """The sign-in that carries this request."""
    viewer()
    found: SignIn | None = g.get("sign_in")
    return found


def still_signed_in(sign_in_ids: Iterable[int]) -> set[int]:
    """Which of these sign-ins were not ended; one statement for many people at once."""
    going = sa.select(SignIn.id).where(SignIn.id.in_(sign_in_ids), SignIn.ended_at.is_(None))
    return set(db.session().scalars(going))


def suspended_among(person_ids: Iterable[int]) -> set[int]:
    """Which of these people are suspended now."""
    ids = sa.select(Person.id).where(Person.id.in_(person_ids), Person.suspended_until > clock.now())
    return set(db.session().scalars(ids))


def has_cookie(asked: Request | None = None) -> bool:
    """Whether a session is claimed; costs nothing and decides about caching."""
    return current_app.config["MOI_COOKIE"] in (asked or request).cookies


def set_cookie(response: Response, token: str) -> None:
    response.set_cookie(
        current_app.config["MOI_COOKIE"],
        token,
        max_age=COOKIE_LASTS_SECONDS,
        secure=current_app.config["MOI_IS_HTTPS"],
        httponly=True,
        samesite="Lax",
        path="/",
    )


def drop_cookie(response: Response) -> None:
    response.delete_cookie(
        current_app.config["MOI_COOKIE"],
        secure=current_app.config["MOI_IS_HTTPS"],
        httponly=True,
        samesite="Lax",
        path="/",
    )


def forget(_fault: BaseException | None = None) -> None:
    """Forget who asked: contexts can be shared (tests, several socket events), people must not be."""
    for name in ("_login_user", "sign_in"):
        g.pop(name, None)


def _signed(found: object) -> Viewer:
    return found if isinstance(found, Person) else Visitor()


def _person_of(asked: Request) -> Person | None:
    token = asked.cookies.get(current_app.config["MOI_COOKIE"])
    if not token:
        return None
    found = db.session().scalar(
        sa.select(SignIn).where(SignIn.token_hash == crypto.token_hash(token), SignIn.ended_at.is_(None))
    )
    if found is None or _has_faded(found):
        return None
    g.sign_in = found
    return found.person


def _has_faded(found: SignIn) -> bool:
    return found.person.is_guest and found.last_used_at + GUEST_LASTS < clock.now()


def touch() -> None:
    """Note that the session is still used, by a page or an event, at most once per TOUCH_AFTER.

    A database that takes no writing now (a full disk) must not cost somebody the page that was read from it.
    """
    found: SignIn | None = g.get("sign_in")
    if found is None:
        return
    try:
        if found.last_used_at + TOUCH_AFTER < clock.now():
            _touch(found.id, found.person_id)
    except sa.exc.SQLAlchemyError as gone:
        log.warning("the use of a session was not noted: %s", type(gone).__name__)


@db.action
def _touch(sign_in_id: int, person_id: int) -> None:
    moment = clock.now()
    db.session().execute(sa.update(SignIn).where(SignIn.id == sign_in_id).values(last_used_at=moment))
    db.session().execute(sa.update(Person).where(Person.id == person_id).values(last_used_at=moment))
