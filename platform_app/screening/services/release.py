"""The release of held decisions: one transaction that makes numbers, periods, people, accounts, letters and register entries, once.

A single decision is a batch of one. All of a batch is released or nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from platform_app.accounts.queries import get_user
from platform_app.accounts.rules import UserStatus
from platform_app.accounts.services import ensure_user, invite_user
from platform_app.audit.services import record
from platform_app.bylaws.queries import rules_at
from platform_app.bylaws.rules import RuleSet
from platform_app.documents.rules import Series
from platform_app.documents.services import freeze_letter, next_number
from platform_app.kernel.actors import Actor
from platform_app.kernel.clock import civil_date
from platform_app.kernel.errors import NotFound, refuse_if
from platform_app.kernel.reasons import Reason
from platform_app.members.rules import NewPerson
from platform_app.members.services import admit, link_user
from platform_app.screening.events import ApplicationApproved, ApplicationRefused, ReasonsEdited
from platform_app.screening.models import Application, ApplicationDecision, ReleaseBatch
from platform_app.screening.queries import find_decision, get_sent_application
from platform_app.screening.queries.releases import BatchEntry, find_batch_of, get_batch, list_batch, list_chain, steps_of
from platform_app.screening.release_events import BatchReleased, ReleaseStopped
from platform_app.screening.rules.applications import Status
from platform_app.screening.rules.checks import Outcome
from platform_app.screening.rules.releases import WITH_APPROVERS, BatchStatus, why_not_change, why_not_release_batch
from platform_app.screening.services.approvals import approvals_needed
from platform_app.screening.services.batches import move, prepare_batch, rest, set_time
from platform_app.screening.services.letters import approval, refusal, sender_on
from platform_app.screening.services.planning import effective_on, members_already, names_waiting, register_entry, rules_by_version, why_not_entry
from platform_app.screening.services.statuses import enter

DEFAULT_LANGUAGE = "ja"
_RELEASED = (Status.APPROVED, Status.REFUSED)


def edit_reasons(*, application_id: int, reasons: str, by: Actor, at: datetime) -> None:
    """Write the reasons as the letter of a refusal will tell them; until it goes to approvers or is released.

    Raises: NotFound, RuleViolation.
    """
    application = get_sent_application(application_id, lock=True)
    decision = find_decision(application.id)
    if application.status is not Status.DECIDED or decision is None:
        refuse_if([Reason("screening.released_already" if application.status in _RELEASED else "screening.not_decided")])
        return
    batch = find_batch_of(decision.id)
    refuse_if([Reason("screening.with_approvers")] if batch is not None and batch.status in WITH_APPROVERS else [])
    decision.reasons = reasons
    record(ReasonsEdited(application_id=application.id, decision_id=decision.id), by=by, at=at, reason=reasons)


def release(*, application_id: int, by: Actor, at: datetime) -> None:
    """Release one held decision, as a batch of its own.

    Raises: NotFound, RuleViolation, Conflict.
    """
    decision = find_decision(get_sent_application(application_id).id)
    if decision is None:
        raise NotFound
    refuse_if([Reason("screening.not_decided")] if decision.outcome is Outcome.DEFERRED else [])
    refuse_if([Reason("screening.released_already")] if decision.released_at else [])
    batch = find_batch_of(decision.id)
    refuse_if([Reason("screening.in_another_batch")] if batch is not None and len(list_batch(batch.id)) > 1 else [])
    batch_id = batch.id if batch is not None else prepare_batch(decision_ids=[decision.id], by=by, at=at)
    release_batch(batch_id=batch_id, by=by, at=at)


def release_batch(*, batch_id: int, by: Actor, at: datetime) -> None:
    """Release all decisions of a batch, in its order. Its row is locked first, so that of two releases the second finds it done.

    Raises: NotFound, RuleViolation if anything stands against one of them, Conflict.
    """
    batch = get_batch(batch_id, lock=True)
    refuse_if(why_not_change(batch.status))
    entries = list_batch(batch_id, lock=True)
    refuse_if(why_not_release_now(batch, entries, at=at))
    versions, paper = rules_by_version(entries), _paper_of(civil_date(at))
    for entry in entries:
        _release(entry, versions[entry.decision.bylaws_version_id], paper, by=by, at=at)
    move(batch, BatchStatus.RELEASED)
    batch.released_at, batch.released_by_id, batch.stopped_at = at, by.user_id, None
    record(BatchReleased(release_batch_id=batch.id, decisions=len(entries)), by=by, at=at)


def why_not_release_now(batch: ReleaseBatch, entries: Sequence[BatchEntry], *, at: datetime) -> tuple[Reason, ...]:
    """All that stands against the release of a batch now; of a batch of one what stands against the decision itself."""
    versions, taken, waiting = rules_by_version(entries), members_already(entries, on=civil_date(at)), names_waiting(entries)
    against = [
        why_not_entry(
            entry.application, entry.decision, versions[entry.decision.bylaws_version_id],
            is_member_already=entry.application.corporate_number in taken, has_names_waiting=entry.application.id in waiting,
        )
        for entry in entries
    ]
    blocked = [reasons for reasons in against if reasons]
    if len(entries) == 1 and blocked:
        return blocked[0]
    steps = steps_of(list_chain(batch))
    return why_not_release_batch(batch.status, steps, needed=approvals_needed(at), decisions=len(entries), blocked=len(blocked))


def schedule(*, batch_id: int, release_at: datetime, by: Actor, at: datetime) -> None:
    """Set the time of the release; it must be one that could be done now.

    Raises: NotFound, RuleViolation.
    """
    batch = get_batch(batch_id, lock=True)
    refuse_if(why_not_release_now(batch, list_batch(batch_id), at=at))
    set_time(batch, release_at=release_at, by=by, at=at)


def release_due(*, batch_id: int, by: Actor, at: datetime) -> bool:
    """Release a batch whose set time has come; False if that was changed meanwhile.

    Raises: NotFound, RuleViolation, Conflict.
    """
    batch = get_batch(batch_id, lock=True)
    if batch.status is not BatchStatus.SCHEDULED or batch.release_at is None or batch.release_at > at:
        return False
    release_batch(batch_id=batch_id, by=by, at=at)
    return True


def stop(*, batch_id: int, by: Actor, at: datetime) -> None:
    """Take the set time off a batch that could not be released when it came, and say so.

    Raises: NotFound.
    """
    batch = get_batch(batch_id, lock=True)
    if batch.status is BatchStatus.SCHEDULED:
        rest(batch)
        batch.stopped_at = at
        record(ReleaseStopped(release_batch_id=batch.id), by=by, at=at)


@dataclass(frozen=True)
class _Paper:
    """What the letters of one day share."""

    on: date
    pattern: str
    sender: tuple[str, ...]


def _paper_of(on: date) -> _Paper:
    return _Paper(on, rules_at(on).text("letters.number_pattern"), sender_on(on))


def _release(entry: BatchEntry, rules: RuleSet, paper: _Paper, *, by: Actor, at: datetime) -> None:
    number = next_number(series=Series.LETTER, on=paper.on, pattern=paper.pattern).text
    if entry.decision.outcome is Outcome.APPROVED:
        _approve(entry.application, entry.decision, rules, paper, number=number, by=by, at=at)
    else:
        _refuse(entry.application, entry.decision, rules, paper, number=number, by=by, at=at)


def _approve(
    application: Application, decision: ApplicationDecision, rules: RuleSet, paper: _Paper, *, number: str, by: Actor, at: datetime
) -> None:
    on = paper.on
    from_on, register = effective_on(decision, rules, on=on), register_entry(application)
    admitted = admit(
        particulars=register.particulars, membership_class=register.membership_class, from_on=from_on, people=register.people, by=by, at=at
    )
    _give_accounts(application, register.people, admitted.person_ids, by=by, at=at)
    content = approval(application, number=number, member_number=admitted.number, admitted_on=from_on, on=on, sender=paper.sender)
    letter_id = freeze_letter(content=content, by=by, at=at)
    decision.effective_on = from_on
    _mark_released(decision, letter_id=letter_id, by=by, at=at)
    application.member_id = admitted.member_id
    enter(application, Status.APPROVED, at=at)
    record(ApplicationApproved(application_id=application.id, decision_id=decision.id, member_id=admitted.member_id), by=by, at=at)


def _give_accounts(application: Application, people: Sequence[NewPerson], person_ids: Sequence[int], *, by: Actor, at: datetime) -> None:
    """An account for every person with an address, tied to the register's person, and an invitation to choose a password."""
    locale = get_user(application.user_id).locale if application.user_id else DEFAULT_LANGUAGE
    for person, person_id in zip(people, person_ids, strict=True):
        if person.email:
            user_id = ensure_user(email=person.email, name=person.name, locale=locale, by=by, at=at)
            link_user(person_id=person_id, user_id=user_id, by=by, at=at)
            if get_user(user_id).status is UserStatus.INVITED:
                invite_user(user_id=user_id, by=by, at=at)


def _refuse(
    application: Application, decision: ApplicationDecision, rules: RuleSet, paper: _Paper, *, number: str, by: Actor, at: datetime
) -> None:
    again = rules.flag("admission.may_apply_again")
    content = refusal(application, decision, number=number, on=paper.on, sender=paper.sender, may_apply_again=again)
    _mark_released(decision, letter_id=freeze_letter(content=content, by=by, at=at), by=by, at=at)
    enter(application, Status.REFUSED, at=at)
    record(ApplicationRefused(application_id=application.id, decision_id=decision.id), by=by, at=at)


def _mark_released(decision: ApplicationDecision, *, letter_id: int, by: Actor, at: datetime) -> None:
    decision.letter_id, decision.released_at, decision.released_by_id = letter_id, at, by.user_id
