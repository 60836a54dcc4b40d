"""Giving somebody a notice, and putting notices away."""

from __future__ import annotations

import sqlalchemy as sa

from community import clock, db
from community.members.models import Person
from community.notifications.models import Notice


@db.action
def notify(person_id: int, kind: str, text: str, url: str) -> Notice:
    """Tell somebody that something happened for them, in their pages.

    text: one line that says that, never what was written; at most 200 characters.
    url: an own path where it can be read.
    """
    notice = Notice(person_id=person_id, kind=kind, text=text, url=url)
    db.add(notice)
    return notice


@db.action
def put_away(person: Person, before_id: int) -> None:
    """Mark this person's notices up to and including one as read: what came in since stays new."""
    unread = sa.update(Notice).where(Notice.person_id == person.id, Notice.read_at.is_(None), Notice.id <= before_id)
    db.session().execute(unread.values(read_at=clock.now()))


@db.action
def put_away_about(person: Person, url: str) -> None:
    """Mark this person's notices that point at one page as read: they have just read it."""
    unread = sa.update(Notice).where(Notice.person_id == person.id, Notice.read_at.is_(None), Notice.url == url)
    db.session().execute(unread.values(read_at=clock.now()))
