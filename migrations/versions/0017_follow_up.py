"""What people did about a confirmed hit is a step of a case."""

from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_KINDS = ("pledge", "roster", "public_search", "inquiry_asked", "inquiry_answered")


def _let(*kinds: str) -> None:
    """Put other kinds in the place of those that may stand in a step."""
    with op.batch_alter_table("watch_step", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_watch_step_step_kind"), type_="check")
        batch_op.create_check_constraint(op.f("ck_watch_step_step_kind"), f"kind IN ({', '.join(map(repr, kinds))})")


def upgrade() -> None:
    """Up."""
    _let(*_KINDS, "follow_up")


def downgrade() -> None:
    """Down."""
    op.execute("DELETE FROM watch_step WHERE kind = 'follow_up'")
    _let(*_KINDS)
