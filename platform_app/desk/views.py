"""The front page, and the home of each person."""

from flask import Blueprint, Response, current_app

from platform_app.bylaws.queries import rules_at
from platform_app.desk.permissions import VIEW_HOME
from platform_app.desk.queries import list_alarms, list_waiting
from platform_app.kernel.clock import now, today
from platform_app.members.permissions import VIEW_OWN
from platform_app.web.access import current_actor, public, requires
from platform_app.web.render import render

blueprint = Blueprint("desk", __name__)


@blueprint.get("/")
@public
def show_front() -> Response:
    """What the platform is, and the way in."""
    return render("desk/front_show.html")


@blueprint.get("/contact")
@public
def show_contact() -> Response:
    """Who the secretariat is, as the rules name it, and from which address this service writes."""
    sender = rules_at(today()).text("letters.sender").splitlines()
    return render("desk/contact_show.html", sender=sender, mails_from=current_app.config["SETTINGS"].mail_default_sender)


@blueprint.get("/accessibility")
@public
def show_accessibility() -> Response:
    """What is done so that everybody can use these pages, and what to do if something is in the way."""
    return render("desk/accessibility_show.html")


@blueprint.get("/home")
@requires(VIEW_HOME)
def show_home() -> Response:
    """What must not wait, and what waits, for the person who is signed in."""
    actor, at = current_actor(), now()
    return render("desk/home_show.html", alarms=list_alarms(actor, at=at), waiting=list_waiting(actor, at=at), view_own=VIEW_OWN)
