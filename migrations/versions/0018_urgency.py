"""Names for whom somebody waits come before the others, and what is due is found by indexes; a list's version knows how its columns were read."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

_IS_WATCHED = sa.text("ended_at IS NULL")
_INDEXES = {
    "ix_watch_subject_keyed": ["keyed_rules", "urgency", "id"],
    "ix_watch_subject_matched": ["matched_rules", "urgency", "id"],
    "ix_watch_subject_matched_at": ["matched_at"],
}


def upgrade() -> None:
    """Up."""
    with op.batch_alter_table("watch_subject", schema=None) as batch_op:
        batch_op.drop_index("ix_watch_subject_matched")
        batch_op.add_column(sa.Column("urgency", sa.Integer(), nullable=False, server_default="1"))
    with op.batch_alter_table("watch_subject", schema=None) as batch_op:
        batch_op.alter_column("urgency", server_default=None)
    with op.batch_alter_table("watchlist_version", schema=None) as batch_op:
        batch_op.add_column(sa.Column("columns", sa.Text(), nullable=False, server_default="{}"))
    with op.batch_alter_table("watchlist_version", schema=None) as batch_op:
        batch_op.alter_column("columns", server_default=None)
    op.execute("UPDATE watch_subject SET urgency = 2 WHERE case_id IN (SELECT id FROM watch_case WHERE owner_type = 'member')")
    for name, columns in _INDEXES.items():
        op.create_index(name, "watch_subject", columns, unique=False, sqlite_where=_IS_WATCHED, postgresql_where=_IS_WATCHED)


def downgrade() -> None:
    """Down."""
    with op.batch_alter_table("watchlist_version", schema=None) as batch_op:
        batch_op.drop_column("columns")
    for name in _INDEXES:
        op.drop_index(name, "watch_subject")
    with op.batch_alter_table("watch_subject", schema=None) as batch_op:
        batch_op.drop_column("urgency")
        batch_op.create_index("ix_watch_subject_matched", ["ended_at", "matched_rules", "matched_at"], unique=False)
