"""The secretariat's inbox of applications, by age."""

from flask import request
from flask.typing import ResponseReturnValue

from platform_app.kernel.clock import now
from platform_app.screening.permissions import ENTER, VIEW_APPLICATIONS
from platform_app.screening.queries import (
    list_sent,
)
from platform_app.screening.rules.applications import APPLICATION_LIFECYCLE, OPEN, Status
from platform_app.screening.views.blueprint import blueprint
from platform_app.web.access import current_actor, requires
from platform_app.web.paging import page_number
from platform_app.web.render import render


@blueprint.get("/secretariat/applications")
@requires(VIEW_APPLICATIONS)
def list_inbox() -> ResponseReturnValue:
    """What was sent in, oldest first; by status from the address bar."""
    chosen = request.args.get("status", "")
    sent = [status for status in Status if status is not Status.DRAFT]
    statuses = [Status(chosen)] if chosen in sent else (sent if chosen == "all" else OPEN)
    page = list_sent(page_number(), statuses=statuses)
    return render("screening/applications_list.html", page=page, chosen=chosen, statuses=sent, turns=APPLICATION_LIFECYCLE.turn, now=now(),
                  may_enter=current_actor().may(ENTER))
