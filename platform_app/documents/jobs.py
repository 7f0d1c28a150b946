"""What the clock and the outbox do with documents: set letters, scan what is held, sweep bytes without a row."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import structlog
from flask import current_app

from platform_app.audit.queries import Entry
from platform_app.database.transaction import reading, transaction
from platform_app.documents.clamd import FileNotScanned, ScannerUnavailable, scan
from platform_app.documents.queries import find_known_names, list_unscanned
from platform_app.documents.rules import ScanStatus
from platform_app.documents.services import record_scan, render_letter
from platform_app.documents.storage import discard, names_older_than, open_kept
from platform_app.kernel.actors import SYSTEM
from platform_app.kernel.clock import now
from platform_app.kernel.errors import Unavailable

SWEEP_AFTER = timedelta(days=1)
_MOST_ANSWERS = 500

log = structlog.get_logger(__name__)


def set_frozen_letter(entry: Entry) -> None:
    """Handler of LetterFrozen: make the letter's PDF, in the outbox's transaction; a second run changes nothing."""
    letter_id = entry.data["letter_id"]
    if not isinstance(letter_id, int):
        raise TypeError("the event has no letter")
    render_letter(letter_id=letter_id, by=SYSTEM, at=now())


def scan_pending_files(at: datetime) -> int:
    """Show files that no scanner has seen to the scanner; returns how many got an answer.

    No transaction is open meanwhile. A scanner that is down ends the run and leaves files held. A file that cannot be read, or of which the
    scanner says nothing, is held as well and keeps none of the others waiting. After so many answers the next run goes on, so that what
    came in meanwhile and is held has its turn before what is not.
    """
    address: str = current_app.config["SETTINGS"].clamd_address
    if not address:
        return 0
    answered = 0
    for file_id, storage_name in _unscanned():
        try:
            with open_kept(storage_name) as content:
                finding = scan(content, address=address)
        except ScannerUnavailable as error:
            log.error("virus scanner unavailable", error=str(error), file=file_id)
            break
        except (FileNotScanned, Unavailable) as error:
            log.error("a file was not scanned", error=str(error), file=file_id)
            continue
        with transaction():
            answered += record_scan(file_id=file_id, finding=finding, by=SYSTEM, at=at)
        if answered >= _MOST_ANSWERS:
            break
    return answered


def _unscanned() -> Iterator[tuple[int, str]]:
    """Files that are held first, oldest first, each once."""
    for status in (ScanStatus.PENDING, ScanStatus.NOT_SCANNED):
        last_id = 0
        while True:
            with reading():
                page = list_unscanned(status, after_id=last_id)
            if not page:
                break
            yield from page
            last_id, _ = page[-1]


def sweep_storage(at: datetime) -> int:
    """Remove stored bytes that are older than a day and belong to no row; returns how many."""
    swept = 0
    for names in names_older_than(at - SWEEP_AFTER):
        with reading():
            known = find_known_names(names)
        for name in set(names) - known:
            discard(name)
            swept += 1
    return swept
