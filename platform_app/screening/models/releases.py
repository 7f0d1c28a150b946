"""Tables of release batches: which decisions go out together, who approves it, and which letters were posted."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from platform_app.database.types import UTCDateTime, Versioned, enum_column
from platform_app.extensions import db
from platform_app.screening.rules.releases import BatchStatus, Verdict

_IS_IN = text("taken_out_at IS NULL")


class ReleaseBatch(Versioned, db.Model):
    """Decisions that are released together, in one transaction, or not at all. `round` is that of its approvers: the
    next begins when one sends it back or it is taken back, so that what was approved before counts no more."""

    __tablename__ = "release_batch"
    __table_args__ = (
        CheckConstraint("(status = 'released') = (released_at IS NOT NULL)", name="released_when"),
        CheckConstraint("status <> 'scheduled' OR release_at IS NOT NULL", name="scheduled_for"),
        CheckConstraint("round > 0 OR status <> 'awaiting_approval'", name="round_with_approvers"),
        Index("ix_release_batch_status_release_at", "status", "release_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    status: Mapped[BatchStatus] = enum_column(BatchStatus, default=BatchStatus.PREPARED)
    prepared_at: Mapped[datetime] = mapped_column(UTCDateTime)
    prepared_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"), index=True)
    round: Mapped[int] = mapped_column(default=0)
    release_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    scheduled_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"), index=True)
    stopped_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    released_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    released_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"), index=True)


class ReleaseItem(db.Model):
    """One decision in a batch; in one batch at a time. `posted_on` is for letters that go by post."""

    __tablename__ = "release_item"
    __table_args__ = (
        CheckConstraint("(posted_on IS NULL) = (posted_by_id IS NULL)", name="posted_by_somebody"),
        Index("uq_release_item_in_one_batch", "decision_id", unique=True, sqlite_where=_IS_IN, postgresql_where=_IS_IN),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("release_batch.id"), index=True)
    decision_id: Mapped[int] = mapped_column(ForeignKey("application_decision.id"), index=True)
    position: Mapped[int]
    taken_out_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    posted_on: Mapped[date | None]
    posted_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"), index=True)


class ReleaseApproval(db.Model):
    """One approver's place in the chain of one round; the verdict is empty until it is given, or again when it was taken back."""

    __tablename__ = "release_approval"
    __table_args__ = (
        CheckConstraint("(verdict IS NULL) = (given_at IS NULL)", name="given_when"),
        CheckConstraint("verdict IS NULL OR verdict <> 'sent_back' OR reason <> ''", name="sent_back_with_reason"),
        UniqueConstraint("batch_id", "round", "approver_id"),
        UniqueConstraint("batch_id", "round", "position"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("release_batch.id"), index=True)
    round: Mapped[int]
    position: Mapped[int]
    approver_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    verdict: Mapped[Verdict | None] = enum_column(Verdict, nullable=True)
    reason: Mapped[str] = mapped_column(Text, default="")
    given_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
