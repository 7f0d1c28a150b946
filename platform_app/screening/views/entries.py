"""Applications on paper or by telephone: begun, handed over, looked over by a second person, and the copy for the applicant."""

from collections.abc import Sequence

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from platform_app.bylaws.queries import rules_at
from platform_app.database.transaction import undo
from platform_app.documents.queries import list_files
from platform_app.kernel.clock import now, today
from platform_app.kernel.errors import NotFound, RuleViolation
from platform_app.kernel.reasons import Reason
from platform_app.screening.forms import ChannelForm, ObjectionForm
from platform_app.screening.models import Application
from platform_app.screening.packet import LABELS
from platform_app.screening.permissions import APPLY, ENTER
from platform_app.screening.queries import (
    form_progress,
    get_own_application,
    list_attachments,
    list_being_entered,
    list_officers,
    list_recommendations,
    people_of_entry,
)
from platform_app.screening.rules.applications import Channel
from platform_app.screening.rules.form import steps_for
from platform_app.screening.rules.recommendations import NAMED
from platform_app.screening.services.applications import is_being_entered
from platform_app.screening.services.on_paper import begin_entry, hand_over, object_to_entry, review_entry
from platform_app.screening.views.blueprint import blueprint
from platform_app.web.access import current_actor, requires, show_of, writes
from platform_app.web.paging import page_number
from platform_app.web.render import render


@blueprint.get("/secretariat/entries")
@requires(ENTER)
def list_paper_entries() -> ResponseReturnValue:
    """What is being entered, and the way to begin another."""
    return render("screening/entries_list.html", page=list_being_entered(page_number()), form=ChannelForm(formdata=None))


@blueprint.post("/secretariat/entries")
@requires(ENTER)
@writes
def begin_paper_entry() -> ResponseReturnValue:
    """Begin to enter an application; its paper comes first."""
    form = ChannelForm()
    if not form.accepts():
        return render("screening/entries_list.html", page=list_being_entered(page_number()), form=form, status=422)
    application_id = begin_entry(channel=Channel(form.channel.data), by=current_actor(), at=now())
    return redirect(url_for("screening.show_entry", application_id=application_id))


@blueprint.get("/secretariat/entries/<int:application_id>")
@requires(ENTER)
def show_entry(application_id: int) -> ResponseReturnValue:
    """One entry: what is missing, what was entered beside its scan, and what comes next."""
    application = get_own_application(application_id, by=current_actor())
    if not is_being_entered(application):
        if application.submitted_at is None:
            return redirect(url_for("screening.list_paper_entries"))
        return redirect(url_for("screening.show_application", application_id=application_id))
    return _entry_page(application)


def _entry_page(
    application: Application, *, reasons: Sequence[Reason] = (), form: ObjectionForm | None = None, status: int = 200
) -> ResponseReturnValue:
    attachments, actor = list_attachments(application.id), current_actor()
    show_of("application", application.id)
    return render(
        "screening/entry_show.html", status=status, application=application, reasons=reasons, form=form or ObjectionForm(formdata=None),
        progress=form_progress(application, at=now()), steps=steps_for(application.answers), attachments=attachments,
        files={file.id: file for file in list_files([row.file_id for row in attachments if row.file_id is not None])},
        officers=list_officers(application.id), people=people_of_entry(application), labels=LABELS,
        recommendations=[row for row in list_recommendations(application.id) if row.status in NAMED],
        is_second_person=actor.user_id != application.entered_by_id,
    )


@blueprint.post("/secretariat/entries/<int:application_id>/handover")
@requires(ENTER)
@writes
def hand_entry_over(application_id: int) -> ResponseReturnValue:
    """Everything is entered: a second person may look."""
    try:
        hand_over(application_id=application_id, by=current_actor(), at=now())
    except RuleViolation as error:
        undo()
        return _entry_page(get_own_application(application_id, by=current_actor()), reasons=error.reasons, status=409)
    flash(_("Handed over. Somebody else looks it over and sends it in."), "success")
    return redirect(url_for("screening.list_paper_entries"))


@blueprint.post("/secretariat/entries/<int:application_id>/review")
@requires(ENTER)
@writes
def review_paper_entry(application_id: int) -> ResponseReturnValue:
    """It is as on the paper: send it in."""
    try:
        review_entry(application_id=application_id, by=current_actor(), at=now())
    except RuleViolation as error:
        undo()
        return _entry_page(get_own_application(application_id, by=current_actor()), reasons=error.reasons, status=409)
    application = get_own_application(application_id, by=current_actor())
    flash(_("The application was sent in. Its number is %(number)s.", number=application.number), "success")
    return redirect(url_for("screening.show_application", application_id=application_id))


@blueprint.post("/secretariat/entries/<int:application_id>/objection")
@requires(ENTER)
@writes
def object_to_paper_entry(application_id: int) -> ResponseReturnValue:
    """It is not as on the paper: back to be mended, with a remark."""
    form = ObjectionForm()
    if not form.accepts():
        return _entry_page(get_own_application(application_id, by=current_actor()), form=form, status=422)
    try:
        object_to_entry(application_id=application_id, remark=form.remark.data, by=current_actor(), at=now())
    except RuleViolation as error:
        undo()
        return _entry_page(get_own_application(application_id, by=current_actor()), reasons=error.reasons, form=form, status=409)
    return redirect(url_for("screening.list_paper_entries"))


@blueprint.get("/apply/<int:application_id>/copy")
@requires(APPLY)
def show_copy(application_id: int) -> ResponseReturnValue:
    """The application as it was sent in, to read, to print and to send by post."""
    application = get_own_application(application_id, by=current_actor())
    if application.submitted_at is None:
        raise NotFound
    show_of("application", application.id)
    attachments = list_attachments(application.id)
    return render(
        "screening/application_copy.html", application=application, labels=LABELS, attachments=attachments,
        officers=list_officers(application.id), sender=rules_at(today()).text("letters.sender").splitlines(),
        files={file.id: file for file in list_files([row.file_id for row in attachments if row.file_id is not None])},
    )
