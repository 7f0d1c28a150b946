"""Reads of release batches: what is held, what stands in a batch, who approves."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select

from platform_app.extensions import db
from platform_app.kernel.errors import NotFound
from platform_app.members.rules import MemberClass
from platform_app.screening.models import Application, ApplicationDecision, ReleaseApproval, ReleaseBatch, ReleaseItem
from platform_app.screening.rules.applications import Status
from platform_app.screening.rules.checks import Outcome
from platform_app.screening.rules.releases import BatchStatus, Step
from platform_app.web.paging import Page, paginate

_MOST_HELD = 500


@dataclass(frozen=True)
class HeldRow:
    """A decision that waits for its release and stands in no batch."""

    application_id: int
    decision_id: int
    number: str | None
    name: str
    membership_class: MemberClass | None
    outcome: Outcome
    decided_at: datetime


@dataclass(frozen=True)
class BatchRow:
    """One line of the list of batches."""

    id: int
    status: BatchStatus
    prepared_at: datetime
    prepared_by_id: int | None
    release_at: datetime | None
    released_at: datetime | None
    decisions: int


@dataclass(frozen=True)
class BatchEntry:
    """A decision with its application, in a batch or before it stands in one."""

    item: ReleaseItem | None
    decision: ApplicationDecision
    application: Application

    @property
    def goes_by_post(self) -> bool:
        """Whether nobody can open the letter on the status page, so that it is posted."""
        return self.application.user_id is None


def _in_a_batch() -> Select[int]:
    return select(ReleaseItem.decision_id).where(ReleaseItem.taken_out_at.is_(None))


def list_held() -> Sequence[HeldRow]:
    """Held decisions that stand in no batch, oldest first, at most 500; one statement."""
    rows = db.session.execute(
        select(
            Application.id, ApplicationDecision.id, Application.number, Application.name, Application.membership_class,
            ApplicationDecision.outcome, ApplicationDecision.decided_at,
        )
        .join_from(Application, ApplicationDecision, ApplicationDecision.application_id == Application.id)
        .where(
            Application.status == Status.DECIDED,
            ApplicationDecision.outcome != Outcome.DEFERRED,
            ApplicationDecision.released_at.is_(None),
            ApplicationDecision.id.not_in(_in_a_batch()),
        )
        .order_by(ApplicationDecision.decided_at, ApplicationDecision.id)
        .limit(_MOST_HELD)
    )
    return [HeldRow(*row) for row in rows]


def list_batches(page: int, *, statuses: Collection[BatchStatus]) -> Page[BatchRow]:
    """Batches in some statuses, newest first; two statements."""
    decisions = (
        select(func.count(ReleaseItem.id))
        .where(ReleaseItem.batch_id == ReleaseBatch.id, ReleaseItem.taken_out_at.is_(None))
        .correlate(ReleaseBatch)
        .scalar_subquery()
    )
    statement: Select[*tuple[Any, ...]] = (
        select(
            ReleaseBatch.id, ReleaseBatch.status, ReleaseBatch.prepared_at, ReleaseBatch.prepared_by_id, ReleaseBatch.release_at,
            ReleaseBatch.released_at, decisions,
        )
        .where(ReleaseBatch.status.in_(statuses))
        .order_by(ReleaseBatch.id.desc())
    )
    found = paginate(statement, page)
    return Page([BatchRow(*row) for row in found.rows], found.total, found.number, found.size)


def get_batch(batch_id: int, *, lock: bool = False) -> ReleaseBatch:
    """One batch; with `lock` nobody else may change it until the transaction ends.

    Raises: NotFound.
    """
    batch = db.session.get(ReleaseBatch, batch_id, with_for_update=True if lock else None, populate_existing=lock)
    if batch is None:
        raise NotFound
    return batch


def list_batch(batch_id: int, *, lock: bool = False) -> Sequence[BatchEntry]:
    """What stands in a batch, in its order; with `lock` its applications are held, in the order of their ids."""
    if lock:
        inside = (
            select(ApplicationDecision.application_id)
            .join(ReleaseItem, ReleaseItem.decision_id == ApplicationDecision.id)
            .where(ReleaseItem.batch_id == batch_id, ReleaseItem.taken_out_at.is_(None))
        )
        held = select(Application).where(Application.id.in_(inside)).order_by(Application.id).with_for_update()
        db.session.scalars(held.execution_options(populate_existing=True)).all()
    rows = db.session.execute(
        select(ReleaseItem, ApplicationDecision, Application)
        .join_from(ReleaseItem, ApplicationDecision, ReleaseItem.decision_id == ApplicationDecision.id)
        .join(Application, Application.id == ApplicationDecision.application_id)
        .where(ReleaseItem.batch_id == batch_id, ReleaseItem.taken_out_at.is_(None))
        .order_by(ReleaseItem.position, ReleaseItem.id)
    ).all()
    return [BatchEntry(*row) for row in rows]


def get_batch_entry(batch_id: int, item_id: int) -> BatchEntry:
    """One decision of a batch by its place there.

    Raises: NotFound.
    """
    found = next((entry for entry in list_batch(batch_id) if entry.item is not None and entry.item.id == item_id), None)
    if found is None:
        raise NotFound
    return found


def find_batch_of(decision_id: int) -> ReleaseBatch | None:
    """The batch in which a decision stands."""
    return db.session.scalar(
        select(ReleaseBatch)
        .join(ReleaseItem, ReleaseItem.batch_id == ReleaseBatch.id)
        .where(ReleaseItem.decision_id == decision_id, ReleaseItem.taken_out_at.is_(None))
    )


def list_chain(batch: ReleaseBatch) -> Sequence[ReleaseApproval]:
    """The approvers of the current round in their order."""
    return db.session.scalars(
        select(ReleaseApproval)
        .where(ReleaseApproval.batch_id == batch.id, ReleaseApproval.round == batch.round)
        .order_by(ReleaseApproval.position)
    ).all()


def list_former_chains(batch: ReleaseBatch) -> Sequence[ReleaseApproval]:
    """What approvers said in rounds before, oldest first."""
    return db.session.scalars(
        select(ReleaseApproval)
        .where(ReleaseApproval.batch_id == batch.id, ReleaseApproval.round < batch.round, ReleaseApproval.verdict.is_not(None))
        .order_by(ReleaseApproval.round, ReleaseApproval.position)
    ).all()


def steps_of(chain: Sequence[ReleaseApproval]) -> tuple[Step, ...]:
    """The chain as its rules read it."""
    return tuple(Step(row.approver_id, row.verdict) for row in chain)


def list_due_batches(at: datetime) -> Sequence[int]:
    """Batches whose set time has come, in the order of those times."""
    return db.session.scalars(
        select(ReleaseBatch.id)
        .where(ReleaseBatch.status == BatchStatus.SCHEDULED, ReleaseBatch.release_at <= at)
        .order_by(ReleaseBatch.release_at, ReleaseBatch.id)
    ).all()

