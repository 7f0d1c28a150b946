"""Batches whose set time has come: each released whole in a transaction of its own, or stopped and told."""

from datetime import datetime

import structlog
from sqlalchemy.exc import InterfaceError, OperationalError

from platform_app.database.transaction import reading, transaction
from platform_app.kernel.actors import SYSTEM
from platform_app.kernel.errors import Unavailable
from platform_app.screening.queries.releases import list_due_batches
from platform_app.screening.services.release import release_due, stop

log = structlog.get_logger(__name__)


def release_due_batches(at: datetime) -> int:
    """Release every batch that is due; returns how many were.

    One against which something stands is stopped and its preparer is written to. When the database cannot be used the next run tries again.
    """
    with reading():
        due = list_due_batches(at)
    return sum(_release_one(batch_id, at) for batch_id in due)


def _release_one(batch_id: int, at: datetime) -> bool:
    try:
        with transaction():
            return release_due(batch_id=batch_id, by=SYSTEM, at=at)
    except (OperationalError, InterfaceError, Unavailable):  # the database is at fault, not the batch
        raise
    except Exception as error:
        log.warning("release stopped", batch=batch_id, error=type(error).__name__)
        with transaction():
            stop(batch_id=batch_id, by=SYSTEM, at=at)
        return False
