"""Batches of decisions that go out together: put together, look at, approve, release, post."""

from collections.abc import Callable

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from platform_app.documents.services import preview_letter, send_letters
from platform_app.kernel.clock import now
from platform_app.kernel.errors import NotFound, RuleViolation
from platform_app.screening.forms.releases import ApproversForm, PostedForm, ScheduleForm, SendBackForm
from platform_app.screening.permissions import APPROVE_RELEASE, RELEASE
from platform_app.screening.queries.releases import get_batch, get_batch_entry, list_batch, list_batches, list_held
from platform_app.screening.rules.releases import BATCH_LIFECYCLE, OPEN_BATCHES
from platform_app.screening.services.approvals import (
    approvals_needed,
    approve,
    possible_approvers,
    recall,
    send_back,
    submit_for_approval,
    take_approval_back,
)
from platform_app.screening.services.batches import dissolve, mark_posted, prepare_batch, take_out, unschedule
from platform_app.screening.services.planning import plan_release
from platform_app.screening.services.release import release_batch, schedule
from platform_app.screening.views.batch_page import batch_page
from platform_app.screening.views.blueprint import blueprint
from platform_app.web.access import current_actor, requires, show_of, writes
from platform_app.web.forms import PlatformForm
from platform_app.web.paging import page_number
from platform_app.web.render import render

_LONGEST_ID = 9


@blueprint.get("/secretariat/releases")
@requires(RELEASE)
def list_releases() -> ResponseReturnValue:
    """Decisions that wait for their release, and batches by where they stand."""
    is_past = request.args.get("show") == "past"
    statuses = tuple(BATCH_LIFECYCLE.final) if is_past else OPEN_BATCHES
    page = list_batches(page_number(), statuses=statuses)
    held = () if is_past else list_held()
    return render("screening/releases_list.html", page=page, held=held, is_past=is_past, people=possible_approvers())


@blueprint.post("/secretariat/releases")
@requires(RELEASE)
@writes
def put_together() -> ResponseReturnValue:
    """Put the chosen decisions together."""
    return _to(prepare_batch(decision_ids=_chosen(), by=current_actor(), at=now()))


def _chosen() -> list[int]:
    given = request.form.getlist("decision_id")
    if not all(text.isdecimal() and len(text) <= _LONGEST_ID for text in given):
        raise NotFound
    return [int(text) for text in given]


def _to(batch_id: int) -> ResponseReturnValue:
    return redirect(url_for("screening.show_release", release_batch_id=batch_id))


@blueprint.get("/secretariat/releases/<int:release_batch_id>")
@requires(RELEASE)
def show_release(release_batch_id: int) -> ResponseReturnValue:
    """One batch: everything that would happen, or that has happened."""
    return batch_page(release_batch_id)


@blueprint.get("/secretariat/releases/<int:release_batch_id>/drafts/<int:release_item_id>")
@requires(RELEASE)
def show_draft(release_batch_id: int, release_item_id: int) -> ResponseReturnValue:
    """The letter as it would be released now."""
    entry = get_batch_entry(release_batch_id, release_item_id)
    if get_batch(release_batch_id).status in BATCH_LIFECYCLE.final:
        raise NotFound
    show_of("application", entry.application.id)
    plans = plan_release(list_batch(release_batch_id), at=now())
    plan = next(plan for plan in plans if plan.entry.decision.id == entry.decision.id)
    return preview_letter(content=plan.letter)


@blueprint.post("/secretariat/releases/<int:release_batch_id>/removal")
@requires(RELEASE)
@writes
def take_out_of_release(release_batch_id: int) -> ResponseReturnValue:
    """Take decisions out of the batch."""
    get_batch(release_batch_id)
    for decision_id in _chosen():
        take_out(batch_id=release_batch_id, decision_id=decision_id, by=current_actor(), at=now())
    return _to(release_batch_id)


@blueprint.post("/secretariat/releases/<int:release_batch_id>/dissolution")
@requires(RELEASE)
@writes
def dissolve_release(release_batch_id: int) -> ResponseReturnValue:
    """Dissolve the batch."""
    dissolve(batch_id=release_batch_id, by=current_actor(), at=now())
    return redirect(url_for("screening.list_releases"))


@blueprint.post("/secretariat/releases/<int:release_batch_id>/submission")
@requires(RELEASE)
@writes
def submit_release(release_batch_id: int) -> ResponseReturnValue:
    """Put the batch before its approvers."""
    form, at = ApproversForm(), now()
    get_batch(release_batch_id)
    form.offer(possible_approvers(), places=max(approvals_needed(at), 1))
    return _carried_out(
        release_batch_id, form, lambda: submit_for_approval(batch_id=release_batch_id, approver_ids=form.chosen, by=current_actor(), at=at)
    )


