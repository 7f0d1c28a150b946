"""The page of one batch: before its release what would happen, after it what has happened and which letters are to be posted."""

from collections.abc import Sequence
from typing import Any

from flask.typing import ResponseReturnValue

from platform_app.accounts.queries import list_users
from platform_app.audit.queries import list_entries
from platform_app.bylaws.queries import rules_at
from platform_app.documents.queries import list_letters
from platform_app.kernel.clock import civil_date, now
from platform_app.members.queries import members_by_id
from platform_app.screening.forms.releases import ApproversForm, PostedForm, ScheduleForm, SendBackForm
from platform_app.screening.models import ReleaseBatch
from platform_app.screening.permissions import APPROVE_RELEASE
from platform_app.screening.queries.releases import BatchEntry, get_batch, list_batch, list_chain, list_former_chains, steps_of
from platform_app.screening.rules.releases import BatchStatus, why_not_give_verdict, why_not_take_verdict_back
from platform_app.screening.services.approvals import approvals_needed, possible_approvers
from platform_app.screening.services.planning import plan_release
from platform_app.screening.services.release import why_not_release_now
from platform_app.web.access import current_actor
from platform_app.web.forms import PlatformForm
from platform_app.web.render import render


def batch_page(batch_id: int, *, form: PlatformForm | None = None, status: int = 200) -> ResponseReturnValue:
    """The page of one batch; a refused form comes back with what was typed."""
    batch = get_batch(batch_id)
    entries = list_batch(batch.id)
    events = list_entries(subject_type="release_batch", subject_id=batch.id)
    chain, former = list_chain(batch), list_former_chains(batch)
    ids = {batch.prepared_by_id, batch.released_by_id, batch.scheduled_by_id, *(row.approver_id for row in (*chain, *former))}
    ids |= {event.actor_user_id for event in events}
    context: dict[str, Any] = {
        "batch": batch, "entries": entries, "chain": chain, "former": former, "events": events, "refused": form,
        "people": {user.id: user.name for user in list_users(found for found in ids if found).values()}, "now": now(),
    }
    context |= _after(entries) if batch.released_at else _before(batch, entries, form)
    return render("screening/release_batch.html", status=status, **context)


def _before(batch: ReleaseBatch, entries: Sequence[BatchEntry], form: PlatformForm | None) -> dict[str, Any]:
    at, actor = now(), current_actor()
    needed, steps = approvals_needed(at), steps_of(list_chain(batch))
    is_in_order = rules_at(civil_date(at)).flag("admission.release_approval_in_order")
    may = actor.may(APPROVE_RELEASE)
    others = {user_id: name for user_id, name in possible_approvers().items() if user_id not in (actor.user_id, batch.prepared_by_id)}
    approvers = form if isinstance(form, ApproversForm) else ApproversForm(formdata=None)
    if approvers is not form:
        approvers.offer(others, places=max(needed, 1))
    plans = plan_release(entries, at=at) if batch.status is not BatchStatus.DISSOLVED else ()
    return {
        "plans": plans, "needed": needed, "is_in_order": is_in_order, "others": others, "approvers_form": approvers,
        "blocked": [plan for plan in plans if plan.reasons_against],
        "reasons_against": why_not_release_now(batch, entries, at=at),
        "may_judge": may and not why_not_give_verdict(batch.status, steps, user_id=actor.user_id, is_in_order=is_in_order),
        "may_take_back": may and not why_not_take_verdict_back(batch.status, steps, user_id=actor.user_id),
        "send_back_form": form if isinstance(form, SendBackForm) else SendBackForm(formdata=None),
        "schedule_form": form if isinstance(form, ScheduleForm) else ScheduleForm(formdata=None, data={"release_time": "09:00"}),
    }


def _after(entries: Sequence[BatchEntry]) -> dict[str, Any]:
    letters = {letter.id: letter for letter in list_letters([entry.decision.letter_id for entry in entries if entry.decision.letter_id])}
    erased = {entry.decision.letter_id for entry in entries if entry.application.erased_at is not None}
    member_ids = [entry.application.member_id for entry in entries if entry.application.member_id]
    return {
        "letters": letters,
        "erased": erased,
        "made": sum(letter.file_id is not None or letter.id in erased for letter in letters.values()),
        "members": members_by_id(member_ids, on=civil_date(now())),
        "by_post": [entry for entry in entries if entry.goes_by_post],
        "posted_form": PostedForm(formdata=None, data={"posted_on": civil_date(now())}),
    }
