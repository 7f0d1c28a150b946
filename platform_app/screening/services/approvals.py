"""The chain of approvals (決裁) before a release: other people than who prepared it, each once, in order or in any."""

from collections.abc import Sequence
from datetime import datetime

from platform_app.accounts.queries import list_holders
from platform_app.audit.services import record
from platform_app.bylaws.queries import rules_at
from platform_app.extensions import db
from platform_app.kernel.actors import Actor
from platform_app.kernel.clock import civil_date
from platform_app.kernel.errors import Forbidden, refuse_if
from platform_app.kernel.reasons import Reason
from platform_app.screening.models import ReleaseApproval, ReleaseBatch
from platform_app.screening.permissions import APPROVE_RELEASE
from platform_app.screening.queries.releases import get_batch, list_batch, list_chain, steps_of
from platform_app.screening.release_events import (
    ReleaseApprovalGiven,
    ReleaseApprovalTakenBack,
    ReleaseRecalled,
    ReleaseSentBack,
    ReleaseSubmittedForApproval,
)
from platform_app.screening.rules.releases import (
    WITH_APPROVERS,
    BatchStatus,
    Verdict,
    is_approved,
    why_not_change,
    why_not_give_verdict,
    why_not_submit_for_approval,
    why_not_take_verdict_back,
)
from platform_app.screening.services.batches import move


def approvals_needed(at: datetime) -> int:
    """How many approvals the rules of a day ask for before a release; 0 for none."""
    rules = rules_at(civil_date(at))
    return rules.integer("admission.release_approvers") if rules.flag("admission.release_approval") else 0


def possible_approvers() -> dict[int, str]:
    """Who may be named as an approver: active holders of an office that may approve, by id, with their names."""
    return {user.id: user.name for role in sorted(APPROVE_RELEASE.roles) for user in list_holders(role)}


def submit_for_approval(*, batch_id: int, approver_ids: Sequence[int], by: Actor, at: datetime) -> None:
    """Put a batch before its approvers, in the order given.

    Raises: NotFound, RuleViolation.
    """
    batch = get_batch(batch_id, lock=True)
    refuse_if(
        why_not_submit_for_approval(
            batch.status, approver_ids, by_id=by.user_id, prepared_by_id=batch.prepared_by_id, holders=possible_approvers(),
            needed=max(approvals_needed(at), 1),
        )
    )
    refuse_if([] if list_batch(batch.id) else [Reason("screening.batch_empty")])
    move(batch, BatchStatus.AWAITING_APPROVAL)
    batch.round = max(batch.round, 1)
    batch.stopped_at = None
    db.session.add_all(
        ReleaseApproval(batch_id=batch.id, round=batch.round, position=place, approver_id=user_id)
        for place, user_id in enumerate(approver_ids, 1)
    )
    record(ReleaseSubmittedForApproval(release_batch_id=batch.id, round=batch.round), by=by, at=at)


def approve(*, batch_id: int, by: Actor, at: datetime) -> None:
    """Approve a batch; with the last approval it may be released.

    Raises: NotFound, Forbidden without the office, RuleViolation.
    """
    batch, row = _mine(batch_id, by=by, at=at)
    row.verdict, row.given_at = Verdict.APPROVED, at
    record(ReleaseApprovalGiven(release_batch_id=batch.id, release_approval_id=row.id), by=by, at=at)
    if is_approved(steps_of(list_chain(batch)), needed=approvals_needed(at)):
        move(batch, BatchStatus.APPROVED)


def send_back(*, batch_id: int, reason: str, by: Actor, at: datetime) -> None:
    """Send a batch back with a reason; what others approved in this round counts no more.

    Raises: NotFound, Forbidden without the office, RuleViolation.
    """
    batch, row = _mine(batch_id, by=by, at=at)
    refuse_if([] if reason.strip() else [Reason("screening.sent_back_why", field="reason")])
    row.verdict, row.given_at, row.reason = Verdict.SENT_BACK, at, reason
    _begin_anew(batch)
    record(ReleaseSentBack(release_batch_id=batch.id, release_approval_id=row.id), by=by, at=at, reason=reason)


def _mine(batch_id: int, *, by: Actor, at: datetime) -> tuple[ReleaseBatch, ReleaseApproval]:
    if by.user_id is None or not by.may(APPROVE_RELEASE):
        raise Forbidden
    batch = get_batch(batch_id, lock=True)
    chain = list_chain(batch)
    is_in_order = rules_at(civil_date(at)).flag("admission.release_approval_in_order")
    refuse_if(why_not_give_verdict(batch.status, steps_of(chain), user_id=by.user_id, is_in_order=is_in_order))
    return batch, next(row for row in chain if row.approver_id == by.user_id)


def take_approval_back(*, batch_id: int, by: Actor, at: datetime) -> None:
    """Take the own approval back, until the release; the batch waits for it again, and a set time falls away.

    Raises: NotFound, Forbidden without the office, RuleViolation.
    """
    if by.user_id is None or not by.may(APPROVE_RELEASE):
        raise Forbidden
    batch = get_batch(batch_id, lock=True)
    chain = list_chain(batch)
    refuse_if(why_not_take_verdict_back(batch.status, steps_of(chain), user_id=by.user_id))
    row = next(row for row in chain if row.approver_id == by.user_id)
    row.verdict = row.given_at = None
    if batch.status is not BatchStatus.AWAITING_APPROVAL:
        move(batch, BatchStatus.AWAITING_APPROVAL)
    record(ReleaseApprovalTakenBack(release_batch_id=batch.id, release_approval_id=row.id), by=by, at=at)


def recall(*, batch_id: int, by: Actor, at: datetime) -> None:
    """Take a batch back from its approvers, to change it or to name others; their approvals count no more.

    Raises: NotFound, RuleViolation.
    """
    batch = get_batch(batch_id, lock=True)
    refuse_if(why_not_change(batch.status))
    refuse_if([] if batch.status in WITH_APPROVERS else [Reason("screening.not_with_approvers")])
    _begin_anew(batch)
    record(ReleaseRecalled(release_batch_id=batch.id), by=by, at=at)


def _begin_anew(batch: ReleaseBatch) -> None:
    move(batch, BatchStatus.PREPARED)
    batch.round += 1
