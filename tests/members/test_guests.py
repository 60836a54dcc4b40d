"""Ready guests for measuring, and the names guests get."""

from __future__ import annotations

import sqlalchemy as sa

from community import crypto, db
from community.members import guests
from community.members.models import Consent, Person, SignIn


@db.action
def _make(number: int) -> list[str]:
    return guests.make_demo_guests([crypto.new_token() for _ in range(number)])


def test_demo_guests_have_a_sign_in_a_band_and_a_consent(app, statements):
    tokens = _make(500)
    assert len(statements) < 30
    signed = db.session().scalars(sa.select(SignIn)).all()
    assert {each.token_hash for each in signed} == {crypto.token_hash(token) for token in tokens}
    people = db.session().scalars(sa.select(Person)).all()
    assert {person.band for person in people} == {"18-23"}
    assert len({person.name for person in people}) == 500
    assert db.session().scalar(sa.select(sa.func.count()).select_from(Consent)) == 500


def test_each_demo_guest_is_signed_in_by_its_own_token(app):
    tokens = _make(3)
    names = [
        db.session().scalar(sa.select(SignIn).where(SignIn.token_hash == crypto.token_hash(token))).person_id
        for token in tokens
    ]
    assert names == sorted(names)
