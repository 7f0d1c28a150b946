"""The daily tidying of what signing in leaves behind."""

from datetime import datetime

from platform_app.accounts.services.tidying import delete_old_sign_ins
from platform_app.database.transaction import transaction


def tidy_sign_ins(at: datetime) -> int:
    """Delete what is old; returns how many rows."""
    with transaction():
        return delete_old_sign_ins(at=at)
