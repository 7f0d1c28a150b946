"""The jobs that the ledger itself has."""

from datetime import datetime

from platform_app.audit.outbox import run_outbox
from platform_app.audit.services import seal
from platform_app.database.transaction import transaction


def seal_entries(at: datetime) -> int:
    """Seal the ledger's newest entries; safe in several processes, because places and blocks are unique."""
    with transaction():
        return seal(at=at)


def empty_outbox(at: datetime) -> int:
    """Handle the outbox."""
    return run_outbox(at=at)
