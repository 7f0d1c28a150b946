"""What changed in an application since a page was shown: two people of the secretariat at once notice each other by it."""

from collections.abc import Sequence

from platform_app.audit.queries import Entry, list_entries
from platform_app.screening.events import (
    ApplicantReminded,
    DraftSaved,
    RemarkAnswered,
    RemarkDropped,
    RemarkRaised,
    RemarkSettled,
    SealedConclusionOpened,
)

_ASIDE = frozenset(
    event.name
    for event in (ApplicantReminded, DraftSaved, RemarkAnswered, RemarkDropped, RemarkRaised, RemarkSettled, SealedConclusionOpened)
)
_READ = 50


def mark_of(application_id: int) -> int:
    """A mark of how an application stands: the newest entry of the ledger that matters to those who decide about it."""
    return max((entry.id for entry in changes_since(application_id, 0)), default=0)


def changes_since(application_id: int, mark: int) -> Sequence[Entry]:
    """What happened after a mark, oldest first; what decides nothing is left out."""
    found = list_entries(subject_type="application", subject_id=application_id, limit=_READ)
    return [entry for entry in found if entry.id > mark and entry.event not in _ASIDE]
