"""What the secretariat changes in the record of a member: particulars and people."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from platform_app.kernel.clock import now, today
from platform_app.kernel.errors import NotFound, RuleViolation, StaleForm
from platform_app.kernel.reasons import Reason
from platform_app.members.forms import AppointForm, EndForm, ParticularsForm
from platform_app.members.permissions import CHANGE_REGISTER
from platform_app.members.queries.record import MemberRecord, get_record
from platform_app.members.rules import MemberKind, TermRole
from platform_app.members.services import appoint, correct_particulars, end_term
from platform_app.members.views.blueprint import blueprint
from platform_app.web.access import current_actor, requires, show_of, writes
from platform_app.web.render import render


@blueprint.get("/secretariat/register/<int:member_id>/particulars")
@requires(CHANGE_REGISTER)
def begin_correction(member_id: int) -> ResponseReturnValue:
    """The particulars as they stand, to be corrected."""
    record = get_record(member_id)
    form = ParticularsForm()
    form.show(record.particulars, record.version)
    return _particulars_page(record, form)


@blueprint.post("/secretariat/register/<int:member_id>/particulars")
@requires(CHANGE_REGISTER)
@writes
def send_correction(member_id: int) -> ResponseReturnValue:
    """Correct the particulars, unless somebody changed them since the form was shown."""
    record = get_record(member_id)
    form = ParticularsForm()
    if not form.accepts():
        return _particulars_page(record, form, status=400)
    particulars = form.read(record.particulars.kind)
    try:
        correct_particulars(member_id=member_id, particulars=particulars, version=form.version.data, by=current_actor(), at=now())
    except RuleViolation as refused:
        form.refuse(refused)
        return _particulars_page(record, form, status=409)
    except StaleForm as stale:
        form.version.data = record.version
        return _particulars_page(record, form, status=409, theirs=stale.theirs)
    flash(_("The particulars are corrected."), "success")
    return redirect(url_for("members.show_member", member_id=member_id))


def _particulars_page(record: MemberRecord, form: ParticularsForm, *, status: int = 200, theirs: object = None) -> ResponseReturnValue:
    show_of("member", record.id)
    if record.particulars.kind is MemberKind.INDIVIDUAL:
        del form.corporate_number, form.kind_of_body
    return render("members/particulars_form.html", status=status, record=record, form=form, theirs=theirs or {})


@blueprint.get("/secretariat/register/<int:member_id>/people/new")
@requires(CHANGE_REGISTER)
def begin_appointment(member_id: int) -> ResponseReturnValue:
    """The form that gives a role to a person."""
    record = get_record(member_id)
    return _appointment_page(record, _appoint_form(record, from_on=today(), person="new"))


def _appoint_form(record: MemberRecord, **data: object) -> AppointForm:
    form = AppointForm(**data)
    form.offer((term.person_id, term.name) for term in record.terms)
    return form


def _appointment_page(record: MemberRecord, form: AppointForm, *, status: int = 200) -> ResponseReturnValue:
    show_of("member", record.id)
    return render("members/person_appoint.html", status=status, record=record, form=form)


@blueprint.post("/secretariat/register/<int:member_id>/people/new")
@requires(CHANGE_REGISTER)
@writes
def send_appointment(member_id: int) -> ResponseReturnValue:
    """Give the role; a former representative or delegate ends on that day."""
    record = get_record(member_id)
    form = _appoint_form(record)
    if not form.accepts():
        return _appointment_page(record, form, status=400)
    try:
        appoint(
            member_id=member_id, role=TermRole(form.role.data), from_on=form.from_on.data, person_id=form.person_id,
            person=form.new_person(), by=current_actor(), at=now(),
        )
    except RuleViolation as refused:
        form.refuse(refused)
        return _appointment_page(record, form, status=409)
    flash(_("The role is recorded."), "success")
    return redirect(url_for("members.show_member", member_id=member_id))


@blueprint.post("/secretariat/register/<int:member_id>/terms/<int:term_id>/end")
@requires(CHANGE_REGISTER)
@writes
def end_role(member_id: int, term_id: int) -> ResponseReturnValue:
    """End a role on a day."""
    if term_id not in {term.term_id for term in get_record(member_id).terms}:
        raise NotFound
    form = EndForm()
    if not form.accepts():
        raise RuleViolation([Reason("members.end_missing")])
    end_term(term_id=term_id, until_on=form.until_on.data, by=current_actor(), at=now())
    flash(_("The end is recorded."), "success")
    return redirect(url_for("members.show_member", member_id=member_id))
