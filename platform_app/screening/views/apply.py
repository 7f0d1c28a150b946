"""The applicant's own page: where the application stands, sending it in, withdrawing it."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from platform_app.database.transaction import undo
from platform_app.kernel.clock import now
from platform_app.kernel.errors import RuleViolation
from platform_app.kernel.roles import Role
from platform_app.screening.permissions import APPLY
from platform_app.screening.queries import get_own_application
from platform_app.screening.rules.applications import APPLICATION_LIFECYCLE, Status
from platform_app.screening.services.submission import send_in, withdraw
from platform_app.screening.views.blueprint import blueprint
from platform_app.screening.views.status import status_page
from platform_app.web.access import current_actor, requires, writes
from platform_app.web.forms import ActionForm
from platform_app.web.render import render


@blueprint.get("/apply/<int:application_id>")
@requires(APPLY)
def status(application_id: int) -> ResponseReturnValue:
    """Where the application stands, whose turn it is, since when, what next; for a draft, what is missing."""
    actor = current_actor()
    application = get_own_application(application_id, by=actor)
    if application_id not in actor.subject_ids(Role.APPLICANT):  # the secretariat, which enters it for somebody
        return redirect(url_for("screening.show_entry", application_id=application_id))
    return status_page(application)


@blueprint.post("/apply/<int:application_id>/submission")
@requires(APPLY)
@writes
def submit(application_id: int) -> ResponseReturnValue:
    """Send the application in, or in again after a correction."""
    actor = current_actor()
    try:
        send_in(application_id=application_id, by=actor, at=now())
    except RuleViolation as error:
        undo()
        return status_page(get_own_application(application_id, by=actor), reasons=error.reasons, status=409)
    application = get_own_application(application_id, by=actor)
    is_first = application.status is Status.SUBMITTED
    flash(
        _("Your application was sent in. Its number is %(number)s.", number=application.number)
        if is_first else _("Your corrected application was sent in."),
        "success",
    )
    return redirect(url_for("screening.status", application_id=application_id))


@blueprint.get("/apply/<int:application_id>/withdrawal")
@requires(APPLY)
def confirm_withdrawal(application_id: int) -> ResponseReturnValue:
    """What a withdrawal means, before it is done."""
    application = get_own_application(application_id, by=current_actor())
    if application.status in (Status.DECIDED, *APPLICATION_LIFECYCLE.final):
        return redirect(url_for("screening.status", application_id=application.id))
    return render("screening/apply_withdrawal.html", application=application, form=ActionForm())


@blueprint.post("/apply/<int:application_id>/withdrawal")
@requires(APPLY)
@writes
def withdraw_application(application_id: int) -> ResponseReturnValue:
    """Withdraw the application."""
    withdraw(application_id=application_id, by=current_actor(), at=now())
    return redirect(url_for("screening.status", application_id=application_id))
