"""The table of requests for recommendations."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from platform_app.database.types import JSONText, UTCDateTime, Versioned, enum_column
from platform_app.extensions import db
from platform_app.screening.rules.recommendations import RecommendationStatus, Review


class Recommendation(Versioned, db.Model):
    """A request for a recommendation, by a member or by a ministry's desk, and its answer.

    `requests` counts how often it was asked, `hand_overs` how often it was handed on; `rests_on` is what the recommender read of that on which
    it rests (None for those given before it was kept), `outdated_at` says since when the application differs from it; `review` is set where a
    person has to look before it counts.
    """

    __tablename__ = "recommendation"
    __table_args__ = (
        CheckConstraint("(member_id IS NULL) <> (desk_id IS NULL)", name="member_or_desk"),
        CheckConstraint("(status IN ('given', 'declined', 'withdrawn')) = (answered_at IS NOT NULL)", name="answered_when_final"),
        CheckConstraint("(status = 'withdrawn') = (withdrawn_at IS NOT NULL)", name="withdrawn_when"),
        CheckConstraint("status <> 'given' OR (answer_name <> '' AND answer_reason <> '')", name="given_with_reason"),
        CheckConstraint("(handed_on_at IS NULL) = (handed_to_address = '')", name="handed_on_to_somebody"),
        CheckConstraint("(reviewed_at IS NOT NULL) = (review IS NOT NULL AND review IN ('accepted', 'set_aside'))", name="reviewed_when"),
        CheckConstraint("outdated_at IS NULL OR answered_at IS NOT NULL", name="outdated_after_answer"),
        UniqueConstraint("application_id", "member_id", name="uq_recommendation_application_member"),
        UniqueConstraint("application_id", "desk_id", name="uq_recommendation_application_desk"),
        Index("ix_recommendation_status_expires_at", "status", "expires_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    member_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"), index=True)
    desk_id: Mapped[int | None] = mapped_column(ForeignKey("ministry_desk.id"), index=True)
    label: Mapped[str] = mapped_column(String(300))
    address: Mapped[str] = mapped_column(String(254))
    status: Mapped[RecommendationStatus] = enum_column(RecommendationStatus, default=RecommendationStatus.REQUESTED)
    is_affiliate: Mapped[bool] = mapped_column(default=False)
    requested_at: Mapped[datetime] = mapped_column(UTCDateTime)
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime)
    link_id: Mapped[int | None] = mapped_column(ForeignKey("mail_link.id"), index=True)
    postponed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    requests: Mapped[int] = mapped_column(default=1)
    reminders_sent: Mapped[int] = mapped_column(default=0)
    reminded_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    handed_to_name: Mapped[str] = mapped_column(String(120), default="")
    handed_to_address: Mapped[str] = mapped_column(String(254), default="")
    handed_on_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    handed_link_id: Mapped[int | None] = mapped_column(ForeignKey("mail_link.id"), index=True)
    hand_overs: Mapped[int] = mapped_column(default=0)
    answered_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    answer_name: Mapped[str] = mapped_column(String(120), default="")
    answer_reason: Mapped[str] = mapped_column(Text, default="")
    answer_address: Mapped[str] = mapped_column(String(254), default="")
    rests_on: Mapped[dict[str, Any] | None] = mapped_column(JSONText)
    outdated_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    withdrawal_reason: Mapped[str] = mapped_column(Text, default="")
    review: Mapped[Review | None] = enum_column(Review, nullable=True)
    review_note: Mapped[str] = mapped_column(Text, default="")
    reviewed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    reviewed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"), index=True)
