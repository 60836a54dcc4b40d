"""Let people carry another name in a room, and hosts drop cards."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create_room_names()
    op.add_column("rooms", sa.Column("has_other_names", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("chat_messages", sa.Column("card", sa.JSON(), nullable=True))


def downgrade() -> None:
    op.drop_column("chat_messages", "card")
    op.drop_column("rooms", "has_other_names")
    op.drop_table("room_names")


def _create_room_names() -> None:
    op.create_table(
        "room_names",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("room_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("name_key", sa.String(length=80), nullable=False),
        sa.Column("bird", sa.String(length=20), nullable=False),
        sa.Column("tint", sa.SmallInteger(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("given_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_room_names_person_id_people"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["room_id"], ["rooms.id"], name=op.f("fk_room_names_room_id_rooms"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_room_names")),
        sa.UniqueConstraint("room_id", "name_key", name=op.f("uq_room_names_room_id_name_key")),
    )
    op.create_index(op.f("ix_room_names_given_back_at"), "room_names", ["given_back_at"], unique=False)
    op.create_index(op.f("ix_room_names_person_id"), "room_names", ["person_id"], unique=False)
    op.create_index(
        "uq_room_names_in_use",
        "room_names",
        ["room_id", "person_id"],
        unique=True,
        sqlite_where=sa.text("given_back_at IS NULL"),
        postgresql_where=sa.text("given_back_at IS NULL"),
    )
