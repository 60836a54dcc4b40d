"""Lay the tables of the forum."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create_forum_boards()
    _create_forum_reactions()
    _create_forum_topics()
    _create_forum_follows()
    _create_forum_posts()


def downgrade() -> None:
    op.drop_table("forum_posts")
    op.drop_table("forum_follows")
    op.drop_table("forum_topics")
    op.drop_table("forum_reactions")
    op.drop_table("forum_boards")


def _create_forum_boards() -> None:
    op.create_table(
        "forum_boards",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("lead", sa.String(length=300), nullable=False),
        sa.Column("themes", sa.JSON(), nullable=False),
        sa.Column("municipality", sa.String(length=6), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_forum_boards")),
        sa.UniqueConstraint("slug", name=op.f("uq_forum_boards_slug")),
    )


def _create_forum_reactions() -> None:
    op.create_table(
        "forum_reactions",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("forums.topic", "forums.post", name="kind", native_enum=False, create_constraint=True),
            nullable=False,
        ),
        sa.Column("item_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "reaction",
            sa.Enum(
                "herkenbaar", "sterkte", "dank_je", "knap", name="reaction", native_enum=False, create_constraint=True
            ),
            nullable=False,
        ),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_forum_reactions_person_id_people"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_forum_reactions")),
        sa.UniqueConstraint(
            "kind", "item_id", "reaction", "person_id", name=op.f("uq_forum_reactions_kind_item_id_reaction_person_id")
        ),
    )
    op.create_index(op.f("ix_forum_reactions_person_id"), "forum_reactions", ["person_id"], unique=False)


def _create_forum_topics() -> None:
    op.create_table(
        "forum_topics",
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("board_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("heading", sa.String(length=300), nullable=False),
        sa.Column("themes", sa.JSON(), nullable=False),
        sa.Column("reply_count", sa.Integer(), nullable=False),
        sa.Column("last_post_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("has_peer_answer", sa.Boolean(), nullable=False),
        sa.Column("has_professional_answer", sa.Boolean(), nullable=False),
        sa.Column("content_note", sa.String(length=200), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("author_name", sa.String(length=60), nullable=False),
        sa.Column("author_bird", sa.String(length=20), nullable=False),
        sa.Column("author_tint", sa.SmallInteger(), nullable=False),
        sa.Column("author_badge", sa.String(length=20), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("level", sa.String(length=10), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("masked_kinds", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("author_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "visible",
                "held",
                "masked",
                "hidden",
                "removed",
                name="state",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["people.id"], name=op.f("fk_forum_topics_author_id_people"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["board_id"], ["forum_boards.id"], name=op.f("fk_forum_topics_board_id_forum_boards"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_forum_topics")),
        sa.UniqueConstraint("public_id", name=op.f("uq_forum_topics_public_id")),
    )
    op.create_index(op.f("ix_forum_topics_author_id"), "forum_topics", ["author_id"], unique=False)
    op.create_index(
        "ix_forum_topics_board_latest", "forum_topics", ["board_id", "last_post_at", "public_id"], unique=False
    )
    op.create_index(
        "ix_forum_topics_board_newest", "forum_topics", ["board_id", "created_at", "public_id"], unique=False
    )
    op.create_index(op.f("ix_forum_topics_created_at"), "forum_topics", ["created_at"], unique=False)
    op.create_index("ix_forum_topics_latest", "forum_topics", ["last_post_at", "public_id"], unique=False)
    op.create_index(
        "ix_forum_topics_waiting",
        "forum_topics",
        ["created_at", "board_id"],
        unique=False,
        sqlite_where=sa.text("answered_at IS NULL"),
        postgresql_where=sa.text("answered_at IS NULL"),
    )


def _create_forum_follows() -> None:
    op.create_table(
        "forum_follows",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("topic_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("seen_replies", sa.Integer(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_forum_follows_person_id_people"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["topic_id"], ["forum_topics.id"], name=op.f("fk_forum_follows_topic_id_forum_topics"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_forum_follows")),
        sa.UniqueConstraint("person_id", "topic_id", name=op.f("uq_forum_follows_person_id_topic_id")),
    )
    op.create_index(op.f("ix_forum_follows_topic_id"), "forum_follows", ["topic_id"], unique=False)


def _create_forum_posts() -> None:
    op.create_table(
        "forum_posts",
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("topic_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("content_note", sa.String(length=200), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("author_name", sa.String(length=60), nullable=False),
        sa.Column("author_bird", sa.String(length=20), nullable=False),
        sa.Column("author_tint", sa.SmallInteger(), nullable=False),
        sa.Column("author_badge", sa.String(length=20), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("level", sa.String(length=10), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("masked_kinds", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("author_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "visible",
                "held",
                "masked",
                "hidden",
                "removed",
                name="state",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["people.id"], name=op.f("fk_forum_posts_author_id_people"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["topic_id"], ["forum_topics.id"], name=op.f("fk_forum_posts_topic_id_forum_topics"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_forum_posts")),
        sa.UniqueConstraint("public_id", name=op.f("uq_forum_posts_public_id")),
    )
    op.create_index(op.f("ix_forum_posts_author_id"), "forum_posts", ["author_id"], unique=False)
    op.create_index(op.f("ix_forum_posts_created_at"), "forum_posts", ["created_at"], unique=False)
    op.create_index("ix_forum_posts_topic", "forum_posts", ["topic_id", "id"], unique=False)
