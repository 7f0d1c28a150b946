"""A recommendation keeps what it rests on, as its recommender read it."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Up; of those given before nothing is known, so they are compared as before."""
    op.add_column("recommendation", sa.Column("rests_on", sa.Text(), nullable=True))


def downgrade() -> None:
    """Down."""
    with op.batch_alter_table("recommendation", schema=None) as batch_op:
        batch_op.drop_column("rests_on")
