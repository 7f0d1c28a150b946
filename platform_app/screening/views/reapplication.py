"""Applying again with the contents of an earlier application: the new draft opens in a session that is good for it only."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from platform_app.accounts.services import open_limited_session
from platform_app.kernel.clock import now
from platform_app.kernel.roles import Role
from platform_app.screening.permissions import APPLY
from platform_app.screening.services.reapplication import Copied, apply_again
from platform_app.screening.views.blueprint import blueprint
from platform_app.web.access import current_actor, requires, writes
from platform_app.web.browser import enter


@blueprint.post("/apply/<int:application_id>/again")
@requires(APPLY)
@writes
def apply_once_more(application_id: int) -> ResponseReturnValue:
    """Begin a new draft with the contents of this application."""
    actor, at = current_actor(), now()
    copied = apply_again(application_id=application_id, by=actor, at=at)
    browser = request.user_agent.string
    token = open_limited_session(
        user_id=copied.user_id, role=Role.APPLICANT, subject_id=copied.application_id, by=actor, at=at, user_agent=browser
    )
    enter(token)
    _tell(copied)
    return redirect(url_for("screening.status", application_id=copied.application_id))


def _tell(copied: Copied) -> None:
    if copied.lost_fields:
        names = _(", ").join(copied.lost_fields)
        flash(_("The form of today no longer asks for this, so it was left out: %(names)s", names=names), "warning")
    if copied.lost_files:
        flash(_("These files could not be taken over: %(names)s", names=_(", ").join(copied.lost_files)), "warning")
