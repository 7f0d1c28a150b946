"""The tables of members."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Up."""
    op.create_table(
        "import_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("file_sha256", sa.String(length=64), nullable=False),
        sa.Column("rows_total", sa.Integer(), nullable=False),
        sa.Column("rows_done", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("finished_at IS NULL OR rows_done = rows_total", name=op.f("ck_import_run_finished_when_done")),
        sa.CheckConstraint("rows_done >= 0 AND rows_done <= rows_total", name=op.f("ck_import_run_position")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_run")),
        sa.UniqueConstraint("file_sha256", name=op.f("uq_import_run_file_sha256")),
    )
    op.create_table(
        "member",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("organisation", "individual", name="member_kind", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("kana", sa.String(length=400), nullable=False),
        sa.Column("former_names", sa.Text(), nullable=False),
        sa.Column("short_names", sa.Text(), nullable=False),
        sa.Column("corporate_number", sa.String(length=13), nullable=True),
        sa.Column("postal_code", sa.String(length=8), nullable=False),
        sa.Column("prefecture", sa.String(length=2), nullable=True),
        sa.Column("address", sa.String(length=400), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("website", sa.String(length=500), nullable=False),
        sa.Column(
            "kind_of_body",
            sa.Enum(
                "npo",
                "certified_npo",
                "general_association",
                "public_association",
                "general_foundation",
                "public_foundation",
                "social_welfare",
                "school",
                "medical",
                "religious",
                "company",
                "cooperative",
                "local_government",
                "intermediary",
                "federation",
                "grant_maker",
                "unincorporated",
                "other",
                name="kind_of_body",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("activities", sa.Text(), nullable=False),
        sa.Column("publishes", sa.Text(), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=False),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind = 'organisation' OR corporate_number IS NULL", name=op.f("ck_member_individual_without_corporate_number")),
        sa.CheckConstraint("corporate_number IS NULL OR length(corporate_number) = 13", name=op.f("ck_member_corporate_number_digits")),
        sa.CheckConstraint("length(name) > 0", name=op.f("ck_member_has_name")),
        sa.CheckConstraint("number > 0", name=op.f("ck_member_number_positive")),
        sa.CheckConstraint("prefecture IS NULL OR length(prefecture) = 2", name=op.f("ck_member_prefecture_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member")),
        sa.UniqueConstraint("number", name=op.f("uq_member_number")),
    )
    with op.batch_alter_table("member", schema=None) as batch_op:
        batch_op.create_index("ix_member_name_key", ["name_key", "prefecture"], unique=False)
        batch_op.create_index(
            "uq_member_corporate_number_active",
            ["corporate_number"],
            unique=True,
            sqlite_where=sa.text("ended_on IS NULL AND corporate_number IS NOT NULL"),
            postgresql_where=sa.text("ended_on IS NULL AND corporate_number IS NOT NULL"),
        )

    op.create_table(
        "member_number",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last_number", sa.Integer(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_member_number_single")),
        sa.CheckConstraint("last_number >= 0", name=op.f("ck_member_number_not_negative")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member_number")),
    )
    op.create_table(
        "ministry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.CheckConstraint("valid_from IS NULL OR valid_to IS NULL OR valid_to >= valid_from", name=op.f("ck_ministry_in_order")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ministry")),
    )
    with op.batch_alter_table("ministry", schema=None) as batch_op:
        batch_op.create_index(
            "uq_ministry_name_open",
            ["name"],
            unique=True,
            sqlite_where=sa.text("valid_to IS NULL"),
            postgresql_where=sa.text("valid_to IS NULL"),
        )

    op.create_table(
        "membership_period",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column(
            "membership_class",
            sa.Enum("regular", "cooperating", "supporting", name="member_class", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column(
            "ended_reason",
            sa.Enum(
                "withdrawn",
                "expelled",
                "dissolved",
                "died",
                "class_changed",
                name="ended_reason",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.CheckConstraint("(until_on IS NULL) = (ended_reason IS NULL)", name=op.f("ck_membership_period_end_has_reason")),
        sa.CheckConstraint("until_on IS NULL OR until_on >= from_on", name=op.f("ck_membership_period_in_order")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_membership_period_member_id_member")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership_period")),
        sa.UniqueConstraint("member_id", "from_on", name=op.f("uq_membership_period_member_id_from_on")),
    )
    with op.batch_alter_table("membership_period", schema=None) as batch_op:
        batch_op.create_index("ix_membership_period_days", ["from_on", "until_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_membership_period_member_id"), ["member_id"], unique=False)
        batch_op.create_index(
            "uq_membership_period_open",
            ["member_id"],
            unique=True,
            sqlite_where=sa.text("until_on IS NULL"),
            postgresql_where=sa.text("until_on IS NULL"),
        )

    op.create_table(
        "ministry_desk",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ministry_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name=op.f("ck_ministry_desk_in_order")),
        sa.ForeignKeyConstraint(["ministry_id"], ["ministry.id"], name=op.f("fk_ministry_desk_ministry_id_ministry")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ministry_desk")),
        sa.UniqueConstraint("ministry_id", "name", "valid_from", name=op.f("uq_ministry_desk_ministry_id_name_valid_from")),
    )
    with op.batch_alter_table("ministry_desk", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ministry_desk_ministry_id"), ["ministry_id"], unique=False)

    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=254), nullable=False),
        sa.Column("kana", sa.String(length=400), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("length(name) > 0", name=op.f("ck_person_has_name")),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_person_user_id_user_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
    )
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_person_user_id"), ["user_id"], unique=False)

    op.create_table(
        "term",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum("representative", "delegate", "contact", name="term_role", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.CheckConstraint("until_on IS NULL OR until_on >= from_on", name=op.f("ck_term_in_order")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_term_member_id_member")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_term_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_term")),
    )
    with op.batch_alter_table("term", schema=None) as batch_op:
        batch_op.create_index("ix_term_member_days", ["member_id", "from_on", "until_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_term_member_id"), ["member_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_term_person_id"), ["person_id"], unique=False)
        batch_op.create_index(
            "uq_term_one_in_force",
            ["member_id", "role"],
            unique=True,
            sqlite_where=sa.text("until_on IS NULL AND role IN ('representative', 'delegate')"),
            postgresql_where=sa.text("until_on IS NULL AND role IN ('representative', 'delegate')"),
        )


def downgrade() -> None:
    """Down."""
    with op.batch_alter_table("term", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_term_one_in_force",
            sqlite_where=sa.text("until_on IS NULL AND role IN ('representative', 'delegate')"),
            postgresql_where=sa.text("until_on IS NULL AND role IN ('representative', 'delegate')"),
        )
        batch_op.drop_index(batch_op.f("ix_term_person_id"))
        batch_op.drop_index(batch_op.f("ix_term_member_id"))
        batch_op.drop_index("ix_term_member_days")

    op.drop_table("term")
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_person_user_id"))

    op.drop_table("person")
    with op.batch_alter_table("ministry_desk", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ministry_desk_ministry_id"))

    op.drop_table("ministry_desk")
    with op.batch_alter_table("membership_period", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_membership_period_open", sqlite_where=sa.text("until_on IS NULL"), postgresql_where=sa.text("until_on IS NULL")
        )
        batch_op.drop_index(batch_op.f("ix_membership_period_member_id"))
        batch_op.drop_index("ix_membership_period_days")

    op.drop_table("membership_period")
    with op.batch_alter_table("ministry", schema=None) as batch_op:
        batch_op.drop_index("uq_ministry_name_open", sqlite_where=sa.text("valid_to IS NULL"), postgresql_where=sa.text("valid_to IS NULL"))

    op.drop_table("ministry")
    op.drop_table("member_number")
    with op.batch_alter_table("member", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_member_corporate_number_active",
            sqlite_where=sa.text("ended_on IS NULL AND corporate_number IS NOT NULL"),
            postgresql_where=sa.text("ended_on IS NULL AND corporate_number IS NOT NULL"),
        )
        batch_op.drop_index("ix_member_name_key")

    op.drop_table("member")
    op.drop_table("import_run")
