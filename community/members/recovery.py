"""Recovery codes instead of e-mail: shown once, kept as keyed hashes, each good for one way back in."""

from __future__ import annotations

import secrets

import sqlalchemy as sa

from community import clock, crypto, db
from community.members.models import Person, RecoveryCode

CODES = 8
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
"""Nothing that looks like something else on paper: no i, l, o, 0, 1."""
GROUPS, GROUP_CHARS = 3, 4
"""Twelve of 31 characters: 59 random bits."""
PURPOSE = "members.recovery"


def make_codes() -> list[str]:
    return ["-".join(_group() for _ in range(GROUPS)) for _ in range(CODES)]


def _group() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(GROUP_CHARS))


def replace(person: Person, codes: list[str]) -> None:
    """Keep these codes of a person instead of all earlier ones. Inside an action."""
    db.session().execute(sa.delete(RecoveryCode).where(RecoveryCode.person_id == person.id))
    for code in codes:
        db.add(RecoveryCode(person_id=person.id, code_hash=_hash(code)))


def use(person_id: int, typed: str) -> bool:
    """Use up a code of a person; False when it is not theirs or was used before. Inside an action."""
    spent = db.session().execute(
        sa.update(RecoveryCode)
        .where(RecoveryCode.person_id == person_id, RecoveryCode.code_hash == _hash(typed))
        .where(RecoveryCode.used_at.is_(None))
        .values(used_at=clock.now())
    )
    return bool(spent.rowcount)  # type: ignore[attr-defined]


def number_left(person: Person) -> int:
    wish = sa.select(sa.func.count()).select_from(RecoveryCode)
    found = db.session().scalar(wish.where(RecoveryCode.person_id == person.id, RecoveryCode.used_at.is_(None)))
    return found or 0


def _hash(code: str) -> str:
    return crypto.keyed_hash("".join(char for char in code.casefold() if char.isalnum()), PURPOSE)
