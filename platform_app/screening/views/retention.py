"""Legal holds, and what is left to show of an erased application."""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from platform_app.accounts.queries import list_users
from platform_app.audit.queries import list_entries
from platform_app.bylaws.queries import rules_of_version
from platform_app.kernel.clock import now
from platform_app.kernel.errors import RuleViolation
from platform_app.screening.forms.retention import HoldForm
from platform_app.screening.models import Application
from platform_app.screening.permissions import KEEP_RECORDS
from platform_app.screening.queries import get_sent_application, list_decisions
from platform_app.screening.rules.retention import why_not_lift_hold
from platform_app.screening.services.retention import hold_back, lift_hold, who_set_hold
from platform_app.screening.views.blueprint import blueprint
from platform_app.web.access import current_actor, requires, show_of, writes
from platform_app.web.render import render


@blueprint.get("/secretariat/applications/<int:application_id>/retention")
@requires(KEEP_RECORDS)
def show_retention(application_id: int) -> ResponseReturnValue:
    """Whether a legal hold keeps the application, and the form to set one."""
    return _page(application_id, HoldForm(formdata=None))


def _page(application_id: int, form: HoldForm, *, status: int = 200) -> ResponseReturnValue:
    application = get_sent_application(application_id)
    show_of("application", application.id)
    set_by_id = who_set_hold(application.id) if application.retention_hold is not None else None
    against = why_not_lift_hold(is_held=application.retention_hold is not None, set_by_id=set_by_id, by_id=current_actor().user_id)
    people = list_users([set_by_id]) if set_by_id else {}
    return render(
        "screening/application_retention.html", status=status, application=application, form=form, reasons_against=against,
        set_by=people[set_by_id].name if set_by_id in people else "",
    )


@blueprint.post("/secretariat/applications/<int:application_id>/retention-hold")
@requires(KEEP_RECORDS)
@writes
def set_hold(application_id: int) -> ResponseReturnValue:
    """Set a legal hold."""
    form = HoldForm()
    if not form.accepts():
        return _page(application_id, form, status=422)
    try:
        hold_back(application_id=application_id, reason=form.hold_reason.data, by=current_actor(), at=now())
    except RuleViolation as error:
        form.refuse(error)
        return _page(application_id, form, status=409)
    return redirect(url_for("screening.show_retention", application_id=application_id))


@blueprint.post("/secretariat/applications/<int:application_id>/retention-hold-removal")
@requires(KEEP_RECORDS)
@writes
def remove_hold(application_id: int) -> ResponseReturnValue:
    """Lift the legal hold that another person set."""
    get_sent_application(application_id)
    lift_hold(application_id=application_id, by=current_actor(), at=now())
    return redirect(url_for("screening.show_retention", application_id=application_id))


def erased_page(application: Application, *, is_applicant: bool = False) -> ResponseReturnValue:
    """What is left of an erased application: number, dates, outcome, the version of the rules; for staff also what happened when."""
    decisions = list_decisions(application.id)
    versions = {decision.id: rules_of_version(decision.bylaws_version_id).number for decision in decisions}
    entries = () if is_applicant else list_entries(subject_type="application", subject_id=application.id)
    return render(
        "screening/application_erased.html", application=application, decisions=decisions, versions=versions, entries=entries,
        is_applicant=is_applicant,
    )
