"""Finding things in the forum, through the viewer. Streams go on by key, so that page 500 costs what page 1 does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import defer, selectinload

from community import content, db
from community.content import SHOWN
from community.errors import Invalid, NotFound
from community.i18n import _
from community.members.models import Person, RoleGrant, Viewer
from forums import rules
from forums.models import Board, Follow, Post, Reaction, Topic, Written

TOPICS_PER_PAGE = 20
REPLIES_PER_PAGE = 20
LATEST_TOPICS = 10
MOST_UNANSWERED = 100
WATCHERS = 3
ORDERS = ("laatste", "nieuwste", "zonder-antwoord")
LAST = "laatste"
"""In place of an id: the page with the newest reply."""
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class TopicPage:
    """Topics in one order; key: where the next page begins, empty on the last."""

    topics: list[Topic]
    key: str


@dataclass(frozen=True)
class ReplyPage:
    """Replies in the order written. before and after: public ids for the pages around it; "" is the first page,
    None no page."""

    posts: list[Post]
    before: str | None
    after: str | None


@dataclass(frozen=True)
class Support:
    """Reactions to one item: how many of each, and which this viewer gave."""

    counts: dict[str, int]
    mine: frozenset[str]


NO_SUPPORT = Support({}, frozenset())


def boards() -> list[Board]:
    """All boards, in their order."""
    return list(db.session().scalars(sa.select(Board).order_by(Board.position, Board.id)))


def board_among(all_boards: Sequence[Board], slug: str) -> Board:
    """The board with this slug. Raises NotFound."""
    found = next((board for board in all_boards if board.slug == slug), None)
    if found is None:
        raise NotFound(_("Dit bord is er niet."))
    return found


def latest_topics(most: int = LATEST_TOPICS) -> list[Topic]:
    """What was answered or begun last, newest first."""
    return list(db.session().scalars(_rows().order_by(Topic.last_post_at.desc(), Topic.public_id.desc()).limit(most)))


def topics_on(board: Board, order: str, key: str = "") -> TopicPage:
    """A page of a board's topics that are shown.

    order: laatste (reply), nieuwste, or zonder-antwoord (who waits longest first).
    Raises Invalid for an unknown order or key.
    """
    if order not in ORDERS:
        raise Invalid(_("Deze volgorde kennen we niet."))
    column: Any = Topic.last_post_at if order == "laatste" else Topic.created_at
    wish = _rows().where(Topic.board_id == board.id)
    if order == "zonder-antwoord":
        wish = wish.where(Topic.answered_at.is_(None)).order_by(column, Topic.public_id)
    else:
        wish = wish.order_by(column.desc(), Topic.public_id.desc())
    if key:
        here, there = sa.tuple_(column, Topic.public_id), _read_key(key)
        wish = wish.where(here > there if order == "zonder-antwoord" else here < there)
    found = list(db.session().scalars(wish.limit(TOPICS_PER_PAGE + 1)))
    last = found[TOPICS_PER_PAGE - 1] if len(found) > TOPICS_PER_PAGE else None
    return TopicPage(found[:TOPICS_PER_PAGE], _make_key(getattr(last, column.key), last.public_id) if last else "")


def own_waiting(viewer: Viewer, board: Board) -> list[Topic]:
    """The viewer's own topics on this board that nobody else sees yet, newest first."""
    if viewer.id is None:
        return []
    wish = sa.select(Topic).where(Topic.author_id == viewer.id, Topic.board_id == board.id, Topic.state == "held")
    return list(db.session().scalars(wish.order_by(Topic.id.desc())))


def unanswered() -> list[Topic]:
    """Shown topics that nobody answered, who waits longest first, at most MOST_UNANSWERED."""
    wish = _rows().where(Topic.answered_at.is_(None)).order_by(Topic.created_at)
    return list(db.session().scalars(wish.limit(MOST_UNANSWERED)))


def topic_for(viewer: Viewer, public_id: str) -> Topic:
    """A topic this viewer may read.

    Raises NotFound for a missing one and for one that waits alike: that somebody wrote it is theirs to tell.
    """
    found = db.session().scalar(sa.select(Topic).where(Topic.public_id == public_id))
    if found is None or not rules.may_read_topic(viewer, found):
        raise NotFound(_("Het onderwerp is door de schrijver weggehaald, of het adres klopt niet."))
    return found


def item_for(viewer: Viewer, kind: str, public_id: str) -> Written:
    """A topic or post whose words this viewer may read. Raises NotFound."""
    if kind not in (Topic.kind, Post.kind):
        raise NotFound(_("Dit is er niet meer."))
    found: Written = content.find(kind, public_id)
    if not found.readable_by(viewer):
        raise NotFound(_("Dit is er niet meer."))
    return found


def own_item_for(author: Person, kind: str, public_id: str) -> Written:
    """Somebody's own topic or post. Raises NotFound, also for another's."""
    found = item_for(author, kind, public_id)
    if not rules.is_own(author, found):
        raise NotFound(_("Dit is er niet meer."))
    return found


def shown_item(public_id: str) -> Written:
    """The topic or post with this id, if its words are shown to everybody. Raises NotFound."""
    tables: tuple[Any, ...] = (Post, Topic)
    for table in tables:
        found: Written | None = db.session().scalar(sa.select(table).where(table.public_id == public_id))
        if found is not None and found.is_shown:
            return found
    raise NotFound(_("Dit is er niet meer."))


