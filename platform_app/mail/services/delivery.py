"""Leases over the queue: what one mail process takes, and what it says became of it. Each step is a short transaction of its caller."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import or_, select, update

from platform_app.audit.services import record
from platform_app.extensions import db
from platform_app.kernel.actors import SYSTEM
from platform_app.mail.events import MailUndelivered
from platform_app.mail.models import MailMessage
from platform_app.mail.rules import DeliveryError, MessageState, is_permanent, next_try

LEASE = timedelta(minutes=5)
_LEASE_BYTES = 16
_LONGEST_ERROR = 300


@dataclass(frozen=True)
class Failure:
    """Why a try failed: the kind, the server's reply code if it gave one, and its words."""

    error: DeliveryError
    reply: int | None = None
    text: str = ""


def lease_due(*, at: datetime, limit: int) -> tuple[str, list[int]]:
    """Take what is due, oldest first, for five minutes; the answer is the lease and the ids in order.

    Another process neither waits nor takes the same: rows under its lock are skipped, rows under its lease are not due.
    """
    lease = secrets.token_hex(_LEASE_BYTES)
    is_free = or_(MailMessage.leased_until.is_(None), MailMessage.leased_until <= at)
    due = (
        select(MailMessage.id)
        .where(MailMessage.state == MessageState.QUEUED, MailMessage.due_at <= at, is_free)
        .order_by(MailMessage.due_at, MailMessage.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    taking = (
        update(MailMessage)
        .where(MailMessage.id.in_(due))
        .values(lease=lease, leased_until=at + LEASE, attempts=MailMessage.attempts + 1)
        .returning(MailMessage.id)
        .execution_options(synchronize_session=False)
    )
    return lease, sorted(db.session.scalars(taking))


def mark_sent(*, mail_message_id: int, lease: str, subject: str, at: datetime) -> None:
    """The server took the message."""
    row = _leased(mail_message_id, lease)
    if row is not None:
        row.state, row.sent_at, row.subject = MessageState.SENT, at, subject
        row.error = row.error_text = row.lease = row.leased_until = None


def mark_failed(*, mail_message_id: int, lease: str, subject: str | None, failure: Failure, at: datetime) -> None:
    """The try failed: again later, or undelivered when it is for good or four hours have passed."""
    row = _leased(mail_message_id, lease)
    if row is None:
        return
    row.subject = subject or row.subject
    row.error, row.error_text = failure.error, failure.text[:_LONGEST_ERROR]
    row.lease = row.leased_until = None
    if failure.error is DeliveryError.LINK_REVOKED:
        row.state = MessageState.CANCELLED
        return
    due = None if is_permanent(failure.error, failure.reply) else next_try(attempts=row.attempts, began_at=row.began_at, at=at)
    if due is not None:
        row.due_at = due
        return
    row.state, row.given_up_at = MessageState.UNDELIVERED, at
    record(MailUndelivered(mail_message_id=row.id, error=failure.error), by=SYSTEM, at=at)


def give_back(*, lease: str) -> None:
    """Leave what this lease holds to the next run: its time is nearly over."""
    held = update(MailMessage).where(MailMessage.lease == lease)
    db.session.execute(held.values(lease=None, leased_until=None, attempts=MailMessage.attempts - 1))


def _leased(mail_message_id: int, lease: str) -> MailMessage | None:
    row = db.session.get(MailMessage, mail_message_id, with_for_update=True)
    return row if row is not None and row.lease == lease else None
