"""How an applicant begins or goes on: an address, a link to it, a session that is good for one draft only."""

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale

from platform_app.accounts.services import count_link_request, open_limited_session, sign_out
from platform_app.kernel.clock import now
from platform_app.kernel.roles import Role
from platform_app.mail.rules import LinkPurpose
from platform_app.mail.services import find_link
from platform_app.screening.forms import ApplyForm
from platform_app.screening.queries import list_applications_of
from platform_app.screening.services.applications import request_apply_link, start
from platform_app.screening.views.blueprint import blueprint
from platform_app.web.access import current_actor, public, writes
from platform_app.web.browser import enter
from platform_app.web.forms import ActionForm
from platform_app.web.render import render


def _language() -> str:
    locale = get_locale()
    return locale.language if locale else "ja"


@blueprint.get("/apply")
@public
def apply() -> ResponseReturnValue:
    """What one needs for an application, and where the link is asked for."""
    actor = current_actor()
    mine = list_applications_of(actor.user_id) if actor.user_id else ()
    return render("screening/apply_begin.html", form=ApplyForm(), applications=mine)


@blueprint.post("/apply")
@public
@writes
def ask_for_link() -> ResponseReturnValue:
    """Send the link; the answer is the same for every address. Who asks too often, for one address or from one network, waits."""
    form = ApplyForm()
    if not form.accepts():
        return render("screening/apply_begin.html", form=form, applications=(), status=422)
    count_link_request(what="apply", remote_address=request.remote_addr, at=now())
    request_apply_link(address=form.address.data, locale=_language(), by=current_actor(), at=now())
    return render("screening/apply_link_sent.html", address=form.address.data)


@blueprint.get("/apply/start/<string:token>")
@public
def show_start(token: str) -> ResponseReturnValue:
    """A page with a button; opening the link changes nothing."""
    link = find_link(token=token, purpose=LinkPurpose.APPLICATION_START, at=now())
    return render("screening/apply_start.html", form=ActionForm(), address=link.address, is_new=True)


@blueprint.post("/apply/start/<string:token>")
@public
@writes
def begin(token: str) -> ResponseReturnValue:
    """The address is verified: open the draft and a session that is good for it only."""
    return _enter(token, LinkPurpose.APPLICATION_START)


@blueprint.get("/apply/resume/<string:token>")
@public
def show_resume(token: str) -> ResponseReturnValue:
    """A page with a button; opening the link changes nothing."""
    link = find_link(token=token, purpose=LinkPurpose.APPLICATION_RESUME, at=now())
    return render("screening/apply_start.html", form=ActionForm(), address=link.address, is_new=False)


@blueprint.post("/apply/resume/<string:token>")
@public
@writes
def resume(token: str) -> ResponseReturnValue:
    """Go on with an application: a session that is good for it only."""
    return _enter(token, LinkPurpose.APPLICATION_RESUME)


def _enter(token: str, purpose: LinkPurpose) -> ResponseReturnValue:
    at, actor = now(), current_actor()
    link = find_link(token=token, purpose=purpose, at=at)
    started = start(link=link, locale=_language(), by=actor, at=at)
    browser = request.user_agent.string
    if actor.session_id is not None:  # whoever used this browser before is signed out on the server too, not only in its cookie
        sign_out(session_id=actor.session_id, by=actor, at=at)
    session_token = open_limited_session(
        user_id=started.user_id, role=Role.APPLICANT, subject_id=started.application_id, by=actor, at=at, user_agent=browser
    )
    enter(session_token)
    return redirect(url_for("screening.status", application_id=started.application_id))
