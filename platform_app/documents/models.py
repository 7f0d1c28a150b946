"""Tables of stored files, counters of numbers, and letters."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from platform_app.database.types import JSONText, UTCDateTime, enum_column
from platform_app.documents.rules import FileKind, LetterKind, ScanStatus, Series, Slot
from platform_app.extensions import db


class StoredFile(db.Model):
    """A file in storage: under a random name there, under the name it was given here."""

    __tablename__ = "stored_file"
    __table_args__ = (
        CheckConstraint("size_bytes > 0", name="size_bytes"),
        CheckConstraint("(scan_status IN ('clean', 'infected')) = (scanned_at IS NOT NULL)", name="scanned"),
        CheckConstraint("(scan_status = 'infected') = (scan_finding IS NOT NULL)", name="finding"),
        Index("ix_stored_file_scan_status_id", "scan_status", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    storage_name: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    slot: Mapped[Slot] = enum_column(Slot)
    kind: Mapped[FileKind] = enum_column(FileKind)
    size_bytes: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    scan_status: Mapped[ScanStatus] = enum_column(ScanStatus)
    scanned_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    scan_finding: Mapped[str | None] = mapped_column(Text)
    received_at: Mapped[datetime] = mapped_column(UTCDateTime)
    received_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"), index=True)


class NumberCounter(db.Model):
    """The last number given out in a series and fiscal year."""

    __tablename__ = "document_number"
    __table_args__ = (UniqueConstraint("series", "year"), CheckConstraint("last >= 1", name="last"))

    id: Mapped[int] = mapped_column(primary_key=True)
    series: Mapped[Series] = enum_column(Series)
    year: Mapped[int]
    last: Mapped[int]


class Letter(db.Model):
    """A letter as frozen data; the PDF is made from it and may be made again."""

    __tablename__ = "letter"
    __table_args__ = (CheckConstraint("(file_id IS NULL) = (rendered_at IS NULL)", name="rendered"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[LetterKind] = enum_column(LetterKind)
    number: Mapped[str] = mapped_column(String(100), index=True)
    issued_on: Mapped[date]
    data: Mapped[dict[str, Any]] = mapped_column(JSONText)
    data_sha256: Mapped[str] = mapped_column(String(64))
    template_version: Mapped[int]
    frozen_at: Mapped[datetime] = mapped_column(UTCDateTime)
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"), index=True)
    rendered_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
