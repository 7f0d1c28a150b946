"""The outbox: work that follows a committed event, done once by the jobs' process.

A message is claimed, handled and marked done in one transaction: a handler that fails leaves nothing and is tried again, later each time.
Handlers therefore only write our own tables (a mail to be sent, a letter's file); what cannot be undone, like sending, has its own lease.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

import structlog
from flask import current_app
from sqlalchemy import Select, select
from sqlalchemy.exc import DBAPIError

from platform_app.audit.models import AuditEntry, OutboxMessage
from platform_app.audit.queries import Entry, read_entry
from platform_app.database.transaction import transaction
from platform_app.extensions import db

Handler = Callable[[Entry], None]

_WAITS = tuple(timedelta(seconds=seconds) for seconds in (5, 30, 120, 600, 1800))
GIVE_UP_AFTER = timedelta(hours=4)
_ERROR_CHARACTERS = 500

log = structlog.get_logger(__name__)


def run_outbox(*, at: datetime, limit: int = 200) -> int:
    """Handle what is due, oldest first, each message in its own transaction; returns how many were done."""
    done = 0
    for _ in range(limit):
        outcome = _run_next(at)
        if outcome is None:
            break
        done += outcome
    return done


def _run_next(at: datetime) -> int | None:
    message_id = None
    try:
        with transaction():
            message = db.session.scalar(_due(at))
            if message is None:
                return None
            message_id = message.id
            entry = db.session.get_one(AuditEntry, message.entry_id)
            handlers: Mapping[str, Handler] = current_app.extensions["platform.handlers"]
            handlers[message.handler](read_entry(entry))
            message.done_at = at
            message.next_try_at = None
        return 1
    except Exception as error:
        if message_id is None:
            raise
        log.warning("outbox message failed", message=message_id, error=type(error).__name__)
        _postpone(message_id, error, at)
        return 0


def _due(at: datetime) -> Select[OutboxMessage]:
    return (
        select(OutboxMessage)
        .where(OutboxMessage.done_at.is_(None), OutboxMessage.next_try_at <= at)
        .order_by(OutboxMessage.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )


def _postpone(message_id: int, error: Exception, at: datetime) -> None:
    with transaction():
        message = db.session.get_one(OutboxMessage, message_id)
        message.attempts += 1
        message.last_error = f"{type(error).__name__}: {_told(error)}"[:_ERROR_CHARACTERS]
        has_given_up = at - message.created_at >= GIVE_UP_AFTER
        message.next_try_at = None if has_given_up else at + _WAITS[min(message.attempts, len(_WAITS)) - 1]


def _told(error: Exception) -> str:
    """What an error says; of a database's error the first line alone, because the next may tell the whole row."""
    return str(error.orig).partition("\n")[0] if isinstance(error, DBAPIError) else str(error)


def list_stuck() -> list[OutboxMessage]:
    """Messages that were given up and wait for a human, oldest first."""
    return list(
        db.session.scalars(
            select(OutboxMessage)
            .where(OutboxMessage.done_at.is_(None), OutboxMessage.next_try_at.is_(None))
            .order_by(OutboxMessage.id)
        )
    )


def retry_stuck(*, at: datetime) -> int:
    """Give every message that was given up another four hours; returns how many."""
    stuck = list_stuck()
    for message in stuck:
        message.next_try_at = at
        message.created_at = at
    return len(stuck)
