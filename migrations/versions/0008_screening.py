"""The tables of screening."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Up."""
    op.create_table(
        "application",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=True),
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
                name="status",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("status_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("form_version", sa.Integer(), nullable=False),
        sa.Column("answers", sa.Text(), nullable=False),
        sa.Column("open_key", sa.String(length=300), nullable=True),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column(
            "membership_class",
            sa.Enum("regular", "cooperating", "supporting", name="member_class", native_enum=False, create_constraint=True, length=40),
            nullable=True,
        ),
        sa.Column(
            "kind",
            sa.Enum("organisation", "individual", name="member_kind", native_enum=False, create_constraint=True, length=40),
            nullable=True,
        ),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("corporate_number", sa.String(length=13), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("notice_version", sa.String(length=20), nullable=True),
        sa.Column("notice_accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("pledge_version", sa.String(length=20), nullable=True),
        sa.Column("pledged_by", sa.String(length=120), nullable=False),
        sa.Column("pledged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("receipt_letter_id", sa.Integer(), nullable=True),
        sa.Column("deliberation_id", sa.Integer(), nullable=True),
        sa.Column("member_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(member_id IS NOT NULL) = (status = 'approved')", name=op.f("ck_application_member_when_approved")),
        sa.CheckConstraint(
            "(open_key IS NOT NULL) = (status IN ('submitted', 'under_check', 'returned', 'before_board', 'deferred', 'decided'))",
            name=op.f("ck_application_open_key_while_open"),
        ),
        sa.CheckConstraint(
            "status IN ('draft', 'withdrawn') OR submitted_at IS NOT NULL", name=op.f("ck_application_submitted_when_past_draft")
        ),
        sa.CheckConstraint("(notice_accepted_at IS NULL) = (notice_version IS NULL)", name=op.f("ck_application_whole_notice")),
        sa.CheckConstraint("(number IS NULL) = (submitted_at IS NULL)", name=op.f("ck_application_number_with_submission")),
        sa.CheckConstraint("(pledged_at IS NULL) = (pledge_version IS NULL)", name=op.f("ck_application_whole_pledge")),
        sa.ForeignKeyConstraint(["deliberation_id"], ["deliberation.id"], name=op.f("fk_application_deliberation_id_deliberation")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_application_member_id_member")),
        sa.ForeignKeyConstraint(["receipt_letter_id"], ["letter.id"], name=op.f("fk_application_receipt_letter_id_letter")),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_application_user_id_user_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application")),
        sa.UniqueConstraint("number", name=op.f("uq_application_number")),
        sa.UniqueConstraint("open_key", name=op.f("uq_application_open_key")),
    )
    with op.batch_alter_table("application", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_application_corporate_number"), ["corporate_number"], unique=False)
        batch_op.create_index(batch_op.f("ix_application_deliberation_id"), ["deliberation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_application_member_id"), ["member_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_application_receipt_letter_id"), ["receipt_letter_id"], unique=False)
        batch_op.create_index("ix_application_status_status_since", ["status", "status_since"], unique=False)
        batch_op.create_index(batch_op.f("ix_application_user_id"), ["user_id"], unique=False)
        batch_op.create_index(
            "uq_application_draft_of_user",
            ["user_id"],
            unique=True,
            sqlite_where=sa.text("status = 'draft'"),
            postgresql_where=sa.text("status = 'draft'"),
        )

    op.create_table(
        "application_attachment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column(
            "slot",
            sa.Enum(
                "articles",
                "officer_roster",
                "annual_report_or_activities",
                "evidence",
                name="slot",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("address", sa.String(length=500), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(file_id IS NULL) <> (address IS NULL)", name=op.f("ck_application_attachment_file_or_address")),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_application_attachment_application_id_application")),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_application_attachment_file_id_stored_file")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application_attachment")),
    )
    with op.batch_alter_table("application_attachment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_application_attachment_application_id"), ["application_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_application_attachment_file_id"), ["file_id"], unique=False)

    op.create_table(
        "application_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("deliberation_id", sa.Integer(), nullable=False),
        sa.Column("bylaws_version_id", sa.Integer(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum("approved", "refused", "deferred", name="outcome", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("released_by_id", sa.Integer(), nullable=True),
        sa.Column("letter_id", sa.Integer(), nullable=True),
        sa.Column("effective_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "released_at IS NULL OR outcome IN ('approved', 'refused')", name=op.f("ck_application_decision_released_outcome")
        ),
        sa.CheckConstraint("(released_at IS NULL) = (letter_id IS NULL)", name=op.f("ck_application_decision_released_with_letter")),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_application_decision_application_id_application")),
        sa.ForeignKeyConstraint(
            ["bylaws_version_id"], ["bylaws_version.id"], name=op.f("fk_application_decision_bylaws_version_id_bylaws_version")
        ),
        sa.ForeignKeyConstraint(
            ["deliberation_id"], ["deliberation.id"], name=op.f("fk_application_decision_deliberation_id_deliberation")
        ),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_application_decision_letter_id_letter")),
        sa.ForeignKeyConstraint(["released_by_id"], ["user_account.id"], name=op.f("fk_application_decision_released_by_id_user_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application_decision")),
        sa.UniqueConstraint("deliberation_id", name=op.f("uq_application_decision_deliberation_id")),
    )
    with op.batch_alter_table("application_decision", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_application_decision_application_id"), ["application_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_application_decision_bylaws_version_id"), ["bylaws_version_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_application_decision_letter_id"), ["letter_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_application_decision_released_by_id"), ["released_by_id"], unique=False)

    op.create_table(
        "application_officer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("kana", sa.String(length=120), nullable=False),
        sa.Column("role", sa.String(length=80), nullable=False),
        sa.Column("birth_on", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_application_officer_application_id_application")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application_officer")),
    )
    with op.batch_alter_table("application_officer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_application_officer_application_id"), ["application_id"], unique=False)

    op.create_table(
        "application_return",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("returned_by_id", sa.Integer(), nullable=True),
        sa.Column("returned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answers", sa.Text(), nullable=False),
        sa.Column("resubmitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_application_return_application_id_application")),
        sa.ForeignKeyConstraint(["returned_by_id"], ["user_account.id"], name=op.f("fk_application_return_returned_by_id_user_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application_return")),
    )
    with op.batch_alter_table("application_return", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_application_return_application_id"), ["application_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_application_return_returned_by_id"), ["returned_by_id"], unique=False)

    op.create_table(
        "recommendation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=True),
        sa.Column("desk_id", sa.Integer(), nullable=True),
        sa.Column("label", sa.String(length=300), nullable=False),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "requested",
                "given",
                "declined",
                "cancelled",
                name="recommendation_status",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("is_affiliate", sa.Boolean(), nullable=False),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("link_id", sa.Integer(), nullable=True),
        sa.Column("postponed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer_name", sa.String(length=120), nullable=False),
        sa.Column("answer_reason", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(status IN ('given', 'declined')) = (answered_at IS NOT NULL)", name=op.f("ck_recommendation_answered_when_final")
        ),
        sa.CheckConstraint(
            "status <> 'given' OR (answer_name <> '' AND answer_reason <> '')", name=op.f("ck_recommendation_given_with_reason")
        ),
        sa.CheckConstraint("(member_id IS NULL) <> (desk_id IS NULL)", name=op.f("ck_recommendation_member_or_desk")),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_recommendation_application_id_application")),
        sa.ForeignKeyConstraint(["desk_id"], ["ministry_desk.id"], name=op.f("fk_recommendation_desk_id_ministry_desk")),
        sa.ForeignKeyConstraint(["link_id"], ["mail_link.id"], name=op.f("fk_recommendation_link_id_mail_link")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_recommendation_member_id_member")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recommendation")),
        sa.UniqueConstraint("application_id", "desk_id", name="uq_recommendation_application_desk"),
        sa.UniqueConstraint("application_id", "member_id", name="uq_recommendation_application_member"),
    )
    with op.batch_alter_table("recommendation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_recommendation_application_id"), ["application_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_recommendation_desk_id"), ["desk_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_recommendation_link_id"), ["link_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_recommendation_member_id"), ["member_id"], unique=False)

    op.create_table(
        "screening_check",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "completeness",
                "activity_record",
                "anti_social_forces",
                "recommendation",
                name="check_kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "status",
            sa.Enum("pending", "satisfied", name="check_status", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("sealed_conclusion", sa.Text(), nullable=True),
        sa.Column("sealed_note", sa.Text(), nullable=True),
        sa.Column("satisfied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("satisfied_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(sealed_conclusion IS NULL AND sealed_note IS NULL) OR kind = 'anti_social_forces'",
            name=op.f("ck_screening_check_sealed_only_where_meant"),
        ),
        sa.CheckConstraint("(status = 'satisfied') = (satisfied_at IS NOT NULL)", name=op.f("ck_screening_check_satisfied_when")),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_screening_check_application_id_application")),
        sa.ForeignKeyConstraint(["satisfied_by_id"], ["user_account.id"], name=op.f("fk_screening_check_satisfied_by_id_user_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_screening_check")),
        sa.UniqueConstraint("application_id", "kind", name=op.f("uq_screening_check_application_id_kind")),
    )
    with op.batch_alter_table("screening_check", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_screening_check_application_id"), ["application_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_screening_check_satisfied_by_id"), ["satisfied_by_id"], unique=False)


def downgrade() -> None:
    """Down."""
    with op.batch_alter_table("screening_check", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_screening_check_satisfied_by_id"))
        batch_op.drop_index(batch_op.f("ix_screening_check_application_id"))

    op.drop_table("screening_check")
    with op.batch_alter_table("recommendation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_recommendation_member_id"))
        batch_op.drop_index(batch_op.f("ix_recommendation_link_id"))
        batch_op.drop_index(batch_op.f("ix_recommendation_desk_id"))
        batch_op.drop_index(batch_op.f("ix_recommendation_application_id"))

    op.drop_table("recommendation")
    with op.batch_alter_table("application_return", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_application_return_returned_by_id"))
        batch_op.drop_index(batch_op.f("ix_application_return_application_id"))

    op.drop_table("application_return")
    with op.batch_alter_table("application_officer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_application_officer_application_id"))

    op.drop_table("application_officer")
    with op.batch_alter_table("application_decision", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_application_decision_released_by_id"))
        batch_op.drop_index(batch_op.f("ix_application_decision_letter_id"))
        batch_op.drop_index(batch_op.f("ix_application_decision_bylaws_version_id"))
        batch_op.drop_index(batch_op.f("ix_application_decision_application_id"))

    op.drop_table("application_decision")
    with op.batch_alter_table("application_attachment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_application_attachment_file_id"))
        batch_op.drop_index(batch_op.f("ix_application_attachment_application_id"))

    op.drop_table("application_attachment")
    with op.batch_alter_table("application", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_application_draft_of_user", sqlite_where=sa.text("status = 'draft'"), postgresql_where=sa.text("status = 'draft'")
        )
        batch_op.drop_index(batch_op.f("ix_application_user_id"))
        batch_op.drop_index("ix_application_status_status_since")
        batch_op.drop_index(batch_op.f("ix_application_receipt_letter_id"))
        batch_op.drop_index(batch_op.f("ix_application_member_id"))
        batch_op.drop_index(batch_op.f("ix_application_deliberation_id"))
        batch_op.drop_index(batch_op.f("ix_application_corporate_number"))

    op.drop_table("application")
