"""The table of versions: proposals, adopted versions and rejected ones."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from platform_app.bylaws.rules import ChangeStatus
from platform_app.database.types import JSONText, UTCDateTime, Versioned, enum_column
from platform_app.extensions import db


class BylawsVersion(Versioned, db.Model):
    """One version of the rules with a value for every rule; it has a number once adopted. The founding version has neither base nor people."""

    __tablename__ = "bylaws_version"
    __table_args__ = (
        UniqueConstraint("number"),
        CheckConstraint("(status = 'adopted') = (number IS NOT NULL)", name="numbered_when_adopted"),
        CheckConstraint("(status = 'proposed') = (decided_at IS NULL)", name="decided_unless_proposed"),
        CheckConstraint("status <> 'adopted' OR decided_by_id IS NULL OR decided_by_id <> proposed_by_id", name="two_people"),
        CheckConstraint(
            "number = 1 OR (base_id IS NOT NULL AND proposed_by_id IS NOT NULL AND decision_reference IS NOT NULL)", name="rests_on_base"
        ),
        CheckConstraint("status = 'proposed' OR number = 1 OR decided_by_id IS NOT NULL", name="decided_by_somebody"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    number: Mapped[int | None]
    status: Mapped[ChangeStatus] = enum_column(ChangeStatus)
    effective_on: Mapped[date]
    values: Mapped[dict[str, Any]] = mapped_column(JSONText)
    base_id: Mapped[int | None] = mapped_column(ForeignKey("bylaws_version.id"), index=True)
    reason: Mapped[str | None] = mapped_column(Text)
    decision_reference: Mapped[str | None] = mapped_column(String(200))
    remark: Mapped[str | None] = mapped_column(Text)
    proposed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"), index=True)
    proposed_at: Mapped[datetime] = mapped_column(UTCDateTime)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"), index=True)
    decided_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
