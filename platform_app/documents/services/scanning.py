"""What the virus scanner said of a file, written down once."""

from datetime import datetime

from platform_app.audit.services import record
from platform_app.documents.events import FileScanned
from platform_app.documents.models import StoredFile
from platform_app.documents.rules import ScanStatus
from platform_app.documents.rules.files import SCAN_LIFECYCLE
from platform_app.extensions import db
from platform_app.kernel.actors import Actor


def record_scan(*, file_id: int, finding: str | None, by: Actor, at: datetime) -> bool:
    """Keep the scanner's answer: the name of what it found, or None for a clean file; False if the file is gone or has one."""
    row = db.session.get(StoredFile, file_id, with_for_update=True)
    outcome = ScanStatus.INFECTED if finding else ScanStatus.CLEAN
    if row is None or not SCAN_LIFECYCLE.may(row.scan_status, outcome):
        return False
    row.scan_status, row.scanned_at, row.scan_finding = outcome, at, finding
    record(FileScanned(file_id=file_id, outcome=outcome), by=by, at=at)
    return True
