"""Erasure (L5): what somebody wrote stays nameless or goes, and then the person goes. Guests are forgotten (L6)."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from community import audit, content, db, live, signals
from community.errors import Invalid
from community.i18n import _
from community.members.models import Person
from community.moderation.queries import open_items

KEEP_POSTS, REMOVE_ALL = "keep_posts", "remove_all"
NOBODYS_BIRD, NOBODYS_TINT = "wulp", 1


@db.action
def erase(person: Person, how: str) -> None:
    """Erase somebody: sign-ins, sockets, consents, codes, and the row itself.

    how: "keep_posts" leaves what they wrote without their name, "remove_all" takes every word away.
    What staff did stays in the log, with their name: whoever could erase that could erase a wrong (L15).
    Raises Invalid for another how.
    """
    if how not in (KEEP_POSTS, REMOVE_ALL):
        raise Invalid(_("Kies eerst wat er met je berichten gebeurt."), fields={"how": _("Kies een van de twee.")})
    if person.is_staff:
        audit.record(person, "person.erased", f"person:{person.public_id}", how=how)
    _forget(person, how)


@db.action
def forget_guest(person: Person) -> None:
    """Forget a guest who left or was not here for a day; what they said stays as long as others' words, nameless."""
    _forget(person, KEEP_POSTS)


def _forget(person: Person, how: str) -> None:
    if how == REMOVE_ALL:
        _keep_what_waits(person)
    signals.person_erased.send(person, how=how)
    live.hang_up(f"person:{person.id}")
    for table in content.classes():
        if how == REMOVE_ALL:
            _remove_words(table, person)
        _part(table, person)
    db.delete(person)


def _keep_what_waits(person: Person) -> None:
    """What somebody still has to decide about stays readable for the team until then (L6): erasing is no way around a
    report. Before anybody else hears that the person goes, because features empty what they show."""
    for table in content.classes():
        for item in _undecided(table, person):
            content.keep_version(item)


def _undecided(table: Any, person: Person) -> list[Any]:
    items = {item.public_id: item for item in _written(table, person)}
    return [items[public_id] for public_id in _open(table, list(items))]


def _written(table: Any, person: Person) -> list[Any]:
    return list(db.session().scalars(sa.select(table).where(table.author_id == person.id)))


def _open(table: Any, public_ids: list[str]) -> list[str]:
    """Which of these wait for a decision, in their order."""
    found: set[str] = set()
    for start in range(0, len(public_ids), 500):
        found |= open_items(table.kind, public_ids[start : start + 500])
    return [each for each in public_ids if each in found]


def _remove_words(table: Any, person: Person) -> None:
    """Take the words first and tell it then: the news about it must not carry them."""
    items = _written(table, person)
    public_ids = [item.public_id for item in items]
    undecided = set(_open(table, public_ids))
    content.forget_versions([each for each in public_ids if each not in undecided])
    for item in items:
        item.body = item.html = ""
        content.decide(item, "removed", None)


def _part(table: Any, person: Person) -> None:
    """Take the name, the bird and the badge off what somebody wrote."""
    nameless = {
        "author_id": None,
        "author_name": content.NOBODY,
        "author_bird": NOBODYS_BIRD,
        "author_tint": NOBODYS_TINT,
        "author_badge": None,
    }
    db.session().execute(sa.update(table).where(table.author_id == person.id).values(**nameless))
