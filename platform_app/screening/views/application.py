"""One application as the secretariat sees it, and the first acts on it."""

from collections.abc import Sequence

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from platform_app.accounts.queries import get_user, list_holders_of, list_users
from platform_app.committees.permissions import VIEW_BOARD
from platform_app.committees.queries import list_deliberations_about
from platform_app.documents.queries import list_files
from platform_app.documents.services import send, send_letter
from platform_app.kernel.clock import civil_date, now, today
from platform_app.kernel.errors import NotFound
from platform_app.kernel.reasons import Reason
from platform_app.kernel.roles import Role
from platform_app.mail.permissions import RESEND
from platform_app.mail.queries import newest_deliveries
from platform_app.screening.forms import AddressForm, AssessmentForm, ConclusionForm, ReviewForm, SealedForm
from platform_app.screening.forms.inbox import AssignmentForm
from platform_app.screening.models import Application
from platform_app.screening.packet import LABELS, SUBJECT_TYPE, points_of
from platform_app.screening.permissions import (
    ADD_POINT,
    ASSESS,
    CHANGE_ADDRESS,
    CHECK_COMPLETENESS,
    CONCLUDE,
    KEEP_RECORDS,
    OPEN_SEALED,
    RELEASE,
    SEND_TO_BOARD,
    VIEW_APPLICATIONS,
)
from platform_app.screening.queries import (
    find_prepared_return,
    former_expulsion,
    get_attachment,
    get_sent_application,
    list_assignments,
    list_attachments,
    list_checks,
    list_decisions,
    list_officers,
    list_remarks,
    list_returns,
    people_of_entry,
    recommending,
    why_not_board,
)
from platform_app.screening.rules.applications import APPLICATION_LIFECYCLE
from platform_app.screening.rules.assignments import OFFICES
from platform_app.screening.rules.deadlines import is_overdue
from platform_app.screening.services.changes import mark_of
from platform_app.screening.services.checks import take_up
from platform_app.screening.timeline import timeline_of
from platform_app.screening.views.blueprint import blueprint
from platform_app.screening.views.retention import erased_page
from platform_app.screening.views.staleness import refuse_stale
from platform_app.web.access import current_actor, requires, show_of, writes
from platform_app.web.forms import PlatformForm
from platform_app.web.render import render

_SEES_BIRTH_DATES = frozenset({Role.SECRETARIAT, Role.SCREENING_OFFICER})


@blueprint.get("/secretariat/applications/<int:application_id>")
@requires(VIEW_APPLICATIONS)
def show_application(application_id: int) -> ResponseReturnValue:
    """One application with its checks and what may be done next."""
    return application_page(application_id)


def application_page(
    application_id: int, *, reasons: Sequence[Reason] = (), form: PlatformForm | None = None, status: int = 200
) -> ResponseReturnValue:
    """The page of one application; a refused form comes back with what was typed."""
    application, actor = get_sent_application(application_id), current_actor()
    show_of("application", application.id)
    if application.erased_at is not None:
        return erased_page(application)
    attachments = list_attachments(application.id)
    files = {file.id: file for file in list_files([row.file_id for row in attachments if row.file_id is not None])}
    shown = form.__class__.__name__ if form is not None else ""
    kinds = (AssessmentForm, ConclusionForm, SealedForm, ReviewForm)
    forms = {kind.__name__: form if kind.__name__ == shown else kind(formdata=None) for kind in kinds}
    return render(
        "screening/application_show.html", status=status, application=application, reasons=reasons, forms=forms,
        turn=APPLICATION_LIFECYCLE.turn[application.status], officers=list_officers(application.id), attachments=attachments, files=files,
        recommending=recommending(application, on=civil_date(now())), checks=list_checks(application.id), returns=list_returns(application.id),
        prepared=_prepared_remarks(application.id), seen=mark_of(application.id), **_hands(application, form), **_reach(application, form),
        decisions=list_decisions(application.id), applicant=get_user(application.user_id) if application.user_id else None,
        timeline=timeline_of(application, reader=actor),
        entry_people=people_of_entry(application),
        expelled_on=former_expulsion(application) if actor.may(ASSESS) else None,
        labels=LABELS, sees_birth_dates=bool(actor.roles & _SEES_BIRTH_DATES), may=rights(),
        why_not_board=why_not_board(application), points=points_of(application.id),
        deliberations=list_deliberations_about(subject_type=SUBJECT_TYPE, subject_id=application.id),
    )


