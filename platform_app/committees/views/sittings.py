"""The secretariat's work on a sitting: who is present, a later deadline, conflicts found after the opening, positions from the minutes."""

from flask import Response, flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from platform_app.committees.forms import AttendanceForm, ConflictReportForm, ExtensionForm, RecordedPositionForm
from platform_app.committees.permissions import CONDUCT, VIEW_BOARD
from platform_app.committees.queries.pages import view_for_staff
from platform_app.committees.queries.sittings import view_sitting
from platform_app.committees.rules.tally import Choice
from platform_app.committees.services import extend_deadline, note_attendance, record_position, report_conflict
from platform_app.committees.views.blueprint import blueprint
from platform_app.kernel.clock import now, today
from platform_app.kernel.errors import RuleViolation
from platform_app.web.access import current_actor, requires, writes
from platform_app.web.render import render


@blueprint.get("/secretariat/board/sittings/<int:sitting_id>")
@requires(VIEW_BOARD)
def show_sitting(sitting_id: int) -> Response:
    """What was put to the board together, who is present, and the deadline."""
    return _sitting_page(sitting_id)


@blueprint.post("/secretariat/board/sittings/<int:sitting_id>/attendance")
@requires(CONDUCT)
@writes
def take_attendance(sitting_id: int) -> BaseResponse:
    """Note who is present in a meeting."""
    form = AttendanceForm().offer(view_sitting(sitting_id, on=today()).seats)
    if not form.accepts():
        return _sitting_page(sitting_id, attendance=form, status=400)
    try:
        note_attendance(sitting_id=sitting_id, present=form.present.data or (), by=current_actor(), at=now())
    except RuleViolation as refused:
        form.refuse(refused)
        return _sitting_page(sitting_id, attendance=form, status=409)
    flash(_("It is noted who is present."), "success")
    return redirect(url_for("committees.show_sitting", sitting_id=sitting_id))


@blueprint.post("/secretariat/board/sittings/<int:sitting_id>/deadline")
@requires(CONDUCT)
@writes
def put_off_deadline(sitting_id: int) -> BaseResponse:
    """Put off the deadline of all that is open."""
    form = ExtensionForm()
    if not form.accepts():
        return _sitting_page(sitting_id, extension=form, status=400)
    try:
        extend_deadline(sitting_id=sitting_id, closes_at=form.closes_at, reason=form.reason.data, by=current_actor(), at=now())
    except RuleViolation as refused:
        form.refuse(refused)
        return _sitting_page(sitting_id, extension=form, status=409)
    flash(_("The deadline is put off."), "success")
    return redirect(url_for("committees.show_sitting", sitting_id=sitting_id))


@blueprint.get("/secretariat/board/deliberations/<int:deliberation_id>/conflicts/new")
@requires(CONDUCT)
def ask_report(deliberation_id: int) -> Response:
    """The form of a conflict that was found after the opening."""
    return _deliberation_page("committees/conflict_report.html", deliberation_id)


@blueprint.post("/secretariat/board/deliberations/<int:deliberation_id>/conflicts/new")
@requires(CONDUCT)
@writes
def take_report(deliberation_id: int) -> BaseResponse:
    """Recuse a seat for a conflict that was found after the opening."""
    form = ConflictReportForm().offer(view_for_staff(deliberation_id, at=now()).lines)
    if not form.accepts():
        return _deliberation_page("committees/conflict_report.html", deliberation_id, form, status=400)
    try:
        report_conflict(
            deliberation_id=deliberation_id, seat_id=int(form.seat.data), reason=form.reason.data, by=current_actor(), at=now()
        )
    except RuleViolation as refused:
        form.refuse(refused)
        return _deliberation_page("committees/conflict_report.html", deliberation_id, form, status=409)
    flash(_("The board member is recused from this matter and is told by mail."), "success")
    return redirect(url_for("committees.show_deliberation_to_staff", deliberation_id=deliberation_id))


@blueprint.get("/secretariat/board/deliberations/<int:deliberation_id>/positions/new")
@requires(CONDUCT)
def ask_recorded_position(deliberation_id: int) -> Response:
    """The form of a position from the minutes."""
    return _deliberation_page("committees/position_record.html", deliberation_id)


@blueprint.post("/secretariat/board/deliberations/<int:deliberation_id>/positions/new")
@requires(CONDUCT)
@writes
def take_recorded_position(deliberation_id: int) -> BaseResponse:
    """Write down from the minutes what a seat said in a meeting."""
    form = RecordedPositionForm().offer(view_for_staff(deliberation_id, at=now()).lines)
    if not form.accepts():
        return _deliberation_page("committees/position_record.html", deliberation_id, form, status=400)
    choice, reason = Choice(form.choice.data), form.reason.data or ""
    try:
        record_position(
            deliberation_id=deliberation_id, seat_id=int(form.seat.data), choice=choice, reason=reason, by=current_actor(), at=now()
        )
    except RuleViolation as refused:
        form.refuse(refused)
        return _deliberation_page("committees/position_record.html", deliberation_id, form, status=409)
    flash(_("The position is recorded."), "success")
    return redirect(url_for("committees.show_deliberation_to_staff", deliberation_id=deliberation_id))


def _deliberation_page(
    template: str, deliberation_id: int, form: ConflictReportForm | RecordedPositionForm | None = None, *, status: int = 200
) -> Response:
    page = view_for_staff(deliberation_id, at=now())
    if form is None:
        kind = ConflictReportForm if template == "committees/conflict_report.html" else RecordedPositionForm
        form = kind(formdata=None).offer(page.lines)
    return render(template, status=status, page=page, form=form)


def _sitting_page(
    sitting_id: int, *, attendance: AttendanceForm | None = None, extension: ExtensionForm | None = None, status: int = 200
) -> Response:
    page = view_sitting(sitting_id, on=today())
    noted = {"present": [seat.seat_id for seat in page.seats if seat.is_present]}
    return render(
        "committees/sitting_show.html",
        status=status,
        page=page,
        at=now(),
        may_conduct=current_actor().may(CONDUCT),
        attendance=attendance or AttendanceForm(formdata=None, data=noted).offer(page.seats),
        extension=extension or ExtensionForm(formdata=None),
        refused=attendance or extension,
    )
