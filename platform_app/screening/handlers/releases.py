"""Who is written to about a batch on its way out: approvers whose turn it is, and whoever prepared it."""

from collections.abc import Callable, Iterable, Mapping

from platform_app.accounts.queries import User, list_holders, list_users
from platform_app.audit.queries import Entry
from platform_app.bylaws.queries import rules_at
from platform_app.kernel.clock import civil_date, now
from platform_app.kernel.events import Event
from platform_app.kernel.roles import Role
from platform_app.mail.services import enqueue
from platform_app.screening.models import ReleaseBatch
from platform_app.screening.queries.releases import get_batch, list_batch, list_chain, steps_of
from platform_app.screening.release_events import ReleaseApprovalGiven, ReleaseSentBack, ReleaseStopped, ReleaseSubmittedForApproval
from platform_app.screening.rules.releases import BatchStatus, next_steps


def mail_approvers(entry: Entry) -> None:
    """Ask the approvers whose turn it is; when the last has approved, tell who prepared the batch."""
    batch = _batch(entry)
    if batch.status is BatchStatus.AWAITING_APPROVAL:
        chain = list_chain(batch)
        is_in_order = rules_at(civil_date(now())).flag("admission.release_approval_in_order")
        if entry.event == ReleaseApprovalGiven.name and not is_in_order:  # everybody was asked at once
            return
        places = next_steps(steps_of(chain), is_in_order=is_in_order)
        _mail(entry, batch, "release_approval_requested", _people([chain[place].approver_id for place in places]))
    elif batch.status is BatchStatus.APPROVED:
        _mail(entry, batch, "release_approved", _preparer(batch))


def mail_sent_back(entry: Entry) -> None:
    """Tell who prepared a batch that an approver sent it back; the reason stands on the page."""
    batch = _batch(entry)
    _mail(entry, batch, "release_sent_back", _preparer(batch))


def mail_stopped(entry: Entry) -> None:
    """Tell who prepared a batch that it could not be released at its time."""
    batch = _batch(entry)
    _mail(entry, batch, "release_stopped", _preparer(batch))


def _batch(entry: Entry) -> ReleaseBatch:
    return get_batch(int(str(entry.data["release_batch_id"])))


def _people(user_ids: Iterable[int]) -> list[User]:
    return [user for user in list_users(user_ids).values() if user.is_active]


def _preparer(batch: ReleaseBatch) -> list[User]:
    """Who prepared it, while in office; else everybody who could go on with it."""
    holders = list_holders(Role.SECRETARIAT)
    return [user for user in holders if user.id == batch.prepared_by_id] or holders


def _mail(entry: Entry, batch: ReleaseBatch, template: str, people: Iterable[User]) -> None:
    params = {"release_batch_id": batch.id, "decisions": len(list_batch(batch.id))}
    for user in people:
        enqueue(
            event_id=entry.id, handler=f"screening.{template}", template=template, recipient=user.email, locale=user.locale,
            params=params, at=now(),
        )


HANDLERS: Mapping[type[Event], tuple[Callable[[Entry], None], ...]] = {
    ReleaseSubmittedForApproval: (mail_approvers,),
    ReleaseApprovalGiven: (mail_approvers,),
    ReleaseSentBack: (mail_sent_back,),
    ReleaseStopped: (mail_stopped,),
}
