"""Who may do what in the forum; asked by actions before they change, and by templates before they offer."""

from __future__ import annotations

from datetime import timedelta

from community import clock
from community.members.models import Person, Viewer
from forums.models import Topic, Written

EDIT_WITHIN = timedelta(minutes=30)
FIRST_POSTS = 3
"""So many posts of a new account wait for a moderator (L13)."""
ANSWER_WITHIN = timedelta(hours=24)
"""Every topic gets an answer within this (product.md 4)."""


def may_read_topic(viewer: Viewer, topic: Topic) -> bool:
    """A hidden topic leaves a trace above its replies; one taken back stays only where others replied."""
    if topic.is_shown or topic.state == "hidden":
        return True
    if topic.is_withdrawn and topic.reply_count:
        return True
    return topic.readable_by(viewer)


def may_write(viewer: Viewer) -> bool:
    return viewer.is_member and not viewer.is_muted and not viewer.is_suspended


def may_reply(viewer: Viewer, topic: Topic) -> bool:
    return may_write(viewer) and topic.is_shown


def may_react(viewer: Viewer, item: Written) -> bool:
    return viewer.is_person and not viewer.is_suspended and item.is_shown


def must_wait(author: Person) -> bool:
    """Whether what this author writes waits for a moderator, whatever the sieve says."""
    return not author.is_staff and (author.posts_seen < FIRST_POSTS or author.is_watched)


def is_own(viewer: Viewer, item: Written) -> bool:
    """Whether this viewer wrote it."""
    return viewer.id is not None and item.author_id == viewer.id


def may_edit(viewer: Viewer, item: Written) -> bool:
    """Within half an hour. Who must wait edits only what still waits: else a shown first post could become anything."""
    if not (isinstance(viewer, Person) and is_own(viewer, item) and may_write(viewer)):
        return False
    if item.state in ("hidden", "removed") or clock.now() > item.created_at + EDIT_WITHIN:
        return False
    return item.state == "held" or not must_wait(viewer)


def may_withdraw(viewer: Viewer, item: Written) -> bool:
    """What the team hid stays as it is until objections are over."""
    return viewer.is_person and is_own(viewer, item) and item.state not in ("hidden", "removed")


def is_overdue(topic: Topic) -> bool:
    """Whether nobody answered within the time we promise."""
    return topic.is_shown and topic.answered_at is None and clock.now() > topic.created_at + ANSWER_WITHIN
