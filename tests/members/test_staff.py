"""How people of the team come, and the example people."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pyotp
import pytest
import sqlalchemy as sa
from click.testing import Result
from flask import Flask

from community import audit, db
from community.errors import Conflict, Invalid, NotFound
from community.members import accounts, demo_people, second_factor, staff
from community.members.forms import SignInDraft
from community.members.models import ROLES, Person, RoleGrant
from community.places import demo as places_demo
from community.places.models import Organisation
from tests.browser import Browser


@db.action
def _organisation() -> Organisation:
    row = Organisation(slug="de-steiger", name="De Steiger")
    db.add(row)
    return row


def add(app: Flask, *arguments: str) -> Result:
    return app.test_cli_runner().invoke(args=["people", "add", *arguments])


def test_people_add_prints_passphrase_and_second_factor_once(app):
    done = add(app, "wiebe", "--role", "supervisor")
    lines = dict(line.split(":", 1) for line in done.stdout.splitlines() if ":" in line)
    assert done.exit_code == 0 and lines["otpauth"].strip().startswith("otpauth://totp/")
    passphrase, secret = lines["passphrase"].strip(), lines["totp"].strip()
    draft = SignInDraft("wiebe", passphrase, pyotp.TOTP(secret).at(second_factor.device_seconds()))
    assert accounts.sign_in(draft, "here", None)
    person = staff.by_alias("wiebe")
    assert (person.kind, person.roles) == ("staff", {"supervisor"})


def test_people_add_gives_somebody_of_the_team_one_more_role_without_secrets(app):
    _organisation()
    add(app, "wiebe", "--role", "supervisor")
    done = add(app, "wiebe", "--role", "map_editor", "--organisation", "de-steiger")
    assert done.exit_code == 0 and "passphrase" not in done.stdout
    again = add(app, "wiebe", "--role", "map_editor", "--organisation", "de-steiger")
    assert again.exit_code == 0
    person = staff.by_alias("wiebe")
    assert person.roles == {"supervisor", "map_editor"} and len(person.organisation_ids) == 1


def test_people_add_does_nothing_for_wrong_use(app, noor):
    for arguments in (
        ("wiebe", "--role", "koning"),
        ("wiebe",),
        ("wiebe", "--role", "editor", "--organisation", "bestaat-niet"),
        ("wiebe", "--role", "editor", "--place", "bestaat-niet"),
        ("noor", "--role", "editor"),
        ("", "--role", "editor"),
        ("...", "--role", "editor"),
        ("w" * 41, "--role", "editor"),
    ):
        done = add(app, *arguments)
        assert done.exit_code == 2 and done.stderr.strip()
    assert staff.by_alias("wiebe") is None and staff.by_alias("noor").roles == frozenset()


def test_L15_giving_and_ending_a_role_stands_in_the_log(app, cast, mila):
    boss, other = cast.staff("administrator"), cast.staff("administrator")
    staff.grant(boss, mila, "editor", staff.Scope())
    mine = db.session().scalar(sa.select(RoleGrant).where(RoleGrant.role == "editor"))
    staff.end_role(boss, mine.id)
    acts = [(entry.act, entry.actor_name) for entry in audit.trail(f"person:{mila.public_id}")]
    assert acts == [("role.ended", boss.name), ("role.granted", boss.name)]
    assert staff.by_alias("mila").roles == {"peer_expert"}
    assert other.has_role("administrator")


def test_the_last_administrator_stays_and_a_missing_role_is_missing(app, cast):
    boss = cast.staff("administrator")
    with pytest.raises(Conflict):
        staff.end_role(boss, boss.grants[0].id)
    with pytest.raises(NotFound):
        staff.end_role(boss, 12345)


def test_a_member_holds_no_role(app, cast, noor):
    with pytest.raises(Invalid):
        staff.grant(cast.staff("administrator"), noor, "editor", staff.Scope())


@pytest.fixture
def filled(app, tmp_path, monkeypatch) -> Path:
    monkeypatch.setitem(app.config, "MOI_DATA_DIR", tmp_path)
    places_demo.fill()
    demo_people.fill()
    return tmp_path / demo_people.FILE


def test_demo_people_are_at_least_two_of_each_role_and_can_sign_in(app, filled):
    made = json.loads(filled.read_text())
    assert set(made) == {"member", *ROLES}
    assert stat.S_IMODE(filled.stat().st_mode) == 0o600
    for role, some in made.items():
        assert len(some) >= 2
        keys = {"alias", "passphrase"} | ({"totp_secret"} if role != "member" else set())
        assert all(set(each) == keys and len(each["passphrase"].split()) == 6 for each in some)
    first = made["professional"][0]
    code = pyotp.TOTP(first["totp_secret"]).at(second_factor.device_seconds())
    answer = Browser(app).post("/inloggen", first | {"code": code})
    assert answer.status_code == 303
    assert Browser(app).post("/inloggen", made["member"][0]).status_code == 303


def test_demo_people_are_made_once(app, filled):
    before = filled.read_text()
    number = db.session().scalar(sa.select(sa.func.count()).select_from(Person))
    demo_people.fill()
    assert filled.read_text() == before
    assert db.session().scalar(sa.select(sa.func.count()).select_from(Person)) == number