def _hands(application: Application, form: PlatformForm | None) -> dict[str, object]:
    """Who has the application in hand, who had it, and a form to hand it over."""
    holders, history = list_holders_of(OFFICES), list_assignments(application.id)
    names = {user.id: user.name for user in holders}
    people = {person_id for row in history for person_id in (row.assignee_id, row.assigned_by_id) if person_id is not None}
    standing = {"assignee": str(application.assignee_id or ""), "substitute": str(application.substitute_id or "")}
    shown = form if isinstance(form, AssignmentForm) else AssignmentForm(formdata=None, data=standing)
    shown.offer(holders)
    return {
        "assignment": shown, "assignee": names.get(application.assignee_id or 0), "substitute": names.get(application.substitute_id or 0),
        "assignments": history, "people": list_users(people), "is_late": is_overdue(application.due_on, today()),
    }


def _reach(application: Application, form: PlatformForm | None) -> dict[str, object]:
    """What became of the mails to the applicant, and a form for another address."""
    return {
        "deliveries": newest_deliveries(subject_type="application", subject_id=application.id),
        "address_form": form if isinstance(form, AddressForm) else AddressForm(formdata=None),
    }


def _prepared_remarks(application_id: int) -> int:
    prepared = find_prepared_return(application_id)
    return len(list_remarks([prepared.id])) if prepared is not None else 0


def rights() -> dict[str, bool]:
    """Which acts the reader may do, for showing only those."""
    actor = current_actor()
    named = {
        "check": CHECK_COMPLETENESS, "assess": ASSESS, "conclude": CONCLUDE,
        "open_sealed": OPEN_SEALED, "send": SEND_TO_BOARD, "add_point": ADD_POINT, "release": RELEASE, "keep": KEEP_RECORDS,
        "change_address": CHANGE_ADDRESS, "resend": RESEND, "see_board": VIEW_BOARD,
    }
    return {name: actor.may(permission) for name, permission in named.items()}


def back_to(application_id: int) -> ResponseReturnValue:
    """Back to the application after an act."""
    return redirect(url_for("screening.show_application", application_id=application_id))


@blueprint.post("/secretariat/applications/<int:application_id>/take-up")
@requires(CHECK_COMPLETENESS)
@writes
def take_up_application(application_id: int) -> ResponseReturnValue:
    """Begin, or go on with, the check."""
    refuse_stale(application_id)
    take_up(application_id=application_id, by=current_actor(), at=now())
    return back_to(application_id)


@blueprint.get("/secretariat/applications/<int:application_id>/documents/<int:attachment_id>")
@requires(VIEW_APPLICATIONS)
def download_attachment(application_id: int, attachment_id: int) -> ResponseReturnValue:
    """The file of a paper."""
    application = get_sent_application(application_id)
    attachment = get_attachment(attachment_id, application_id=application.id)
    if attachment.file_id is None:
        raise NotFound
    show_of("application", application.id)
    return send(file_id=attachment.file_id)


@blueprint.get("/secretariat/applications/<int:application_id>/letters/<string:kind>")
@requires(VIEW_APPLICATIONS)
def download_application_letter(application_id: int, kind: str) -> ResponseReturnValue:
    """The receipt, or the letter of the released decision."""
    application = get_sent_application(application_id)
    decisions = list_decisions(application.id)
    letters = {"receipt": application.receipt_letter_id, "decision": decisions[0].letter_id if decisions else None}
    letter_id = letters.get(kind)
    if letter_id is None:
        raise NotFound
    show_of("application", application.id)
    return send_letter(letter_id=letter_id)