def _carried_out(batch_id: int, form: PlatformForm, act: Callable[[], None]) -> ResponseReturnValue:
    if not form.accepts():
        return batch_page(batch_id, form=form, status=422)
    try:
        act()
    except RuleViolation as error:
        form.refuse(error)
        return batch_page(batch_id, form=form, status=409)
    return _to(batch_id)


@blueprint.post("/secretariat/releases/<int:release_batch_id>/approval")
@requires(APPROVE_RELEASE)
@writes
def approve_release(release_batch_id: int) -> ResponseReturnValue:
    """Approve the batch."""
    approve(batch_id=release_batch_id, by=current_actor(), at=now())
    return _to(release_batch_id)


@blueprint.post("/secretariat/releases/<int:release_batch_id>/return")
@requires(APPROVE_RELEASE)
@writes
def send_release_back(release_batch_id: int) -> ResponseReturnValue:
    """Send the batch back with a reason."""
    form = SendBackForm()
    return _carried_out(
        release_batch_id, form, lambda: send_back(batch_id=release_batch_id, reason=form.reason.data, by=current_actor(), at=now())
    )


@blueprint.post("/secretariat/releases/<int:release_batch_id>/approval-withdrawal")
@requires(APPROVE_RELEASE)
@writes
def withdraw_approval(release_batch_id: int) -> ResponseReturnValue:
    """Take the own approval back."""
    take_approval_back(batch_id=release_batch_id, by=current_actor(), at=now())
    return _to(release_batch_id)


@blueprint.post("/secretariat/releases/<int:release_batch_id>/recall")
@requires(RELEASE)
@writes
def recall_release(release_batch_id: int) -> ResponseReturnValue:
    """Take the batch back from its approvers."""
    recall(batch_id=release_batch_id, by=current_actor(), at=now())
    return _to(release_batch_id)


@blueprint.post("/secretariat/releases/<int:release_batch_id>/release")
@requires(RELEASE)
@writes
def release_now(release_batch_id: int) -> ResponseReturnValue:
    """Release all of it now."""
    release_batch(batch_id=release_batch_id, by=current_actor(), at=now())
    return _to(release_batch_id)


@blueprint.post("/secretariat/releases/<int:release_batch_id>/schedule")
@requires(RELEASE)
@writes
def schedule_release(release_batch_id: int) -> ResponseReturnValue:
    """Set the time of the release."""
    form = ScheduleForm()
    return _carried_out(
        release_batch_id, form, lambda: schedule(batch_id=release_batch_id, release_at=form.release_at, by=current_actor(), at=now())
    )


@blueprint.post("/secretariat/releases/<int:release_batch_id>/schedule-removal")
@requires(RELEASE)
@writes
def unschedule_release(release_batch_id: int) -> ResponseReturnValue:
    """Take the set time away."""
    unschedule(batch_id=release_batch_id, by=current_actor(), at=now())
    return _to(release_batch_id)


@blueprint.get("/secretariat/releases/<int:release_batch_id>/letters")
@requires(RELEASE)
def download_letters(release_batch_id: int) -> ResponseReturnValue:
    """The letters of a released batch as one ZIP; with `part=post` those that go by post."""
    batch, is_post = get_batch(release_batch_id), request.args.get("part") == "post"
    kept = [entry for entry in list_batch(batch.id) if entry.decision.letter_id and entry.application.erased_at is None]
    entries = [entry for entry in kept if entry.goes_by_post or not is_post]
    if not entries:
        raise NotFound
    for entry in entries:
        show_of("application", entry.application.id)
    letters = [(entry.decision.letter_id or 0, entry.application.name) for entry in entries]
    return send_letters(letters=letters, name=f"release-{batch.id}{'-post' if is_post else ''}.zip")


@blueprint.post("/secretariat/releases/<int:release_batch_id>/posting/<int:release_item_id>")
@requires(RELEASE)
@writes
def post_letter(release_batch_id: int, release_item_id: int) -> ResponseReturnValue:
    """Note when a letter was posted."""
    form = PostedForm()
    get_batch_entry(release_batch_id, release_item_id)
    return _carried_out(
        release_batch_id, form,
        lambda: mark_posted(batch_id=release_batch_id, item_id=release_item_id, posted_on=form.posted_on.data, by=current_actor(), at=now()),
    )
