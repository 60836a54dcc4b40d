"""Lay the tables of the social map and of finding."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create_search_notes()
    _create_taxonomies()
    _create_taxonomy_terms()
    _create_services()
    _create_corrections()
    _create_saved_services()
    _create_service_locations()
    _create_service_schedules()
    _create_service_terms()
    _create_service_versions()


def downgrade() -> None:
    op.drop_table("service_versions")
    op.drop_table("service_terms")
    op.drop_table("service_schedules")
    op.drop_table("service_locations")
    op.drop_table("saved_services")
    op.drop_table("corrections")
    op.drop_table("services")
    op.drop_table("taxonomy_terms")
    op.drop_table("taxonomies")
    op.drop_table("search_notes")


def _create_search_notes() -> None:
    op.create_table(
        "search_notes",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_notes")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_search_notes_noted_at"), "search_notes", ["noted_at"], unique=False)


def _create_taxonomies() -> None:
    op.create_table(
        "taxonomies",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("record", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_taxonomies")),
        sa.UniqueConstraint("uuid", name=op.f("uq_taxonomies_uuid")),
    )


def _create_taxonomy_terms() -> None:
    op.create_table(
        "taxonomy_terms",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.Column("taxonomy_uuid", sa.String(length=36), nullable=False),
        sa.Column("parent_uuid", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("record", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_taxonomy_terms")),
        sa.UniqueConstraint("uuid", name=op.f("uq_taxonomy_terms_uuid")),
    )
    op.create_index(op.f("ix_taxonomy_terms_taxonomy_uuid"), "taxonomy_terms", ["taxonomy_uuid"], unique=False)


def _create_services() -> None:
    op.create_table(
        "services",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.Column("slug", sa.String(length=90), nullable=False),
        sa.Column("organisation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "active",
                "temporarily closed",
                "inactive",
                "defunct",
                name="service_status",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum("draft", "published", "withdrawn", name="service_state", native_enum=False, create_constraint=True),
            nullable=False,
        ),
        sa.Column("minimum_age", sa.Float(), nullable=True),
        sa.Column("maximum_age", sa.Float(), nullable=True),
        sa.Column("is_free", sa.Boolean(), nullable=False),
        sa.Column("needs_no_referral", sa.Boolean(), nullable=False),
        sa.Column("has_peers", sa.Boolean(), nullable=False),
        sa.Column("is_online", sa.Boolean(), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=False),
        sa.Column("checked_by", sa.String(length=120), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("record", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_services_organisation_id_organisations"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_services")),
        sa.UniqueConstraint("slug", name=op.f("uq_services_slug")),
        sa.UniqueConstraint("uuid", name=op.f("uq_services_uuid")),
    )
    op.create_index(op.f("ix_services_changed_at"), "services", ["changed_at"], unique=False)
    op.create_index(op.f("ix_services_checked_on"), "services", ["checked_on"], unique=False)
    op.create_index(op.f("ix_services_name"), "services", ["name"], unique=False)
    op.create_index(op.f("ix_services_organisation_id"), "services", ["organisation_id"], unique=False)


def _create_corrections() -> None:
    op.create_table(
        "corrections",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("service_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("open", "answered", name="correction_state", native_enum=False, create_constraint=True),
            nullable=False,
        ),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["service_id"], ["services.id"], name=op.f("fk_corrections_service_id_services"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_corrections")),
    )
    op.create_index(op.f("ix_corrections_service_id"), "corrections", ["service_id"], unique=False)
    op.create_index(op.f("ix_corrections_state"), "corrections", ["state"], unique=False)


def _create_saved_services() -> None:
    op.create_table(
        "saved_services",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("service_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_saved_services_person_id_people"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["service_id"], ["services.id"], name=op.f("fk_saved_services_service_id_services"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_services")),
        sa.UniqueConstraint("person_id", "service_id", name=op.f("uq_saved_services_person_id_service_id")),
    )
    op.create_index(op.f("ix_saved_services_service_id"), "saved_services", ["service_id"], unique=False)


def _create_service_locations() -> None:
    op.create_table(
        "service_locations",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.Column("service_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("location_uuid", sa.String(length=36), nullable=False),
        sa.Column("place_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "kind",
            sa.Enum("physical", "postal", "virtual", name="location_kind", native_enum=False, create_constraint=True),
            nullable=False,
        ),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("street", sa.String(length=300), nullable=False),
        sa.Column("postcode", sa.String(length=20), nullable=False),
        sa.Column("town", sa.String(length=120), nullable=False),
        sa.Column("municipality", sa.String(length=6), nullable=True),
        sa.Column("pc4", sa.String(length=4), nullable=True),
        sa.Column("lat", sa.Float(), nullable=True),
        sa.Column("lon", sa.Float(), nullable=True),
        sa.ForeignKeyConstraint(
            ["place_id"], ["places.id"], name=op.f("fk_service_locations_place_id_places"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["service_id"], ["services.id"], name=op.f("fk_service_locations_service_id_services"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_locations")),
        sa.UniqueConstraint("uuid", name=op.f("uq_service_locations_uuid")),
    )
    op.create_index(op.f("ix_service_locations_location_uuid"), "service_locations", ["location_uuid"], unique=False)
    op.create_index(op.f("ix_service_locations_municipality"), "service_locations", ["municipality"], unique=False)
    op.create_index(op.f("ix_service_locations_pc4"), "service_locations", ["pc4"], unique=False)
    op.create_index(op.f("ix_service_locations_place_id"), "service_locations", ["place_id"], unique=False)
    op.create_index("ix_service_locations_point", "service_locations", ["lat", "lon"], unique=False)
    op.create_index(op.f("ix_service_locations_service_id"), "service_locations", ["service_id"], unique=False)


def _create_service_schedules() -> None:
    op.create_table(
        "service_schedules",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("service_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("days", sa.SmallInteger(), nullable=False),
        sa.Column("opens", sa.String(length=5), nullable=False),
        sa.Column("closes", sa.String(length=5), nullable=False),
        sa.Column("rule", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["service_id"], ["services.id"], name=op.f("fk_service_schedules_service_id_services"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_schedules")),
    )
    op.create_index(op.f("ix_service_schedules_service_id"), "service_schedules", ["service_id"], unique=False)


def _create_service_terms() -> None:
    op.create_table(
        "service_terms",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("service_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("taxonomy", sa.String(length=80), nullable=False),
        sa.Column("code", sa.String(length=120), nullable=False),
        sa.Column("term_uuid", sa.String(length=36), nullable=False),
        sa.Column("taxonomy_uuid", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["service_id"], ["services.id"], name=op.f("fk_service_terms_service_id_services"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_terms")),
    )
    op.create_index("ix_service_terms_code", "service_terms", ["taxonomy", "code"], unique=False)
    op.create_index(op.f("ix_service_terms_service_id"), "service_terms", ["service_id"], unique=False)
    op.create_index(op.f("ix_service_terms_taxonomy_uuid"), "service_terms", ["taxonomy_uuid"], unique=False)
    op.create_index(op.f("ix_service_terms_term_uuid"), "service_terms", ["term_uuid"], unique=False)


def _create_service_versions() -> None:
    op.create_table(
        "service_versions",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("service_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("record", sa.JSON(), nullable=False),
        sa.Column("changed_by", sa.String(length=120), nullable=False),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["service_id"], ["services.id"], name=op.f("fk_service_versions_service_id_services"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_versions")),
    )
    op.create_index(op.f("ix_service_versions_service_id"), "service_versions", ["service_id"], unique=False)
