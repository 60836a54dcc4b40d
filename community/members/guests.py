"""Guests: this browser only, a bird for a name, forgotten a day after last use (L3, L6); also ready ones in bulk."""

from __future__ import annotations

import secrets
from typing import Any

import sqlalchemy as sa

from community import clock, crypto, db
from community.members import naming
from community.members.models import Consent, Person, SignIn
from community.safety import nicknames
from community.safety.nicknames import Nickname

RULES_VERSION = 1
"""The house rules as they stand on /huisregels; raise it when they change."""
CONSENT_VERSIONS = {"community": 1, "conversation": 1, "statistics": 1}
"""The text of each consent as it is shown now (L4); raise it when the words change."""


@db.action
def join(nickname: Nickname, band: str) -> str:
    """Let somebody in as a guest who passed the age step and agreed to rules and consent.

    Returns the token for the cookie.
    """
    guest = Person(
        kind="guest",
        name=nickname.name,
        bird=nickname.bird,
        tint=nickname.tint,
        band=band,
        age_checked_on=clock.today(),
        rules_version=RULES_VERSION,
    )
    db.add(guest)
    db.add(Consent(person_id=guest.id, purpose="community", version=CONSENT_VERSIONS["community"]))
    token = crypto.new_token()
    db.add(SignIn(person_id=guest.id, token_hash=crypto.token_hash(token)))
    return token


def make_demo_guests(tokens: list[str]) -> list[str]:
    """Make a ready guest for each token, as if each had passed the age step. Inside an action; returns the tokens."""
    if not tokens:
        return tokens
    birds = nicknames.suggest(len(tokens), secrets.SystemRandom(), naming.all_carried())
    rows = [_demo_row(bird) for bird in birds]
    held = db.session()
    held.execute(sa.insert(Person), rows)
    ids = _ids_of([row["public_id"] for row in rows])
    held.execute(sa.insert(SignIn), [_sign_in_row(i, token) for i, token in zip(ids, tokens, strict=True)])
    held.execute(sa.insert(Consent), [_consent_row(i) for i in ids])
    return tokens


def _ids_of(public_ids: list[str]) -> list[int]:
    """RETURNING in order would cost SQLite one statement a row."""
    return list(db.session().scalars(sa.select(Person.id).where(Person.public_id.in_(public_ids)).order_by(Person.id)))


def _demo_row(bird: Nickname) -> dict[str, Any]:
    return {
        "public_id": crypto.new_token(),
        "kind": "guest",
        "name": bird.name,
        "bird": bird.bird,
        "tint": bird.tint,
        "band": "18-23",
        "age_checked_on": clock.today(),
        "rules_version": RULES_VERSION,
    }


def _sign_in_row(person_id: int, token: str) -> dict[str, Any]:
    return {"person_id": person_id, "token_hash": crypto.token_hash(token)}


def _consent_row(person_id: int) -> dict[str, Any]:
    return {"person_id": person_id, "purpose": "community", "version": CONSENT_VERSIONS["community"]}
