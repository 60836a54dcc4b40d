"""Lay the tables of the chat."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create_chat_processes()
    _create_rooms()
    _create_chat_messages()
    _create_presences()
    _create_room_entries()
    _create_chat_reactions()


def downgrade() -> None:
    op.drop_table("chat_reactions")
    op.drop_table("room_entries")
    op.drop_table("presences")
    op.drop_table("chat_messages")
    op.drop_table("rooms")
    op.drop_table("chat_processes")


def _create_chat_processes() -> None:
    op.create_table(
        "chat_processes",
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("beat_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_chat_processes")),
    )


def _create_rooms() -> None:
    op.create_table(
        "rooms",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("lead", sa.String(length=400), nullable=False),
        sa.Column("themes", sa.JSON(), nullable=False),
        sa.Column("place_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("session_key", sa.String(length=64), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("openings", sa.JSON(), nullable=False),
        sa.Column("exceptions", sa.JSON(), nullable=False),
        sa.Column("is_always_open", sa.Boolean(), nullable=False),
        sa.Column("min_hosts", sa.SmallInteger(), nullable=False),
        sa.Column("max_speakers", sa.Integer(), nullable=False),
        sa.Column("max_sockets", sa.Integer(), nullable=False),
        sa.Column("slow_mode_seconds", sa.Integer(), nullable=False),
        sa.Column("hold_all", sa.Boolean(), nullable=False),
        sa.Column("host_ids", sa.JSON(), nullable=False),
        sa.Column("opening_text", sa.String(length=400), nullable=False),
        sa.Column("closing_text", sa.String(length=400), nullable=False),
        sa.Column("pinned_text", sa.String(length=400), nullable=False),
        sa.Column("house_lines", sa.JSON(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("open", "closed", "reading", name="room_state", native_enum=False, create_constraint=True),
            nullable=False,
        ),
        sa.Column("last_seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("opening", sa.Integer(), nullable=False),
        sa.Column("opened_seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("hosts_low_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_example", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("last_seq >= opened_seq AND opened_seq >= 0", name=op.f("ck_rooms_seq")),
        sa.CheckConstraint("min_hosts >= 1", name=op.f("ck_rooms_min_hosts")),
        sa.CheckConstraint("slow_mode_seconds >= 0", name=op.f("ck_rooms_slow_mode")),
        sa.ForeignKeyConstraint(
            ["place_id"], ["places.id"], name=op.f("fk_rooms_place_id_places"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rooms")),
        sa.UniqueConstraint("place_id", name=op.f("uq_rooms_place_id")),
        sa.UniqueConstraint("session_key", name=op.f("uq_rooms_session_key")),
        sa.UniqueConstraint("slug", name=op.f("uq_rooms_slug")),
    )
    op.create_index(op.f("ix_rooms_state"), "rooms", ["state"], unique=False)


def _create_chat_messages() -> None:
    op.create_table(
        "chat_messages",
        sa.Column("room_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("client_id", sa.String(length=64), nullable=False),
        sa.Column("reply_to_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("reaction_counts", sa.JSON(), nullable=False),
        sa.Column("shown_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True),
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
            ["author_id"], ["people.id"], name=op.f("fk_chat_messages_author_id_people"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["reply_to_id"],
            ["chat_messages.id"],
            name=op.f("fk_chat_messages_reply_to_id_chat_messages"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["room_id"], ["rooms.id"], name=op.f("fk_chat_messages_room_id_rooms"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chat_messages")),
        sa.UniqueConstraint("public_id", name=op.f("uq_chat_messages_public_id")),
        sa.UniqueConstraint(
            "room_id", "author_id", "client_id", name=op.f("uq_chat_messages_room_id_author_id_client_id")
        ),
        sa.UniqueConstraint("room_id", "seq", name=op.f("uq_chat_messages_room_id_seq")),
    )
    op.create_index(op.f("ix_chat_messages_author_id"), "chat_messages", ["author_id"], unique=False)
    op.create_index(op.f("ix_chat_messages_created_at"), "chat_messages", ["created_at"], unique=False)
    op.create_index("ix_chat_messages_room_id_changed_at", "chat_messages", ["room_id", "changed_at"], unique=False)
    op.create_index("ix_chat_messages_room_id_shown_at", "chat_messages", ["room_id", "shown_at"], unique=False)
    op.create_index("ix_chat_messages_room_id_state", "chat_messages", ["room_id", "state"], unique=False)


def _create_presences() -> None:
    op.create_table(
        "presences",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("sid", sa.String(length=64), nullable=False),
        sa.Column("process", sa.String(length=40), nullable=False),
        sa.Column("room_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "host", "speaker", "waiting", "reader", name="presence_role", native_enum=False, create_constraint=True
            ),
            nullable=False,
        ),
        sa.Column("host_name", sa.String(length=60), nullable=True),
        sa.Column("host_badge", sa.String(length=20), nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("typed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_presences_person_id_people"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["process"], ["chat_processes.key"], name=op.f("fk_presences_process_chat_processes"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["room_id"], ["rooms.id"], name=op.f("fk_presences_room_id_rooms"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_presences")),
        sa.UniqueConstraint("sid", "room_id", name=op.f("uq_presences_sid_room_id")),
    )
    op.create_index(op.f("ix_presences_person_id"), "presences", ["person_id"], unique=False)
    op.create_index(op.f("ix_presences_process"), "presences", ["process"], unique=False)
    op.create_index("ix_presences_room_id_role", "presences", ["room_id", "role"], unique=False)


def _create_room_entries() -> None:
    op.create_table(
        "room_entries",
        sa.Column("room_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("opening", sa.Integer(), nullable=False),
        sa.Column("from_seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_room_entries_person_id_people"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["room_id"], ["rooms.id"], name=op.f("fk_room_entries_room_id_rooms"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("room_id", "person_id", name=op.f("pk_room_entries")),
    )
    op.create_index(op.f("ix_room_entries_person_id"), "room_entries", ["person_id"], unique=False)


def _create_chat_reactions() -> None:
    op.create_table(
        "chat_reactions",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("message_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "reaction",
            sa.Enum(
                "herkenbaar", "sterkte", "dank_je", "knap", name="reaction", native_enum=False, create_constraint=True
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["message_id"],
            ["chat_messages.id"],
            name=op.f("fk_chat_reactions_message_id_chat_messages"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_chat_reactions_person_id_people"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chat_reactions")),
        sa.UniqueConstraint(
            "message_id", "person_id", "reaction", name=op.f("uq_chat_reactions_message_id_person_id_reaction")
        ),
    )
    op.create_index(op.f("ix_chat_reactions_person_id"), "chat_reactions", ["person_id"], unique=False)
