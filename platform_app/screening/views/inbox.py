"""The secretariat's inbox of applications: by age, filtered and sorted by the address, as a file, and given to people."""

from collections.abc import Collection, Iterator
from datetime import date
from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from platform_app.accounts.queries import User, list_holders_of
from platform_app.kernel.calendar import count_business_days
from platform_app.kernel.clock import civil_date, now, today
from platform_app.kernel.errors import InvalidInput, NotFound, RuleViolation
from platform_app.screening.forms.inbox import AssignmentForm, BulkAssignmentForm, InboxForm, chosen_id
from platform_app.screening.permissions import CHECK_COMPLETENESS, ENTER, RELEASE, SEND_TO_BOARD, VIEW_APPLICATIONS
from platform_app.screening.queries.deadlines import terms_on
from platform_app.screening.queries.inbox import InboxFilter, InboxRow, export_sent, list_sent
from platform_app.screening.rules.applications import APPLICATION_LIFECYCLE
from platform_app.screening.rules.assignments import OFFICES
from platform_app.screening.rules.deadlines import is_overdue
from platform_app.screening.services.assignments import assign, assign_many
from platform_app.screening.views.application import application_page, back_to
from platform_app.screening.views.blueprint import blueprint
from platform_app.screening.views.staleness import refuse_stale
from platform_app.web.access import current_actor, requires, show_of, writes
from platform_app.web.export import Cell, table_response
from platform_app.web.forms import options
from platform_app.web.paging import page_number
from platform_app.web.render import render
from platform_app.web.words import say

_DOWNLOADS = ("csv", "xlsx")
_MOST_AT_ONCE = 200
_HEADER = (
    "number", "name", "kana", "membership_class", "status", "in_status_since", "business_days", "due_on", "overdue", "assignee", "substitute",
    "came_in", "prefecture", "submitted_on", "corporate_number",
)


def _wanted(form: InboxForm) -> InboxFilter:
    direction, sort = request.args.get("direction", "ascending"), request.args.get("sort", "since")
    return form.wanted(user_id=current_actor().user_id, sort=sort, direction=direction)


def _form() -> InboxForm:
    return InboxForm(request.args, meta={"csrf": False})


@blueprint.get("/secretariat/applications")
@requires(VIEW_APPLICATIONS)
def list_inbox() -> ResponseReturnValue:
    """What was sent in, oldest first if nothing else is asked."""
    return _inbox_page()


def _inbox_page(*, bulk: BulkAssignmentForm | None = None, status: int = 200) -> ResponseReturnValue:
    form, on, holders = _form(), today(), list_holders_of(OFFICES)
    page = list_sent(page_number(), _wanted(form), holders={user.id for user in holders}, today=on)
    closed = terms_on(on).closed
    bulk = bulk or BulkAssignmentForm(formdata=None)
    bulk.assignee.choices = _people(holders)
    return render(
        "screening/applications_list.html", status=status, page=page, form=form, bulk=bulk, names={user.id: user.name for user in holders},
        turns=APPLICATION_LIFECYCLE.turn, ages={row.id: _age(row, on, closed) for row in page.rows},
        overdue={row.id for row in page.rows if is_overdue(row.due_on, on)}, filters=_without_page(),
        may_check=current_actor().may(CHECK_COMPLETENESS), may_enter=current_actor().may(ENTER), may_release=current_actor().may(RELEASE),
        may_send=current_actor().may(SEND_TO_BOARD),
    )


def _people(holders: list[User]) -> list[tuple[str, str]]:
    choices: list[tuple[str, str]] = options([("", say("screening.nobody_assigned")), *((str(user.id), user.name) for user in holders)])
    return choices


def _age(row: InboxRow, on: date, closed: Collection[date]) -> int:
    return count_business_days(civil_date(row.status_since), on, closed=closed)


def _without_page() -> dict[str, Any]:
    return {name: value for name, value in request.args.items() if name not in ("page", "ending")}


@blueprint.get("/secretariat/applications/download")
@requires(VIEW_APPLICATIONS)
def download_inbox() -> ResponseReturnValue:
    """The list that the address filters, as a file."""
    ending = request.args.get("ending", "csv")
    if ending not in _DOWNLOADS:
        raise NotFound
    show_of("applications", 0)  # everybody in the list
    return table_response(f"applications-{today().isoformat()}", ending, _HEADER, _export_rows(_wanted(_form())))


def _export_rows(wanted: InboxFilter) -> Iterator[tuple[Cell, ...]]:
    on = today()
    names, closed = {user.id: user.name for user in list_holders_of(OFFICES)}, terms_on(on).closed
    for row in export_sent(wanted, holders=set(names), today=on):
        yield (
            row.number, row.name, row.kana, say(row.membership_class) if row.membership_class else None, say(row.status),
            civil_date(row.status_since), _age(row, on, closed), row.due_on, say("screening.overdue") if is_overdue(row.due_on, on) else None,
            names.get(row.assignee_id or 0), names.get(row.substitute_id or 0), say(row.channel), row.prefecture,
            civil_date(row.submitted_at) if row.submitted_at else None, row.corporate_number,
        )


@blueprint.post("/secretariat/applications/assignment")
@requires(CHECK_COMPLETENESS)
@writes
def assign_applications() -> ResponseReturnValue:
    """Give those that were ticked to one person."""
    form = BulkAssignmentForm()
    form.assignee.choices = _people(list_holders_of(OFFICES))
    chosen = _chosen()
    if not form.accepts():
        return _inbox_page(bulk=form, status=422)
    if not chosen:
        flash(_("Nothing was ticked, so nothing was changed."), "error")
        return redirect(url_for("screening.list_inbox", **_without_page()))
    result = assign_many(chosen=chosen, assignee_id=chosen_id(form.assignee.data), note=form.note.data or "", by=current_actor(), at=now())
    flash(_("Given: %(number)s.", number=result.assigned), "success")
    if result.left:
        flash(_("Left as they are, because they changed meanwhile or have ended: %(numbers)s.", numbers=", ".join(result.left)), "warning")
    return redirect(url_for("screening.list_inbox", **_without_page()))


def _chosen() -> dict[int, int]:
    found = {}
    for text in request.form.getlist("chosen")[:_MOST_AT_ONCE]:
        application_id, _colon, version = text.partition(":")
        if not (application_id.isascii() and application_id.isdecimal() and version.isascii() and version.isdecimal() and len(text) <= 20):
            raise InvalidInput
        found[int(application_id)] = int(version)
    return found


@blueprint.post("/secretariat/applications/<int:application_id>/assignment")
@requires(CHECK_COMPLETENESS)
@writes
def assign_application(application_id: int) -> ResponseReturnValue:
    """Give it to somebody, with a substitute and a note."""
    refuse_stale(application_id)
    form = AssignmentForm()
    form.offer(list_holders_of(OFFICES))
    if not form.accepts():
        return application_page(application_id, form=form, status=422)
    try:
        assign(
            application_id=application_id, assignee_id=chosen_id(form.assignee.data), substitute_id=chosen_id(form.substitute.data),
            note=form.handover_note.data or "", by=current_actor(), at=now(),
        )
    except RuleViolation as error:
        form.refuse(error)
        return application_page(application_id, form=form, status=409)
    return back_to(application_id)


@blueprint.post("/secretariat/applications/<int:application_id>/take-over")
@requires(CHECK_COMPLETENESS)
@writes
def take_over_application(application_id: int) -> ResponseReturnValue:
    """Take it into the own hands."""
    refuse_stale(application_id)
    assign(application_id=application_id, assignee_id=current_actor().user_id, by=current_actor(), at=now())
    return back_to(application_id)
