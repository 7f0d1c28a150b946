"""The secretariat's pages of ministries and desks."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from platform_app.kernel.clock import now, today
from platform_app.kernel.errors import NotFound, RuleViolation
from platform_app.kernel.reasons import Reason
from platform_app.members.forms import DeskForm, EndForm, MinistryForm
from platform_app.members.permissions import CHANGE_MINISTRIES, VIEW_MINISTRIES
from platform_app.members.queries.ministries import MinistryFacts, list_all_desks, list_ministries
from platform_app.members.services import add_desk, add_ministry, close_desk, close_ministry
from platform_app.members.views.blueprint import blueprint
from platform_app.web.access import current_actor, requires, writes
from platform_app.web.render import render


@blueprint.get("/secretariat/ministries")
@requires(VIEW_MINISTRIES)
def list_ministry_desks() -> ResponseReturnValue:
    """The master of ministries with their desks, past ones too."""
    return _page(MinistryForm(formdata=None))


def _page(form: MinistryForm, *, status: int = 200) -> ResponseReturnValue:
    return render(
        "members/ministry_list.html", status=status, ministries=list_ministries(), desks=list_all_desks(), form=form, today=today(),
        end_form=EndForm(formdata=None), may_change=current_actor().may(CHANGE_MINISTRIES),
    )


@blueprint.post("/secretariat/ministries")
@requires(CHANGE_MINISTRIES)
@writes
def send_ministry() -> ResponseReturnValue:
    """Add a ministry."""
    form = MinistryForm()
    if not form.accepts():
        return _page(form, status=400)
    try:
        add_ministry(name=form.name.data, valid_from=form.valid_from.data, by=current_actor(), at=now())
    except RuleViolation as refused:
        form.refuse(refused)
        return _page(form, status=409)
    flash(_("The ministry is added."), "success")
    return redirect(url_for("members.list_ministry_desks"))


def _ministry(ministry_id: int) -> MinistryFacts:
    for ministry in list_ministries():
        if ministry.id == ministry_id:
            return ministry
    raise NotFound


def _desk_page(ministry: MinistryFacts, form: DeskForm, *, status: int = 200) -> ResponseReturnValue:
    return render("members/desk_new.html", status=status, ministry=ministry, form=form)


@blueprint.get("/secretariat/ministries/<int:ministry_id>/desks/new")
@requires(CHANGE_MINISTRIES)
def begin_desk(ministry_id: int) -> ResponseReturnValue:
    """The form of a new desk."""
    return _desk_page(_ministry(ministry_id), DeskForm(formdata=None, valid_from=today()))


@blueprint.post("/secretariat/ministries/<int:ministry_id>/desks/new")
@requires(CHANGE_MINISTRIES)
@writes
def send_desk(ministry_id: int) -> ResponseReturnValue:
    """Add a desk that may recommend."""
    ministry, form = _ministry(ministry_id), DeskForm()
    if not form.accepts():
        return _desk_page(ministry, form, status=400)
    values = {"name": form.name.data, "email": form.email.data, "valid_from": form.valid_from.data}
    try:
        add_desk(ministry_id=ministry_id, **values, by=current_actor(), at=now())
    except RuleViolation as refused:
        form.refuse(refused)
        return _desk_page(ministry, form, status=409)
    flash(_("The desk is added."), "success")
    return redirect(url_for("members.list_ministry_desks"))


@blueprint.post("/secretariat/ministries/<int:ministry_id>/close")
@requires(CHANGE_MINISTRIES)
@writes
def end_ministry(ministry_id: int) -> ResponseReturnValue:
    """End a ministry and its desks on a day."""
    ministry = _ministry(ministry_id)
    close_ministry(ministry_id=ministry.id, valid_to=_read_end().until_on.data, by=current_actor(), at=now())
    flash(_("The end is recorded."), "success")
    return redirect(url_for("members.list_ministry_desks"))


@blueprint.post("/secretariat/ministries/desks/<int:desk_id>/close")
@requires(CHANGE_MINISTRIES)
@writes
def end_desk(desk_id: int) -> ResponseReturnValue:
    """End a desk on a day."""
    if desk_id not in {desk.id for desk in list_all_desks()}:
        raise NotFound
    close_desk(desk_id=desk_id, valid_to=_read_end().until_on.data, by=current_actor(), at=now())
    flash(_("The end is recorded."), "success")
    return redirect(url_for("members.list_ministry_desks"))


def _read_end() -> EndForm:
    form = EndForm()
    if not form.accepts():
        raise RuleViolation([Reason("members.end_missing")])
    return form
