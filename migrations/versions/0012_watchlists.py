"""The tables of watchlists."""

import sqlalchemy as sa
from alembic import op


revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Up."""
    op.create_table(
        "watch_case",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("owner_type", sa.String(length=40), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_watch_case")),
        sa.UniqueConstraint("owner_type", "owner_id", name=op.f("uq_watch_case_owner_type_owner_id")),
    )
    with op.batch_alter_table("watch_case", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_watch_case_ended_at"), ["ended_at"], unique=False)

    op.create_table(
        "watch_index_key",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(length=40), nullable=False),
        sa.Column("secret", sa.Text(), nullable=False),
        sa.Column("keyed_rules", sa.String(length=20), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_watch_index_key")),
        sa.UniqueConstraint("purpose", name=op.f("uq_watch_index_key_purpose")),
    )
    op.create_table(
        "watch_subject_key",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("subject_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("key", "subject_id", name=op.f("pk_watch_subject_key")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "watchlist",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("current_number", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_watchlist")),
        sa.UniqueConstraint("name", name=op.f("uq_watchlist_name")),
    )
    op.create_table(
        "watchlist_entry_key",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("entry_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("key", "entry_id", name=op.f("pk_watchlist_entry_key")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "watch_opening",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("opened_by_id", sa.Integer(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["watch_case.id"], name=op.f("fk_watch_opening_case_id_watch_case")),
        sa.ForeignKeyConstraint(["opened_by_id"], ["user_account.id"], name=op.f("fk_watch_opening_opened_by_id_user_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_watch_opening")),
    )
    with op.batch_alter_table("watch_opening", schema=None) as batch_op:
        batch_op.create_index("ix_watch_opening_case_id_opened_at", ["case_id", "opened_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_watch_opening_opened_by_id"), ["opened_by_id"], unique=False)

    op.create_table(
        "watch_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "pledge",
                "roster",
                "public_search",
                "inquiry_asked",
                "inquiry_answered",
                name="step_kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("done_on", sa.Date(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("where_done", sa.Text(), nullable=False),
        sa.Column("noted_by_id", sa.Integer(), nullable=True),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["watch_case.id"], name=op.f("fk_watch_step_case_id_watch_case")),
        sa.ForeignKeyConstraint(["noted_by_id"], ["user_account.id"], name=op.f("fk_watch_step_noted_by_id_user_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_watch_step")),
    )
    with op.batch_alter_table("watch_step", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_watch_step_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_watch_step_noted_by_id"), ["noted_by_id"], unique=False)

    op.create_table(
        "watch_subject",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.Enum("organisation", "person", name="party_kind", native_enum=False, create_constraint=True, length=40), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.String(length=32), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("keyed_rules", sa.String(length=20), nullable=True),
        sa.Column("matched_rules", sa.String(length=20), nullable=True),
        sa.Column("matched_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["watch_case.id"], name=op.f("fk_watch_subject_case_id_watch_case")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_watch_subject")),
    )
    with op.batch_alter_table("watch_subject", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_watch_subject_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_watch_subject_fingerprint"), ["fingerprint"], unique=False)
        batch_op.create_index("ix_watch_subject_matched", ["ended_at", "matched_rules", "matched_at"], unique=False)

    op.create_table(
        "watchlist_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("watchlist_id", sa.Integer(), nullable=False),
        sa.Column("ref_key", sa.BigInteger(), nullable=False),
        sa.Column("from_number", sa.Integer(), nullable=False),
        sa.Column("until_number", sa.Integer(), nullable=True),
        sa.Column("kind", sa.Enum("organisation", "person", name="party_kind", native_enum=False, create_constraint=True, length=40), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.String(length=32), nullable=False),
        sa.Column("is_number_wrong", sa.Boolean(), nullable=False),
        sa.CheckConstraint("until_number IS NULL OR until_number >= from_number", name=op.f("ck_watchlist_entry_in_order")),
        sa.ForeignKeyConstraint(["watchlist_id"], ["watchlist.id"], name=op.f("fk_watchlist_entry_watchlist_id_watchlist")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_watchlist_entry")),
        sa.UniqueConstraint("watchlist_id", "ref_key", "from_number", name=op.f("uq_watchlist_entry_watchlist_id_ref_key_from_number")),
    )
    with op.batch_alter_table("watchlist_entry", schema=None) as batch_op:
        batch_op.create_index("ix_watchlist_entry_from", ["watchlist_id", "from_number", "id"], unique=False)
        batch_op.create_index("ix_watchlist_entry_until", ["watchlist_id", "until_number"], unique=False)

    op.create_table(
        "watchlist_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("watchlist_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("base_number", sa.Integer(), nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "staged", "current", "replaced", "undone", "abandoned", name="version_status", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("source", sa.String(length=400), nullable=False),
        sa.Column("dated", sa.Date(), nullable=False),
        sa.Column("file_name", sa.String(length=255), nullable=False),
        sa.Column("file_sha256", sa.String(length=64), nullable=False),
        sa.Column("rows_total", sa.Integer(), nullable=False),
        sa.Column("rows_done", sa.Integer(), nullable=False),
        sa.Column("keys_done", sa.Integer(), nullable=False),
        sa.Column("added", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("removed", sa.Integer(), nullable=False),
        sa.Column("unchanged", sa.Integer(), nullable=False),
        sa.Column("flagged", sa.Integer(), nullable=False),
        sa.Column("imported_by_id", sa.Integer(), nullable=True),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("touched_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cleared_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_because", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "status NOT IN ('current', 'replaced', 'undone') OR published_at IS NOT NULL", name=op.f("ck_watchlist_version_published_when_in_force")
        ),
        sa.CheckConstraint("number > 0 AND (base_number IS NULL OR base_number < number)", name=op.f("ck_watchlist_version_numbers_in_order")),
        sa.ForeignKeyConstraint(["imported_by_id"], ["user_account.id"], name=op.f("fk_watchlist_version_imported_by_id_user_account")),
        sa.ForeignKeyConstraint(["watchlist_id"], ["watchlist.id"], name=op.f("fk_watchlist_version_watchlist_id_watchlist")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_watchlist_version")),
        sa.UniqueConstraint("watchlist_id", "number", name=op.f("uq_watchlist_version_watchlist_id_number")),
    )
    with op.batch_alter_table("watchlist_version", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_watchlist_version_imported_by_id"), ["imported_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_watchlist_version_watchlist_id"), ["watchlist_id"], unique=False)
        batch_op.create_index(
            "uq_watchlist_version_current",
            ["watchlist_id"],
            unique=True,
            sqlite_where=sa.text("status = 'current'"),
            postgresql_where=sa.text("status = 'current'"),
        )
        batch_op.create_index(
            "uq_watchlist_version_staged",
            ["watchlist_id"],
            unique=True,
            sqlite_where=sa.text("status = 'staged'"),
            postgresql_where=sa.text("status = 'staged'"),
        )

    op.create_table(
        "watch_hit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("rules_version", sa.String(length=20), nullable=False),
        sa.Column("subject_fingerprint", sa.String(length=32), nullable=False),
        sa.Column("entry_fingerprint", sa.String(length=32), nullable=False),
        sa.Column("tier", sa.Enum("A", "B", "C", name="tier", native_enum=False, create_constraint=True, length=40), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column(
            "status",
            sa.Enum("pending", "false_match", "possible", "confirmed", name="hit_status", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("remembered_from_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(status = 'pending') = (decided_at IS NULL)", name=op.f("ck_watch_hit_decided_when")),
        sa.ForeignKeyConstraint(["entry_id"], ["watchlist_entry.id"], name=op.f("fk_watch_hit_entry_id_watchlist_entry")),
        sa.ForeignKeyConstraint(
            ["remembered_from_id"], ["watch_hit.id"], name=op.f("fk_watch_hit_remembered_from_id_watch_hit"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["subject_id"], ["watch_subject.id"], name=op.f("fk_watch_hit_subject_id_watch_subject")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_watch_hit")),
        sa.UniqueConstraint("subject_id", "entry_id", "rules_version", name=op.f("uq_watch_hit_subject_id_entry_id_rules_version")),
    )
    with op.batch_alter_table("watch_hit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_watch_hit_entry_id"), ["entry_id"], unique=False)
        batch_op.create_index("ix_watch_hit_pair", ["subject_fingerprint", "entry_fingerprint"], unique=False)
        batch_op.create_index("ix_watch_hit_queue", ["status", "tier", "found_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_watch_hit_remembered_from_id"), ["remembered_from_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_watch_hit_subject_id"), ["subject_id"], unique=False)

    op.create_table(
        "watch_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=80), nullable=False),
        sa.Column(
            "cause", sa.Enum("list", "rules", "yearly", name="run_cause", native_enum=False, create_constraint=True, length=40), nullable=False
        ),
        sa.Column("list_version_id", sa.Integer(), nullable=True),
        sa.Column("rules_version", sa.String(length=20), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("touched_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["list_version_id"], ["watchlist_version.id"], name=op.f("fk_watch_run_list_version_id_watchlist_version")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_watch_run")),
        sa.UniqueConstraint("code", name=op.f("uq_watch_run_code")),
    )
    with op.batch_alter_table("watch_run", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_watch_run_list_version_id"), ["list_version_id"], unique=False)
        batch_op.create_index(
            "ix_watch_run_open", ["id"], unique=False, sqlite_where=sa.text("finished_at IS NULL"), postgresql_where=sa.text("finished_at IS NULL")
        )

    op.create_table(
        "watchlist_upload",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "mapping",
                "checking",
                "checked",
                "importing",
                "done",
                "failed",
                "discarded",
                name="upload_status",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("list_name", sa.String(length=200), nullable=False),
        sa.Column("source", sa.String(length=400), nullable=False),
        sa.Column("dated", sa.Date(), nullable=False),
        sa.Column("file_name", sa.String(length=255), nullable=False),
        sa.Column("file_bytes", sa.Integer(), nullable=False),
        sa.Column("columns", sa.Text(), nullable=False),
        sa.Column("mapping", sa.Text(), nullable=False),
        sa.Column("rows_total", sa.Integer(), nullable=False),
        sa.Column("rows_done", sa.Integer(), nullable=False),
        sa.Column("report", sa.Text(), nullable=True),
        sa.Column("error_code", sa.String(length=80), nullable=True),
        sa.Column("is_shrinking_meant", sa.Boolean(), nullable=False),
        sa.Column("list_version_id", sa.Integer(), nullable=True),
        sa.Column("uploaded_by_id", sa.Integer(), nullable=True),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["list_version_id"], ["watchlist_version.id"], name=op.f("fk_watchlist_upload_list_version_id_watchlist_version")),
        sa.ForeignKeyConstraint(["uploaded_by_id"], ["user_account.id"], name=op.f("fk_watchlist_upload_uploaded_by_id_user_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_watchlist_upload")),
    )
    with op.batch_alter_table("watchlist_upload", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_watchlist_upload_list_version_id"), ["list_version_id"], unique=False)
        batch_op.create_index("ix_watchlist_upload_status", ["status", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_watchlist_upload_uploaded_by_id"), ["uploaded_by_id"], unique=False)

    op.create_table(
        "watch_disposition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("hit_id", sa.Integer(), nullable=False),
        sa.Column(
            "choice",
            sa.Enum("pending", "false_match", "possible", "confirmed", name="hit_status", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("takes_two", sa.Boolean(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("second_by_id", sa.Integer(), nullable=True),
        sa.Column("second_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("second_agrees", sa.Boolean(), nullable=True),
        sa.Column("second_reason", sa.Text(), nullable=True),
        sa.Column("took_effect_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(second_at IS NULL) = (second_agrees IS NULL)", name=op.f("ck_watch_disposition_whole_second")),
        sa.CheckConstraint(
            "NOT (takes_two AND took_effect_at IS NOT NULL AND second_at IS NULL)", name=op.f("ck_watch_disposition_effect_with_second")
        ),
        sa.CheckConstraint("second_by_id IS NULL OR second_by_id <> decided_by_id", name=op.f("ck_watch_disposition_two_people")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["user_account.id"], name=op.f("fk_watch_disposition_decided_by_id_user_account")),
        sa.ForeignKeyConstraint(["hit_id"], ["watch_hit.id"], name=op.f("fk_watch_disposition_hit_id_watch_hit")),
        sa.ForeignKeyConstraint(["second_by_id"], ["user_account.id"], name=op.f("fk_watch_disposition_second_by_id_user_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_watch_disposition")),
    )
    with op.batch_alter_table("watch_disposition", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_watch_disposition_decided_by_id"), ["decided_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_watch_disposition_hit_id"), ["hit_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_watch_disposition_second_by_id"), ["second_by_id"], unique=False)

    op.create_table(
        "watchlist_upload_part",
        sa.Column("upload_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["upload_id"], ["watchlist_upload.id"], name=op.f("fk_watchlist_upload_part_upload_id_watchlist_upload")),
        sa.PrimaryKeyConstraint("upload_id", "position", name=op.f("pk_watchlist_upload_part")),
    )


def downgrade() -> None:
    """Down."""
    op.drop_table("watchlist_upload_part")
    with op.batch_alter_table("watch_disposition", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_watch_disposition_second_by_id"))
        batch_op.drop_index(batch_op.f("ix_watch_disposition_hit_id"))
        batch_op.drop_index(batch_op.f("ix_watch_disposition_decided_by_id"))

    op.drop_table("watch_disposition")
    with op.batch_alter_table("watchlist_upload", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_watchlist_upload_uploaded_by_id"))
        batch_op.drop_index("ix_watchlist_upload_status")
        batch_op.drop_index(batch_op.f("ix_watchlist_upload_list_version_id"))

    op.drop_table("watchlist_upload")
    with op.batch_alter_table("watch_run", schema=None) as batch_op:
        batch_op.drop_index("ix_watch_run_open", sqlite_where=sa.text("finished_at IS NULL"), postgresql_where=sa.text("finished_at IS NULL"))
        batch_op.drop_index(batch_op.f("ix_watch_run_list_version_id"))

    op.drop_table("watch_run")
    with op.batch_alter_table("watch_hit", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_watch_hit_subject_id"))
        batch_op.drop_index(batch_op.f("ix_watch_hit_remembered_from_id"))
        batch_op.drop_index("ix_watch_hit_queue")
        batch_op.drop_index("ix_watch_hit_pair")
        batch_op.drop_index(batch_op.f("ix_watch_hit_entry_id"))

    op.drop_table("watch_hit")
    with op.batch_alter_table("watchlist_version", schema=None) as batch_op:
        batch_op.drop_index("uq_watchlist_version_staged", sqlite_where=sa.text("status = 'staged'"), postgresql_where=sa.text("status = 'staged'"))
        batch_op.drop_index(
            "uq_watchlist_version_current", sqlite_where=sa.text("status = 'current'"), postgresql_where=sa.text("status = 'current'")
        )
        batch_op.drop_index(batch_op.f("ix_watchlist_version_watchlist_id"))
        batch_op.drop_index(batch_op.f("ix_watchlist_version_imported_by_id"))

    op.drop_table("watchlist_version")
    with op.batch_alter_table("watchlist_entry", schema=None) as batch_op:
        batch_op.drop_index("ix_watchlist_entry_until")
        batch_op.drop_index("ix_watchlist_entry_from")

    op.drop_table("watchlist_entry")
    with op.batch_alter_table("watch_subject", schema=None) as batch_op:
        batch_op.drop_index("ix_watch_subject_matched")
        batch_op.drop_index(batch_op.f("ix_watch_subject_fingerprint"))
        batch_op.drop_index(batch_op.f("ix_watch_subject_case_id"))

    op.drop_table("watch_subject")
    with op.batch_alter_table("watch_step", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_watch_step_noted_by_id"))
        batch_op.drop_index(batch_op.f("ix_watch_step_case_id"))

    op.drop_table("watch_step")
    with op.batch_alter_table("watch_opening", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_watch_opening_opened_by_id"))
        batch_op.drop_index("ix_watch_opening_case_id_opened_at")

    op.drop_table("watch_opening")
    op.drop_table("watchlist_entry_key")
    op.drop_table("watchlist")
    op.drop_table("watch_subject_key")
    op.drop_table("watch_index_key")
    with op.batch_alter_table("watch_case", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_watch_case_ended_at"))

    op.drop_table("watch_case")
