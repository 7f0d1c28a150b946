"""What the clock does for bodies: closes deliberations whose deadline has come, reminds, and watches over the board's seats."""

from datetime import datetime

import structlog

from platform_app.committees.queries.deliberations import list_due
from platform_app.committees.queries.sittings import list_to_remind
from platform_app.committees.services.deliberating import close_deliberation
from platform_app.committees.services.meetings import note_reminder, watch_board
from platform_app.database.transaction import reading, transaction
from platform_app.kernel.actors import SYSTEM
from platform_app.kernel.errors import PlatformError

log = structlog.get_logger(__name__)


def close_due_deliberations(at: datetime) -> int:
    """Close each deliberation whose deadline has come, in a transaction of its own; returns how many were closed.

    With too few seats in office a deliberation stays open and is tried again; so does one that somebody is closing just now.
    """
    with reading():
        due = list_due(at)
    return sum(_close(deliberation_id, at) for deliberation_id in due)


def remind_board(at: datetime) -> int:
    """Have those written to who have not answered by the day of reminding, once for each sitting; returns for how many sittings."""
    with reading():
        due = list_to_remind(at)
    return sum(_remind(sitting_id, at) for sitting_id in due)


def watch_board_seats(at: datetime) -> int:
    """Raise the alarm once when the board falls below its minimum of seats; returns whether anything changed."""
    with transaction():
        return int(watch_board(by=SYSTEM, at=at))


def _remind(sitting_id: int, at: datetime) -> bool:
    with transaction():
        return note_reminder(sitting_id=sitting_id, by=SYSTEM, at=at)


def _close(deliberation_id: int, at: datetime) -> bool:
    try:
        with transaction():
            close_deliberation(deliberation_id=deliberation_id, by=SYSTEM, at=at)
    except PlatformError as error:
        log.warning("deliberation stays open", deliberation=deliberation_id, reason=str(error))
        return False
    return True
