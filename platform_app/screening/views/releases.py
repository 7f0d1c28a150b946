"""The release of one decision: preview, reasons, release; the same as a batch of one."""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from platform_app.documents.services import preview_letter
from platform_app.kernel.clock import now
from platform_app.screening.forms import ReasonsForm
from platform_app.screening.permissions import RELEASE
from platform_app.screening.queries.releases import find_batch_of
from platform_app.screening.services.approvals import approvals_needed
from platform_app.screening.services.planning import Plan, preview_release
from platform_app.screening.services.release import edit_reasons, release
from platform_app.screening.views.application import back_to
from platform_app.screening.views.blueprint import blueprint
from platform_app.web.access import current_actor, requires, show_of, writes
from platform_app.web.render import render


@blueprint.get("/secretariat/applications/<int:application_id>/release")
@requires(RELEASE)
def preview(application_id: int) -> ResponseReturnValue:
    """What a release would do, before it is done."""
    plan = _plan(application_id)
    return _page(plan, ReasonsForm(formdata=None, data={"reasons": plan.entry.decision.reasons}))


def _plan(application_id: int) -> Plan:
    show_of("application", application_id)
    return preview_release(application_id=application_id, at=now())


def _page(plan: Plan, form: ReasonsForm, *, status: int = 200) -> ResponseReturnValue:
    application, decision = plan.entry.application, plan.entry.decision
    return render(
        "screening/release_preview.html", status=status, plan=plan, application=application, decision=decision, form=form,
        batch=find_batch_of(decision.id), needed=approvals_needed(now()),
    )


@blueprint.get("/secretariat/applications/<int:application_id>/release/draft")
@requires(RELEASE)
def show_draft_of_one(application_id: int) -> ResponseReturnValue:
    """The letter as it would be released now."""
    return preview_letter(content=_plan(application_id).letter)


@blueprint.post("/secretariat/applications/<int:application_id>/reasons")
@requires(RELEASE)
@writes
def save_reasons(application_id: int) -> ResponseReturnValue:
    """Keep the reasons as the letter will tell them."""
    form = ReasonsForm()
    if not form.accepts():
        return _page(_plan(application_id), form, status=422)
    edit_reasons(application_id=application_id, reasons=form.reasons.data or "", by=current_actor(), at=now())
    return redirect(url_for("screening.preview", application_id=application_id))


@blueprint.post("/secretariat/applications/<int:application_id>/release")
@requires(RELEASE)
@writes
def release_decision(application_id: int) -> ResponseReturnValue:
    """Release the decision: number, period, people, account, letter, mail."""
    release(application_id=application_id, by=current_actor(), at=now())
    return back_to(application_id)
