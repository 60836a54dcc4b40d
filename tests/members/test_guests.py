"""Ready guests for measuring, and the names guests get."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa
import time_machine

from community import clock, crypto, db
from community.members import access, guests, retention
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


def test_L6_who_only_talks_is_not_forgotten_meanwhile(app, socket_of):
    guest = db.session().get_one(Person, _one_guest())
    open_socket = socket_of(guest)
    with time_machine.travel(clock.now() + timedelta(hours=23)):
        open_socket.ask("no:such", {})
    with time_machine.travel(clock.now() + timedelta(hours=46)):
        assert open_socket.ask("no:such", {})["error"]["code"] == "invalid"
        assert retention.forget_old(clock.now())["guests"] == 0
    with time_machine.travel(clock.now() + timedelta(hours=72)):
        assert open_socket.ask("no:such", {})["error"]["code"] == "not_signed_in"


def test_a_database_that_takes_no_writing_still_shows_pages(app, browser_of, noor, monkeypatch):
    noors = browser_of(noor)

    def full(*_: object) -> None:
        raise sa.exc.OperationalError("UPDATE", {}, Exception("database or disk is full"))

    monkeypatch.setattr(access, "_touch", full)
    with time_machine.travel(clock.now() + timedelta(hours=1)):
        assert noors.get("/mijn").status_code == 200


def _one_guest() -> int:
    token = _make(1)[0]
    return db.session().scalars(sa.select(SignIn.person_id).where(SignIn.token_hash == crypto.token_hash(token))).one()
