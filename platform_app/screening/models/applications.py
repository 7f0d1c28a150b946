"""Tables of applications, with what belongs to them. Birth dates of officers are encrypted; the answers are one document."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from platform_app.database.types import EncryptedText, JSONText, UTCDateTime, Versioned, enum_column
from platform_app.extensions import db
from platform_app.members.rules import MemberClass, MemberKind
from platform_app.screening.rules.applications import Channel, Status
from platform_app.screening.rules.form import Slot

_IS_DRAFT = text("status = 'draft'")
_IS_CURRENT = text("until IS NULL")
_IS_PREPARED = text("returned_at IS NULL")


class Application(Versioned, db.Model):
    """A membership application. `open_key` says, once sent in and until it ends, whose it is: its uniqueness decides races."""

    __tablename__ = "application"
    __table_args__ = (
        CheckConstraint("(number IS NULL) = (submitted_at IS NULL)", name="number_with_submission"),
        CheckConstraint(
            "(open_key IS NOT NULL) = (status IN ('submitted', 'under_check', 'returned', 'before_board', 'deferred', 'decided'))",
            name="open_key_while_open",
        ),
        CheckConstraint("status IN ('draft', 'withdrawn', 'lapsed') OR submitted_at IS NOT NULL", name="submitted_when_past_draft"),
        CheckConstraint("(member_id IS NOT NULL) = (status = 'approved')", name="member_when_approved"),
        CheckConstraint("user_id IS NOT NULL OR channel IN ('paper', 'telephone')", name="user_unless_on_paper"),
        CheckConstraint("(entered_by_id IS NOT NULL) = (channel IN ('paper', 'telephone'))", name="entered_by_somebody"),
        CheckConstraint("(entry_reviewed_at IS NULL) = (entry_reviewed_by_id IS NULL)", name="whole_review"),
        CheckConstraint("entry_reviewed_by_id IS NULL OR entry_reviewed_by_id <> entered_by_id", name="reviewed_by_another"),
        CheckConstraint("(pledged_at IS NULL) = (pledge_version IS NULL)", name="whole_pledge"),
        CheckConstraint("(notice_accepted_at IS NULL) = (notice_version IS NULL)", name="whole_notice"),
        Index("uq_application_draft_of_user", "user_id", unique=True, sqlite_where=_IS_DRAFT, postgresql_where=_IS_DRAFT),
        Index("ix_application_status_status_since", "status", "status_since"),
        UniqueConstraint("number"),
        UniqueConstraint("open_key"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str | None] = mapped_column(String(40))
    status: Mapped[Status] = enum_column(Status, default=Status.DRAFT)
    status_since: Mapped[datetime] = mapped_column(UTCDateTime)
    due_on: Mapped[date | None] = mapped_column(index=True)
    channel: Mapped[Channel] = enum_column(Channel, default=Channel.ONLINE)
    form_version: Mapped[int] = mapped_column(default=1)
    answers: Mapped[dict[str, Any]] = mapped_column(JSONText)
    open_key: Mapped[str | None] = mapped_column(String(300))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"), index=True)
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"), index=True)
    entry_reviewed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"), index=True)
    entry_reviewed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    entry_ready_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    entry_remark: Mapped[str | None] = mapped_column(Text)
    saved_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    saved_by_page: Mapped[str | None] = mapped_column(String(40))
    assignee_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"), index=True)
    substitute_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"), index=True)
    copied_from_id: Mapped[int | None] = mapped_column(ForeignKey("application.id"), index=True)
    membership_class: Mapped[MemberClass | None] = enum_column(MemberClass, nullable=True)
    kind: Mapped[MemberKind | None] = enum_column(MemberKind, nullable=True)
    name: Mapped[str] = mapped_column(String(200), default="")
    kana: Mapped[str] = mapped_column(String(200), default="")
    prefecture: Mapped[str] = mapped_column(String(10), default="")
    corporate_number: Mapped[str | None] = mapped_column(String(13), index=True)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    submitted_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    notice_version: Mapped[str | None] = mapped_column(String(20))
    notice_accepted_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    pledge_version: Mapped[str | None] = mapped_column(String(20))
    pledged_by: Mapped[str] = mapped_column(String(120), default="")
    pledged_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    receipt_letter_id: Mapped[int | None] = mapped_column(ForeignKey("letter.id"), index=True)
    deliberation_id: Mapped[int | None] = mapped_column(ForeignKey("deliberation.id"), index=True)
    member_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"), index=True)
    reminders_sent: Mapped[int] = mapped_column(default=0)
    reminded_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    retention_hold: Mapped[str | None] = mapped_column(String(300))
    erased_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class ApplicationStay(db.Model):
    """How long an application stood in a status: one row each time it entered one, `[since, until)`; for the statistics of days."""

    __tablename__ = "application_stay"
    __table_args__ = (
        CheckConstraint("until IS NULL OR until >= since", name="in_order"),
        Index("uq_application_stay_current", "application_id", unique=True, sqlite_where=_IS_CURRENT, postgresql_where=_IS_CURRENT),
        Index("ix_application_stay_status_since", "status", "since"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    status: Mapped[Status] = enum_column(Status)
    since: Mapped[datetime] = mapped_column(UTCDateTime)
    until: Mapped[datetime | None] = mapped_column(UTCDateTime)


class ApplicationOfficer(db.Model):
    """One line of the roster of officers."""

    __tablename__ = "application_officer"

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    position: Mapped[int]
    name: Mapped[str] = mapped_column(String(120))
    kana: Mapped[str] = mapped_column(String(120), default="")
    role: Mapped[str] = mapped_column(String(80), default="")
    birth_on: Mapped[str | None] = mapped_column(EncryptedText)


class ApplicationAttachment(db.Model):
    """A paper of the application: a stored file, or a public address in its place; `entry` is the entry of the activity record it shows."""

    __tablename__ = "application_attachment"
    __table_args__ = (CheckConstraint("(file_id IS NULL) <> (address IS NULL)", name="file_or_address"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    slot: Mapped[Slot] = enum_column(Slot)
    entry: Mapped[str | None] = mapped_column(String(12))
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"), index=True)
    address: Mapped[str | None] = mapped_column(String(500))
    added_at: Mapped[datetime] = mapped_column(UTCDateTime)


class ApplicationReturn(db.Model):
    """One return for correction with its covering words; it ends with the resubmission, whose answers it keeps beside those before.

    Until it is sent (`returned_at`) it collects remarks; of these there is at most one for each application.
    """

    __tablename__ = "application_return"
    __table_args__ = (
        CheckConstraint("resubmitted_at IS NULL OR returned_at IS NOT NULL", name="sent_before_resubmission"),
        Index(
            "uq_application_return_prepared", "application_id", unique=True, sqlite_where=_IS_PREPARED, postgresql_where=_IS_PREPARED
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    remark: Mapped[str] = mapped_column(Text)
    returned_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"), index=True)
    returned_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    answers: Mapped[dict[str, Any]] = mapped_column(JSONText)
    resubmitted_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    answers_after: Mapped[dict[str, Any] | None] = mapped_column(JSONText)


class ApplicationRemark(db.Model):
    """One thing to mend, pinned to a field of the form, with the clause of the bylaws that it rests on.

    `reply` is the applicant's answer where nothing needs changing; `former_id` the remark of an earlier round that it repeats.
    """

    __tablename__ = "application_remark"
    __table_args__ = (CheckConstraint("length(text) > 0", name="has_text"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    return_id: Mapped[int] = mapped_column(ForeignKey("application_return.id"), index=True)
    position: Mapped[int]
    field: Mapped[str] = mapped_column(String(120))
    clause: Mapped[str] = mapped_column(String(120), default="")
    text: Mapped[str] = mapped_column(Text)
    raised_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"), index=True)
    former_id: Mapped[int | None] = mapped_column(ForeignKey("application_remark.id"), index=True)
    reply: Mapped[str] = mapped_column(Text, default="")
    settled_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class ApplicationAssignment(db.Model):
    """Who was given an application to see to, by whom, and what was said on handing it over; the newest row holds."""

    __tablename__ = "application_assignment"

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    assignee_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"), index=True)
    substitute_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"), index=True)
    note: Mapped[str] = mapped_column(Text, default="")
    assigned_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"), index=True)
    assigned_at: Mapped[datetime] = mapped_column(UTCDateTime)
