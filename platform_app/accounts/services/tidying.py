"""What signing in leaves behind, deleted when it is old."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import CursorResult, delete

from platform_app.accounts.models import PasswordResetRequest, SignInAttempt, SignInSession
from platform_app.extensions import db

SESSIONS_KEPT = timedelta(days=30)
ATTEMPTS_KEPT = timedelta(days=1)
RESETS_KEPT = timedelta(days=30)


def delete_old_sign_ins(*, at: datetime) -> int:
    """Delete sessions a month after their end, counts of tries after a day, requests for links after a month; returns how many rows."""
    old = (
        delete(SignInSession).where(SignInSession.expires_at < at - SESSIONS_KEPT),
        delete(SignInAttempt).where(SignInAttempt.last_at < at - ATTEMPTS_KEPT),
        delete(PasswordResetRequest).where(PasswordResetRequest.requested_at < at - RESETS_KEPT),
    )
    results: list[CursorResult[Any]] = [db.session.execute(statement) for statement in old]  # type: ignore[misc]
    return sum(result.rowcount for result in results)
