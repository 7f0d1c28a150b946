"""What the form keeps beside its answers: when it was saved last and by which tab; what the second person says of an entry from paper."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Up."""
    with op.batch_alter_table("application", schema=None) as batch_op:
        batch_op.add_column(sa.Column("entry_ready_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("entry_remark", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("saved_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("saved_by_page", sa.String(length=40), nullable=True))


def downgrade() -> None:
    """Down."""
    with op.batch_alter_table("application", schema=None) as batch_op:
        batch_op.drop_column("saved_by_page")
        batch_op.drop_column("saved_at")
        batch_op.drop_column("entry_remark")
        batch_op.drop_column("entry_ready_at")
