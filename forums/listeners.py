"""What the forum does when something is announced: count again, let new accounts grow up, carry along and forget."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from community import clock, db, jobs, search, signals
from community.content import Content, ContentVersion
from community.members.models import Person
from forums import actions, found, rules
from forums.models import Follow, Post, Reaction, Topic

WITHDRAWN_KEPT = timedelta(days=30)
"""What its writer took back stays readable for moderators as long as chat does, for what may be reported (L6)."""


@signals.listen(signals.content_decided)
def count_again(item: Content, before: str, by: Person | None) -> None:
    if isinstance(item, Post):
        actions.recount([item.topic_id])


@signals.listen(signals.content_screened)
@signals.listen(signals.content_decided)
def find_otherwise(item: Content, **_news: Any) -> None:
    """What search proposes follows what is shown."""
    if isinstance(item, Topic):
        search.note(found.KIND, item.public_id)


@signals.listen(signals.content_decided)
def let_new_account_grow(item: Content, before: str, by: Person | None) -> None:
    """A moderator showed what waited: one of the first three has been seen (L13)."""
    if not isinstance(item, Topic | Post) or before != "held" or not item.is_shown or item.author_id is None:
        return
    new = (Person.id == item.author_id, Person.posts_seen < rules.FIRST_POSTS)
    db.session().execute(sa.update(Person).where(*new).values(posts_seen=Person.posts_seen + 1))


@signals.listen(signals.person_exported)
def take_along(person: Person, export: dict[str, Any]) -> None:
    """What the forum keeps beside the texts, which come from Content (L5)."""
    held = db.session()
    follows = held.scalars(sa.select(Follow).where(Follow.person_id == person.id))
    given = held.scalars(sa.select(Reaction).where(Reaction.person_id == person.id).order_by(Reaction.id))
    export["forum"] = {
        "follows": [{"topic": each.topic.title(), "seen_at": each.seen_at} for each in follows],
        "reactions": [{"to": each.kind, "reaction": each.reaction, "given_at": each.given_at} for each in given],
    }


@jobs.every(24 * 3600, "forums: empty what was taken back")
@db.action
def empty_withdrawn() -> int:
    """Wipe the texts, and earlier versions, of what its writer took back WITHDRAWN_KEPT ago. Returns how many."""
    held, emptied = db.session(), 0
    tables: tuple[Any, ...] = (Topic, Post)
    for table in tables:
        old = held.scalars(
            sa.select(table).where(table.state == "removed", table.withdrawn_at < clock.now() - WITHDRAWN_KEPT)
        )
        for item in old:
            held.execute(sa.delete(ContentVersion).where(ContentVersion.public_id == item.public_id))
            item.body, item.html, item.withdrawn_at = "", "", None
            emptied += 1
    held.flush()
    return emptied
