"""Topics as cards elsewhere: on the home page, beside a place, an article or a session."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import defer

from community import clock, db, moments
from community.cards import Card, Wish
from community.content import SHOWN
from community.i18n import _
from community.members.models import Viewer
from forums import words
from forums.models import Board, Topic

RECENT = 500
"""Only the newest are looked through for a theme: what fits must also be alive."""


def find_topics(viewer: Viewer, wish: Wish, most: int) -> list[Card]:
    """Shown topics on any of these themes or of this municipality's boards, latest reply first."""
    if wish.is_open_now or wish.place_id is not None:
        return []
    newest = sa.select(Topic.id).where(Topic.state.in_(SHOWN)).order_by(Topic.last_post_at.desc()).limit(RECENT)
    found = sa.select(Topic).where(Topic.id.in_(newest.scalar_subquery())).options(defer(Topic.body), defer(Topic.html))
    fits = [sa.cast(Topic.themes, sa.String).like(f'%"{slug}"%') for slug in wish.themes]
    if wish.municipality:
        fits.append(Topic.board_id.in_(sa.select(Board.id).where(Board.municipality == wish.municipality)))
    if fits:
        found = found.where(sa.or_(*fits))
    return [card_of(topic) for topic in db.session().scalars(found.order_by(Topic.last_post_at.desc()).limit(most))]


def card_of(topic: Topic) -> Card:
    """A topic, shown small."""
    return Card(
        kind="topic",
        title=topic.title(),
        url=topic.url(),
        text=_("%(bird)s in %(board)s", bird=topic.author_name, board=topic.board.title),
        meta=f"{words.replies(topic.reply_count)}, {moments.ago_words(topic.last_post_at, clock.now(), _)}",
        themes=tuple(topic.themes),
        municipality=topic.board.municipality,
    )