def replies_to(topic: Topic, viewer: Viewer, *, after: str = "", at: str = "") -> ReplyPage:
    """One page of the replies this viewer sees: shown ones, traces, and what waits if it is theirs to see.

    after: the page that follows this post. at: the page on which this post stands, or LAST.
    An unknown post gives the first page: it may have been taken away since the link was made.
    """
    stream = _stream(topic, viewer)
    start = _id_before_page(stream, at) if at else _id_of(stream, after)
    wish = stream.where(Post.id > start).order_by(Post.id).limit(REPLIES_PER_PAGE + 1)
    found = list(db.session().scalars(wish))
    more = len(found) > REPLIES_PER_PAGE
    posts = found[:REPLIES_PER_PAGE]
    for post in posts:
        sa.orm.attributes.set_committed_value(post, "topic", topic)
    return ReplyPage(posts, _page_before(stream, start) if start else None, posts[-1].public_id if more else None)


def support_for(viewer: Viewer, items: Sequence[Written]) -> dict[tuple[str, int], Support]:
    """Reactions to these items in one statement, by (kind, row id)."""
    wanted = [
        sa.and_(Reaction.kind == kind, Reaction.item_id.in_(ids))
        for kind in (Topic.kind, Post.kind)
        if (ids := [item.id for item in items if item.kind == kind and item.is_shown])
    ]
    if not wanted:
        return {}
    mine = sa.func.max(sa.case((Reaction.person_id == (viewer.id or 0), 1), else_=0))
    columns = (Reaction.kind, Reaction.item_id, Reaction.reaction)
    rows = db.session().execute(sa.select(*columns, sa.func.count(), mine).where(sa.or_(*wanted)).group_by(*columns))
    found: dict[tuple[str, int], Support] = {}
    for kind, item_id, reaction, number, is_mine in rows:
        held = found.get((kind, item_id), NO_SUPPORT)
        given = held.mine | {reaction} if is_mine else held.mine
        found[kind, item_id] = Support(held.counts | {reaction: number}, given)
    return found


def follow_of(viewer: Viewer, topic: Topic) -> Follow | None:
    if not viewer.is_member:
        return None
    wish = sa.select(Follow).where(Follow.person_id == viewer.id, Follow.topic_id == topic.id)
    return db.session().scalar(wish)


def follows_of(viewer: Person) -> list[Follow]:
    """What somebody follows and may still read, latest reply first."""
    wish = sa.select(Follow).join(Follow.topic).where(Follow.person_id == viewer.id, Topic.state.in_(SHOWN))
    return list(db.session().scalars(wish.order_by(Topic.last_post_at.desc())))


def watchers() -> list[Person]:
    """A few of the team who read along in the forum, to be named on the page."""
    granted = sa.select(RoleGrant.person_id).where(RoleGrant.role == "peer_expert")
    wish = sa.select(Person).where(Person.id.in_(granted), Person.kind == "staff").options(selectinload(Person.grants))
    return list(db.session().scalars(wish.order_by(Person.id).limit(WATCHERS)))


def _rows() -> sa.Select[Topic]:
    """Topics as a list shows them: shown ones, without their texts."""
    return sa.select(Topic).where(Topic.state.in_(SHOWN)).options(defer(Topic.body), defer(Topic.html))


def _stream(topic: Topic, viewer: Viewer) -> sa.Select[Post]:
    wish = sa.select(Post).where(Post.topic_id == topic.id)
    if viewer.is_moderator:
        return wish
    own = Post.author_id == viewer.id if viewer.id is not None else sa.false()
    return wish.where(sa.or_(Post.state != "held", own))


def _id_of(stream: sa.Select[Post], public_id: str) -> int:
    if not public_id:
        return 0
    return db.session().scalar(stream.with_only_columns(Post.id).where(Post.public_id == public_id)) or 0


def _id_before_page(stream: sa.Select[Post], at: str) -> int:
    """The row id after which the page begins on which a post stands; 0 for the first page."""
    ids = stream.with_only_columns(Post.id)
    if at == LAST:
        here = db.session().scalar(ids.order_by(Post.id.desc()).limit(1)) or 0
    else:
        here = _id_of(stream, at)
    before = stream.with_only_columns(sa.func.count()).where(Post.id < here)
    on_page = (db.session().scalar(before) or 0) % REPLIES_PER_PAGE
    wish = ids.where(Post.id < here).order_by(Post.id.desc()).offset(on_page).limit(1)
    return db.session().scalar(wish) or 0


def _page_before(stream: sa.Select[Post], start: int) -> str:
    """The key of the page that ends with this row id; "" when that is the first."""
    wish = stream.with_only_columns(Post.public_id).where(Post.id <= start).order_by(Post.id.desc())
    return db.session().scalar(wish.offset(REPLIES_PER_PAGE).limit(1)) or ""


def _make_key(moment: datetime, public_id: str) -> str:
    return f"{(moment - EPOCH) // timedelta(microseconds=1)}-{public_id}"


def _read_key(key: str) -> sa.Tuple:
    micros, _mark, public_id = key.partition("-")
    if not micros.isascii() or not micros.isdigit() or len(micros) > 17:
        raise Invalid(_("Deze bladzijde kennen we niet."))
    moment = EPOCH + timedelta(microseconds=int(micros))
    return sa.tuple_(sa.literal(moment, Topic.created_at.type), sa.literal(public_id))
