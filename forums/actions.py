"""Changes in the forum: begin, reply, edit, take back, react, follow. First argument: who does it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from community import clock, content, db
from community.content import SHOWN
from community.errors import Invalid, NotAllowed, require
from community.i18n import _
from community.members.models import Person
from community.moderation.actions import hold_item
from forums import forms, parts, rules
from forums.models import REACTIONS, Board, Follow, Post, Reaction, Topic, Written
from forums.parts import Parts

HELD_FIRST = "first_posts"


@db.action
def set_boards(rows: list[dict[str, Any]]) -> int:
    """Add boards, or change them by slug, in this order; whole or not at all. Done by the operator, from a file.

    rows: slug, title, and perhaps lead, themes, municipality. Returns how many. Raises Invalid for a row that is wrong.
    """
    held = {board.slug: board for board in db.session().scalars(sa.select(Board))}
    for position, row in enumerate(rows):
        forms.check_board(row)
        board = held.get(row["slug"]) or Board(slug=row["slug"])
        board.title, board.lead, board.position = row["title"], row.get("lead", ""), position
        board.themes, board.municipality = row.get("themes", []), row.get("municipality")
        held[board.slug] = board
        db.add(board)
    return len(rows)


@db.action
def start_topic(author: Person, board: Board, draft: Parts, themes: list[str] | None = None) -> Topic:
    """Begin a topic. It waits for a moderator when the account is new or the sieve asks for it.

    Raises NotAllowed for somebody who may not write now.
    """
    _require_may_write(author)
    topic = Topic(board_id=board.id, themes=themes or [])
    content.submit(topic, author, parts.join(draft), hold=_hold(author))
    return topic


@db.action
def reply(author: Person, topic: Topic, draft: Parts) -> Post:
    """Reply in a topic that is shown.

    Raises NotAllowed for somebody who may not write now, and in a topic that waits, is hidden or was taken back.
    """
    _require_may_write(author)
    require(rules.may_reply(author, topic), _("Op dit onderwerp kun je nu niet reageren."))
    post = Post(topic_id=topic.id)
    content.submit(post, author, parts.join(draft), hold=_hold(author))
    recount([topic.id])
    return post


@db.action
def revise(author: Person, item: Written, draft: Parts) -> None:
    """Change one's own text within half an hour; the old one is kept as a version. A topic keeps its title.

    Raises NotAllowed when it is not theirs to change, or no longer.
    """
    hold_item(item)
    require(rules.may_edit(author, item), _("Je kunt deze tekst niet meer wijzigen. Weghalen kan wel."))
    heading = item.heading if isinstance(item, Topic) else ""
    content.revise(item, author, parts.join(draft._replace(heading=heading)))
    if isinstance(item, Post):
        recount([item.topic_id])


@db.action
def withdraw(author: Person, item: Written) -> None:
    """Take one's own text back. A trace stays in its place; the team can read it for WITHDRAWN_KEPT, then it is gone.

    Safe to repeat. Raises NotAllowed for what is not theirs, and for what the team hid.
    """
    hold_item(item)
    if rules.is_own(author, item) and item.is_withdrawn:
        return
    require(rules.may_withdraw(author, item), _("Deze tekst kun je niet weghalen."))
    item.withdrawn_at = clock.now()
    content.decide(item, "removed", by=author)


@db.action
def react(person: Person, item: Written, reaction: str) -> None:
    """Give support in a word; the same word again takes it back.

    Raises Invalid for an unknown word, NotAllowed where nothing is shown.
    """
    if reaction not in REACTIONS:
        raise Invalid(_("Deze reactie kennen we niet."))
    require(rules.may_react(person, item), _("Hier kun je nu niet op reageren."))
    this = {"kind": item.kind, "item_id": item.id, "reaction": reaction, "person_id": person.id}
    if db.session().scalar(sa.delete(Reaction).filter_by(**this).returning(Reaction.id)) is not None:
        return
    try:
        with db.savepoint():
            db.add(Reaction(**this))
    except sa.exc.IntegrityError:
        return  # the same press arrived twice at once, and the other was first


@db.action
def follow(person: Person, topic: Topic, is_on: bool) -> None:
    """Follow a topic, or stop. Safe to repeat."""
    mine = sa.select(Follow).where(Follow.person_id == person.id, Follow.topic_id == topic.id)
    held = db.session().scalar(mine)
    if is_on and held is None:
        db.add(Follow(person_id=person.id, topic_id=topic.id, seen_replies=topic.reply_count))
    elif not is_on and held is not None:
        db.delete(held)


@db.action
def mark_seen(held: Follow, topic: Topic) -> None:
    """Note that a follower looked. Nobody else's reading is ever noted."""
    held.seen_replies, held.seen_at = topic.reply_count, clock.now()
    db.session().flush()


@db.action
def recount(topic_ids: Iterable[int]) -> None:
    """Set counters and moments of topics from the replies that are shown, so that they never drift."""
    shown = (Post.topic_id == Topic.id, Post.state.in_(SHOWN))
    by_other = sa.or_(Post.author_id.is_distinct_from(Topic.author_id), Post.author_name != Topic.author_name)

    def replies(column: sa.ColumnElement[Any], *only: sa.ColumnElement[bool]) -> sa.ScalarSelect[Any]:
        return sa.select(column).where(*shown, *only).correlate(Topic).scalar_subquery()

    def has_badge(*badges: str) -> sa.ColumnElement[bool]:
        return replies(sa.func.count(), Post.author_badge.in_(badges)) > 0

    changed = sa.update(Topic).where(Topic.id.in_(list(topic_ids)))
    values = {
        "reply_count": replies(sa.func.count()),
        "last_post_at": sa.func.coalesce(replies(sa.func.max(Post.created_at)), Topic.created_at),
        "answered_at": replies(sa.func.min(Post.created_at), by_other),
        "has_peer_answer": has_badge("peer_expert", "supervisor"),
        "has_professional_answer": has_badge("professional"),
    }
    db.session().execute(changed.values(values).execution_options(synchronize_session=False))
    for held in db.session().identity_map.values():
        if isinstance(held, Topic):
            db.session().expire(held, list(values))


def _require_may_write(author: Person) -> None:
    if not author.is_member:
        raise NotAllowed(_("Om hier te schrijven kies je eerst een alias en een sleutelzin."))
    require(rules.may_write(author), _("Je kunt nu niet schrijven. Bij Mijn Moi staat waarom, en tot wanneer."))


def _hold(author: Person) -> str | None:
    return HELD_FIRST if rules.must_wait(author) else None
