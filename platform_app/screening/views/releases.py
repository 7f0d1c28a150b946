"""The release of a held decision: preview, reasons, release."""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from platform_app.kernel.clock import now
from platform_app.screening.forms import ReasonsForm
from platform_app.screening.permissions import RELEASE
from platform_app.screening.services.release import edit_reasons, preview_release, release
from platform_app.screening.views.application import back_to
from platform_app.screening.views.blueprint import blueprint
from platform_app.web.access import current_actor, requires, writes
from platform_app.web.render import render


@blueprint.get("/secretariat/applications/<int:application_id>/release")
@requires(RELEASE)
def preview(application_id: int) -> ResponseReturnValue:
    """What a release would do, before it is done."""
    shown = preview_release(application_id=application_id, at=now())
    form = ReasonsForm(formdata=None, data={"reasons": shown.decision.reasons})
    return render("screening/release_preview.html", preview=shown, application=shown.application, decision=shown.decision, form=form)


@blueprint.post("/secretariat/applications/<int:application_id>/reasons")
@requires(RELEASE)
@writes
def save_reasons(application_id: int) -> ResponseReturnValue:
    """Keep the reasons as the letter will tell them."""
    form = ReasonsForm()
    if not form.accepts():
        shown = preview_release(application_id=application_id, at=now())
        context = {"preview": shown, "application": shown.application, "decision": shown.decision}
        return render("screening/release_preview.html", form=form, status=422, **context)
    edit_reasons(application_id=application_id, reasons=form.reasons.data or "", by=current_actor(), at=now())
    return redirect(url_for("screening.preview", application_id=application_id))


@blueprint.post("/secretariat/applications/<int:application_id>/release")
@requires(RELEASE)
@writes
def release_decision(application_id: int) -> ResponseReturnValue:
    """Release the decision: number, period, people, account, letter, mail."""
    release(application_id=application_id, by=current_actor(), at=now())
    return back_to(application_id)
