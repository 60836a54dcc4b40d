"""The cast, always the same: Noor (16, member), Sam (17, not in Noor's room), Mila and Bas (peer experts), Vera
(supervisor), Dr. Jansen (professional), Kees (suspended). Made on first use, straight into the tables.
"""

from __future__ import annotations

from datetime import timedelta
from functools import cached_property
from typing import Any

from flask import Flask

from community import clock, crypto, db
from community.members.models import Person, RoleGrant, SignIn


class Cast:
    def __init__(self, app: Flask):
        self.app = app
        self.guests = 0

    @cached_property
    def noor(self) -> Person:
        return make_person("noor", name="dappere kievit", bird="kievit", band="16-17", posts_seen=3)

    @cached_property
    def sam(self) -> Person:
        return make_person("sam", name="stille stern", bird="stern", band="16-17", posts_seen=3)

    @cached_property
    def mila(self) -> Person:
        return make_person("mila", kind="staff", name="Mila", roles=("peer_expert",))

    @cached_property
    def bas(self) -> Person:
        return make_person("bas", kind="staff", name="Bas", roles=("peer_expert",))

    @cached_property
    def vera(self) -> Person:
        return make_person("vera", kind="staff", name="Vera", roles=("supervisor",))

    @cached_property
    def jansen(self) -> Person:
        return make_person("jansen", kind="staff", name="Dr. Jansen", roles=("professional",), profession="psycholoog")

    @cached_property
    def kees(self) -> Person:
        return make_person("kees", name="losse tureluur", suspended_until=clock.now() + timedelta(days=14))

    def guest(self, name: str = "") -> Person:
        self.guests += 1
        return make_person(None, kind="guest", name=name or f"vroege wulp {self.guests}")

    def staff(self, *roles: str, organisation: Any = None, name: str = "") -> Person:
        self.guests += 1
        alias = f"staff{self.guests}"
        return make_person(alias, kind="staff", name=name or alias.title(), roles=roles, organisation=organisation)


@db.action
def make_person(
    alias: str | None, *, kind: str = "member", roles: tuple[str, ...] = (), organisation: Any = None, **fields: Any
) -> Person:
    """A person with everything the age step and the consents would have left."""
    values: dict[str, Any] = {"name": alias or "gast", "bird": "wulp", "tint": 1, "band": "18-23"} | fields
    person = Person(
        kind=kind,
        alias=alias,
        passphrase_hash="unused" if alias else None,
        age_checked_on=clock.today(),
        **values,
    )
    person.grants = [RoleGrant(role=role, organisation_id=organisation.id if organisation else None) for role in roles]
    db.add(person)
    return person


@db.action
def sign_in(person: Person) -> str:
    """A sign-in of this person; returns the token its cookie holds."""
    token = crypto.new_token()
    db.add(SignIn(person_id=person.id, token_hash=crypto.token_hash(token)))
    return token
