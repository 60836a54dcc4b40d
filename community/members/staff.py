"""Staff: how they come, which roles they hold and where, and how a role ends. Each act is an entry in the log (L15)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from community import audit, clock, db, live
from community.errors import Conflict, Invalid, NotFound
from community.i18n import _
from community.members import naming, passphrases, second_factor
from community.members.models import MAX_ALIAS_CHARS, ROLES, Person, RoleGrant, alias_key
from community.places.models import Organisation, Place

LARGEST_KEY = 2**63 - 1
"""What a key column holds; a larger number in an address is simply not there."""


@dataclass(frozen=True)
class Scope:
    """What a role is limited to: an organisation, a place, or nothing."""

    organisation: Organisation | None = None
    place: Place | None = None


@dataclass(frozen=True)
class Credentials:
    """What somebody of the team signs in with; told once."""

    alias: str
    passphrase: str
    totp_secret: str


def scope_of(organisation_slug: str = "", place_slug: str = "") -> Scope:
    """The organisation and place with these slugs; empty ones limit nothing.

    Raises Invalid for a slug that is not there.
    """
    organisation: Organisation | None = _by_slug(Organisation, organisation_slug)
    place: Place | None = _by_slug(Place, place_slug)
    if organisation_slug and organisation is None:
        raise Invalid("", fields={"organisation": _("Deze organisatie kennen we niet.")})
    if place_slug and place is None:
        raise Invalid("", fields={"place": _("Deze plek kennen we niet.")})
    return Scope(organisation, place)


def _by_slug(table: Any, slug: str) -> Any:
    return db.session().scalar(sa.select(table).where(table.slug == slug)) if slug and slug.isprintable() else None


def take_on(alias: str, role: str, scope: Scope, *, name: str = "", profession: str | None = None) -> Credentials:
    """Make somebody of the team with one role.

    name: what others see; the alias with a capital when empty.
    Returns what they sign in with, which nobody can look up later.
    Raises Invalid when the alias is somebody's, or nothing anybody could sign in by.
    """
    if not alias_key(alias) or len(alias) > MAX_ALIAS_CHARS:
        wrong = _("Een alias heeft letters of cijfers, en hoogstens %(n)s tekens.", n=MAX_ALIAS_CHARS)
        raise Invalid("", fields={"alias": wrong})
    credentials = Credentials(alias, passphrases.make(), second_factor.make_secret())
    stored = passphrases.hashed(credentials.passphrase, is_made=True)
    _take_on(credentials, stored, name or alias[:1].upper() + alias[1:], profession, role, scope)
    return credentials


@db.action
def _take_on(credentials: Credentials, stored: str, name: str, profession: str | None, role: str, scope: Scope) -> None:
    if by_alias(credentials.alias) is not None:
        raise Invalid("", fields={"alias": _("Deze naam is al van iemand.")})
    look = naming.nickname_for(name)
    person = Person(
        kind="staff",
        alias=credentials.alias,
        name=name,
        bird=look.bird,
        tint=look.tint,
        profession=profession,
        passphrase_hash=stored,
        passphrase_at=clock.now(),
        totp_sealed=second_factor.seal(credentials.totp_secret),
        role_checked_on=clock.today(),
    )
    db.add(person)
    grant(None, person, role, scope)


def by_alias(alias: str) -> Person | None:
    """A member or somebody of the team by alias."""
    return db.session().scalar(sa.select(Person).where(Person.alias_key == alias_key(alias)))


@db.action
def grant(actor: Person | None, person: Person, role: str, scope: Scope) -> bool:
    """Give somebody of the team a role; actor None is the command line. False when they hold it there already.

    Raises Invalid for an unknown role and for somebody who is no staff: a member stays unknown, so holds no role.
    """
    if role not in ROLES:
        raise Invalid("", fields={"role": _("Deze rol kennen we niet.")})
    if not person.is_staff:
        raise Invalid("", fields={"alias": _("Dit is niemand van het team.")})
    where = (scope.organisation.id if scope.organisation else None, scope.place.id if scope.place else None)
    if any((each.role, each.organisation_id, each.place_id) == (role, *where) for each in person.grants):
        return False
    person.grants.append(RoleGrant(role=role, organisation_id=where[0], place_id=where[1]))
    person.role_checked_on = clock.today()
    db.session().flush()
    audit.record(actor, "role.granted", f"person:{person.public_id}", role=role, **_named(scope))
    return True


@db.action
def end_role(actor: Person, grant_id: int) -> None:
    """End one role of somebody, and cut what they have open, so that no room keeps a host who is none.

    Raises NotFound; Conflict for the last administrator, who would lock everybody out.
    """
    found = db.session().get(RoleGrant, grant_id) if grant_id <= LARGEST_KEY else None
    if found is None:
        raise NotFound(_("Deze rol is er niet meer."))
    if found.role == "administrator" and _number_of_administrators() <= 1:
        raise Conflict(_("Dit is de laatste beheerder. Geef eerst iemand anders die rol."))
    person = found.person
    audit.record(actor, "role.ended", f"person:{person.public_id}", role=found.role)
    person.grants.remove(found)
    db.session().flush()
    live.hang_up(f"person:{person.id}")


def everybody() -> list[Person]:
    """All staff with their roles, by name. There is no such list of members (L3)."""
    wish = sa.select(Person).where(Person.kind == "staff").options(selectinload(Person.grants))
    return list(db.session().scalars(wish.order_by(sa.func.lower(Person.name), Person.id)))


def _number_of_administrators() -> int:
    wish = sa.select(sa.func.count(sa.distinct(RoleGrant.person_id))).where(RoleGrant.role == "administrator")
    return db.session().scalar(wish) or 0


def _named(scope: Scope) -> dict[str, str]:
    named = {"organisation": scope.organisation, "place": scope.place}
    return {key: found.slug for key, found in named.items() if found is not None}
