"""Erasure (L5): what somebody wrote stays nameless or goes, and then the person goes. Guests are forgotten (L6)."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from community import audit, content, db, live, signals
from community.content import ContentVersion
from community.errors import Invalid
from community.i18n import _
from community.members.models import Person

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
    signals.person_erased.send(person, how=how)
    live.hang_up(f"person:{person.id}")
    for table in content.classes():
        if how == REMOVE_ALL:
            _remove_words(table, person)
        _part(table, person)
    db.delete(person)


def _remove_words(table: Any, person: Person) -> None:
    """Take the words first and tell it then: the news about it must not carry them."""
    items = list(db.session().scalars(sa.select(table).where(table.author_id == person.id)))
    public_ids = [item.public_id for item in items]
    versions = sa.delete(ContentVersion).where(ContentVersion.kind == table.kind)
    for start in range(0, len(public_ids), 500):
        db.session().execute(versions.where(ContentVersion.public_id.in_(public_ids[start : start + 500])))
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
