"""What happened around watchlists. No event says who was hit or what was decided: the ledger is read by others.

Events of a hit name neither case nor owner, and events of a case say nothing that does not happen in every case.
"""

from dataclasses import dataclass
from typing import ClassVar

from platform_app.kernel.events import Event
from platform_app.watchlists.rules.lists import RunCause


@dataclass(frozen=True, kw_only=True)
class ListImported(Event):
    """A version of a list became current."""

    subject_type: ClassVar[str] = "watchlist_version"
    watchlist_version_id: int
    watchlist_id: int
    number: int
    added: int
    changed: int
    removed: int
    file_sha256: str


@dataclass(frozen=True, kw_only=True)
class ListUndone(Event):
    """A version of a list was taken back; the one before it is in force again, or none."""

    subject_type: ClassVar[str] = "watchlist_version"
    watchlist_version_id: int
    watchlist_id: int
    number: int


@dataclass(frozen=True, kw_only=True)
class ListUploaded(Event):
    """A file with a list was brought through the page."""

    subject_type: ClassVar[str] = "watchlist_upload"
    watchlist_upload_id: int


@dataclass(frozen=True, kw_only=True)
class ListColumnsNamed(Event):
    """A person said which column of an uploaded file holds what, and let it be checked."""

    subject_type: ClassVar[str] = "watchlist_upload"
    watchlist_upload_id: int


@dataclass(frozen=True, kw_only=True)
class ListImportOrdered(Event):
    """A person let a checked file be imported."""

    subject_type: ClassVar[str] = "watchlist_upload"
    watchlist_upload_id: int


@dataclass(frozen=True, kw_only=True)
class ListUploadDiscarded(Event):
    """A person dropped an uploaded file."""

    subject_type: ClassVar[str] = "watchlist_upload"
    watchlist_upload_id: int


@dataclass(frozen=True, kw_only=True)
class SubjectsWatched(Event):
    """The names to be watched for an owner were put in or changed."""

    subject_type: ClassVar[str] = "watch_case"
    watch_case_id: int
    owner_type: str
    owner_id: int
    added: int
    ended: int


@dataclass(frozen=True, kw_only=True)
class WatchEnded(Event):
    """An owner is watched no longer."""

    subject_type: ClassVar[str] = "watch_case"
    watch_case_id: int
    owner_type: str
    owner_id: int


@dataclass(frozen=True, kw_only=True)
class ScreeningStarted(Event):
    """Subjects are screened again: a new version, new rules, or a year gone by."""

    subject_type: ClassVar[str] = "watch_run"
    watch_run_id: int
    cause: RunCause


@dataclass(frozen=True, kw_only=True)
class ScreeningFinished(Event):
    """A run of screening came to its end."""

    subject_type: ClassVar[str] = "watch_run"
    watch_run_id: int
    cause: RunCause


@dataclass(frozen=True, kw_only=True)
class CaseOpened(Event):
    """The sealed contents of a case were opened by a screening officer, with a reason."""

    subject_type: ClassVar[str] = "watch_case"
    watch_case_id: int


@dataclass(frozen=True, kw_only=True)
class EvidenceFileMade(Event):
    """The evidence file of a case was made as PDF."""

    subject_type: ClassVar[str] = "watch_case"
    watch_case_id: int


@dataclass(frozen=True, kw_only=True)
class StepNoted(Event):
    """A step around the lists was noted in a case."""

    subject_type: ClassVar[str] = "watch_case"
    watch_case_id: int


@dataclass(frozen=True, kw_only=True)
class HitDecided(Event):
    """A person decided on a hit; it may need a second one."""

    subject_type: ClassVar[str] = "watch_hit"
    watch_hit_id: int
    disposition_id: int


@dataclass(frozen=True, kw_only=True)
class HitSeconded(Event):
    """A second person agreed or disagreed with a decision on a hit."""

    subject_type: ClassVar[str] = "watch_hit"
    watch_hit_id: int
    disposition_id: int


@dataclass(frozen=True, kw_only=True)
class HitReopened(Event):
    """A decided hit waits for a decision again."""

    subject_type: ClassVar[str] = "watch_hit"
    watch_hit_id: int
    disposition_id: int


@dataclass(frozen=True, kw_only=True)
class HitConfirmed(Event):
    """Two people confirmed a hit; what follows is decided by people."""

    subject_type: ClassVar[str] = "watch_hit"
    watch_hit_id: int


@dataclass(frozen=True, kw_only=True)
class EvidenceForgotten(Event):
    """The evidence of a case was deleted, because the time for which it is kept is over."""

    subject_type: ClassVar[str] = "watch_case"
    watch_case_id: int
