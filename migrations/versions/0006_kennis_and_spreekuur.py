"""Lay the tables of information and of the spreekuur."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create_articles()
    _create_national_services()
    _create_spreekuur_sessions()
    _create_spreekuur_slots()
    _create_spreekuur_bookings()
    _create_spreekuur_questions()


def downgrade() -> None:
    op.drop_table("spreekuur_questions")
    op.drop_table("spreekuur_bookings")
    op.drop_table("spreekuur_slots")
    op.drop_table("spreekuur_sessions")
    op.drop_table("national_services")
    op.drop_table("articles")


def _create_articles() -> None:
    op.create_table(
        "articles",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("lead", sa.String(length=400), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("author", sa.String(length=120), nullable=False),
        sa.Column("reviewer", sa.String(length=120), nullable=False),
        sa.Column("reviewed_on", sa.Date(), nullable=True),
        sa.Column("sources", sa.JSON(), nullable=False),
        sa.Column("level", sa.String(length=4), nullable=False),
        sa.Column("themes", sa.JSON(), nullable=False),
        sa.Column("reading_minutes", sa.SmallInteger(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("published", "withdrawn", name="article_state", native_enum=False, create_constraint=True),
            nullable=False,
        ),
        sa.Column("is_example", sa.Boolean(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_articles")),
        sa.UniqueConstraint("slug", name=op.f("uq_articles_slug")),
        sa.UniqueConstraint("uuid", name=op.f("uq_articles_uuid")),
    )
    op.create_index(op.f("ix_articles_published_at"), "articles", ["published_at"], unique=False)


def _create_national_services() -> None:
    op.create_table(
        "national_services",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("what", sa.String(length=400), nullable=False),
        sa.Column("url", sa.String(length=300), nullable=False),
        sa.Column("themes", sa.JSON(), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=True),
        sa.CheckConstraint("url LIKE 'https://%'", name=op.f("ck_national_services_https")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_national_services")),
        sa.UniqueConstraint("slug", name=op.f("uq_national_services_slug")),
    )


def _create_spreekuur_sessions() -> None:
    op.create_table(
        "spreekuur_sessions",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("series", sa.String(length=32), nullable=True),
        sa.Column(
            "kind",
            sa.Enum("group", "one_to_one", name="session_kind", native_enum=False, create_constraint=True),
            nullable=False,
        ),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("lead", sa.String(length=600), nullable=False),
        sa.Column("professional_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("professional_name", sa.String(length=60), nullable=False),
        sa.Column("profession", sa.String(length=60), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=True),
        sa.Column("host_names", sa.JSON(), nullable=False),
        sa.Column("organisation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("place_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("channels", sa.JSON(), nullable=False),
        sa.Column("link", sa.String(length=300), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("zone", sa.String(length=40), nullable=False),
        sa.Column("wish", sa.JSON(), nullable=False),
        sa.Column("themes", sa.JSON(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("planned", "cancelled", name="session_state", native_enum=False, create_constraint=True),
            nullable=False,
        ),
        sa.Column("cancel_text", sa.String(length=400), nullable=False),
        sa.Column("is_example", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_spreekuur_sessions_order")),
        sa.CheckConstraint(
            "taken >= 0 AND (capacity IS NULL OR taken <= capacity)", name=op.f("ck_spreekuur_sessions_seats")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_spreekuur_sessions_organisation_id_organisations"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["place_id"], ["places.id"], name=op.f("fk_spreekuur_sessions_place_id_places"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["professional_id"],
            ["people.id"],
            name=op.f("fk_spreekuur_sessions_professional_id_people"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_spreekuur_sessions")),
        sa.UniqueConstraint("public_id", name=op.f("uq_spreekuur_sessions_public_id")),
    )
    op.create_index(op.f("ix_spreekuur_sessions_ends_at"), "spreekuur_sessions", ["ends_at"], unique=False)
    op.create_index(
        op.f("ix_spreekuur_sessions_organisation_id"), "spreekuur_sessions", ["organisation_id"], unique=False
    )
    op.create_index(op.f("ix_spreekuur_sessions_place_id"), "spreekuur_sessions", ["place_id"], unique=False)
    op.create_index(
        op.f("ix_spreekuur_sessions_professional_id"), "spreekuur_sessions", ["professional_id"], unique=False
    )
    op.create_index(op.f("ix_spreekuur_sessions_series"), "spreekuur_sessions", ["series"], unique=False)
    op.create_index(op.f("ix_spreekuur_sessions_starts_at"), "spreekuur_sessions", ["starts_at"], unique=False)


def _create_spreekuur_slots() -> None:
    op.create_table(
        "spreekuur_slots",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("session_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "state",
            sa.Enum("free", "booked", "cancelled", name="slot_state", native_enum=False, create_constraint=True),
            nullable=False,
        ),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_spreekuur_slots_order")),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["spreekuur_sessions.id"],
            name=op.f("fk_spreekuur_slots_session_id_spreekuur_sessions"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_spreekuur_slots")),
        sa.UniqueConstraint("public_id", name=op.f("uq_spreekuur_slots_public_id")),
        sa.UniqueConstraint("session_id", "starts_at", name=op.f("uq_spreekuur_slots_session_id_starts_at")),
    )
    op.create_index(op.f("ix_spreekuur_slots_session_id"), "spreekuur_slots", ["session_id"], unique=False)


def _create_spreekuur_bookings() -> None:
    op.create_table(
        "spreekuur_bookings",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("session_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("slot_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("person_name", sa.String(length=60), nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("code_sealed", sa.String(length=200), nullable=True),
        sa.Column("question_sealed", sa.Text(), nullable=True),
        sa.Column("question_level", sa.String(length=10), nullable=False),
        sa.Column("question_reasons", sa.JSON(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("active", "cancelled", name="booking_state", native_enum=False, create_constraint=True),
            nullable=False,
        ),
        sa.Column(
            "cancelled_by",
            sa.Enum("booker", "professional", name="booking_cancelled_by", native_enum=False, create_constraint=True),
            nullable=True,
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_spreekuur_bookings_person_id_people"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["spreekuur_sessions.id"],
            name=op.f("fk_spreekuur_bookings_session_id_spreekuur_sessions"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["slot_id"],
            ["spreekuur_slots.id"],
            name=op.f("fk_spreekuur_bookings_slot_id_spreekuur_slots"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_spreekuur_bookings")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_spreekuur_bookings_code_hash")),
        sa.UniqueConstraint("public_id", name=op.f("uq_spreekuur_bookings_public_id")),
    )
    op.create_index(op.f("ix_spreekuur_bookings_person_id"), "spreekuur_bookings", ["person_id"], unique=False)
    op.create_index(op.f("ix_spreekuur_bookings_session_id"), "spreekuur_bookings", ["session_id"], unique=False)
    op.create_index(op.f("ix_spreekuur_bookings_slot_id"), "spreekuur_bookings", ["slot_id"], unique=False)
    op.create_index(
        "uq_spreekuur_bookings_seat",
        "spreekuur_bookings",
        ["session_id", "person_id"],
        unique=True,
        sqlite_where=sa.text("state = 'active' AND slot_id IS NULL"),
        postgresql_where=sa.text("state = 'active' AND slot_id IS NULL"),
    )
    op.create_index(
        "uq_spreekuur_bookings_slot",
        "spreekuur_bookings",
        ["slot_id"],
        unique=True,
        sqlite_where=sa.text("state = 'active'"),
        postgresql_where=sa.text("state = 'active'"),
    )


def _create_spreekuur_questions() -> None:
    op.create_table(
        "spreekuur_questions",
        sa.Column("session_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("booking_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
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
            ["author_id"], ["people.id"], name=op.f("fk_spreekuur_questions_author_id_people"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["booking_id"],
            ["spreekuur_bookings.id"],
            name=op.f("fk_spreekuur_questions_booking_id_spreekuur_bookings"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["spreekuur_sessions.id"],
            name=op.f("fk_spreekuur_questions_session_id_spreekuur_sessions"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_spreekuur_questions")),
        sa.UniqueConstraint("public_id", name=op.f("uq_spreekuur_questions_public_id")),
    )
    op.create_index(op.f("ix_spreekuur_questions_author_id"), "spreekuur_questions", ["author_id"], unique=False)
    op.create_index(op.f("ix_spreekuur_questions_booking_id"), "spreekuur_questions", ["booking_id"], unique=False)
    op.create_index(op.f("ix_spreekuur_questions_created_at"), "spreekuur_questions", ["created_at"], unique=False)
    op.create_index(op.f("ix_spreekuur_questions_session_id"), "spreekuur_questions", ["session_id"], unique=False)
