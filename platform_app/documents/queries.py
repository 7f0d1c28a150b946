"""Reads: facts of files and letters."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from platform_app.documents.models import Letter, NumberCounter, StoredFile
from platform_app.documents.rules import FileKind, LetterKind, ScanStatus, Series, Slot
from platform_app.documents.rules.numbers import written_number
from platform_app.extensions import db
from platform_app.kernel.errors import NotFound
from platform_app.kernel.numbering import fiscal_year


@dataclass(frozen=True)
class FileFacts:
    """A stored file as pages show it."""

    id: int
    name: str
    slot: Slot
    kind: FileKind
    size_bytes: int
    sha256: str
    scan_status: ScanStatus
    received_at: datetime


@dataclass(frozen=True)
class LetterFacts:
    """A letter as pages show it; `file_id` is None until its PDF is made."""

    id: int
    kind: LetterKind
    number: str
    issued_on: date
    data_sha256: str
    frozen_at: datetime
    file_id: int | None
    rendered_at: datetime | None


def get_file(file_id: int) -> FileFacts:
    """The facts of one file.

    Raises: NotFound.
    """
    return _file_facts(get_row(file_id))


def get_row(file_id: int) -> StoredFile:
    """The row of one file, for this package only.

    Raises: NotFound.
    """
    row = db.session.get(StoredFile, file_id)
    if row is None:
        raise NotFound
    return row


def list_files(file_ids: Collection[int]) -> tuple[FileFacts, ...]:
    """The facts of files in the order of their ids as given, in one statement; ids that do not exist are left out."""
    rows = {row.id: row for row in db.session.scalars(select(StoredFile).where(StoredFile.id.in_(file_ids)))} if file_ids else {}
    return tuple(_file_facts(rows[file_id]) for file_id in file_ids if file_id in rows)


def list_rows(file_ids: Collection[int]) -> tuple[StoredFile, ...]:
    """The rows of files in the order of their ids as given, for this package only; one statement."""
    rows = {row.id: row for row in db.session.scalars(select(StoredFile).where(StoredFile.id.in_(file_ids)))} if file_ids else {}
    return tuple(rows[file_id] for file_id in file_ids if file_id in rows)


def get_letter(letter_id: int) -> LetterFacts:
    """The facts of one letter.

    Raises: NotFound.
    """
    return _letter_facts(get_letter_row(letter_id))


def get_letter_row(letter_id: int) -> Letter:
    """The row of one letter, for this package only.

    Raises: NotFound.
    """
    row = db.session.get(Letter, letter_id)
    if row is None:
        raise NotFound
    return row


def list_letters(letter_ids: Collection[int]) -> tuple[LetterFacts, ...]:
    """The facts of letters in the order of their ids as given, in one statement; ids that do not exist are left out."""
    rows = {row.id: row for row in db.session.scalars(select(Letter).where(Letter.id.in_(letter_ids)))} if letter_ids else {}
    return tuple(_letter_facts(rows[letter_id]) for letter_id in letter_ids if letter_id in rows)


def peek_numbers(*, series: Series, on: date, pattern: str, wanted: int) -> tuple[str, ...]:
    """The numbers that would be given out next on a day, as they are written; gives none out."""
    year = fiscal_year(on)
    last = db.session.scalar(select(NumberCounter.last).where(NumberCounter.series == series, NumberCounter.year == year)) or 0
    return tuple(written_number(series, year, last + place, pattern).text for place in range(1, wanted + 1))


def list_unscanned(status: ScanStatus, *, after_id: int = 0, limit: int = 500) -> tuple[tuple[int, str], ...]:
    """`(id, storage name)` of the files of a status before any answer of the scanner, by id, from behind `after_id` on."""
    statement = (
        select(StoredFile.id, StoredFile.storage_name)
        .where(StoredFile.scan_status == status, StoredFile.id > after_id)
        .order_by(StoredFile.id)
        .limit(limit)
    )
    return tuple((row.id, row.storage_name) for row in db.session.execute(statement))


def find_known_names(storage_names: Collection[str]) -> frozenset[str]:
    """Which of these names in storage belong to a row."""
    if not storage_names:
        return frozenset()
    return frozenset(db.session.scalars(select(StoredFile.storage_name).where(StoredFile.storage_name.in_(storage_names))))


def _file_facts(row: StoredFile) -> FileFacts:
    return FileFacts(row.id, row.name, row.slot, row.kind, row.size_bytes, row.sha256, row.scan_status, row.received_at)


def _letter_facts(row: Letter) -> LetterFacts:
    return LetterFacts(row.id, row.kind, row.number, row.issued_on, row.data_sha256, row.frozen_at, row.file_id, row.rendered_at)
