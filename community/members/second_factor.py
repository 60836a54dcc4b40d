"""The second factor of staff: six digits from an app (TOTP; pyotp's only home), each accepted once."""

from __future__ import annotations

import time

import pyotp
from flask import current_app

from community import crypto, db
from community.members.models import Person

STEP_SECONDS = 30
"""RFC 6238's own step; authenticator apps know no other."""
STEPS_AROUND = 1
"""One step before and after count, for phones whose clock is a little off."""
PURPOSE = "people.totp"
ISSUER = "Moi"


def make_secret() -> str:
    """A new secret, 160 bits in base32, as authenticator apps take it."""
    return pyotp.random_base32()


def seal(secret: str) -> str:
    return crypto.seal(secret, PURPOSE)


def address(secret: str, alias: str) -> str:
    """The otpauth address an app reads."""
    return pyotp.TOTP(secret).provisioning_uri(name=alias, issuer_name=ISSUER)


def device_seconds() -> float:
    """The real time: the phone that makes the code knows nothing of a demo clock that was set."""
    return time.time()


@db.action
def use_code(person_id: int, typed: str) -> bool:
    """Accept a code if it is right and unused, and remember that it was used.

    In demo one code may be used again as long as an app still shows it, so that several people can try at once.
    """
    person = db.session().get_one(Person, person_id, with_for_update=True)
    if not person.totp_sealed:
        return False
    present = int(device_seconds()) // STEP_SECONDS
    step = _step_of(crypto.unseal(person.totp_sealed, PURPOSE), typed, present)
    if step is None or (_is_used(person, step) and not (current_app.config["MOI_IS_DEMO"] and step == present)):
        return False
    _note(person, step)
    return True


def _step_of(secret: str, typed: str, present: int) -> int | None:
    """The step whose code was typed, the present one first."""
    digits = "".join(typed.split())
    totp = pyotp.TOTP(secret, interval=STEP_SECONDS)
    around = sorted(range(present - STEPS_AROUND, present + STEPS_AROUND + 1), key=lambda step: abs(step - present))
    return next((step for step in around if totp.verify(digits, for_time=step * STEP_SECONDS)), None)


def _is_used(person: Person, step: int) -> bool:
    behind = (person.totp_last_step or 0) - step
    return behind >= 0 and bool(person.totp_used_bits >> behind & 1)


def _note(person: Person, step: int) -> None:
    """Bit n of totp_used_bits says that the code n steps before totp_last_step was used; three steps matter."""
    last = person.totp_last_step or 0
    if step > last:
        shifted = person.totp_used_bits << min(step - last, 8)
        person.totp_last_step, person.totp_used_bits = step, (shifted | 1) & 0xFF
    else:
        person.totp_used_bits |= 1 << (last - step)
