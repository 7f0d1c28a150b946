"""The applicant's pages: from an address to the status page."""

from collections.abc import Mapping
from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _

from platform_app.accounts.services import open_limited_session
from platform_app.kernel.clock import now
from platform_app.kernel.errors import NotFound, RuleViolation, StaleForm
from platform_app.kernel.roles import Role
from platform_app.mail.rules import LinkPurpose
from platform_app.mail.services import find_link
from platform_app.screening.answers import NOTICE_VERSION, PLEDGE_VERSION
from platform_app.screening.forms import STEP_FORMS, ApplyForm, StepForm
from platform_app.screening.models import Application
from platform_app.screening.permissions import APPLY
from platform_app.screening.queries import form_progress, get_own_application, list_applications_of
from platform_app.screening.rules.applications import EDITABLE, Status
from platform_app.screening.rules.form import Step, is_asked, required_fields, steps_for
from platform_app.screening.services.applications import fingerprint, request_apply_link, save_step, start, step_values
from platform_app.screening.services.submission import send_in, withdraw
from platform_app.screening.views.blueprint import blueprint
from platform_app.screening.views.status import status_page
from platform_app.web.access import current_actor, public, requires, writes
from platform_app.web.browser import enter
from platform_app.web.forms import ActionForm
from platform_app.web.render import render

_BLANK_ROWS = {"activity_record": 1, "officers": 3}


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
    """Send the link; the answer is the same for every address."""
    form = ApplyForm()
    if not form.accepts():
        return render("screening/apply_begin.html", form=form, applications=(), status=422)
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
    session_token = open_limited_session(
        user_id=started.user_id, role=Role.APPLICANT, subject_id=started.application_id, by=actor, at=at, user_agent=browser
    )
    enter(session_token)
    return redirect(url_for("screening.status", application_id=started.application_id))


@blueprint.get("/apply/<int:application_id>")
@requires(APPLY)
def status(application_id: int) -> ResponseReturnValue:
    """Where the application stands, whose turn it is, since when, what next; for a draft, what is missing."""
    application = get_own_application(application_id, by=current_actor())
    return status_page(application)


@blueprint.get("/apply/<int:application_id>/<string:step>")
@requires(APPLY)
def show_step(application_id: int, step: str) -> ResponseReturnValue:
    """One page of the form, with what stands on it."""
    application = get_own_application(application_id, by=current_actor())
    page = _step(step)
    if application.status not in EDITABLE:
        return redirect(url_for("screening.status", application_id=application.id))
    values = step_values(application, page)
    form = STEP_FORMS[page](formdata=None, data=_with_blank_rows(values) | {"shown": fingerprint(values)})
    return _step_page(application, page, form)


def _with_blank_rows(values: Mapping[str, Any]) -> dict[str, Any]:
    blanks = {name: [*(values[name] or []), *({} for _n in range(number))] for name, number in _BLANK_ROWS.items() if name in values}
    return {**values, **blanks}


def _step(text: str) -> Step:
    if text not in set(Step) or Step(text) not in STEP_FORMS:
        raise NotFound
    return Step(text)


def _step_page(
    application: Application, step: Step, form: StepForm, *, status: int = 200, theirs: Mapping[str, Any] | None = None
) -> ResponseReturnValue:
    steps = steps_for(application.answers)
    return render(
        "screening/apply_step.html", status=status, application=application, step=step, steps=steps, form=form,
        required=required_fields(application.answers), progress=form_progress(application, at=now()), theirs=theirs or {},
        asked=[field for field in form if field.short_name not in ("shown", "csrf_token") and is_asked(field.short_name, application.answers)],
        pledge_version=PLEDGE_VERSION, notice_version=NOTICE_VERSION,
    )


@blueprint.post("/apply/<int:application_id>/<string:step>")
@requires(APPLY)
@writes
def save(application_id: int, step: str) -> ResponseReturnValue:
    """Save one page and go to the next; what cannot be taken comes back with everything that was typed."""
    actor, page = current_actor(), _step(step)
    application = get_own_application(application_id, by=actor)
    form = STEP_FORMS[page]()
    if not form.accepts():
        return _step_page(application, page, form, status=422)
    try:
        save_step(application_id=application_id, step=page, values=form.values, shown=form.shown.data, by=actor, at=now())
    except StaleForm as error:
        form.shown.data = fingerprint(error.theirs)
        return _step_page(application, page, form, status=409, theirs=_differing(form.values, error.theirs))
    return redirect(_after(application, page))


def _differing(mine: Mapping[str, Any], theirs: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in theirs.items() if (value or None) != (mine.get(name) or None)}


def _after(application: Application, step: Step) -> str:
    if request.form.get("then") == "more":
        return url_for("screening.show_step", application_id=application.id, step=step.value, _anchor="more")
    if request.form.get("then") == "later":
        return url_for("screening.status", application_id=application.id)
    steps = steps_for(application.answers)
    following = steps[steps.index(step) + 1 :] if step in steps else ()
    if not following:
        return url_for("screening.status", application_id=application.id)
    return url_for("screening.show_step", application_id=application.id, step=following[0].value)


@blueprint.post("/apply/<int:application_id>/submission")
@requires(APPLY)
@writes
def submit(application_id: int) -> ResponseReturnValue:
    """Send the application in, or in again after a correction."""
    actor = current_actor()
    try:
        send_in(application_id=application_id, by=actor, at=now())
    except RuleViolation as error:
        return status_page(get_own_application(application_id, by=actor), reasons=error.reasons, status=409)
    application = get_own_application(application_id, by=actor)
    is_first = application.status is Status.SUBMITTED
    flash(
        _("Your application was sent in. Its number is %(number)s.", number=application.number)
        if is_first else _("Your corrected application was sent in."),
        "success",
    )
    return redirect(url_for("screening.status", application_id=application_id))


@blueprint.post("/apply/<int:application_id>/withdrawal")
@requires(APPLY)
@writes
def withdraw_application(application_id: int) -> ResponseReturnValue:
    """Withdraw the application."""
    withdraw(application_id=application_id, by=current_actor(), at=now())
    return redirect(url_for("screening.status", application_id=application_id))
