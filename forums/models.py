"""Boards, topics, posts (replies), reactions, and who follows what."""

from __future__ import annotations

import re
import secrets
import unicodedata
from datetime import datetime
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship, validates

from community import clock, db, text
from community.content import SHOWN, Content
from community.db import Base, Key, Moment, one_of
from community.i18n import _
from forums import parts

REACTIONS = ("herkenbaar", "sterkte", "dank_je", "knap")
NEIGHBOURS = 3
SLUG_CHARS = 60
HEADING_COLUMN_CHARS = 300
"""Masking makes a title longer: "06…" becomes "(telefoonnummer weggehaald)"."""


def new_topic_id() -> str:
    """An unguessable id without a hyphen, so that `<id>-<slug>` can be taken apart; 80 random bits."""
    return secrets.token_hex(10)


def new_post_id() -> str:
    """An unguessable id of 12 characters, 72 random bits: short, because it stands seven times in a page."""
    return secrets.token_urlsafe(9)


class Board(Base):
    """A shelf of topics, on themes or for one municipality (CBS code)."""

    __tablename__ = "forum_boards"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    slug: Mapped[str] = mapped_column(sa.String(60), unique=True)
    title: Mapped[str] = mapped_column(sa.String(80))
    lead: Mapped[str] = mapped_column(sa.String(300), default="")
    themes: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    municipality: Mapped[str | None] = mapped_column(sa.String(6))
    position: Mapped[int] = mapped_column(sa.Integer, default=0)

    @property
    def url(self) -> str:
        return f"/forum/{self.slug}"


class Written(Content):
    """What topics and posts share: a warning that folds the text, and when the writer took it back."""

    content_note: Mapped[str] = mapped_column(sa.String(200), default="")
    withdrawn_at: Mapped[datetime | None] = mapped_column(Moment)

    @property
    def is_withdrawn(self) -> bool:
        return self.state == "removed"

    def by_same_bird(self, other: Written) -> bool:
        """Whether one person wrote both; by name where no account is left."""
        return self.author_id == other.author_id and self.author_name == other.author_name


class Topic(Written, Base):
    """A title and the first text, to which others reply.

    Counters and moments tell only what is shown. answered_at: the first shown reply of somebody else.
    """

    __tablename__ = "forum_topics"

    kind = "forums.topic"
    renders: ClassVar[Any] = staticmethod(lambda joined: text.member_html(parts.split(joined, has_heading=True).words))

    public_id: Mapped[str] = mapped_column(sa.String(32), unique=True, default=new_topic_id)
    board_id: Mapped[int] = mapped_column(sa.ForeignKey("forum_boards.id", ondelete="CASCADE"))
    heading: Mapped[str] = mapped_column(sa.String(HEADING_COLUMN_CHARS))
    themes: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    reply_count: Mapped[int] = mapped_column(sa.Integer, default=0)
    last_post_at: Mapped[datetime] = mapped_column(Moment, default=clock.now)
    answered_at: Mapped[datetime | None] = mapped_column(Moment)
    has_peer_answer: Mapped[bool] = mapped_column(sa.Boolean, default=False)
    has_professional_answer: Mapped[bool] = mapped_column(sa.Boolean, default=False)

    board: Mapped[Board] = relationship(lazy="joined", innerjoin=True)

    @declared_attr.directive
    def __table_args__(cls) -> tuple[Any, ...]:
        waiting = sa.text("answered_at IS NULL")
        return (
            sa.Index("ix_forum_topics_latest", "last_post_at", "public_id"),
            sa.Index("ix_forum_topics_board_latest", "board_id", "last_post_at", "public_id"),
            sa.Index("ix_forum_topics_board_newest", "board_id", "created_at", "public_id"),
            sa.Index(
                "ix_forum_topics_waiting", "created_at", "board_id", sqlite_where=waiting, postgresql_where=waiting
            ),
        )

    @validates("body")
    def _take_apart(self, _name: str, joined: str) -> str:
        found = parts.split(joined, has_heading=True)
        self.heading, self.content_note = found.heading[:HEADING_COLUMN_CHARS], found.note
        return found.words

    @property
    def slug(self) -> str:
        """The readable part of the address; what is hidden or taken back is not said there either."""
        return "" if self.state in ("hidden", "removed") else slug_of(self.heading)

    def url(self) -> str:
        return f"/forum/onderwerp/{self.public_id}" + (f"-{self.slug}" if self.slug else "")

    def path(self, *below: str) -> str:
        """The address of an act on this topic: path("volg")."""
        return "/".join((f"/forum/onderwerp/{self.public_id}", *below))

    def title(self) -> str:
        return self.heading or _("Onderwerp in %(board)s", board=self.board.title)

    def neighbours(self) -> list[Content]:
        """The first replies: what the topic led to."""
        first = sa.select(Post).where(Post.topic_id == self.id).order_by(Post.id).limit(NEIGHBOURS)
        return list(db.session().scalars(first))

    def scope(self) -> str:
        return f"board:{self.board_id}"

    @property
    def themes_or_board(self) -> tuple[str, ...]:
        """Its own themes, else those of its board."""
        return tuple(self.themes or self.board.themes)


