"""Let hosts turn a room for one opening, and give it over with a note."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("rooms", sa.Column("before_steering", sa.JSON(), server_default="{}", nullable=False))
    _create_room_handovers()


def downgrade() -> None:
    _undo_steering()
    op.drop_table("room_handovers")
    op.drop_column("rooms", "before_steering")


def _undo_steering() -> None:
    """What a host turned for one evening would else stay for ever: nothing remembers any more what it was."""
    turned = {
        "slow_mode_seconds": sa.Integer(),
        "hold_all": sa.Boolean(),
        "pinned_text": sa.String(400),
        "max_speakers": sa.Integer(),
    }
    columns = [sa.column(name, kind) for name, kind in turned.items()]
    rooms = sa.table("rooms", sa.column("id", sa.BigInteger()), sa.column("before_steering", sa.JSON()), *columns)
    for room_id, before in op.get_bind().execute(sa.select(rooms.c.id, rooms.c.before_steering)).all():
        values = {name: value for name, value in (before or {}).items() if name in turned}
        if values:
            op.execute(sa.update(rooms).where(rooms.c.id == room_id).values(**values))


def _create_room_handovers() -> None:
    op.create_table(
        "room_handovers",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("room_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("opening", sa.Integer(), nullable=False),
        sa.Column("from_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("from_name", sa.String(length=60), nullable=False),
        sa.Column("to_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("note_sealed", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("taken_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["from_id"], ["people.id"], name=op.f("fk_room_handovers_from_id_people"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["room_id"], ["rooms.id"], name=op.f("fk_room_handovers_room_id_rooms"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["to_id"], ["people.id"], name=op.f("fk_room_handovers_to_id_people"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_room_handovers")),
        sa.UniqueConstraint("public_id", name=op.f("uq_room_handovers_public_id")),
    )
    for column in ("from_id", "made_at", "room_id", "to_id"):
        op.create_index(op.f(f"ix_room_handovers_{column}"), "room_handovers", [column], unique=False)
