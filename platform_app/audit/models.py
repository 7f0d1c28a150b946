"""Tables of the ledger, the outbox, the jobs' claims and the access log."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from platform_app.database.types import BigKey, UTCDateTime
from platform_app.extensions import db


class AuditEntry(db.Model):
    """One event. `data` is canonical JSON of ids and codes; a reason in words is kept only as a salted hash."""

    __tablename__ = "audit_entry"
    __table_args__ = (Index("ix_audit_entry_subject", "subject_type", "subject_id"),)

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    event: Mapped[str] = mapped_column(String(80))
    subject_type: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int | None] = mapped_column(BigKey)
    data: Mapped[str] = mapped_column(Text)
    actor_kind: Mapped[str] = mapped_column(String(20))
    actor_user_id: Mapped[int | None] = mapped_column(BigKey)
    acting_for_id: Mapped[int | None] = mapped_column(BigKey)
    request_id: Mapped[str | None] = mapped_column(String(40))
    salt: Mapped[str] = mapped_column(String(32))
    reason_hash: Mapped[str | None] = mapped_column(String(64))
    row_hash: Mapped[str] = mapped_column(String(64))


class AuditBlock(db.Model):
    """A sealed block of entries; its `row_hash` is the next block's `previous_hash`."""

    __tablename__ = "audit_block"

    number: Mapped[int] = mapped_column(BigKey, primary_key=True, autoincrement=False)
    rows: Mapped[int]
    total_rows: Mapped[int] = mapped_column(BigKey)
    root: Mapped[str] = mapped_column(String(64))
    previous_hash: Mapped[str] = mapped_column(String(64))
    sealed_at: Mapped[datetime] = mapped_column(UTCDateTime)
    row_hash: Mapped[str] = mapped_column(String(64))


class AuditPlace(db.Model):
    """Where an entry stands: its block and its place in it, from 0. Without foreign keys, so that a missing row is found and told."""

    __tablename__ = "audit_place"
    __table_args__ = (UniqueConstraint("block", "place"),)

    entry_id: Mapped[int] = mapped_column(BigKey, primary_key=True, autoincrement=False)
    block: Mapped[int] = mapped_column(BigKey)
    place: Mapped[int]


class OutboxMessage(db.Model):
    """Work that follows a committed event: one row for each handler, done once."""

    __tablename__ = "outbox_message"
    __table_args__ = (
        UniqueConstraint("entry_id", "handler"),
        Index("ix_outbox_message_due", "done_at", "next_try_at"),
        CheckConstraint("attempts >= 0", name="attempts"),
    )

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    entry_id: Mapped[int] = mapped_column(BigKey, index=True)
    handler: Mapped[str] = mapped_column(String(120))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    next_try_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    attempts: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str | None] = mapped_column(Text)
    done_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class JobRun(db.Model):
    """The claim of a job's run: `(job, due)` is inserted in the transaction of its effect, so that it runs once."""

    __tablename__ = "job_run"
    __table_args__ = (UniqueConstraint("job", "due_at"),)

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    job: Mapped[str] = mapped_column(String(80))
    due_at: Mapped[datetime] = mapped_column(UTCDateTime)
    done_at: Mapped[datetime] = mapped_column(UTCDateTime)


class AccessLog(db.Model):
    """Who saw which page of whom: for the extract that a leak report needs."""

    __tablename__ = "access_log"
    __table_args__ = (Index("ix_access_log_subject", "subject_type", "subject_id"),)

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    user_id: Mapped[int] = mapped_column(BigKey, index=True)
    endpoint: Mapped[str] = mapped_column(String(120))
    subject_type: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int] = mapped_column(BigKey)
    request_id: Mapped[str | None] = mapped_column(String(40))
