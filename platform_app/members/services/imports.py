"""The register kept until now, taken over from a file: first every row is checked, then they are recorded in blocks that can resume."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select

from platform_app.audit.services import record_many
from platform_app.database.conflicts import conflict_on
from platform_app.extensions import db
from platform_app.kernel.actors import Actor
from platform_app.kernel.errors import Conflict, InvalidInput
from platform_app.members.events import MemberImported
from platform_app.members.models import ImportRun, Member, MembershipPeriod, Person, PersonTerm
from platform_app.members.services.columns import columns_of
from platform_app.members.services.duplicates import Seen, known_problems
from platform_app.members.services.numbers import reserve_numbers, take_numbers
from platform_app.members.services.rows import REQUIRED, MemberRow, Problem, read_row
from platform_app.web.sheets import Row, read_rows

BLOCK_ROWS = 1000
_HASH_BYTES = 1 << 20


@dataclass(frozen=True)
class CheckedFile:
    """A file whose rows were all looked at: how many there are, how many are recorded already, and how many problems were found."""

    sha256: str
    rows: int
    rows_done: int
    largest_number: int
    problems: int


def file_hash(path: Path) -> str:
    """SHA-256 of a file's bytes, in hexadecimal."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_HASH_BYTES):
            digest.update(chunk)
    return digest.hexdigest()


def _blocks(path: Path) -> Iterator[list[Row]]:
    rows = read_rows(path)
    while block := list(islice(rows, BLOCK_ROWS)):
        yield block


def _rows_done(sha256: str) -> int:
    return db.session.scalar(select(ImportRun.rows_done).where(ImportRun.file_sha256 == sha256)) or 0


def check_file(path: Path, *, today: date, tell: Callable[[Problem], None], progress: Callable[[int], None] = lambda rows: None) -> CheckedFile:
    """Look at every row: by itself, against the rows before it, and against the register; each problem is told as it is found.

    Reads only, in constant memory. Rows that an interrupted import recorded are not held against the register.
    Raises: InvalidInput for a file that is no table or lacks a column.
    """
    sha256, seen = file_hash(path), Seen()
    done, total, largest, problems = _rows_done(sha256), 0, 0, 0
    try:
        for block in _blocks(path):
            if not total:
                _check_columns(block[0])
            good, bad = _read_block(block, seen, today)
            unrecorded = {row.line for row in block[max(done - total, 0) :]}
            bad += known_problems([row for row in good if row.line in unrecorded])
            for problem in sorted(bad, key=lambda problem: problem.line):
                tell(problem)
            total += len(block)
            problems += len(bad)
            largest = max([largest, *(row.number for row in good if row.number is not None)])
            progress(total)
    finally:
        seen.close()
    return CheckedFile(sha256, total, done, largest, problems)


def _check_columns(first: Row) -> None:
    missing = [column for column in REQUIRED if column not in first.cells]
    if missing:
        raise InvalidInput(code="members.columns_missing", columns=", ".join(missing))


def _read_block(block: Sequence[Row], seen: Seen, today: date) -> tuple[list[MemberRow], list[Problem]]:
    good: list[MemberRow] = []
    bad: list[Problem] = []
    for row in block:
        read = read_row(row, today=today)
        if isinstance(read, MemberRow):
            bad += seen.problems(read)
            good.append(read)
        else:
            bad += read
    return good, bad


def begin_import(*, checked: CheckedFile, at: datetime) -> int:
    """The run of a checked file, found again or made; numbers that the file brings are kept from the counter. Returns the run's id."""
    run_id = db.session.scalar(select(ImportRun.id).where(ImportRun.file_sha256 == checked.sha256))
    if run_id is not None:
        return run_id
    run = ImportRun(file_sha256=checked.sha256, rows_total=checked.rows, started_at=at)
    with conflict_on("uq_import_run_file_sha256", "members.import_elsewhere"):
        db.session.add(run)
    if checked.largest_number:
        reserve_numbers(checked.largest_number)
    return run.id


