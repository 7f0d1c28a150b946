"""The table of decisions that the board has taken, held until they are released."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from platform_app.database.types import UTCDateTime, Versioned, enum_column
from platform_app.extensions import db
from platform_app.screening.rules.checks import Outcome


class ApplicationDecision(Versioned, db.Model):
    """What the board decided in one deliberation, held until the secretariat releases it. `reasons` may be edited until then."""

    __tablename__ = "application_decision"
    __table_args__ = (
        CheckConstraint("released_at IS NULL OR outcome IN ('approved', 'refused')", name="released_outcome"),
        CheckConstraint("(released_at IS NULL) = (letter_id IS NULL)", name="released_with_letter"),
        UniqueConstraint("deliberation_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    deliberation_id: Mapped[int] = mapped_column(ForeignKey("deliberation.id"))
    bylaws_version_id: Mapped[int] = mapped_column(ForeignKey("bylaws_version.id"), index=True)
    outcome: Mapped[Outcome] = enum_column(Outcome)
    reasons: Mapped[str] = mapped_column(Text, default="")
    decided_at: Mapped[datetime] = mapped_column(UTCDateTime)
    released_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    released_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"), index=True)
    letter_id: Mapped[int | None] = mapped_column(ForeignKey("letter.id"), index=True)
    effective_on: Mapped[date | None]
