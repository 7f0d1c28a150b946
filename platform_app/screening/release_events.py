"""What happened to a batch of decisions on its way out. Events carry ids; never an outcome before its release, never a reason."""

from dataclasses import dataclass
from typing import ClassVar

from platform_app.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class OfBatch:
    """What all events about one batch share."""

    subject_type: ClassVar[str] = "release_batch"
    release_batch_id: int


@dataclass(frozen=True, kw_only=True)
class ReleasePrepared(OfBatch, Event):
    """Held decisions were put together to be released."""

    decisions: int


@dataclass(frozen=True, kw_only=True)
class ReleaseItemTakenOut(OfBatch, Event):
    """A decision was taken out of its batch; it is held as before."""

    decision_id: int


@dataclass(frozen=True, kw_only=True)
class ReleaseDissolved(OfBatch, Event):
    """The batch was dissolved; its decisions are held as before."""


@dataclass(frozen=True, kw_only=True)
class ReleaseSubmittedForApproval(OfBatch, Event):
    """The batch was put before its approvers, for the first time or again."""

    round: int


@dataclass(frozen=True, kw_only=True)
class ReleaseApprovalGiven(OfBatch, Event):
    """One of the approvers approved."""

    release_approval_id: int


@dataclass(frozen=True, kw_only=True)
class ReleaseSentBack(OfBatch, Event):
    """One of the approvers sent the batch back; the reason stands in the approval's row."""

    release_approval_id: int


@dataclass(frozen=True, kw_only=True)
class ReleaseApprovalTakenBack(OfBatch, Event):
    """An approver took the own approval back."""

    release_approval_id: int


@dataclass(frozen=True, kw_only=True)
class ReleaseRecalled(OfBatch, Event):
    """The batch was taken back from its approvers; what they said counts no more."""


@dataclass(frozen=True, kw_only=True)
class ReleaseScheduled(OfBatch, Event):
    """The release was set for a time; the time stands in the batch's row."""


@dataclass(frozen=True, kw_only=True)
class ReleaseUnscheduled(OfBatch, Event):
    """The set time was taken away."""


@dataclass(frozen=True, kw_only=True)
class ReleaseStopped(OfBatch, Event):
    """The set time came and the batch could not be released; nothing of it was."""


@dataclass(frozen=True, kw_only=True)
class BatchReleased(OfBatch, Event):
    """All decisions of the batch were released at once."""

    decisions: int


@dataclass(frozen=True, kw_only=True)
class LetterPosted(OfBatch, Event):
    """A letter was put into the post."""

    decision_id: int
