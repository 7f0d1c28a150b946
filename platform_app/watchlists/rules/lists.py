"""The life of a list's versions and of uploads, and when a version may become current."""

from enum import StrEnum

from platform_app.kernel.lifecycle import Lifecycle, Turn
from platform_app.kernel.reasons import Reason


class VersionStatus(StrEnum):
    """Where one version of a list stands."""

    STAGED = "staged"
    CURRENT = "current"
    REPLACED = "replaced"
    UNDONE = "undone"
    ABANDONED = "abandoned"


VERSION_LIFECYCLE = Lifecycle(
    "watchlists.version",
    initial=VersionStatus.STAGED,
    transitions={
        VersionStatus.STAGED: {VersionStatus.CURRENT, VersionStatus.ABANDONED},
        VersionStatus.CURRENT: {VersionStatus.REPLACED, VersionStatus.UNDONE},
        VersionStatus.REPLACED: {VersionStatus.CURRENT},
    },
    turn={
        VersionStatus.STAGED: Turn.SYSTEM,
        VersionStatus.CURRENT: Turn.NOBODY,
        VersionStatus.REPLACED: Turn.NOBODY,
    },
)


class UploadStatus(StrEnum):
    """Where an uploaded file stands: its columns are named, it is checked, looked at, imported."""

    MAPPING = "mapping"
    CHECKING = "checking"
    CHECKED = "checked"
    IMPORTING = "importing"
    DONE = "done"
    FAILED = "failed"
    DISCARDED = "discarded"


UPLOAD_LIFECYCLE = Lifecycle(
    "watchlists.upload",
    initial=UploadStatus.MAPPING,
    transitions={
        UploadStatus.MAPPING: {UploadStatus.CHECKING, UploadStatus.DISCARDED},
        UploadStatus.CHECKING: {UploadStatus.CHECKED, UploadStatus.FAILED},
        UploadStatus.CHECKED: {UploadStatus.MAPPING, UploadStatus.IMPORTING, UploadStatus.DISCARDED},
        UploadStatus.IMPORTING: {UploadStatus.DONE, UploadStatus.FAILED},
        UploadStatus.FAILED: {UploadStatus.MAPPING, UploadStatus.DISCARDED},
    },
    turn={
        UploadStatus.MAPPING: Turn.SECRETARIAT,
        UploadStatus.CHECKING: Turn.SYSTEM,
        UploadStatus.CHECKED: Turn.SECRETARIAT,
        UploadStatus.IMPORTING: Turn.SYSTEM,
        UploadStatus.FAILED: Turn.SECRETARIAT,
    },
)


class RunCause(StrEnum):
    """Why subjects are screened again."""

    LIST = "list"
    RULES = "rules"
    YEARLY = "yearly"


def shrinks(*, before: int, after: int) -> bool:
    """Whether a list loses more than half of its entries: then a person must say that it is meant."""
    return 2 * after < before


def why_not_import(*, problems: int, rows: int, before: int, after: int, is_shrinking_meant: bool) -> tuple[Reason, ...]:
    """Why a checked file cannot become the current version."""
    if problems:
        return (Reason("watchlists.bad_rows", {"problems": problems, "rows": rows}),)
    if not rows:
        return (Reason("watchlists.no_rows"),)
    if shrinks(before=before, after=after) and not is_shrinking_meant:
        return (Reason("watchlists.shrinks", {"before": before, "after": after}, field="is_shrinking_meant"),)
    return ()


def why_not_undo(status: VersionStatus, *, is_importing: bool) -> tuple[Reason, ...]:
    """Why a version cannot be taken back: only the current one can, and not while another comes in."""
    reasons = VERSION_LIFECYCLE.why_not(status, VersionStatus.UNDONE)
    if not reasons and is_importing:
        return (Reason("watchlists.import_running"),)
    return reasons
