"""Decisions that go out together: batches, their approvals, letters to post."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Up."""
    op.create_table(
        "release_batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "prepared",
                "awaiting_approval",
                "approved",
                "scheduled",
                "released",
                "dissolved",
                name="batch_status",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("prepared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("prepared_by_id", sa.Integer(), nullable=True),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("release_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("scheduled_by_id", sa.Integer(), nullable=True),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("released_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(status = 'released') = (released_at IS NOT NULL)", name=op.f("ck_release_batch_released_when")),
        sa.CheckConstraint("round > 0 OR status <> 'awaiting_approval'", name=op.f("ck_release_batch_round_with_approvers")),
        sa.CheckConstraint("status <> 'scheduled' OR release_at IS NOT NULL", name=op.f("ck_release_batch_scheduled_for")),
        sa.ForeignKeyConstraint(["prepared_by_id"], ["user_account.id"], name=op.f("fk_release_batch_prepared_by_id_user_account")),
        sa.ForeignKeyConstraint(["released_by_id"], ["user_account.id"], name=op.f("fk_release_batch_released_by_id_user_account")),
        sa.ForeignKeyConstraint(["scheduled_by_id"], ["user_account.id"], name=op.f("fk_release_batch_scheduled_by_id_user_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_release_batch")),
    )
    with op.batch_alter_table("release_batch", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_release_batch_prepared_by_id"), ["prepared_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_release_batch_released_by_id"), ["released_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_release_batch_scheduled_by_id"), ["scheduled_by_id"], unique=False)
        batch_op.create_index("ix_release_batch_status_release_at", ["status", "release_at"], unique=False)

    op.create_table(
        "release_approval",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("approver_id", sa.Integer(), nullable=False),
        sa.Column(
            "verdict", sa.Enum("approved", "sent_back", name="verdict", native_enum=False, create_constraint=True, length=40), nullable=True
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "verdict IS NULL OR verdict <> 'sent_back' OR reason <> ''", name=op.f("ck_release_approval_sent_back_with_reason")
        ),
        sa.CheckConstraint("(verdict IS NULL) = (given_at IS NULL)", name=op.f("ck_release_approval_given_when")),
        sa.ForeignKeyConstraint(["approver_id"], ["user_account.id"], name=op.f("fk_release_approval_approver_id_user_account")),
        sa.ForeignKeyConstraint(["batch_id"], ["release_batch.id"], name=op.f("fk_release_approval_batch_id_release_batch")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_release_approval")),
        sa.UniqueConstraint("batch_id", "round", "approver_id", name=op.f("uq_release_approval_batch_id_round_approver_id")),
        sa.UniqueConstraint("batch_id", "round", "position", name=op.f("uq_release_approval_batch_id_round_position")),
    )
    with op.batch_alter_table("release_approval", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_release_approval_approver_id"), ["approver_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_release_approval_batch_id"), ["batch_id"], unique=False)

    op.create_table(
        "release_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("taken_out_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("posted_on", sa.Date(), nullable=True),
        sa.Column("posted_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("(posted_on IS NULL) = (posted_by_id IS NULL)", name=op.f("ck_release_item_posted_by_somebody")),
        sa.ForeignKeyConstraint(["batch_id"], ["release_batch.id"], name=op.f("fk_release_item_batch_id_release_batch")),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["application_decision.id"], name=op.f("fk_release_item_decision_id_application_decision")
        ),
        sa.ForeignKeyConstraint(["posted_by_id"], ["user_account.id"], name=op.f("fk_release_item_posted_by_id_user_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_release_item")),
    )
    with op.batch_alter_table("release_item", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_release_item_batch_id"), ["batch_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_release_item_decision_id"), ["decision_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_release_item_posted_by_id"), ["posted_by_id"], unique=False)
        batch_op.create_index(
            "uq_release_item_in_one_batch",
            ["decision_id"],
            unique=True,
            sqlite_where=sa.text("taken_out_at IS NULL"),
            postgresql_where=sa.text("taken_out_at IS NULL"),
        )


def downgrade() -> None:
    """Down."""
    with op.batch_alter_table("release_item", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_release_item_in_one_batch", sqlite_where=sa.text("taken_out_at IS NULL"), postgresql_where=sa.text("taken_out_at IS NULL")
        )
        batch_op.drop_index(batch_op.f("ix_release_item_posted_by_id"))
        batch_op.drop_index(batch_op.f("ix_release_item_decision_id"))
        batch_op.drop_index(batch_op.f("ix_release_item_batch_id"))

    op.drop_table("release_item")
    with op.batch_alter_table("release_approval", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_release_approval_batch_id"))
        batch_op.drop_index(batch_op.f("ix_release_approval_approver_id"))

    op.drop_table("release_approval")
    with op.batch_alter_table("release_batch", schema=None) as batch_op:
        batch_op.drop_index("ix_release_batch_status_release_at")
        batch_op.drop_index(batch_op.f("ix_release_batch_scheduled_by_id"))
        batch_op.drop_index(batch_op.f("ix_release_batch_released_by_id"))
        batch_op.drop_index(batch_op.f("ix_release_batch_prepared_by_id"))

    op.drop_table("release_batch")
