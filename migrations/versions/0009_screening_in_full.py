"""Screening in full: channels, remarks, stays, assignees, additional checks; recommendations that expire or are handed on."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


_STATUSES = ("draft", "submitted", "under_check", "returned", "before_board", "decided", "deferred", "approved", "refused", "withdrawn")
_FILLED = {
    "application": ("channel", "kana", "prefecture", "reminders_sent"),
    "recommendation": ("requests", "reminders_sent", "handed_to_name", "handed_to_address"),
    "screening_check": ("title",),
}
# (table, name of the check, column, codes so far, code that is new)
_CODES = (
    ("application", "status", "status", _STATUSES, "lapsed"),
    ("application_attachment", "slot", "slot", ("articles", "officer_roster", "annual_report_or_activities", "evidence"), "scan"),
    ("recommendation", "recommendation_status", "status", ("requested", "given", "declined", "cancelled"), "expired"),
    ("screening_check", "check_kind", "kind", ("completeness", "activity_record", "anti_social_forces", "recommendation"), "additional"),
)
# (table, name, condition): those that compare new columns
_CHECKS = (
    ("application", "user_unless_on_paper", "user_id IS NOT NULL OR channel IN ('paper', 'telephone')"),
    ("application", "entered_by_somebody", "(entered_by_id IS NOT NULL) = (channel IN ('paper', 'telephone'))"),
    ("application", "whole_review", "(entry_reviewed_at IS NULL) = (entry_reviewed_by_id IS NULL)"),
    ("application", "reviewed_by_another", "entry_reviewed_by_id IS NULL OR entry_reviewed_by_id <> entered_by_id"),
    ("recommendation", "handed_on_to_somebody", "(handed_on_at IS NULL) = (handed_to_address = '')"),
    ("screening_check", "title_of_additional", "(kind = 'additional') = (title <> '')"),
    ("screening_check", "added_by_somebody", "(kind = 'additional') = (added_by_id IS NOT NULL)"),
    ("screening_check", "assessment_where_meant", "assessment IS NULL OR kind IN ('activity_record', 'additional')"),
)
_SUBMITTED = "submitted_when_past_draft"


def _let(table: str, name: str, condition: str, *, is_new: bool = False) -> None:
    """Put a condition in the place of the one of the same name."""
    with op.batch_alter_table(table) as batch_op:
        if not is_new:
            batch_op.drop_constraint(op.f(f"ck_{table}_{name}"), type_="check")
        batch_op.create_check_constraint(op.f(f"ck_{table}_{name}"), condition)


def _one_of(column: str, codes: tuple[str, ...]) -> str:
    return f"{column} IN ({', '.join(repr(code) for code in codes)})"


def _take_over() -> None:
    """Fill what old rows can tell: reading and prefecture from the answers, and the stay in the present status."""
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for name in ("kana", "prefecture"):
        value = f"json_extract(answers, '$.{name}')" if is_sqlite else f"answers::json ->> '{name}'"
        op.execute(f"UPDATE application SET {name} = COALESCE({value}, '')")
    op.execute("INSERT INTO application_stay (application_id, status, since) SELECT id, status, status_since FROM application")


def _go_back() -> None:
    """Say in the words of before what only the new codes could say."""
    op.execute("UPDATE application SET status = 'withdrawn' WHERE status = 'lapsed'")
    op.execute("UPDATE application SET user_id = entered_by_id WHERE user_id IS NULL")
    op.execute("UPDATE recommendation SET status = 'cancelled' WHERE status = 'expired'")
    op.execute("DELETE FROM screening_check WHERE kind = 'additional'")
    op.execute("DELETE FROM application_attachment WHERE slot = 'scan'")


def upgrade() -> None:
    """Up."""
    op.create_table(
        "application_stay",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "draft",
                "submitted",
                "under_check",
                "returned",
                "before_board",
                "decided",
                "deferred",
                "approved",
                "refused",
                "withdrawn",
                "lapsed",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("until IS NULL OR until >= since", name=op.f("ck_application_stay_in_order")),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_application_stay_application_id_application")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application_stay")),
    )
    with op.batch_alter_table("application_stay", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_application_stay_application_id"), ["application_id"], unique=False)
        batch_op.create_index("ix_application_stay_status_since", ["status", "since"], unique=False)
        batch_op.create_index(
            "uq_application_stay_current",
            ["application_id"],
            unique=True,
            sqlite_where=sa.text("until IS NULL"),
            postgresql_where=sa.text("until IS NULL"),
        )

    op.create_table(
        "application_remark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("return_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(length=120), nullable=False),
        sa.Column("clause", sa.String(length=120), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("length(text) > 0", name=op.f("ck_application_remark_has_text")),
        sa.ForeignKeyConstraint(["return_id"], ["application_return.id"], name=op.f("fk_application_remark_return_id_application_return")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application_remark")),
    )
    with op.batch_alter_table("application_remark", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_application_remark_return_id"), ["return_id"], unique=False)

    with op.batch_alter_table("application", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "channel",
                sa.Enum("online", "paper", "telephone", "data", name="channel", native_enum=False, create_constraint=True, length=40),
                nullable=False,
                server_default="online",
            )
        )
        batch_op.add_column(sa.Column("entered_by_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("entry_reviewed_by_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("entry_reviewed_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("assignee_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("substitute_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("copied_from_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("kana", sa.String(length=200), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("prefecture", sa.String(length=10), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("reminders_sent", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("retention_hold", sa.String(length=300), nullable=True))
        batch_op.add_column(sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.alter_column("user_id", existing_type=sa.INTEGER(), nullable=True)
        batch_op.create_index(batch_op.f("ix_application_assignee_id"), ["assignee_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_application_copied_from_id"), ["copied_from_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_application_entered_by_id"), ["entered_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_application_entry_reviewed_by_id"), ["entry_reviewed_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_application_substitute_id"), ["substitute_id"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_application_copied_from_id_application"), "application", ["copied_from_id"], ["id"])
        batch_op.create_foreign_key(batch_op.f("fk_application_entered_by_id_user_account"), "user_account", ["entered_by_id"], ["id"])
        batch_op.create_foreign_key(
            batch_op.f("fk_application_entry_reviewed_by_id_user_account"), "user_account", ["entry_reviewed_by_id"], ["id"]
        )
        batch_op.create_foreign_key(batch_op.f("fk_application_assignee_id_user_account"), "user_account", ["assignee_id"], ["id"])
        batch_op.create_foreign_key(batch_op.f("fk_application_substitute_id_user_account"), "user_account", ["substitute_id"], ["id"])

    with op.batch_alter_table("application_attachment", schema=None) as batch_op:
        batch_op.add_column(sa.Column("entry", sa.String(length=12), nullable=True))

    with op.batch_alter_table("application_return", schema=None) as batch_op:
        batch_op.add_column(sa.Column("answers_after", sa.Text(), nullable=True))

    with op.batch_alter_table("recommendation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("requests", sa.Integer(), nullable=False, server_default="1"))
        batch_op.add_column(sa.Column("reminders_sent", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("handed_to_name", sa.String(length=120), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("handed_to_address", sa.String(length=254), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("handed_on_at", sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table("screening_check", schema=None) as batch_op:
        batch_op.add_column(sa.Column("title", sa.String(length=200), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("added_by_id", sa.Integer(), nullable=True))
        batch_op.add_column(
            sa.Column(
                "assessment",
                sa.Enum("sufficient", "doubtful", "insufficient", name="assessment", native_enum=False, create_constraint=True, length=40),
                nullable=True,
            )
        )
        batch_op.drop_constraint(batch_op.f("uq_screening_check_application_id_kind"), type_="unique")
        batch_op.create_index(batch_op.f("ix_screening_check_added_by_id"), ["added_by_id"], unique=False)
        batch_op.create_unique_constraint(batch_op.f("uq_screening_check_application_id_kind_title"), ["application_id", "kind", "title"])
        batch_op.create_foreign_key(batch_op.f("fk_screening_check_added_by_id_user_account"), "user_account", ["added_by_id"], ["id"])

    for table, columns in _FILLED.items():
        with op.batch_alter_table(table) as batch_op:
            for column in columns:
                batch_op.alter_column(column, server_default=None)
    for table, name, column, codes, new in _CODES:
        _let(table, name, _one_of(column, (*codes, new)))
    _let("application", _SUBMITTED, "status IN ('draft', 'withdrawn', 'lapsed') OR submitted_at IS NOT NULL")
    for table, name, condition in _CHECKS:
        _let(table, name, condition, is_new=True)
    _take_over()


def downgrade() -> None:
    """Down."""
    _go_back()
    for table, name, _condition in _CHECKS:
        with op.batch_alter_table(table) as batch_op:
            batch_op.drop_constraint(op.f(f"ck_{table}_{name}"), type_="check")
    for table, name, column, codes, _new in _CODES:
        _let(table, name, _one_of(column, codes))
    _let("application", _SUBMITTED, "status IN ('draft', 'withdrawn') OR submitted_at IS NOT NULL")
    with op.batch_alter_table("screening_check", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_screening_check_added_by_id_user_account"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("uq_screening_check_application_id_kind_title"), type_="unique")
        batch_op.drop_index(batch_op.f("ix_screening_check_added_by_id"))
        batch_op.create_unique_constraint(batch_op.f("uq_screening_check_application_id_kind"), ["application_id", "kind"])
        batch_op.drop_constraint(op.f("ck_screening_check_assessment"), type_="check")
        batch_op.drop_column("assessment")
        batch_op.drop_column("added_by_id")
        batch_op.drop_column("title")

    with op.batch_alter_table("recommendation", schema=None) as batch_op:
        batch_op.drop_column("handed_on_at")
        batch_op.drop_column("handed_to_address")
        batch_op.drop_column("handed_to_name")
        batch_op.drop_column("reminded_at")
        batch_op.drop_column("reminders_sent")
        batch_op.drop_column("requests")

    with op.batch_alter_table("application_return", schema=None) as batch_op:
        batch_op.drop_column("answers_after")

    with op.batch_alter_table("application_attachment", schema=None) as batch_op:
        batch_op.drop_column("entry")

    with op.batch_alter_table("application", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_application_substitute_id_user_account"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_application_assignee_id_user_account"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_application_entry_reviewed_by_id_user_account"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_application_entered_by_id_user_account"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_application_copied_from_id_application"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_application_substitute_id"))
        batch_op.drop_index(batch_op.f("ix_application_entry_reviewed_by_id"))
        batch_op.drop_index(batch_op.f("ix_application_entered_by_id"))
        batch_op.drop_index(batch_op.f("ix_application_copied_from_id"))
        batch_op.drop_index(batch_op.f("ix_application_assignee_id"))
        batch_op.alter_column("user_id", existing_type=sa.INTEGER(), nullable=False)
        batch_op.drop_column("erased_at")
        batch_op.drop_column("retention_hold")
        batch_op.drop_column("reminded_at")
        batch_op.drop_column("reminders_sent")
        batch_op.drop_column("prefecture")
        batch_op.drop_column("kana")
        batch_op.drop_column("copied_from_id")
        batch_op.drop_column("substitute_id")
        batch_op.drop_column("assignee_id")
        batch_op.drop_column("entry_reviewed_at")
        batch_op.drop_column("entry_reviewed_by_id")
        batch_op.drop_column("entered_by_id")
        batch_op.drop_constraint(op.f("ck_application_channel"), type_="check")
        batch_op.drop_column("channel")

    with op.batch_alter_table("application_remark", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_application_remark_return_id"))

    op.drop_table("application_remark")
    with op.batch_alter_table("application_stay", schema=None) as batch_op:
        batch_op.drop_index("uq_application_stay_current", sqlite_where=sa.text("until IS NULL"), postgresql_where=sa.text("until IS NULL"))
        batch_op.drop_index("ix_application_stay_status_since")
        batch_op.drop_index(batch_op.f("ix_application_stay_application_id"))

    op.drop_table("application_stay")
