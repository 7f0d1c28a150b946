"""Returns for correction: collecting remarks, sending them, and looking at what came back."""

from collections.abc import Iterator

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from platform_app.accounts.queries import list_users
from platform_app.bylaws.queries import rules_at
from platform_app.kernel.clock import civil_date, now
from platform_app.kernel.errors import InvalidInput, RuleViolation
from platform_app.screening.forms import RemarkForm, ReturnForm
from platform_app.screening.forms.places import place_label, value_text
from platform_app.screening.models import Application
from platform_app.screening.permissions import CHECK_COMPLETENESS, VIEW_APPLICATIONS
from platform_app.screening.queries import (
    find_prepared_return,
    get_sent_application,
    list_remarks,
    list_rounds,
    snapshot,
)
from platform_app.screening.rules.corrections import MOST_REMARKS, why_not_prepare
from platform_app.screening.rules.places import LISTS, WHOLE, Place, places_of, read_place, shown_at
from platform_app.screening.services.changes import mark_of
from platform_app.screening.services.returns import drop_remark, raise_remark, return_for_correction, settle_remark
from platform_app.screening.views.application import back_to
from platform_app.screening.views.blueprint import blueprint
from platform_app.screening.views.staleness import refuse_stale
from platform_app.web.access import current_actor, requires, show_of, writes
from platform_app.web.forms import options
from platform_app.web.render import render
from platform_app.web.words import say

_LONGEST_ID = 9


@blueprint.get("/secretariat/applications/<int:application_id>/return")
@requires(CHECK_COMPLETENESS)
def prepare_return(application_id: int) -> ResponseReturnValue:
    """The remarks collected so far, a form for the next one, and the application to read beside it."""
    application = get_sent_application(application_id)
    form = _remark_form(application, is_new=True)
    return _return_page(application, form, ReturnForm(formdata=None))


def _remark_form(application: Application, *, is_new: bool) -> RemarkForm:
    asked = {name: request.args.get(name, "") for name in ("field", "former_id", "clause", "text")}
    form = RemarkForm(formdata=None, data=asked) if is_new else RemarkForm()
    form.field.choices = options([(str(place), place_label(place)) for place in (WHOLE, *places_of(snapshot(application)))])
    return form


def _return_page(application: Application, form: RemarkForm, sending: ReturnForm, *, status: int = 200) -> ResponseReturnValue:
    show_of("application", application.id)
    prepared = find_prepared_return(application.id)
    remarks = list_remarks([prepared.id]) if prepared is not None else ()
    rounds = list_rounds(application)
    return render(
        "screening/application_return.html", status=status, application=application, form=form, sending=sending, remarks=remarks,
        former={state.row.id: state.row for one in rounds for state in one.remarks}, last=rounds[-1] if rounds else None,
        lines=list(_lines(application)), rules=rules_at(civil_date(now())), most=MOST_REMARKS,
        users=list_users(row.raised_by_id for row in remarks if row.raised_by_id is not None),
        label=place_label, read_place=read_place, value_text=value_text, reasons_against=why_not_prepare(application.status),
        seen=mark_of(application.id),
    )


def _lines(application: Application) -> Iterator[tuple[Place, str]]:
    """What stands on the form, place by place; a line of a list as a whole."""
    standing = snapshot(application)
    for place in places_of(standing):
        if place.part is None:
            is_list = place.root in (*LISTS, "attachments") and place.row is None and place.slot is None
            yield place, _("as follows") if is_list else value_text(place, shown_at(standing, place))


@blueprint.post("/secretariat/applications/<int:application_id>/remarks")
@requires(CHECK_COMPLETENESS)
@writes
def add_remark(application_id: int) -> ResponseReturnValue:
    """Pin a remark to a place of the form; the applicant sees nothing of it yet."""
    application = get_sent_application(application_id)
    form = _remark_form(application, is_new=False)
    if not form.accepts():
        return _return_page(application, form, ReturnForm(formdata=None), status=422)
    former = form.former_id.data or ""
    try:
        raise_remark(
            application_id=application_id, field=form.field.data, text=form.text.data, clause=form.clause_text.data or form.clause.data or "",
            former_id=int(former) if former.isdecimal() and former.isascii() else None, by=current_actor(), at=now(),
        )
    except RuleViolation as error:
        form.refuse(error)
        return _return_page(application, form, ReturnForm(formdata=None), status=409)
    return redirect(url_for("screening.prepare_return", application_id=application_id, _anchor="remarks"))


@blueprint.post("/secretariat/applications/<int:application_id>/remarks/removal")
@requires(CHECK_COMPLETENESS)
@writes
def remove_remark(application_id: int) -> ResponseReturnValue:
    """Take a remark out again."""
    drop_remark(application_id=application_id, remark_id=_remark_id(application_id), by=current_actor(), at=now())
    return redirect(url_for("screening.prepare_return", application_id=application_id, _anchor="remarks"))


@blueprint.post("/secretariat/applications/<int:application_id>/remarks/settled")
@requires(CHECK_COMPLETENESS)
@writes
def tick_off_remark(application_id: int) -> ResponseReturnValue:
    """Tick off a remark of a correction that came back."""
    remark_id = _remark_id(application_id)
    settle_remark(application_id=application_id, remark_id=remark_id, by=current_actor(), at=now())
    return redirect(url_for("screening.show_corrections_to_staff", application_id=application_id, _anchor=f"remark-{remark_id}"))


def _remark_id(application_id: int) -> int:
    get_sent_application(application_id)
    text = request.form.get("remark_id", "")
    if not (text.isascii() and text.isdecimal() and len(text) <= _LONGEST_ID):
        raise InvalidInput
    return int(text)


@blueprint.post("/secretariat/applications/<int:application_id>/return")
@requires(CHECK_COMPLETENESS)
@writes
def return_application(application_id: int) -> ResponseReturnValue:
    """Send the remarks to the applicant."""
    refuse_stale(application_id)
    application = get_sent_application(application_id)
    form = ReturnForm()
    if not form.accepts():
        return _return_page(application, _remark_form(application, is_new=True), form, status=422)
    if form.unnoted.data:
        unnoted, form.unnoted.data = form.unnoted.data, ""
        return _return_page(application, _unnoted_remark(application, unnoted), form, status=409)
    try:
        return_for_correction(application_id=application_id, remark=form.remark.data or "", by=current_actor(), at=now())
    except RuleViolation as error:
        form.refuse(error)
        return _return_page(application, _remark_form(application, is_new=True), form, status=409)
    return back_to(application_id)


def _unnoted_remark(application: Application, text: str) -> RemarkForm:
    """The form for a remark with what was typed and not noted: it would have been lost."""
    form = _remark_form(application, is_new=True)
    form.text.data, form.text.errors = text, [say("screening.remark_not_noted")]
    return form


@blueprint.get("/secretariat/applications/<int:application_id>/corrections")
@requires(VIEW_APPLICATIONS)
def show_corrections_to_staff(application_id: int) -> ResponseReturnValue:
    """Each return with its remarks and what was changed, before and after, the newest first."""
    application = get_sent_application(application_id)
    show_of("application", application.id)
    return render(
        "screening/application_corrections.html", application=application, rounds=list_rounds(application)[::-1],
        rules=rules_at(civil_date(now())), label=place_label, value_text=value_text,
        may_check=current_actor().may(CHECK_COMPLETENESS), may_remark=not why_not_prepare(application.status),
    )