class Post(Written, Base):
    """A reply in a topic."""

    __tablename__ = "forum_posts"

    kind = "forums.post"
    renders: ClassVar[Any] = staticmethod(lambda joined: text.member_html(parts.split(joined).words))

    public_id: Mapped[str] = mapped_column(sa.String(32), unique=True, default=new_post_id)
    topic_id: Mapped[int] = mapped_column(sa.ForeignKey("forum_topics.id", ondelete="CASCADE"))

    topic: Mapped[Topic] = relationship(lazy="select")

    @declared_attr.directive
    def __table_args__(cls) -> tuple[Any, ...]:
        return (sa.Index("ix_forum_posts_topic", "topic_id", "id"),)

    @validates("body")
    def _take_apart(self, _name: str, joined: str) -> str:
        found = parts.split(joined)
        self.content_note = found.note
        return found.words

    @property
    def anchor(self) -> str:
        return f"reactie-{self.public_id}"

    def url(self) -> str:
        return f"{self.topic.url()}?bij={self.public_id}#{self.anchor}"

    def title(self) -> str:
        return _("Reactie bij %(topic)s", topic=self.topic.title())

    def neighbours(self) -> list[Content]:
        beside = sa.select(Post).where(Post.topic_id == self.topic_id)
        before = db.session().scalars(beside.where(Post.id < self.id).order_by(Post.id.desc()).limit(NEIGHBOURS))
        after = db.session().scalars(beside.where(Post.id > self.id).order_by(Post.id).limit(NEIGHBOURS))
        return [*reversed(before.all()), *after]

    def scope(self) -> str:
        return f"board:{self.topic.board_id}"


class Reaction(Base):
    """Support in a word, given by one person to one topic or post (kind and row id)."""

    __tablename__ = "forum_reactions"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    kind: Mapped[str] = mapped_column(one_of("kind", Topic.kind, Post.kind))
    item_id: Mapped[int] = mapped_column(Key)
    reaction: Mapped[str] = mapped_column(one_of("reaction", *REACTIONS))
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id", ondelete="CASCADE"), index=True)
    given_at: Mapped[datetime] = mapped_column(Moment, default=clock.now)

    __table_args__ = (sa.UniqueConstraint("kind", "item_id", "reaction", "person_id"),)


class Follow(Base):
    """Somebody follows a topic. seen_replies: how many were shown when they last looked."""

    __tablename__ = "forum_follows"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id", ondelete="CASCADE"))
    topic_id: Mapped[int] = mapped_column(sa.ForeignKey("forum_topics.id", ondelete="CASCADE"), index=True)
    seen_replies: Mapped[int] = mapped_column(sa.Integer, default=0)
    seen_at: Mapped[datetime] = mapped_column(Moment, default=clock.now)

    topic: Mapped[Topic] = relationship(lazy="joined", innerjoin=True)

    __table_args__ = (sa.UniqueConstraint("person_id", "topic_id"),)

    @property
    def new_replies(self) -> int:
        return max(0, self.topic.reply_count - self.seen_replies)


def slug_of(heading: str) -> str:
    """The readable part of an address: lower-case ASCII words, cut at a word."""
    plain = unicodedata.normalize("NFKD", heading).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    return slug if len(slug) <= SLUG_CHARS else slug[: SLUG_CHARS + 1].rsplit("-", 1)[0][:SLUG_CHARS]


__all__ = ["REACTIONS", "SHOWN", "Board", "Follow", "Post", "Reaction", "Topic", "Written", "slug_of"]
