"""Putting held decisions together to be released, and undoing any of it until the release."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select

from platform_app.audit.services import record
from platform_app.database.conflicts import conflict_on
from platform_app.extensions import db
from platform_app.kernel.actors import Actor
from platform_app.kernel.clock import civil_date
from platform_app.kernel.errors import NotFound, refuse_if
from platform_app.kernel.reasons import Reason
from platform_app.screening.models import ApplicationDecision, ReleaseBatch, ReleaseItem
from platform_app.screening.queries.releases import BatchEntry, get_batch, get_batch_entry, list_batch, list_chain, steps_of
from platform_app.screening.release_events import (
    LetterPosted,
    ReleaseDissolved,
    ReleaseItemTakenOut,
    ReleasePrepared,
    ReleaseScheduled,
    ReleaseUnscheduled,
)
from platform_app.screening.rules.checks import Outcome
from platform_app.screening.rules.releases import (
    BATCH_LIFECYCLE,
    BatchStatus,
    is_approved,
    resting_status,
    why_not_change,
    why_not_prepare,
    why_not_schedule,
)


def prepare_batch(*, decision_ids: Sequence[int], by: Actor, at: datetime) -> int:
    """Put held decisions together, in the order in which the board took them; the answer is the batch's id.

    Raises: NotFound, RuleViolation, Conflict if one of them stands in another batch.
    """
    refuse_if(why_not_prepare(len(set(decision_ids))))
    decisions = _held(decision_ids)
    batch = ReleaseBatch(status=BatchStatus.PREPARED, prepared_at=at, prepared_by_id=by.user_id)
    db.session.add(batch)
    db.session.flush()
    with conflict_on("uq_release_item_in_one_batch", "screening.in_another_batch"):
        db.session.add_all(
            ReleaseItem(batch_id=batch.id, decision_id=decision.id, position=place) for place, decision in enumerate(decisions, 1)
        )
    record(ReleasePrepared(release_batch_id=batch.id, decisions=len(decisions)), by=by, at=at)
    return batch.id


def _held(decision_ids: Sequence[int]) -> list[ApplicationDecision]:
    wanted = set(decision_ids)
    found = db.session.scalars(
        select(ApplicationDecision)
        .where(ApplicationDecision.id.in_(wanted), ApplicationDecision.outcome != Outcome.DEFERRED)
        .order_by(ApplicationDecision.decided_at, ApplicationDecision.id)
    ).all()
    if len(found) < len(wanted):
        raise NotFound
    refuse_if([Reason("screening.released_already")] if any(decision.released_at for decision in found) else [])
    return list(found)


def take_out(*, batch_id: int, decision_id: int, by: Actor, at: datetime) -> None:
    """Take a decision out of its batch; it is held as before, and approvals of the others stay. The last one dissolves the batch.

    Raises: NotFound, RuleViolation after the release.
    """
    batch = get_batch(batch_id, lock=True)
    refuse_if(why_not_change(batch.status))
    entry = next((entry for entry in list_batch(batch_id) if entry.decision.id == decision_id), None)
    if entry is None:
        raise NotFound
    item_of(entry).taken_out_at = at
    record(ReleaseItemTakenOut(release_batch_id=batch.id, decision_id=decision_id), by=by, at=at)
    if not list_batch(batch_id):
        _dissolve(batch, by=by, at=at)


def dissolve(*, batch_id: int, by: Actor, at: datetime) -> None:
    """Dissolve a batch; all its decisions are held as before.

    Raises: NotFound, RuleViolation after the release.
    """
    batch = get_batch(batch_id, lock=True)
    refuse_if(why_not_change(batch.status))
    for entry in list_batch(batch_id):
        item_of(entry).taken_out_at = at
    _dissolve(batch, by=by, at=at)


def item_of(entry: BatchEntry) -> ReleaseItem:
    """The place of a decision in its batch.

    Raises: NotFound if it stands in none.
    """
    if entry.item is None:
        raise NotFound
    return entry.item


def _dissolve(batch: ReleaseBatch, *, by: Actor, at: datetime) -> None:
    move(batch, BatchStatus.DISSOLVED)
    record(ReleaseDissolved(release_batch_id=batch.id), by=by, at=at)


def move(batch: ReleaseBatch, status: BatchStatus) -> None:
    """Let a batch enter a status, as its lifecycle allows; a set time is kept only while it is scheduled or was released.

    Raises: RuleViolation.
    """
    refuse_if(BATCH_LIFECYCLE.why_not(batch.status, status))
    batch.status = status
    if status not in (BatchStatus.SCHEDULED, BatchStatus.RELEASED):
        batch.release_at = batch.scheduled_by_id = None


def set_time(batch: ReleaseBatch, *, release_at: datetime, by: Actor, at: datetime) -> None:
    """Write down that a batch is to be released at a time; whoever calls has asked whether it could be released now.

    Raises: RuleViolation.
    """
    refuse_if(why_not_schedule(release_at, at=at))
    if batch.status is not BatchStatus.SCHEDULED:
        move(batch, BatchStatus.SCHEDULED)
    batch.release_at, batch.scheduled_by_id, batch.stopped_at = release_at, by.user_id, None
    record(ReleaseScheduled(release_batch_id=batch.id), by=by, at=at)


def unschedule(*, batch_id: int, by: Actor, at: datetime) -> None:
    """Take the set time away; the batch rests as it was before.

    Raises: NotFound, RuleViolation.
    """
    batch = get_batch(batch_id, lock=True)
    refuse_if(why_not_change(batch.status))
    refuse_if([] if batch.status is BatchStatus.SCHEDULED else [Reason("screening.not_scheduled")])
    rest(batch)
    record(ReleaseUnscheduled(release_batch_id=batch.id), by=by, at=at)


def rest(batch: ReleaseBatch) -> None:
    """Let a scheduled batch rest: approved if its approvers said so, else as it was prepared."""
    steps = steps_of(list_chain(batch))
    move(batch, resting_status(is_with_approval=is_approved(steps, needed=1)))


def mark_posted(*, batch_id: int, item_id: int, posted_on: date, by: Actor, at: datetime) -> None:
    """Note the day on which a letter was put into the post; again to mend the day.

    Raises: NotFound, RuleViolation before the release, for one that nobody gets by post, or for a day that cannot be.
    """
    batch = get_batch(batch_id, lock=True)
    entry = get_batch_entry(batch_id, item_id)
    reasons = []
    if batch.released_at is None:
        reasons.append(Reason("screening.not_released_yet"))
    elif not civil_date(batch.released_at) <= posted_on <= civil_date(at):
        reasons.append(Reason("screening.posted_when", field="posted_on"))
    if not entry.goes_by_post:
        reasons.append(Reason("screening.not_by_post"))
    refuse_if(reasons)
    if by.user_id is None:
        raise NotFound
    item = item_of(entry)
    item.posted_on, item.posted_by_id = posted_on, by.user_id
    record(LetterPosted(release_batch_id=batch.id, decision_id=entry.decision.id), by=by, at=at)
