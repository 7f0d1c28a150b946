"""When the holder of a session last proved to be at the machine."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Up."""
    with op.batch_alter_table("sign_in_session", schema=None) as batch_op:
        batch_op.add_column(sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_check_constraint(op.f("ck_sign_in_session_limited_proves_nothing"), "limited_role IS NULL OR confirmed_at IS NULL")


def downgrade() -> None:
    """Down."""
    with op.batch_alter_table("sign_in_session", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_sign_in_session_limited_proves_nothing"), type_="check")
        batch_op.drop_column("confirmed_at")
