"""The front page, and the home of each person."""

from flask import Blueprint, Response

from platform_app.desk.permissions import VIEW_HOME
from platform_app.desk.queries import list_alarms, list_waiting
from platform_app.kernel.clock import now
from platform_app.members.permissions import VIEW_OWN
from platform_app.web.access import current_actor, public, requires
from platform_app.web.render import render

blueprint = Blueprint("desk", __name__)


@blueprint.get("/")
@public
def show_front() -> Response:
    """What the platform is, and the way in."""
    return render("desk/front_show.html")


@blueprint.get("/home")
@requires(VIEW_HOME)
def show_home() -> Response:
    """What must not wait, and what waits, for the person who is signed in."""
    actor, at = current_actor(), now()
    return render("desk/home_show.html", alarms=list_alarms(actor, at=at), waiting=list_waiting(actor, at=at), view_own=VIEW_OWN)
