"""What the clock and the outbox do with documents: set letters, scan what is held, sweep bytes without a row."""

from datetime import datetime, timedelta

import structlog
from flask import current_app

from platform_app.audit.queries import Entry
from platform_app.database.transaction import reading, transaction
from platform_app.documents.clamd import FileNotScanned, ScannerUnavailable, scan
from platform_app.documents.queries import find_known_names, list_unscanned
from platform_app.documents.services import record_scan, render_letter
from platform_app.documents.storage import discard, names_older_than, open_kept
from platform_app.kernel.actors import SYSTEM
from platform_app.kernel.clock import now
from platform_app.kernel.errors import Unavailable

SWEEP_AFTER = timedelta(days=1)

log = structlog.get_logger(__name__)


def set_frozen_letter(entry: Entry) -> None:
    """Handler of LetterFrozen: make the letter's PDF, in the outbox's transaction; a second run changes nothing."""
    letter_id = entry.data["letter_id"]
    if not isinstance(letter_id, int):
        raise TypeError("the event has no letter")
    render_letter(letter_id=letter_id, by=SYSTEM, at=now())


def scan_pending_files(at: datetime) -> int:
    """Show every file that no scanner has seen to the scanner; returns how many got an answer.

    No transaction is open meanwhile. A scanner that is down ends the run and leaves files held; a file about which it cannot say anything, or
    whose bytes are not there, stays held and holds no other.
    """
    address: str = current_app.config["SETTINGS"].clamd_address
    if not address:
        return 0
    with reading():
        waiting = list_unscanned()
    answered = 0
    for file_id, storage_name in waiting:
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
    return answered


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
