"""Uploads and their reports."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from platform_app.extensions import db
from platform_app.kernel.errors import NotFound
from platform_app.kernel.reasons import Reason
from platform_app.watchlists.models import Upload
from platform_app.watchlists.rules.lists import UploadStatus, shrinks


@dataclass(frozen=True)
class BadRow:
    """A cell that cannot be taken: its line, column and value, and the reason."""

    line: int
    column: str
    value: str
    reason: Reason


@dataclass(frozen=True)
class Report:
    """What a check found: counts, examples of what changes, columns that are not read, and bad rows."""

    summary: dict[str, int]
    examples: dict[str, list[str]]
    unknown_columns: list[str]
    bad_rows: tuple[BadRow, ...]

    @property
    def is_shrinking(self) -> bool:
        """Whether the list would lose more than half of its entries."""
        return shrinks(before=self.summary["before"], after=self.summary["rows"])


def get_upload(upload_id: int, *, lock: bool = False) -> Upload:
    """An upload.

    Raises: NotFound.
    """
    upload = db.session.get(Upload, upload_id, with_for_update=lock, populate_existing=lock)
    if upload is None:
        raise NotFound
    return upload


def report_of(upload: Upload) -> Report | None:
    """What the check of an upload found, if it was made."""
    if upload.report is None:
        return None
    data = json.loads(upload.report)
    bad_rows = tuple(BadRow(row["line"], row["column"], row["value"], Reason(row["code"], row["facts"])) for row in data["bad_rows"])
    return Report(data["summary"], data["examples"], data["unknown_columns"], bad_rows)


def list_open_uploads() -> Sequence[Upload]:
    """Uploads that are not done, newest first."""
    done = (UploadStatus.DONE, UploadStatus.DISCARDED)
    return db.session.scalars(select(Upload).where(Upload.status.not_in(done)).order_by(Upload.id.desc()).limit(50)).all()
