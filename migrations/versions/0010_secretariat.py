"""The secretariat's work: who has an application in hand, until when it is due, and remarks that are collected before they are sent."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Up."""
    op.create_table(
        "application_assignment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("assignee_id", sa.Integer(), nullable=True),
        sa.Column("substitute_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("assigned_by_id", sa.Integer(), nullable=True),
        sa.Column("assigned_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_application_assignment_application_id_application")),
        sa.ForeignKeyConstraint(
            ["assigned_by_id"], ["user_account.id"], name=op.f("fk_application_assignment_assigned_by_id_user_account")
        ),
        sa.ForeignKeyConstraint(["assignee_id"], ["user_account.id"], name=op.f("fk_application_assignment_assignee_id_user_account")),
        sa.ForeignKeyConstraint(["substitute_id"], ["user_account.id"], name=op.f("fk_application_assignment_substitute_id_user_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application_assignment")),
    )
    with op.batch_alter_table("application_assignment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_application_assignment_application_id"), ["application_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_application_assignment_assigned_by_id"), ["assigned_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_application_assignment_assignee_id"), ["assignee_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_application_assignment_substitute_id"), ["substitute_id"], unique=False)

    with op.batch_alter_table("application", schema=None) as batch_op:
        batch_op.add_column(sa.Column("due_on", sa.Date(), nullable=True))
        batch_op.create_index(batch_op.f("ix_application_due_on"), ["due_on"], unique=False)

    with op.batch_alter_table("application_remark", schema=None) as batch_op:
        batch_op.add_column(sa.Column("raised_by_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("former_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("reply", sa.Text(), nullable=False, server_default=""))
        batch_op.create_index(batch_op.f("ix_application_remark_former_id"), ["former_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_application_remark_raised_by_id"), ["raised_by_id"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_application_remark_raised_by_id_user_account"), "user_account", ["raised_by_id"], ["id"])
        batch_op.create_foreign_key(
            batch_op.f("fk_application_remark_former_id_application_remark"), "application_remark", ["former_id"], ["id"]
        )

    with op.batch_alter_table("application_remark") as batch_op:
        batch_op.alter_column("reply", server_default=None)

    with op.batch_alter_table("application_return", schema=None) as batch_op:
        batch_op.alter_column("returned_at", existing_type=sa.DateTime(timezone=True), nullable=True)
        batch_op.create_check_constraint(
            batch_op.f("ck_application_return_sent_before_resubmission"), "resubmitted_at IS NULL OR returned_at IS NOT NULL"
        )
        batch_op.create_index(
            "uq_application_return_prepared",
            ["application_id"],
            unique=True,
            sqlite_where=sa.text("returned_at IS NULL"),
            postgresql_where=sa.text("returned_at IS NULL"),
        )


def downgrade() -> None:
    """Down."""
    op.execute("DELETE FROM application_remark WHERE return_id IN (SELECT id FROM application_return WHERE returned_at IS NULL)")
    op.execute("DELETE FROM application_return WHERE returned_at IS NULL")
    with op.batch_alter_table("application_return", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_application_return_sent_before_resubmission"), type_="check")
        batch_op.drop_index(
            "uq_application_return_prepared", sqlite_where=sa.text("returned_at IS NULL"), postgresql_where=sa.text("returned_at IS NULL")
        )
        batch_op.alter_column("returned_at", existing_type=sa.DateTime(timezone=True), nullable=False)

    with op.batch_alter_table("application_remark", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_application_remark_former_id_application_remark"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_application_remark_raised_by_id_user_account"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_application_remark_raised_by_id"))
        batch_op.drop_index(batch_op.f("ix_application_remark_former_id"))
        batch_op.drop_column("reply")
        batch_op.drop_column("former_id")
        batch_op.drop_column("raised_by_id")

    with op.batch_alter_table("application", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_application_due_on"))
        batch_op.drop_column("due_on")

    with op.batch_alter_table("application_assignment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_application_assignment_substitute_id"))
        batch_op.drop_index(batch_op.f("ix_application_assignment_assignee_id"))
        batch_op.drop_index(batch_op.f("ix_application_assignment_assigned_by_id"))
        batch_op.drop_index(batch_op.f("ix_application_assignment_application_id"))

    op.drop_table("application_assignment")
