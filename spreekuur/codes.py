"""The code of four words to come back with, and the short-lived proof that somebody gave the right one."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa
from flask import Flask, current_app, request
from itsdangerous import BadSignature, URLSafeTimedSerializer

from community import crypto, db
from community.doors.limits import Limits
from community.errors import Invalid, TooMany
from community.i18n import _
from community.safety import wordlist
from spreekuur.models import Booking

PURPOSE = "spreekuur.code"
WAITS = timedelta(minutes=15)
"""How long a code waits, sealed, to be shown once."""
PROOF_LASTS_SECONDS = 30 * 60
"""Long enough to read, cancel or take the calendar file along; short, because it stands in an address."""
TRIES = "5/10 minutes"
"""Contract 2: wrong codes from one address; counted and refused whatever MOI_LIMITS says."""


def init_app(app: Flask) -> None:
    app.extensions["moi.code_tries"] = Limits(app.config["MOI_REDIS_URL"], refuses=True)


def new_code() -> str:
    """Four words that no booking has yet."""
    while _known(code := wordlist.booking_code()):
        continue
    return code


def hash_of(code: str) -> str:
    """What is stored of a code: capitals, hyphens and spaces do not count."""
    return crypto.keyed_hash(wordlist.tidy(code), PURPOSE)


def seal(code: str) -> str:
    return crypto.seal(code, PURPOSE)


def unseal(sealed: str) -> str:
    return crypto.unseal(sealed, PURPOSE)


def booking_by_code(typed: str) -> Booking:
    """The booking that goes with four typed words; a wrong one counts as a try.

    Raises Invalid when there is none, TooMany after five wrong ones from here in ten minutes, right or wrong.
    """
    _refuse_after_too_many()
    found = _known(typed)
    if found is None:
        _tries().hit(TRIES, "code", _address())
        wrong = _("Deze vier woorden kennen we niet. Kijk of ze goed staan, met een spatie of streepje ertussen.")
        raise Invalid(wrong, fields={"code": wrong})
    return found


def prove(booking: Booking) -> str:
    """What stands in the address of a booking's page for somebody without a session, for half an hour."""
    return str(_signer().dumps(booking.public_id))


def proved(proof: str) -> str | None:
    """The public id of the booking a proof is about; None when it is old or not ours."""
    try:
        found: str = _signer().loads(proof, max_age=PROOF_LASTS_SECONDS)
    except BadSignature:
        return None
    return found


def _known(code: str) -> Booking | None:
    return db.session().scalar(sa.select(Booking).where(Booking.code_hash == hash_of(code)))


def _refuse_after_too_many() -> None:
    wait = _tries().peek(TRIES, "code", _address())
    if wait is not None:
        raise TooMany(
            _("Dat waren vijf verkeerde codes. Probeer het over tien minuten opnieuw."), retry_after_seconds=wait
        )


def _tries() -> Limits:
    found: Limits = current_app.extensions["moi.code_tries"]
    return found


def _address() -> str:
    return _tries().address_key(request.remote_addr or "")


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["MOI_SECRET_KEY"], salt="spreekuur.proof")
