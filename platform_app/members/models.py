"""Tables of the register: members with their periods and numbers, people with terms, ministries with desks, runs of imports.

Who belonged on a day is answered by `membership_period` alone. `member.ended_on` repeats the end of the last period, so that a unique index
can hold a Corporate Number for one active member. The number's counter is a row of its own: taking a number locks it until the commit,
which is what keeps numbers without gaps and never used twice.
"""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from platform_app.database.types import JSONText, UTCDateTime, Versioned, enum_column
from platform_app.extensions import db
from platform_app.members.rules import EndedReason, KindOfBody, MemberClass, MemberKind, TermRole

_ONE_IN_FORCE = text("until_on IS NULL AND role IN ('representative', 'delegate')")
_ACTIVE = text("ended_on IS NULL AND corporate_number IS NOT NULL")


class Member(Versioned, db.Model):
    """A body or an individual admitted once, with what the register says of it now."""

    __tablename__ = "member"
    __table_args__ = (
        Index("uq_member_corporate_number_active", "corporate_number", unique=True, sqlite_where=_ACTIVE, postgresql_where=_ACTIVE),
        Index("ix_member_name_key", "name_key", "prefecture"),
        CheckConstraint("number > 0", name="number_positive"),
        CheckConstraint("corporate_number IS NULL OR length(corporate_number) = 13", name="corporate_number_digits"),
        CheckConstraint("kind = 'organisation' OR corporate_number IS NULL", name="individual_without_corporate_number"),
        CheckConstraint("prefecture IS NULL OR length(prefecture) = 2", name="prefecture_code"),
        CheckConstraint("length(name) > 0", name="has_name"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(unique=True)
    kind: Mapped[MemberKind] = enum_column(MemberKind)
    name: Mapped[str] = mapped_column(String(200))
    kana: Mapped[str] = mapped_column(String(400), default="")
    former_names: Mapped[list[str]] = mapped_column(JSONText, default=list)
    short_names: Mapped[list[str]] = mapped_column(JSONText, default=list)
    corporate_number: Mapped[str | None] = mapped_column(String(13))
    postal_code: Mapped[str] = mapped_column(String(8), default="")
    prefecture: Mapped[str | None] = mapped_column(String(2))
    address: Mapped[str] = mapped_column(String(400), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    email: Mapped[str] = mapped_column(String(254), default="")
    website: Mapped[str] = mapped_column(String(500), default="")
    kind_of_body: Mapped[KindOfBody | None] = enum_column(KindOfBody)
    purpose: Mapped[str] = mapped_column(Text, default="")
    activities: Mapped[str] = mapped_column(Text, default="")
    publishes: Mapped[list[str]] = mapped_column(JSONText, default=list)
    name_key: Mapped[str] = mapped_column(Text)
    search_text: Mapped[str] = mapped_column(Text)
    ended_on: Mapped[date | None]


class MembershipPeriod(db.Model):
    """A member's class in `[from_on, until_on)`; the periods of one member do not overlap."""

    __tablename__ = "membership_period"
    __table_args__ = (
        UniqueConstraint("member_id", "from_on"),
        Index(
            "uq_membership_period_open", "member_id", unique=True, sqlite_where=text("until_on IS NULL"), postgresql_where=text("until_on IS NULL")
        ),
        Index("ix_membership_period_days", "from_on", "until_on"),
        CheckConstraint("until_on IS NULL OR until_on >= from_on", name="in_order"),
        CheckConstraint("(until_on IS NULL) = (ended_reason IS NULL)", name="end_has_reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True)
    membership_class: Mapped[MemberClass] = enum_column(MemberClass)
    from_on: Mapped[date]
    until_on: Mapped[date | None]
    ended_reason: Mapped[EndedReason | None] = enum_column(EndedReason)


class MemberNumber(db.Model):
    """The counter of member numbers: one row with the last number given."""

    __tablename__ = "member_number"
    __table_args__ = (CheckConstraint("id = 1", name="single"), CheckConstraint("last_number >= 0", name="not_negative"))

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last_number: Mapped[int]


class Person(Versioned, db.Model):
    """A human being who acts for members; linked to a user once the person signs in."""

    __tablename__ = "person"
    __table_args__ = (CheckConstraint("length(name) > 0", name="has_name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(254))
    kana: Mapped[str] = mapped_column(String(400), default="")
    email: Mapped[str] = mapped_column(String(254), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"), index=True)


class PersonTerm(db.Model):
    """A person's role for a member in `[from_on, until_on)`; a term that was replaced on its first day is empty."""

    __tablename__ = "term"
    __table_args__ = (
        Index("uq_term_one_in_force", "member_id", "role", unique=True, sqlite_where=_ONE_IN_FORCE, postgresql_where=_ONE_IN_FORCE),
        Index("ix_term_member_days", "member_id", "from_on", "until_on"),
        CheckConstraint("until_on IS NULL OR until_on >= from_on", name="in_order"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    role: Mapped[TermRole] = enum_column(TermRole)
    from_on: Mapped[date]
    until_on: Mapped[date | None]


class Ministry(db.Model):
    """A ministry or agency concerned; without `valid_from` it was there before the platform."""

    __tablename__ = "ministry"
    __table_args__ = (
        Index("uq_ministry_name_open", "name", unique=True, sqlite_where=text("valid_to IS NULL"), postgresql_where=text("valid_to IS NULL")),
        CheckConstraint("valid_from IS NULL OR valid_to IS NULL OR valid_to >= valid_from", name="in_order"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]


class MinistryDesk(db.Model):
    """The desk of a ministry that may recommend, with the address it is asked at, in `[valid_from, valid_to)`."""

    __tablename__ = "ministry_desk"
    __table_args__ = (
        UniqueConstraint("ministry_id", "name", "valid_from"),
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="in_order"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ministry_id: Mapped[int] = mapped_column(ForeignKey("ministry.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    email: Mapped[str] = mapped_column(String(254))
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]


class ImportRun(db.Model):
    """An import of one file, known by its hash, with the position up to which its rows are recorded: a killed one resumes there."""

    __tablename__ = "import_run"
    __table_args__ = (
        CheckConstraint("rows_done >= 0 AND rows_done <= rows_total", name="position"),
        CheckConstraint("finished_at IS NULL OR rows_done = rows_total", name="finished_when_done"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    file_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    rows_total: Mapped[int]
    rows_done: Mapped[int] = mapped_column(default=0)
    started_at: Mapped[datetime] = mapped_column(UTCDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
