"""The tables of committees."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Up."""
    op.create_table(
        "body",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "kind", sa.Enum("board", "subcommittee", name="body_kind", native_enum=False, create_constraint=True, length=40), nullable=False
        ),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("theme", sa.Text(), nullable=True),
        sa.CheckConstraint("kind = 'board' OR theme IS NOT NULL", name=op.f("ck_body_theme")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_body")),
    )
    with op.batch_alter_table("body", schema=None) as batch_op:
        batch_op.create_index(
            "uq_body_board", ["kind"], unique=True, sqlite_where=sa.text("kind = 'board'"), postgresql_where=sa.text("kind = 'board'")
        )

    op.create_table(
        "board_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("founding", "filling", name="decision_kind", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(text) > 0", name=op.f("ck_board_decision_has_text")),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_board_decision_body_id_body")),
        sa.ForeignKeyConstraint(["document_id"], ["stored_file.id"], name=op.f("fk_board_decision_document_id_stored_file")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_board_decision")),
    )
    with op.batch_alter_table("board_decision", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_board_decision_body_id"), ["body_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_board_decision_document_id"), ["document_id"], unique=False)
        batch_op.create_index(
            "uq_board_decision_founding",
            ["body_id"],
            unique=True,
            sqlite_where=sa.text("kind = 'founding'"),
            postgresql_where=sa.text("kind = 'founding'"),
        )

    op.create_table(
        "deliberation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("subject_type", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(length=40), nullable=False),
        sa.Column("concerns", sa.String(length=300), nullable=False),
        sa.Column(
            "mode", sa.Enum("circular", "meeting", name="mode", native_enum=False, create_constraint=True, length=40), nullable=False
        ),
        sa.Column(
            "consent",
            sa.Enum("majority", "unanimous", name="consent", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("bylaws_version_id", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum("open", "closed", "called_off", name="deliberation_status", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "outcome",
            sa.Enum("approved", "refused", "deferred", "to_assembly", name="outcome", native_enum=False, create_constraint=True, length=40),
            nullable=True,
        ),
        sa.Column(
            "ground",
            sa.Enum(
                "majority",
                "unanimity",
                "no_quorum",
                "no_majority",
                "not_unanimous",
                "all_recused",
                "nobody_left",
                name="ground",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(status = 'closed') = (outcome IS NOT NULL)", name=op.f("ck_deliberation_has_outcome")),
        sa.CheckConstraint("(status = 'open') = (closed_at IS NULL)", name=op.f("ck_deliberation_closed_at")),
        sa.CheckConstraint(
            "outcome IS NULL OR (outcome = 'to_assembly') = (ground = 'all_recused')", name=op.f("ck_deliberation_outcome_and_ground")
        ),
        sa.CheckConstraint(
            "outcome IS NULL OR outcome NOT IN ('approved', 'refused') OR ground IN ('majority', 'unanimity')",
            name=op.f("ck_deliberation_carried"),
        ),
        sa.CheckConstraint("(outcome IS NULL) = (ground IS NULL)", name=op.f("ck_deliberation_has_ground")),
        sa.CheckConstraint("closes_at > opened_at", name=op.f("ck_deliberation_deadline")),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_deliberation_body_id_body")),
        sa.ForeignKeyConstraint(
            ["bylaws_version_id"], ["bylaws_version.id"], name=op.f("fk_deliberation_bylaws_version_id_bylaws_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deliberation")),
    )
    with op.batch_alter_table("deliberation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_deliberation_body_id"), ["body_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_deliberation_bylaws_version_id"), ["bylaws_version_id"], unique=False)
        batch_op.create_index("ix_deliberation_due", ["status", "closes_at"], unique=False)
        batch_op.create_index(
            "uq_deliberation_open",
            ["subject_type", "subject_id", "question"],
            unique=True,
            sqlite_where=sa.text("status = 'open'"),
            postgresql_where=sa.text("status = 'open'"),
        )

    op.create_table(
        "seat",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "role", sa.Enum("chair", "member", name="seat_role", native_enum=False, create_constraint=True, length=40), nullable=False
        ),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column(
            "departure",
            sa.Enum("resignation", "removal", "membership_ended", name="departure", native_enum=False, create_constraint=True, length=40),
            nullable=True,
        ),
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("departure IS NULL OR until_on IS NOT NULL", name=op.f("ck_seat_departure_has_end")),
        sa.CheckConstraint("until_on IS NULL OR until_on >= from_on", name=op.f("ck_seat_term")),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_seat_body_id_body")),
        sa.ForeignKeyConstraint(["decision_id"], ["board_decision.id"], name=op.f("fk_seat_decision_id_board_decision")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_seat_member_id_member")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_seat_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seat")),
        sa.UniqueConstraint("body_id", "member_id", "from_on", name=op.f("uq_seat_body_id_member_id_from_on")),
    )
    with op.batch_alter_table("seat", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_seat_decision_id"), ["decision_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_seat_member_id"), ["member_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_seat_person_id"), ["person_id"], unique=False)
        batch_op.create_index("ix_seat_term", ["body_id", "from_on", "until_on"], unique=False)

    op.create_table(
        "electorate_seat",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("deliberation_id", sa.Integer(), nullable=False),
        sa.Column("seat_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "conflict",
            sa.Enum("undeclared", "none", "conflicted", name="conflict_state", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("is_recused_by_rule", sa.Boolean(), nullable=False),
        sa.Column("hints", sa.Text(), nullable=False),
        sa.Column("declared_text", sa.Text(), nullable=True),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "standing",
            sa.Enum("gave_position", "silent", "recused", "left", name="standing", native_enum=False, create_constraint=True, length=40),
            nullable=True,
        ),
        sa.CheckConstraint(
            "(conflict = 'undeclared' OR is_recused_by_rule) = (declared_at IS NULL)", name=op.f("ck_electorate_seat_declared_at")
        ),
        sa.CheckConstraint("NOT is_recused_by_rule OR conflict = 'conflicted'", name=op.f("ck_electorate_seat_recused_by_rule")),
        sa.ForeignKeyConstraint(["deliberation_id"], ["deliberation.id"], name=op.f("fk_electorate_seat_deliberation_id_deliberation")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_electorate_seat_member_id_member")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_electorate_seat_person_id_person")),
        sa.ForeignKeyConstraint(["seat_id"], ["seat.id"], name=op.f("fk_electorate_seat_seat_id_seat")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_electorate_seat")),
        sa.UniqueConstraint("deliberation_id", "seat_id", name=op.f("uq_electorate_seat_deliberation_id_seat_id")),
    )
    with op.batch_alter_table("electorate_seat", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_electorate_seat_member_id"), ["member_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_electorate_seat_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_electorate_seat_seat_id"), ["seat_id"], unique=False)

    op.create_table(
        "position",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("electorate_seat_id", sa.Integer(), nullable=False),
        sa.Column(
            "choice",
            sa.Enum("approve", "refuse", "defer", name="choice", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("nonce", sa.String(length=32), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("choice = 'approve' OR length(reason) > 0", name=op.f("ck_position_reason")),
        sa.ForeignKeyConstraint(
            ["electorate_seat_id"], ["electorate_seat.id"], name=op.f("fk_position_electorate_seat_id_electorate_seat")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_position")),
    )
    with op.batch_alter_table("position", schema=None) as batch_op:
        batch_op.create_index("ix_position_electorate_seat_id", ["electorate_seat_id"], unique=False)
        batch_op.create_index(
            "uq_position_current",
            ["electorate_seat_id"],
            unique=True,
            sqlite_where=sa.text("replaced_at IS NULL"),
            postgresql_where=sa.text("replaced_at IS NULL"),
        )


def downgrade() -> None:
    """Down."""
    with op.batch_alter_table("position", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_position_current", sqlite_where=sa.text("replaced_at IS NULL"), postgresql_where=sa.text("replaced_at IS NULL")
        )
        batch_op.drop_index("ix_position_electorate_seat_id")

    op.drop_table("position")
    with op.batch_alter_table("electorate_seat", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_electorate_seat_seat_id"))
        batch_op.drop_index(batch_op.f("ix_electorate_seat_person_id"))
        batch_op.drop_index(batch_op.f("ix_electorate_seat_member_id"))

    op.drop_table("electorate_seat")
    with op.batch_alter_table("seat", schema=None) as batch_op:
        batch_op.drop_index("ix_seat_term")
        batch_op.drop_index(batch_op.f("ix_seat_person_id"))
        batch_op.drop_index(batch_op.f("ix_seat_member_id"))
        batch_op.drop_index(batch_op.f("ix_seat_decision_id"))

    op.drop_table("seat")
    with op.batch_alter_table("deliberation", schema=None) as batch_op:
        batch_op.drop_index("uq_deliberation_open", sqlite_where=sa.text("status = 'open'"), postgresql_where=sa.text("status = 'open'"))
        batch_op.drop_index("ix_deliberation_due")
        batch_op.drop_index(batch_op.f("ix_deliberation_bylaws_version_id"))
        batch_op.drop_index(batch_op.f("ix_deliberation_body_id"))

    op.drop_table("deliberation")
    with op.batch_alter_table("board_decision", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_board_decision_founding", sqlite_where=sa.text("kind = 'founding'"), postgresql_where=sa.text("kind = 'founding'")
        )
        batch_op.drop_index(batch_op.f("ix_board_decision_document_id"))
        batch_op.drop_index(batch_op.f("ix_board_decision_body_id"))

    op.drop_table("board_decision")
    with op.batch_alter_table("body", schema=None) as batch_op:
        batch_op.drop_index("uq_body_board", sqlite_where=sa.text("kind = 'board'"), postgresql_where=sa.text("kind = 'board'"))

    op.drop_table("body")
