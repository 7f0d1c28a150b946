"""Tables of bodies: decisions and seats; sittings with their attendance; deliberations with their frozen electorate and the positions given."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from platform_app.committees.rules.deliberations import DeliberationStatus, Mode
from platform_app.committees.rules.seats import BodyKind, DecisionKind, Departure, SeatRole
from platform_app.committees.rules.tally import Choice, ConflictState, Consent, Ground, Outcome, Source, Standing
from platform_app.database.types import JSONText, UTCDateTime, Versioned, enum_column
from platform_app.extensions import db


class Body(db.Model):
    """The board, of which there is one, or a subcommittee with its theme."""

    __tablename__ = "body"
    __table_args__ = (
        Index("uq_body_board", "kind", unique=True, sqlite_where=text("kind = 'board'"), postgresql_where=text("kind = 'board'")),
        CheckConstraint("kind = 'board' OR theme IS NOT NULL", name="theme"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[BodyKind] = enum_column(BodyKind)
    name: Mapped[str] = mapped_column(String(200))
    theme: Mapped[str | None] = mapped_column(Text)
    below_minimum_since: Mapped[datetime | None] = mapped_column(UTCDateTime)


class BoardDecision(db.Model):
    """The recorded decision by which seats are filled. One founding decision a body."""

    __tablename__ = "board_decision"
    __table_args__ = (
        Index(
            "uq_board_decision_founding",
            "body_id",
            unique=True,
            sqlite_where=text("kind = 'founding'"),
            postgresql_where=text("kind = 'founding'"),
        ),
        CheckConstraint("length(text) > 0", name="has_text"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"), index=True)
    kind: Mapped[DecisionKind] = enum_column(DecisionKind)
    decided_on: Mapped[date]
    text: Mapped[str] = mapped_column(Text)
    document_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"), index=True)
    recorded_at: Mapped[datetime] = mapped_column(UTCDateTime)


class Seat(Versioned, db.Model):
    """A member's person in a body for a time `[from_on, until_on)`; `departure` says why it ended before its term."""

    __tablename__ = "seat"
    __table_args__ = (
        UniqueConstraint("body_id", "member_id", "from_on"),
        Index("ix_seat_term", "body_id", "from_on", "until_on"),
        CheckConstraint("until_on IS NULL OR until_on >= from_on", name="term"),
        CheckConstraint("departure IS NULL OR until_on IS NOT NULL", name="departure_has_end"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    role: Mapped[SeatRole] = enum_column(SeatRole)
    from_on: Mapped[date]
    until_on: Mapped[date | None]
    departure: Mapped[Departure | None] = enum_column(Departure, nullable=True)
    decision_id: Mapped[int] = mapped_column(ForeignKey("board_decision.id"), index=True)


class Sitting(Versioned, db.Model):
    """What is put to a body together. A meeting has a time and a place; `reminded_at`: those who had not answered were written to."""

    __tablename__ = "sitting"
    __table_args__ = (
        CheckConstraint("(meets_at IS NULL) = (place = '')", name="meeting_has_place"),
        CheckConstraint("attendance_noted_at IS NULL OR meets_at IS NOT NULL", name="attendance_of_meeting"),
        CheckConstraint("length(title) > 0", name="has_title"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"), index=True)
    title: Mapped[str] = mapped_column(String(300))
    opened_at: Mapped[datetime] = mapped_column(UTCDateTime)
    meets_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    place: Mapped[str] = mapped_column(String(300), default="")
    attendance_noted_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    reminded_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class Attendance(db.Model):
    """A seat that is present in a meeting."""

    __tablename__ = "sitting_attendance"
    __table_args__ = (UniqueConstraint("sitting_id", "seat_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    sitting_id: Mapped[int] = mapped_column(ForeignKey("sitting.id"))
    seat_id: Mapped[int] = mapped_column(ForeignKey("seat.id"), index=True)
    noted_at: Mapped[datetime] = mapped_column(UTCDateTime)


class Extension(db.Model):
    """A deadline that was put off, with the reason."""

    __tablename__ = "sitting_extension"
    __table_args__ = (
        CheckConstraint("closes_at >= closed_before", name="not_earlier"),
        CheckConstraint("length(reason) > 0", name="has_reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    sitting_id: Mapped[int] = mapped_column(ForeignKey("sitting.id"), index=True)
    closed_before: Mapped[datetime] = mapped_column(UTCDateTime)
    closes_at: Mapped[datetime] = mapped_column(UTCDateTime)
    reason: Mapped[str] = mapped_column(Text)
    extended_at: Mapped[datetime] = mapped_column(UTCDateTime)


class Deliberation(Versioned, db.Model):
    """A question put to a body. `concerns` is the name that is shown before the contents are; rules are those of one version."""

    __tablename__ = "deliberation"
    __table_args__ = (
        Index(
            "uq_deliberation_open",
            "subject_type",
            "subject_id",
            "question",
            unique=True,
            sqlite_where=text("status = 'open'"),
            postgresql_where=text("status = 'open'"),
        ),
        Index("ix_deliberation_due", "status", "closes_at"),
        CheckConstraint("closes_at > opened_at", name="deadline"),
        CheckConstraint("(status = 'open') = (closed_at IS NULL)", name="closed_at"),
        CheckConstraint("(status = 'closed') = (outcome IS NOT NULL)", name="has_outcome"),
        CheckConstraint("(outcome IS NULL) = (ground IS NULL)", name="has_ground"),
        CheckConstraint("outcome IS NULL OR (outcome = 'to_assembly') = (ground = 'all_recused')", name="outcome_and_ground"),
        CheckConstraint(
            "outcome IS NULL OR outcome NOT IN ('approved', 'refused') OR ground IN ('majority', 'unanimity')", name="carried"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"), index=True)
    sitting_id: Mapped[int] = mapped_column(ForeignKey("sitting.id"), index=True)
    subject_type: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int]
    question: Mapped[str] = mapped_column(String(40))
    concerns: Mapped[str] = mapped_column(String(300))
    mode: Mapped[Mode] = enum_column(Mode)
    consent: Mapped[Consent] = enum_column(Consent)
    bylaws_version_id: Mapped[int] = mapped_column(ForeignKey("bylaws_version.id"), index=True)
    status: Mapped[DeliberationStatus] = enum_column(DeliberationStatus, default=DeliberationStatus.OPEN)
    opened_at: Mapped[datetime] = mapped_column(UTCDateTime)
    closes_at: Mapped[datetime] = mapped_column(UTCDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    outcome: Mapped[Outcome | None] = enum_column(Outcome, nullable=True)
    ground: Mapped[Ground | None] = enum_column(Ground, nullable=True)


class ElectorateSeat(db.Model):
    """A seat as it stood when the deliberation opened, with its declaration; `standing` is what it counted as at the close."""

    __tablename__ = "electorate_seat"
    __table_args__ = (
        UniqueConstraint("deliberation_id", "seat_id"),
        CheckConstraint("(conflict = 'undeclared' OR is_recused_by_rule) = (declared_at IS NULL)", name="declared_at"),
        CheckConstraint("NOT is_recused_by_rule OR conflict = 'conflicted'", name="recused_by_rule"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    deliberation_id: Mapped[int] = mapped_column(ForeignKey("deliberation.id"))
    seat_id: Mapped[int] = mapped_column(ForeignKey("seat.id"), index=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    conflict: Mapped[ConflictState] = enum_column(ConflictState, default=ConflictState.UNDECLARED)
    is_recused_by_rule: Mapped[bool] = mapped_column(default=False)
    hints: Mapped[list[str]] = mapped_column(JSONText)
    declared_text: Mapped[str | None] = mapped_column(Text)
    declared_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    source: Mapped[Source] = enum_column(Source, default=Source.HOLDER)
    standing: Mapped[Standing | None] = enum_column(Standing, nullable=True)


class Position(db.Model):
    """What a seat says. A changed position is a new row; the earlier one keeps the instant at which it was replaced.

    The ledger holds a hash over nonce, choice and reason: it shows a later alteration, and without the nonce nobody finds the choice.
    """

    __tablename__ = "position"
    __table_args__ = (
        Index(
            "uq_position_current",
            "electorate_seat_id",
            unique=True,
            sqlite_where=text("replaced_at IS NULL"),
            postgresql_where=text("replaced_at IS NULL"),
        ),
        Index("ix_position_electorate_seat_id", "electorate_seat_id"),
        CheckConstraint("choice = 'approve' OR length(reason) > 0", name="reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    electorate_seat_id: Mapped[int] = mapped_column(ForeignKey("electorate_seat.id"))
    choice: Mapped[Choice] = enum_column(Choice)
    reason: Mapped[str] = mapped_column(Text)
    source: Mapped[Source] = enum_column(Source, default=Source.HOLDER)
    nonce: Mapped[str] = mapped_column(String(32))
    given_at: Mapped[datetime] = mapped_column(UTCDateTime)
    replaced_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
