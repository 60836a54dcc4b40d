"""What somebody may be called here (L3): suggested birds, names that are refused and why, names others have already."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from functools import cache
from random import Random
from zlib import crc32

import sqlalchemy as sa

from community import db
from community.i18n import _
from community.members.models import Person, alias_key
from community.places.models import Organisation, Place
from community.safety import names, nicknames
from community.safety.nicknames import Nickname

SUGGESTIONS = 6

_chance = secrets.SystemRandom()


def suggestions(number: int = SUGGESTIONS, keep: str = "") -> list[Nickname]:
    """Different nicknames that nobody here carries now. keep: a suggested name that was chosen and comes first."""
    drawn = nicknames.suggest(3 * number, _chance)
    taken = _carried([each.name for each in drawn])
    free = [each.name for each in drawn if each.name not in taken and each.name != keep]
    if len(free) < number:
        free += [each.name for each in nicknames.suggest(number, _chance, all_carried() | {keep, *free})]
    kept = [keep] if is_suggested(keep) else []
    return [nickname_for(name) for name in (kept + free)[:number]]


def nickname_for(name: str) -> Nickname:
    """The bird and tint that go with a name, always the same: what one chooses is what one saw."""
    seed = crc32(alias_key(name).encode())
    return Nickname(name, nicknames.drawing_for(name, Random(seed)), nicknames.TINTS[seed % len(nicknames.TINTS)])


def is_suggested(name: str) -> bool:
    """Whether a name is one we could have suggested: adjectives, then a bird."""
    *adjectives, bird = name.split() or [""]
    return bird in _birds() and bool(adjectives) and _adjectives().issuperset(adjectives)


def nickname_problem(name: str, own_name: str = "") -> str | None:
    """Say why somebody cannot be called this, or None. own_name: what its wearer is called already.

    A bird is nobody's alone: two who meet under one suggested name see it, and the team's shapes tell who is who.
    A name somebody made up stays theirs.
    """
    return None if is_suggested(name) else alias_problem(name, own_name)


def alias_problem(alias: str, own_name: str = "") -> str | None:
    """Say why nobody can sign in by this alias, or None. own_name: what a guest is called, which stays free to them."""
    if own_name and alias.casefold() == own_name.casefold() and not _is_alias_of_another(alias, own_name):
        return None
    problem = None if is_suggested(alias) else names.name_problem(alias, _words_of_others())
    if problem:
        return _(problem)
    return _("Deze naam is al van iemand. Kies een andere.") if is_carried_by_member(alias) else None


def is_carried_by_member(name: str) -> bool:
    """Whether a member or somebody of the team is known by this name: nobody may pass for them."""
    return db.session().scalar(sa.select(Person.id).where(_known_as(name)).limit(1)) is not None


def all_carried() -> set[str]:
    return set(db.session().scalars(sa.select(Person.name)))


def _is_alias_of_another(name: str, own_name: str) -> bool:
    others = sa.select(Person.id).where(_known_as(name), Person.name != own_name)
    return db.session().scalar(others.limit(1)) is not None


def _known_as(name: str) -> sa.ColumnElement[bool]:
    is_named = sa.and_(Person.kind != "guest", sa.func.lower(Person.name) == name.lower())
    return sa.or_(Person.alias_key == alias_key(name), is_named)


def _carried(wished: Collection[str]) -> set[str]:
    return set(db.session().scalars(sa.select(Person.name).where(Person.name.in_(wished))))


def _words_of_others() -> list[str]:
    """Names of organisations, places and people of the team, which no alias may carry."""
    wish = sa.union_all(
        sa.select(Organisation.name),
        sa.select(Place.name),
        sa.select(Person.name).where(Person.kind == "staff"),
    )
    return list(db.session().scalars(wish))


@cache
def _birds() -> frozenset[str]:
    return frozenset(nicknames.birds())


@cache
def _adjectives() -> frozenset[str]:
    return frozenset(nicknames.adjectives())
