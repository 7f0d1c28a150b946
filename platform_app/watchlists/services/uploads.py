"""A file brought through the page: kept sealed in parts, its columns named, checked and imported by the jobs' process, dropped when done."""

import base64
import json
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import IO

from sqlalchemy import delete, or_, select

from platform_app.audit.services import record
from platform_app.extensions import db
from platform_app.kernel.actors import Actor
from platform_app.kernel.errors import Forbidden, InvalidInput, PlatformError, TooLarge, refuse_if
from platform_app.kernel.reasons import Reason
from platform_app.watchlists.events import ListColumnsNamed, ListImportOrdered, ListUploadDiscarded, ListUploaded
from platform_app.watchlists.models import Upload, UploadPart
from platform_app.watchlists.permissions import IMPORT_LISTS
from platform_app.watchlists.queries.uploads import get_upload
from platform_app.watchlists.rules.columns import COLUMNS, REQUIRED, guess_mapping
from platform_app.watchlists.rules.lists import UPLOAD_LIFECYCLE, UploadStatus, why_not_import
from platform_app.watchlists.services.checking import CheckedList, columns_of
from platform_app.watchlists.services.rows import Problem

LARGEST_BYTES = 50 * 1024 * 1024
BAD_ROWS_KEPT = 1000
_PART_BYTES = 512 * 1024
_LEASE = timedelta(minutes=5)
_ENDINGS = (".csv", ".xlsx")


@dataclass(frozen=True)
class Work:
    """What the jobs' process is to do with an upload."""

    upload_id: int
    is_import: bool
    list_name: str
    source: str
    dated: date
    file_name: str
    mapping: Mapping[str, str]
    uploaded_by_id: int | None


def receive_list(*, stream: IO[bytes], file_name: str, list_name: str, source: str, dated: date, by: Actor, at: datetime) -> int:
    """Take a file in, sealed, and read what its columns are called; returns the upload.

    Raises: Forbidden; InvalidInput for a file that is no table, TooLarge.
    """
    _allow(by)
    if not file_name.lower().endswith(_ENDINGS):
        raise InvalidInput({"file": [Reason("watchlists.upload_ending")]})
    upload = Upload(list_name=list_name, source=source, dated=dated, file_name=file_name[-255:], file_bytes=0, columns=[], mapping={},
                    uploaded_by_id=by.user_id, uploaded_at=at)  # fmt: skip
    db.session.add(upload)
    db.session.flush()
    with tempfile.NamedTemporaryFile(suffix=Path(file_name).suffix.lower()) as copy:
        upload.file_bytes = _keep(upload.id, stream, copy)
        copy.flush()
        upload.columns = _columns_of(Path(copy.name))
    upload.mapping = guess_mapping(upload.columns) | _named_before(list_name, upload.columns)
    db.session.flush()
    record(ListUploaded(watchlist_upload_id=upload.id), by=by, at=at)
    return upload.id


def _keep(upload_id: int, stream: IO[bytes], copy: IO[bytes]) -> int:
    size = position = 0
    while part := stream.read(_PART_BYTES):
        size += len(part)
        if size > LARGEST_BYTES:
            raise TooLarge
        copy.write(part)
        db.session.add(UploadPart(upload_id=upload_id, position=position, content=base64.b64encode(part).decode()))
        position += 1
    return size


def _columns_of(path: Path) -> list[str]:
    try:
        columns = columns_of(path)
    except PlatformError as error:
        raise InvalidInput({"file": [error.reason]}) from error
    if not columns:
        raise InvalidInput({"file": [Reason("watchlists.no_rows")]})
    return columns


def _named_before(list_name: str, columns: Sequence[str]) -> dict[str, str]:
    """Which of a file's columns held what in the latest file of the list, though that was discarded in the end."""
    named = (Upload.list_name == list_name, Upload.status != UploadStatus.MAPPING)
    found = db.session.scalar(select(Upload).where(*named).order_by(Upload.id.desc()).limit(1))
    return {ours: theirs for ours, theirs in found.mapping.items() if theirs in columns} if found else {}


@contextmanager
def as_file(upload_id: int, file_name: str) -> Iterator[Path]:
    """An upload as a file for as long as it is worked on."""
    with tempfile.NamedTemporaryFile(suffix=Path(file_name).suffix.lower()) as copy:
        position = 0
        while (part := db.session.scalar(_part(upload_id, position))) is not None:
            copy.write(base64.b64decode(part))
            position += 1
        copy.flush()
        db.session.rollback()
        yield Path(copy.name)


def _part(upload_id: int, position: int):  # type: ignore[no-untyped-def]  # a Select of this module alone
    return select(UploadPart.content).where(UploadPart.upload_id == upload_id, UploadPart.position == position)


