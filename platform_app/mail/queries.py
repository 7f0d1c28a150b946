"""Reads of mail: what waits for a person, what was sent, and what became of the message with a link."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select

from platform_app.extensions import db
from platform_app.mail.models import MailLink, MailMessage
from platform_app.mail.rules import DeliveryError, MessageState


@dataclass(frozen=True)
class Delivery:
    """What became of a message."""

    mail_message_id: int
    state: MessageState
    error: DeliveryError | None
    sent_at: datetime | None


def list_deliveries(link_ids: Collection[int]) -> dict[int, Delivery]:
    """What became of the newest message that carries each link; links without a message are left out."""
    if not link_ids:
        return {}
    rows = db.session.execute(
        select(MailMessage.link_id, MailMessage.id, MailMessage.state, MailMessage.error, MailMessage.sent_at)
        .where(MailMessage.link_id.in_(link_ids))
        .order_by(MailMessage.id)
    ).all()
    return {row.link_id: Delivery(row.id, row.state, row.error, row.sent_at) for row in rows}


def find_link_of_message(mail_message_id: int) -> int | None:
    """The link that a message carries, if it carries one."""
    return db.session.scalar(select(MailMessage.link_id).where(MailMessage.id == mail_message_id))


def newest_deliveries(*, subject_type: str, subject_id: int) -> dict[str, Delivery]:
    """What became of the newest message to each address that carries a link about a subject, by address; the newest address last."""
    rows = db.session.execute(
        select(MailMessage.recipient, MailMessage.id, MailMessage.state, MailMessage.error, MailMessage.sent_at)
        .join(MailLink, MailLink.id == MailMessage.link_id)
        .where(MailLink.subject_type == subject_type, MailLink.subject_id == subject_id)
        .order_by(MailMessage.id)
    ).all()
    return {row.recipient: Delivery(row.id, row.state, row.error, row.sent_at) for row in rows}


def messages(state: MessageState | None = None) -> Select[*tuple[Any, ...]]:
    """Messages, the newest first; those of one state, or all."""
    statement = select(MailMessage).order_by(MailMessage.id.desc())
    return statement.where(MailMessage.state == state) if state else statement


def count_undelivered() -> int:
    """How many messages wait for a person."""
    return db.session.scalar(select(func.count()).where(MailMessage.state == MessageState.UNDELIVERED)) or 0


def count_messages(*, recipient: str, template: str, since: datetime) -> int:
    """How many messages of one kind were queued for an address since an instant."""
    same = (MailMessage.recipient == recipient, MailMessage.template == template, MailMessage.queued_at > since)
    return db.session.scalar(select(func.count()).select_from(MailMessage).where(*same)) or 0
