"""Sittings of the board: questions put together, meetings with attendance, deadlines put off; checks opened again by hand."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


_FILLED = (("electorate_seat", "source"), ("position", "source"), ("screening_check", "reopening_reason"))


def _seat_old_deliberations() -> None:
    """Give each deliberation of before a sitting of its own, of the same number."""
    op.execute(
        "INSERT INTO sitting (id, body_id, title, opened_at, place, version)"
        " SELECT id, body_id, CASE WHEN length(concerns) > 0 THEN concerns ELSE '-' END, opened_at, '', 1 FROM deliberation"
    )
    op.execute("UPDATE deliberation SET sitting_id = id")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("SELECT setval(pg_get_serial_sequence('sitting', 'id'), COALESCE(MAX(id), 1), MAX(id) IS NOT NULL) FROM sitting")


def upgrade() -> None:
    """Up."""
    op.create_table(
        "sitting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("meets_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("place", sa.String(length=300), nullable=False),
        sa.Column("attendance_noted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(meets_at IS NULL) = (place = '')", name=op.f("ck_sitting_meeting_has_place")),
        sa.CheckConstraint("attendance_noted_at IS NULL OR meets_at IS NOT NULL", name=op.f("ck_sitting_attendance_of_meeting")),
        sa.CheckConstraint("length(title) > 0", name=op.f("ck_sitting_has_title")),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_sitting_body_id_body")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sitting")),
    )
    with op.batch_alter_table("sitting", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sitting_body_id"), ["body_id"], unique=False)

    op.create_table(
        "sitting_extension",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sitting_id", sa.Integer(), nullable=False),
        sa.Column("closed_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("extended_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("closes_at >= closed_before", name=op.f("ck_sitting_extension_not_earlier")),
        sa.CheckConstraint("length(reason) > 0", name=op.f("ck_sitting_extension_has_reason")),
        sa.ForeignKeyConstraint(["sitting_id"], ["sitting.id"], name=op.f("fk_sitting_extension_sitting_id_sitting")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sitting_extension")),
    )
    with op.batch_alter_table("sitting_extension", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sitting_extension_sitting_id"), ["sitting_id"], unique=False)

    op.create_table(
        "sitting_attendance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sitting_id", sa.Integer(), nullable=False),
        sa.Column("seat_id", sa.Integer(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["seat_id"], ["seat.id"], name=op.f("fk_sitting_attendance_seat_id_seat")),
        sa.ForeignKeyConstraint(["sitting_id"], ["sitting.id"], name=op.f("fk_sitting_attendance_sitting_id_sitting")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sitting_attendance")),
        sa.UniqueConstraint("sitting_id", "seat_id", name=op.f("uq_sitting_attendance_sitting_id_seat_id")),
    )
    with op.batch_alter_table("sitting_attendance", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sitting_attendance_seat_id"), ["seat_id"], unique=False)

    with op.batch_alter_table("body", schema=None) as batch_op:
        batch_op.add_column(sa.Column("below_minimum_since", sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table("deliberation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("sitting_id", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_deliberation_sitting_id"), ["sitting_id"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_deliberation_sitting_id_sitting"), "sitting", ["sitting_id"], ["id"])

    with op.batch_alter_table("electorate_seat", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "source",
                sa.Enum("holder", "minutes", "report", name="source", native_enum=False, create_constraint=True, length=40),
                nullable=False,
                server_default="holder",
            )
        )

    with op.batch_alter_table("position", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "source",
                sa.Enum("holder", "minutes", "report", name="source", native_enum=False, create_constraint=True, length=40),
                nullable=False,
                server_default="holder",
            )
        )

    with op.batch_alter_table("screening_check", schema=None) as batch_op:
        batch_op.add_column(sa.Column("reopening_reason", sa.Text(), nullable=False, server_default=""))

    for table, column in _FILLED:
        with op.batch_alter_table(table) as batch_op:
            batch_op.alter_column(column, server_default=None)
    _seat_old_deliberations()
    with op.batch_alter_table("deliberation") as batch_op:
        batch_op.alter_column("sitting_id", existing_type=sa.Integer(), nullable=False)


def downgrade() -> None:
    """Down."""
    with op.batch_alter_table("screening_check", schema=None) as batch_op:
        batch_op.drop_column("reopening_reason")

    with op.batch_alter_table("position", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_position_source"), type_="check")
        batch_op.drop_column("source")

    with op.batch_alter_table("electorate_seat", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_electorate_seat_source"), type_="check")
        batch_op.drop_column("source")

    with op.batch_alter_table("deliberation", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_deliberation_sitting_id_sitting"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_deliberation_sitting_id"))
        batch_op.drop_column("sitting_id")

    with op.batch_alter_table("body", schema=None) as batch_op:
        batch_op.drop_column("below_minimum_since")

    with op.batch_alter_table("sitting_attendance", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sitting_attendance_seat_id"))

    op.drop_table("sitting_attendance")
    with op.batch_alter_table("sitting_extension", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sitting_extension_sitting_id"))

    op.drop_table("sitting_extension")
    with op.batch_alter_table("sitting", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sitting_body_id"))

    op.drop_table("sitting")