def name_columns(*, upload_id: int, mapping: Mapping[str, str], by: Actor, at: datetime) -> None:
    """Say which column of the file holds what, and let it be checked.

    Raises: NotFound, Forbidden, RuleViolation, InvalidInput.
    """
    _allow(by)
    upload = get_upload(upload_id, lock=True)
    named = {column: theirs for column, theirs in mapping.items() if column in COLUMNS and theirs in upload.columns}
    missing = {f"column_{column}": [Reason("web.required_choice", {"label": column})] for column in REQUIRED if column not in named}
    if missing:
        raise InvalidInput(missing)
    if upload.status in (UploadStatus.CHECKED, UploadStatus.FAILED):
        _turn(upload, UploadStatus.MAPPING)
    # A column that is not named must not be read by its own name either.
    upload.mapping = {column: named.get(column, "") for column in COLUMNS}
    upload.report, upload.rows_done, upload.rows_total, upload.error_code = None, 0, 0, None
    _turn(upload, UploadStatus.CHECKING)
    record(ListColumnsNamed(watchlist_upload_id=upload.id), by=by, at=at)


def confirm_import(*, upload_id: int, is_shrinking_meant: bool, by: Actor, at: datetime) -> None:
    """Let a checked file be imported.

    Raises: NotFound, Forbidden, RuleViolation.
    """
    _allow(by)
    upload = get_upload(upload_id, lock=True)
    refuse_if(UPLOAD_LIFECYCLE.why_not(upload.status, UploadStatus.IMPORTING))
    counts = json.loads(upload.report or "{}")["summary"]
    refuse_if(
        why_not_import(
            problems=counts["problems"],
            rows=counts["rows"],
            before=counts["before"],
            after=counts["rows"],
            is_shrinking_meant=is_shrinking_meant,
        )
    )
    upload.is_shrinking_meant, upload.rows_done = is_shrinking_meant, 0
    _turn(upload, UploadStatus.IMPORTING)
    record(ListImportOrdered(watchlist_upload_id=upload.id), by=by, at=at)


def discard_upload(*, upload_id: int, by: Actor, at: datetime) -> None:
    """Drop a file that shall not be imported.

    Raises: NotFound, Forbidden, RuleViolation.
    """
    _allow(by)
    upload = get_upload(upload_id, lock=True)
    _turn(upload, UploadStatus.DISCARDED)
    upload.report = None
    _drop_parts(upload_id)
    record(ListUploadDiscarded(watchlist_upload_id=upload.id), by=by, at=at)


def _allow(by: Actor) -> None:
    if not by.may(IMPORT_LISTS):
        raise Forbidden


def _turn(upload: Upload, status: UploadStatus) -> None:
    refuse_if(UPLOAD_LIFECYCLE.why_not(upload.status, status))
    upload.status, upload.leased_until = status, None
    db.session.flush()


def _drop_parts(upload_id: int) -> None:
    db.session.execute(delete(UploadPart).where(UploadPart.upload_id == upload_id))


def take_work(*, at: datetime) -> Work | None:
    """The next upload that waits for the jobs' process, leased to this one."""
    upload = db.session.scalar(
        select(Upload)
        .where(
            Upload.status.in_((UploadStatus.CHECKING, UploadStatus.IMPORTING)), or_(Upload.leased_until.is_(None), Upload.leased_until < at)
        )
        .order_by(Upload.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    if upload is None:
        return None
    upload.leased_until = at + _LEASE
    is_import = upload.status is UploadStatus.IMPORTING
    return Work(upload.id, is_import, upload.list_name, upload.source, upload.dated, upload.file_name, dict(upload.mapping), upload.uploaded_by_id)


def note_progress(*, upload_id: int, rows: int | None, at: datetime) -> None:
    """Keep the lease of a work, and say how many rows are staged if that moved."""
    upload = get_upload(upload_id, lock=True)
    upload.leased_until = at + _LEASE
    if rows is not None:
        upload.rows_done = rows


def finish_check(*, upload_id: int, checked: CheckedList, problems: Sequence[Problem]) -> None:
    """Keep what a check found, sealed, because it tells names."""
    upload = get_upload(upload_id, lock=True)
    told = [
        {"line": row.line, "column": row.column, "value": row.value, "code": row.reason.code, "facts": dict(row.reason.facts)}
        for row in problems[:BAD_ROWS_KEPT]
    ]
    upload.rows_total = upload.rows_done = checked.rows
    upload.report = json.dumps(
        {"summary": checked.summary, "examples": checked.examples, "unknown_columns": list(checked.unknown_columns), "bad_rows": told},
        ensure_ascii=False,
    )
    _turn(upload, UploadStatus.CHECKED)


def finish_import(*, upload_id: int, list_version_id: int) -> None:
    """Note that an upload is in force, and drop the file."""
    upload = get_upload(upload_id, lock=True)
    upload.list_version_id, upload.rows_done = list_version_id, upload.rows_total
    _turn(upload, UploadStatus.DONE)
    _drop_parts(upload_id)


def fail_upload(*, upload_id: int, error_code: str) -> None:
    """Note that the work failed, with the code of its cause; the file stays for another try."""
    upload = get_upload(upload_id, lock=True)
    upload.error_code = error_code
    _turn(upload, UploadStatus.FAILED)
