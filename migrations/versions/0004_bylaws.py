"""The tables of bylaws."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Up."""
    op.create_table(
        "bylaws_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column(
            "status",
            sa.Enum("proposed", "adopted", "rejected", name="change_status", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("values", sa.Text(), nullable=False),
        sa.Column("base_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("decision_reference", sa.String(length=200), nullable=True),
        sa.Column("remark", sa.Text(), nullable=True),
        sa.Column("proposed_by_id", sa.Integer(), nullable=True),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(status = 'adopted') = (number IS NOT NULL)", name=op.f("ck_bylaws_version_numbered_when_adopted")),
        sa.CheckConstraint("(status = 'proposed') = (decided_at IS NULL)", name=op.f("ck_bylaws_version_decided_unless_proposed")),
        sa.CheckConstraint(
            "status <> 'adopted' OR decided_by_id IS NULL OR decided_by_id <> proposed_by_id", name=op.f("ck_bylaws_version_two_people")
        ),
        sa.CheckConstraint(
            "status = 'proposed' OR number = 1 OR decided_by_id IS NOT NULL", name=op.f("ck_bylaws_version_decided_by_somebody")
        ),
        sa.CheckConstraint(
            "number = 1 OR (base_id IS NOT NULL AND proposed_by_id IS NOT NULL AND decision_reference IS NOT NULL)",
            name=op.f("ck_bylaws_version_rests_on_base"),
        ),
        sa.ForeignKeyConstraint(["base_id"], ["bylaws_version.id"], name=op.f("fk_bylaws_version_base_id_bylaws_version")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["user_account.id"], name=op.f("fk_bylaws_version_decided_by_id_user_account")),
        sa.ForeignKeyConstraint(["proposed_by_id"], ["user_account.id"], name=op.f("fk_bylaws_version_proposed_by_id_user_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bylaws_version")),
        sa.UniqueConstraint("number", name=op.f("uq_bylaws_version_number")),
    )
    with op.batch_alter_table("bylaws_version", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_bylaws_version_base_id"), ["base_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_bylaws_version_decided_by_id"), ["decided_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_bylaws_version_proposed_by_id"), ["proposed_by_id"], unique=False)


def downgrade() -> None:
    """Down."""
    with op.batch_alter_table("bylaws_version", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_bylaws_version_proposed_by_id"))
        batch_op.drop_index(batch_op.f("ix_bylaws_version_decided_by_id"))
        batch_op.drop_index(batch_op.f("ix_bylaws_version_base_id"))

    op.drop_table("bylaws_version")
