"""The register as a list and as files, and the record of one member."""

from flask import request
from flask.typing import ResponseReturnValue

from platform_app.audit.queries import list_entries
from platform_app.kernel.clock import today
from platform_app.kernel.errors import NotFound
from platform_app.members.forms import EndForm, FilterForm
from platform_app.members.permissions import CHANGE_REGISTER, VIEW_REGISTER
from platform_app.members.queries import list_members
from platform_app.members.queries.export import HEADER, export_rows
from platform_app.members.queries.record import get_record, may_vote
from platform_app.members.rules.prefectures import PREFECTURES
from platform_app.members.views.blueprint import blueprint
from platform_app.web.access import current_actor, requires, show_of
from platform_app.web.export import table_response
from platform_app.web.paging import page_number
from platform_app.web.render import render

_DOWNLOADS = ("csv", "xlsx")
EVERYBODY = 0
"""In the access log: the register itself, with everybody in it."""


def _filter_form() -> FilterForm:
    return FilterForm(request.args, meta={"csrf": False})


@blueprint.get("/secretariat/register")
@requires(VIEW_REGISTER)
def list_register() -> ResponseReturnValue:
    """The register of a day: searched, filtered, sorted and paged by the address."""
    form = _filter_form()
    wanted = form.wanted(today())
    page = list_members(wanted, page_number())
    return render(
        "members/register_list.html", form=form, wanted=wanted, page=page, prefectures=PREFECTURES, filters=_without_page(), today=today()
    )


def _without_page() -> dict[str, str]:
    return {name: value for name, value in request.args.items() if name not in ("page", "ending")}


@blueprint.get("/secretariat/register/download")
@requires(VIEW_REGISTER)
def download_register() -> ResponseReturnValue:
    """The list that the address filters, as a file."""
    ending = request.args.get("ending", "csv")
    if ending not in _DOWNLOADS:
        raise NotFound
    wanted = _filter_form().wanted(today())
    show_of("register", EVERYBODY)
    return table_response(f"register-{wanted.as_of.isoformat()}", ending, HEADER, export_rows(wanted))


@blueprint.get("/secretariat/register/<int:member_id>")
@requires(VIEW_REGISTER)
def show_member(member_id: int) -> ResponseReturnValue:
    """One member as of a day: particulars, periods, people, and what happened."""
    form = _filter_form()
    on = form.wanted(today()).as_of
    record = get_record(member_id)
    show_of("member", member_id)
    return render(
        "members/member_show.html",
        record=record,
        form=form,
        on=on,
        is_today=on == today(),
        votes=may_vote(record, on),
        prefectures=PREFECTURES,
        entries=list_entries(subject_type="member", subject_id=member_id),
        end_form=EndForm(formdata=None, until_on=today()),
        may_change=current_actor().may(CHANGE_REGISTER),
    )
