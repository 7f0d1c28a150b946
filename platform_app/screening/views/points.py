"""Points that the board adds, their assessment, and checks that are opened again by hand: a page of its own for each act."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from platform_app.committees.permissions import TAKE_PART
from platform_app.committees.queries import get_shown_subject
from platform_app.kernel.clock import now
from platform_app.kernel.errors import NotFound, RuleViolation
from platform_app.screening.forms import AssessmentForm, PointForm, ReopenForm
from platform_app.screening.packet import SUBJECT_TYPE
from platform_app.screening.permissions import ADD_POINT, ASSESS
from platform_app.screening.queries import get_check_of, get_sent_application
from platform_app.screening.rules.checks import Assessment, CheckKind
from platform_app.screening.services.board import add_point
from platform_app.screening.services.checks import assess_point, reopen_check
from platform_app.screening.views.application import back_to
from platform_app.screening.views.blueprint import blueprint
from platform_app.web.access import current_actor, requires, show_of, writes
from platform_app.web.forms import PlatformForm
from platform_app.web.render import render


@blueprint.get("/secretariat/applications/<int:application_id>/points/new")
@requires(ADD_POINT)
def ask_point(application_id: int) -> ResponseReturnValue:
    """The form of a further point, which the secretariat adds on the board's behalf."""
    return _page("screening/point_new.html", application_id, PointForm(formdata=None))


@blueprint.post("/secretariat/applications/<int:application_id>/points/new")
@requires(ADD_POINT)
@writes
def add_point_for_board(application_id: int) -> ResponseReturnValue:
    """Add the point."""
    form = PointForm()
    if not form.accepts():
        return _page("screening/point_new.html", application_id, form, status=422)
    try:
        add_point(application_id=application_id, title=form.title.data, by=current_actor(), at=now())
    except RuleViolation as refused:
        form.refuse(refused)
        return _page("screening/point_new.html", application_id, form, status=409)
    flash(_("The point is on the list."), "success")
    return back_to(application_id)


@blueprint.get("/secretariat/applications/<int:application_id>/points/<int:check_id>")
@requires(ASSESS)
def ask_assessment(application_id: int, check_id: int) -> ResponseReturnValue:
    """The form of the assessment of a point."""
    return _page("screening/point_assess.html", application_id, AssessmentForm(formdata=None), check_id=check_id)


@blueprint.post("/secretariat/applications/<int:application_id>/points/<int:check_id>")
@requires(ASSESS)
@writes
def assess_added_point(application_id: int, check_id: int) -> ResponseReturnValue:
    """Record the assessment of a point."""
    form = AssessmentForm()
    if not form.accepts():
        return _page("screening/point_assess.html", application_id, form, check_id=check_id, status=422)
    chosen = Assessment(form.assessment.data)
    try:
        assess_point(
            application_id=application_id, check_id=check_id, assessment=chosen, note=form.note.data or "", by=current_actor(), at=now()
        )
    except RuleViolation as refused:
        form.refuse(refused)
        return _page("screening/point_assess.html", application_id, form, check_id=check_id, status=409)
    return back_to(application_id)


@blueprint.get("/secretariat/applications/<int:application_id>/reopenings/<int:check_id>")
@requires(ASSESS)
def ask_reopening(application_id: int, check_id: int) -> ResponseReturnValue:
    """The form that opens a check again."""
    return _page("screening/check_reopen.html", application_id, ReopenForm(formdata=None), check_id=check_id)


@blueprint.post("/secretariat/applications/<int:application_id>/reopenings/<int:check_id>")
@requires(ASSESS)
@writes
def reopen(application_id: int, check_id: int) -> ResponseReturnValue:
    """Open a check again."""
    form = ReopenForm()
    if not form.accepts():
        return _page("screening/check_reopen.html", application_id, form, check_id=check_id, status=422)
    try:
        reopen_check(application_id=application_id, check_id=check_id, reason=form.reopening_reason.data, by=current_actor(), at=now())
    except RuleViolation as refused:
        form.refuse(refused)
        return _page("screening/check_reopen.html", application_id, form, check_id=check_id, status=409)
    flash(_("The check is open again."), "success")
    return back_to(application_id)


def _page(template: str, application_id: int, form: PlatformForm, *, check_id: int | None = None, status: int = 200) -> ResponseReturnValue:
    application = get_sent_application(application_id)
    check = get_check_of(application.id, check_id) if check_id is not None else None
    if check is not None and template == "screening/point_assess.html" and check.kind is not CheckKind.ADDITIONAL:
        raise NotFound
    show_of(SUBJECT_TYPE, application.id)
    return render(template, status=status, application=application, check=check, form=form)


@blueprint.get("/board/deliberations/<int:deliberation_id>/points/new")
@requires(TAKE_PART)
def ask_point_of_board(deliberation_id: int) -> ResponseReturnValue:
    """The form of a further point, for a board member who takes part in the deliberation."""
    return _board_page(deliberation_id, PointForm(formdata=None))


@blueprint.post("/board/deliberations/<int:deliberation_id>/points/new")
@requires(TAKE_PART)
@writes
def add_point_of_board(deliberation_id: int) -> ResponseReturnValue:
    """Add the board member's point."""
    form, application_id = PointForm(), _shown(deliberation_id)
    if not form.accepts():
        return _board_page(deliberation_id, form, status=422)
    try:
        add_point(application_id=application_id, title=form.title.data, by=current_actor(), at=now())
    except RuleViolation as refused:
        form.refuse(refused)
        return _board_page(deliberation_id, form, status=409)
    flash(_("The point is on the list."), "success")
    return redirect(url_for("committees.show_deliberation", deliberation_id=deliberation_id))


def _shown(deliberation_id: int) -> int:
    return get_shown_subject(deliberation_id, subject_type=SUBJECT_TYPE, by=current_actor(), at=now())


def _board_page(deliberation_id: int, form: PlatformForm, *, status: int = 200) -> ResponseReturnValue:
    application = get_sent_application(_shown(deliberation_id))
    show_of(SUBJECT_TYPE, application.id)
    return render("screening/point_of_board.html", status=status, application=application, deliberation_id=deliberation_id, form=form)
