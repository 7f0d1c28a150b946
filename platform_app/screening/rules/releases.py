"""Release batches: decisions that go out together, the chain of approvals before it, and what stands against each act."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, StrEnum

from platform_app.kernel.lifecycle import Lifecycle, Turn
from platform_app.kernel.reasons import Reason

MOST_IN_A_BATCH = 100


class BatchStatus(StrEnum):
    """Where a batch stands."""

    PREPARED = "prepared"
    AWAITING_APPROVAL = "awaiting_approval"
    APPROVED = "approved"
    SCHEDULED = "scheduled"
    RELEASED = "released"
    DISSOLVED = "dissolved"


BATCH_LIFECYCLE = Lifecycle(
    "screening.release_batch",
    initial=BatchStatus.PREPARED,
    transitions={
        BatchStatus.PREPARED: {BatchStatus.AWAITING_APPROVAL, BatchStatus.SCHEDULED, BatchStatus.RELEASED, BatchStatus.DISSOLVED},
        BatchStatus.AWAITING_APPROVAL: {BatchStatus.PREPARED, BatchStatus.APPROVED, BatchStatus.DISSOLVED},
        BatchStatus.APPROVED: {
            BatchStatus.PREPARED, BatchStatus.AWAITING_APPROVAL, BatchStatus.SCHEDULED, BatchStatus.RELEASED, BatchStatus.DISSOLVED,
        },
        BatchStatus.SCHEDULED: {
            BatchStatus.PREPARED, BatchStatus.AWAITING_APPROVAL, BatchStatus.APPROVED, BatchStatus.RELEASED, BatchStatus.DISSOLVED,
        },
    },
    turn={
        BatchStatus.PREPARED: Turn.SECRETARIAT,
        BatchStatus.AWAITING_APPROVAL: Turn.SECRETARIAT,
        BatchStatus.APPROVED: Turn.SECRETARIAT,
        BatchStatus.SCHEDULED: Turn.SYSTEM,
    },
)
OPEN_BATCHES = tuple(status for status in BatchStatus if status not in BATCH_LIFECYCLE.final)
WITH_APPROVERS = frozenset({BatchStatus.AWAITING_APPROVAL, BatchStatus.APPROVED, BatchStatus.SCHEDULED})


class Verdict(Enum):
    """What an approver said."""

    APPROVED = "approved"
    SENT_BACK = "sent_back"


class AccountPlan(Enum):
    """What happens to the account of a person of the new member."""

    NONE = "none"
    INVITED = "invited"
    LINKED = "linked"


@dataclass(frozen=True)
class Step:
    """One approver's place in the chain; without a verdict it is still to be given."""

    approver_id: int
    verdict: Verdict | None = None


def why_not_prepare(chosen: int) -> tuple[Reason, ...]:
    """Why so many decisions cannot be put together."""
    if not chosen:
        return (Reason("screening.nothing_chosen"),)
    return (Reason("screening.too_many_chosen", {"most": MOST_IN_A_BATCH}),) if chosen > MOST_IN_A_BATCH else ()


def why_not_change(status: BatchStatus) -> tuple[Reason, ...]:
    """Why nothing of a batch can be undone any more."""
    if status is BatchStatus.RELEASED:
        return (Reason("screening.released_already"),)
    return (Reason("screening.batch_dissolved"),) if status is BatchStatus.DISSOLVED else ()


def why_not_submit_for_approval(
    status: BatchStatus, chosen: Sequence[int], *, by_id: int | None, prepared_by_id: int | None, holders: Collection[int], needed: int
) -> tuple[Reason, ...]:
    """Why a batch cannot be put before these approvers: each once, another person than who prepared it, and in office."""
    if status is not BatchStatus.PREPARED:
        return why_not_change(status) or BATCH_LIFECYCLE.why_not(status, BatchStatus.AWAITING_APPROVAL)
    reasons = []
    if len(chosen) < needed:
        reasons.append(Reason("screening.too_few_approvers", {"needed": needed}, field="approvers"))
    if len(set(chosen)) < len(chosen):
        reasons.append(Reason("screening.approver_twice", field="approvers"))
    if {by_id, prepared_by_id} & set(chosen):
        reasons.append(Reason("screening.approves_own", field="approvers"))
    if set(chosen) - set(holders):
        reasons.append(Reason("screening.approver_without_office", field="approvers"))
    return tuple(reasons)


def next_steps(steps: Sequence[Step], *, is_in_order: bool) -> tuple[int, ...]:
    """The places in the chain whose turn it is: the first without a verdict, or all of them where the order does not matter."""
    waiting = tuple(place for place, step in enumerate(steps) if step.verdict is None)
    return waiting[:1] if is_in_order else waiting


def why_not_give_verdict(status: BatchStatus, steps: Sequence[Step], *, user_id: int | None, is_in_order: bool) -> tuple[Reason, ...]:
    """Why a person cannot approve or send back now."""
    if status is not BatchStatus.AWAITING_APPROVAL:
        return (Reason("screening.not_with_approvers"),)
    mine = [place for place, step in enumerate(steps) if step.approver_id == user_id]
    if not mine:
        return (Reason("screening.not_an_approver"),)
    if steps[mine[0]].verdict is not None:
        return (Reason("screening.verdict_given"),)
    return () if mine[0] in next_steps(steps, is_in_order=is_in_order) else (Reason("screening.not_your_turn_to_approve"),)


def why_not_take_verdict_back(status: BatchStatus, steps: Sequence[Step], *, user_id: int | None) -> tuple[Reason, ...]:
    """Why a person cannot take the own approval back."""
    if status not in WITH_APPROVERS:
        return why_not_change(status) or (Reason("screening.not_with_approvers"),)
    if not any(step.approver_id == user_id and step.verdict is Verdict.APPROVED for step in steps):
        return (Reason("screening.nothing_to_take_back"),)
    return ()


def is_approved(steps: Sequence[Step], *, needed: int) -> bool:
    """Whether the chain is complete: as many as the rules of the day ask for, and all of them said yes."""
    return len(steps) >= needed and all(step.verdict is Verdict.APPROVED for step in steps)


def why_not_release_batch(
    status: BatchStatus, steps: Sequence[Step], *, needed: int, decisions: int, blocked: int
) -> tuple[Reason, ...]:
    """Why a batch cannot be released: all of it is, or nothing. `needed` is the number of approvals that the rules ask for, 0 for none."""
    over = why_not_change(status)
    if over:
        return over
    reasons = []
    if status is BatchStatus.AWAITING_APPROVAL:
        reasons.append(Reason("screening.waits_for_approval"))
    elif needed and not is_approved(steps, needed=needed):
        reasons.append(Reason("screening.needs_approval", {"needed": needed}))
    if not decisions:
        reasons.append(Reason("screening.batch_empty"))
    if blocked:
        reasons.append(Reason("screening.batch_blocked", {"blocked": blocked}))
    return tuple(reasons)


def why_not_schedule(release_at: datetime, *, at: datetime) -> tuple[Reason, ...]:
    """Why a release cannot be set for a time."""
    return () if release_at > at else (Reason("screening.time_is_past", field="release_on"),)


def resting_status(*, is_with_approval: bool) -> BatchStatus:
    """Where a batch rests when its set time is taken away: approved, or as prepared where nobody approves."""
    return BatchStatus.APPROVED if is_with_approval else BatchStatus.PREPARED