def read_blocks(path: Path, *, position: int, today: date) -> Iterator[tuple[int, list[MemberRow]]]:
    """The rows of a checked file from a position on, in blocks with the position each begins at.

    Raises: InvalidInput if a row is bad now, because the file changed since it was checked.
    """
    rows = islice(read_rows(path), position, None)
    while block := list(islice(rows, BLOCK_ROWS)):
        read = [read_row(row, today=today) for row in block]
        good = [row for row in read if isinstance(row, MemberRow)]
        if len(good) != len(read):
            raise InvalidInput(code="members.file_changed")
        yield position, good
        position += len(good)


def import_rows(*, run_id: int, position: int, rows: Sequence[MemberRow], by: Actor, at: datetime) -> range:
    """Record one block of a run at its position, members with periods, people and events; returns the numbers the counter gave.

    Raises: Conflict if the run stands elsewhere, because another process imports the same file, or if a member came in meanwhile.
    """
    run = db.session.get(ImportRun, run_id, with_for_update=True, populate_existing=True)
    if run is None or run.rows_done != position:
        raise Conflict("members.import_elsewhere")
    fresh = take_numbers(sum(row.number is None for row in rows))
    supply = iter(fresh)
    numbers = [row.number if row.number is not None else next(supply) for row in rows]
    columns = [{"number": number, "version": 1, **columns_of(row.particulars)} for number, row in zip(numbers, rows, strict=True)]
    with conflict_on("uq_member_corporate_number_active", "members.corporate_number_taken"), conflict_on("uq_member_number", "members.number_taken"):
        member_ids = _insert(Member, columns)
    _insert_periods(rows, member_ids)
    _insert_people(rows, member_ids)
    _record(rows, member_ids, numbers, run_id, by=by, at=at)
    run.rows_done = position + len(rows)
    if run.rows_done == run.rows_total:
        run.finished_at = at
    db.session.flush()
    return fresh


def _insert(model: type[Any], columns: list[dict[str, Any]]) -> list[int]:
    """Insert rows with one statement a batch; their ids in the order of the rows."""
    if not columns:
        return []
    table = model.__table__
    return list(db.session.scalars(insert(table).returning(table.c.id, sort_by_parameter_order=True), columns))


def _insert_periods(rows: Sequence[MemberRow], member_ids: Sequence[int]) -> None:
    columns = [
        {"member_id": member_id, "membership_class": row.membership_class, "from_on": row.joined_on}
        for member_id, row in zip(member_ids, rows, strict=True)
    ]
    db.session.execute(insert(MembershipPeriod.__table__), columns)


def _insert_people(rows: Sequence[MemberRow], member_ids: Sequence[int]) -> None:
    people = [(member_id, row, person) for member_id, row in zip(member_ids, rows, strict=True) for person in row.people]
    columns = [{"name": p.name, "kana": p.kana, "email": p.email, "phone": p.phone, "version": 1} for _, _, p in people]
    person_ids = _insert(Person, columns)
    terms = [
        {"member_id": member_id, "person_id": person_id, "role": role, "from_on": row.joined_on}
        for person_id, (member_id, row, person) in zip(person_ids, people, strict=True)
        for role in sorted(person.roles)
    ]
    if terms:
        db.session.execute(insert(PersonTerm.__table__), terms)


def _record(
    rows: Sequence[MemberRow], member_ids: Sequence[int], numbers: Sequence[int], run_id: int, *, by: Actor, at: datetime
) -> None:
    events = [
        MemberImported(
            member_id=member_id,
            number=number,
            kind=row.particulars.kind,
            membership_class=row.membership_class,
            from_on=row.joined_on,
            import_run_id=run_id,
        )
        for member_id, number, row in zip(member_ids, numbers, rows, strict=True)
    ]
    record_many(events, by=by, at=at)
