"""Recommendations in full: their end, handing on, taking back, what has changed since, and what a person has to look at."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_FILLED = ("hand_overs", "answer_address", "withdrawal_reason", "review_note")
_STATUSES = ("requested", "given", "declined", "cancelled", "expired")
_PURPOSES = ("invitation", "password_reset", "address_change", "application_start", "application_resume", "recommendation")
_ANSWERED = "ck_recommendation_answered_when_final"
_CHECKS = (
    ("withdrawn_when", "(status = 'withdrawn') = (withdrawn_at IS NOT NULL)"),
    ("reviewed_when", "(reviewed_at IS NOT NULL) = (review IS NOT NULL AND review IN ('accepted', 'set_aside'))"),
    ("outdated_after_answer", "outdated_at IS NULL OR answered_at IS NOT NULL"),
)


def _let(table: str, name: str, condition: str) -> None:
    """Put a condition in the place of the one of the same name."""
    with op.batch_alter_table(table) as batch_op:
        batch_op.drop_constraint(op.f(name), type_="check")
        batch_op.create_check_constraint(op.f(name), condition)


def _one_of(column: str, codes: tuple[str, ...]) -> str:
    return f"{column} IN ({', '.join(repr(code) for code in codes)})"


def _take_over() -> None:
    """Fill what old rows can tell: a request ends with its link, and whoever was asked has answered."""
    op.execute(
        "UPDATE recommendation SET expires_at = COALESCE("
        "(SELECT mail_link.expires_at FROM mail_link WHERE mail_link.id = recommendation.link_id), requested_at)"
    )
    op.execute("UPDATE recommendation SET answer_address = address WHERE answered_at IS NOT NULL")


def _go_back() -> None:
    """Say in the words of before what only the new codes could say; links of the new kind open nothing any more."""
    op.execute("UPDATE recommendation SET status = 'declined' WHERE status = 'withdrawn'")
    op.execute("UPDATE mail_link SET revoked_at = issued_at WHERE purpose = 'given_recommendation' AND revoked_at IS NULL")
    op.execute("UPDATE mail_link SET purpose = 'recommendation' WHERE purpose = 'given_recommendation'")


def upgrade() -> None:
    """Up."""
    with op.batch_alter_table("recommendation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("handed_link_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("hand_overs", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("answer_address", sa.String(length=254), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("outdated_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("withdrawal_reason", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(
            sa.Column(
                "review",
                sa.Enum("pending", "accepted", "set_aside", name="review", native_enum=False, create_constraint=True, length=40),
                nullable=True,
            )
        )
        batch_op.add_column(sa.Column("review_note", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("reviewed_by_id", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_recommendation_handed_link_id"), ["handed_link_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_recommendation_reviewed_by_id"), ["reviewed_by_id"], unique=False)
        batch_op.create_index("ix_recommendation_status_expires_at", ["status", "expires_at"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_recommendation_handed_link_id_mail_link"), "mail_link", ["handed_link_id"], ["id"])
        batch_op.create_foreign_key(batch_op.f("fk_recommendation_reviewed_by_id_user_account"), "user_account", ["reviewed_by_id"], ["id"])

    _take_over()
    with op.batch_alter_table("recommendation") as batch_op:
        batch_op.alter_column("expires_at", existing_type=sa.DateTime(timezone=True), nullable=False)
        for column in _FILLED:
            batch_op.alter_column(column, server_default=None)
    _let("recommendation", "ck_recommendation_recommendation_status", _one_of("status", (*_STATUSES, "withdrawn")))
    _let("recommendation", _ANSWERED, "(status IN ('given', 'declined', 'withdrawn')) = (answered_at IS NOT NULL)")
    _let("mail_link", "ck_mail_link_link_purpose", _one_of("purpose", (*_PURPOSES, "given_recommendation")))
    with op.batch_alter_table("recommendation") as batch_op:
        for name, condition in _CHECKS:
            batch_op.create_check_constraint(op.f(f"ck_recommendation_{name}"), condition)


def downgrade() -> None:
    """Down."""
    with op.batch_alter_table("recommendation") as batch_op:
        for name, _condition in _CHECKS:
            batch_op.drop_constraint(op.f(f"ck_recommendation_{name}"), type_="check")
    _go_back()
    _let("mail_link", "ck_mail_link_link_purpose", _one_of("purpose", _PURPOSES))
    _let("recommendation", _ANSWERED, "(status IN ('given', 'declined')) = (answered_at IS NOT NULL)")
    _let("recommendation", "ck_recommendation_recommendation_status", _one_of("status", _STATUSES))
    with op.batch_alter_table("recommendation", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_recommendation_reviewed_by_id_user_account"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_recommendation_handed_link_id_mail_link"), type_="foreignkey")
        batch_op.drop_index("ix_recommendation_status_expires_at")
        batch_op.drop_index(batch_op.f("ix_recommendation_reviewed_by_id"))
        batch_op.drop_index(batch_op.f("ix_recommendation_handed_link_id"))
        batch_op.drop_column("reviewed_by_id")
        batch_op.drop_column("reviewed_at")
        batch_op.drop_column("review_note")
        batch_op.drop_constraint(op.f("ck_recommendation_review"), type_="check")
        batch_op.drop_column("review")
        batch_op.drop_column("withdrawal_reason")
        batch_op.drop_column("withdrawn_at")
        batch_op.drop_column("outdated_at")
        batch_op.drop_column("answer_address")
        batch_op.drop_column("hand_overs")
        batch_op.drop_column("handed_link_id")
        batch_op.drop_column("expires_at")
