"""Tables of messages and links."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from platform_app.database.types import BigKey, JSONText, UTCDateTime, enum_column
from platform_app.extensions import db
from platform_app.mail.rules import LONGEST_ADDRESS, DeliveryError, LinkPurpose, MessageState


class MailLink(db.Model):
    """A link that only its addressee knows. The token is rebuilt from id and nonce; only its digest is kept."""

    __tablename__ = "mail_link"
    __table_args__ = (
        CheckConstraint("expires_at > issued_at", name="expires_after_issue"),
        Index("ix_mail_link_subject", "subject_type", "subject_id", "purpose"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    purpose: Mapped[LinkPurpose] = enum_column(LinkPurpose)
    subject_type: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int]
    address: Mapped[str] = mapped_column(String(LONGEST_ADDRESS))
    nonce: Mapped[str] = mapped_column(String(32))
    token_digest: Mapped[str] = mapped_column(String(64), unique=True)
    issued_at: Mapped[datetime] = mapped_column(UTCDateTime)
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class MailMessage(db.Model):
    """One mail to one recipient. Its text is written when it is sent; `message_id` never changes, so a double can be recognised."""

    __tablename__ = "mail_message"
    __table_args__ = (
        UniqueConstraint("event_id", "handler", "recipient", name="uq_mail_message_once"),
        CheckConstraint("(state = 'sent') = (sent_at IS NOT NULL)", name="sent_has_time"),
        CheckConstraint("(state = 'undelivered') = (given_up_at IS NOT NULL)", name="undelivered_has_time"),
        Index("ix_mail_message_due", "state", "due_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(BigKey)
    handler: Mapped[str] = mapped_column(String(100))
    template: Mapped[str] = mapped_column(String(60))
    recipient: Mapped[str] = mapped_column(String(LONGEST_ADDRESS))
    locale: Mapped[str] = mapped_column(String(10))
    params: Mapped[dict[str, Any]] = mapped_column(JSONText)
    link_id: Mapped[int | None] = mapped_column(ForeignKey("mail_link.id"), index=True)
    message_id: Mapped[str] = mapped_column(String(120), unique=True)
    state: Mapped[MessageState] = enum_column(MessageState, default=MessageState.QUEUED)
    queued_at: Mapped[datetime] = mapped_column(UTCDateTime)
    began_at: Mapped[datetime] = mapped_column(UTCDateTime)
    due_at: Mapped[datetime] = mapped_column(UTCDateTime)
    attempts: Mapped[int] = mapped_column(default=0)
    lease: Mapped[str | None] = mapped_column(String(32))
    leased_until: Mapped[datetime | None] = mapped_column(UTCDateTime)
    subject: Mapped[str | None] = mapped_column(String(250))
    error: Mapped[DeliveryError | None] = enum_column(DeliveryError, nullable=True)
    error_text: Mapped[str | None] = mapped_column(String(300))
    sent_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    given_up_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
