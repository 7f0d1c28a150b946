"""The table of checks; the sealed conclusion is encrypted."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from platform_app.database.types import EncryptedText, UTCDateTime, Versioned, enum_column
from platform_app.extensions import db
from platform_app.screening.rules.checks import Assessment, CheckKind, CheckStatus


class ScreeningCheck(Versioned, db.Model):
    """One thing to be checked before the board is asked; only the check on anti-social forces has a sealed part."""

    __tablename__ = "screening_check"
    __table_args__ = (
        CheckConstraint("(status = 'satisfied') = (satisfied_at IS NOT NULL)", name="satisfied_when"),
        CheckConstraint(
            "(sealed_conclusion IS NULL AND sealed_note IS NULL) OR kind = 'anti_social_forces'", name="sealed_only_where_meant"
        ),
        CheckConstraint("(kind = 'additional') = (title <> '')", name="title_of_additional"),
        CheckConstraint("(kind = 'additional') = (added_by_id IS NOT NULL)", name="added_by_somebody"),
        CheckConstraint("assessment IS NULL OR kind IN ('activity_record', 'additional')", name="assessment_where_meant"),
        UniqueConstraint("application_id", "kind", "title"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    kind: Mapped[CheckKind] = enum_column(CheckKind)
    status: Mapped[CheckStatus] = enum_column(CheckStatus, default=CheckStatus.PENDING)
    title: Mapped[str] = mapped_column(String(200), default="")
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"), index=True)
    assessment: Mapped[Assessment | None] = enum_column(Assessment, nullable=True)
    note: Mapped[str] = mapped_column(Text, default="")
    reopening_reason: Mapped[str] = mapped_column(Text, default="")
    sealed_conclusion: Mapped[str | None] = mapped_column(EncryptedText)
    sealed_note: Mapped[str | None] = mapped_column(EncryptedText)
    satisfied_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    satisfied_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"), index=True)
