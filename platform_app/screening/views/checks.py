"""Checks of an application, and its way to the board."""

from flask import flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from platform_app.kernel.clock import now
from platform_app.kernel.errors import NotFound, RuleViolation
from platform_app.screening.forms import AssessmentForm, CheckForm, ConclusionForm, SealedForm
from platform_app.screening.permissions import CHECK_COMPLETENESS, CONCLUDE, OPEN_SEALED, SEND_TO_BOARD
from platform_app.screening.queries import (
    get_sent_application,
)
from platform_app.screening.rules.checks import ASSESSED, OF_EVERY_APPLICATION, Assessment, CheckKind, Conclusion
from platform_app.screening.services.board import send_to_board
from platform_app.screening.services.checks import conclude, open_sealed, satisfy_check
from platform_app.screening.views.application import application_page, back_to
from platform_app.screening.views.blueprint import blueprint
from platform_app.screening.views.staleness import refuse_stale
from platform_app.web.access import current_actor, needs_presence, requires, writes
from platform_app.web.render import render


@blueprint.post("/secretariat/applications/<int:application_id>/checks/<string:kind>")
@requires(CHECK_COMPLETENESS)
@writes
def complete_check(application_id: int, kind: str) -> ResponseReturnValue:
    """Mark a check as done."""
    refuse_stale(application_id)
    if kind not in {known.value for known in OF_EVERY_APPLICATION}:
        raise NotFound
    form = AssessmentForm() if CheckKind(kind) in ASSESSED else CheckForm()
    if not form.accepts():
        return application_page(application_id, form=form, status=422)
    chosen = Assessment(form.assessment.data) if isinstance(form, AssessmentForm) else None
    try:
        satisfy_check(
            application_id=application_id, kind=CheckKind(kind), assessment=chosen, note=form.note.data or "", by=current_actor(), at=now()
        )
    except RuleViolation as error:
        form.refuse(error)
        return application_page(application_id, form=form, status=409)
    return back_to(application_id)


@blueprint.post("/secretariat/applications/<int:application_id>/conclusion")
@requires(CONCLUDE)
@writes
def conclude_check(application_id: int) -> ResponseReturnValue:
    """Seal the conclusion on anti-social forces."""
    form = ConclusionForm()
    refuse_stale(application_id)
    if not form.accepts():
        return application_page(application_id, form=form, status=422)
    try:
        conclude(
            application_id=application_id, conclusion=Conclusion(form.conclusion.data), note=form.note.data or "",
            by=current_actor(), at=now(),
        )
    except RuleViolation as error:
        form.refuse(error)
        return application_page(application_id, form=form, status=409)
    return back_to(application_id)


@blueprint.post("/secretariat/applications/<int:application_id>/sealed")
@requires(OPEN_SEALED)
@needs_presence
@writes
def show_sealed(application_id: int) -> ResponseReturnValue:
    """Open the sealed conclusion, with a reason that stays on record."""
    form = SealedForm()
    if not form.accepts():
        return application_page(application_id, form=form, status=422)
    conclusion, note = open_sealed(application_id=application_id, reason=form.reason.data, by=current_actor(), at=now())
    return render(
        "screening/application_sealed.html", application=get_sent_application(application_id), conclusion=conclusion, note=note
    )


@blueprint.post("/secretariat/applications/<int:application_id>/board")
@requires(SEND_TO_BOARD)
@writes
def send_application_to_board(application_id: int) -> ResponseReturnValue:
    """Open the board's deliberation."""
    refuse_stale(application_id)
    send_to_board(application_id=application_id, by=current_actor(), at=now())
    flash(_("The application was sent to the board. Its members get a mail."), "success")
    return back_to(application_id)
