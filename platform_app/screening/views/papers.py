"""The applicant's documents, letters and recommenders."""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from platform_app.documents.queries import list_files
from platform_app.documents.services import send, send_letter
from platform_app.kernel.actors import Actor
from platform_app.kernel.clock import now
from platform_app.kernel.errors import NotFound, RuleViolation, TooLarge
from platform_app.kernel.reasons import Reason
from platform_app.screening.forms import AttachmentForm
from platform_app.screening.models import Application
from platform_app.screening.permissions import APPLY
from platform_app.screening.queries import (
    find_decision,
    form_progress,
    get_attachment,
    get_own_application,
    list_attachments,
)
from platform_app.screening.rules.applications import EDITABLE
from platform_app.screening.rules.form import SLOTS_OF_APPLICANTS, SLOTS_OF_ENTRIES, Slot, Step, entries_of, steps_for
from platform_app.screening.services.applications import is_being_entered
from platform_app.screening.services.attachments import attach_address, attach_file, remove_attachment
from platform_app.screening.views.blueprint import blueprint
from platform_app.web.access import current_actor, requires, writes
from platform_app.web.render import render


@blueprint.get("/apply/<int:application_id>/documents")
@requires(APPLY)
def show_documents(application_id: int) -> ResponseReturnValue:
    """The papers that were added, and a form for the next one."""
    application = get_own_application(application_id, by=current_actor())
    form = AttachmentForm(formdata=None)
    form.offer(application.answers, _slots(application))
    return _documents_page(application, form)


def _slots(application: Application) -> tuple[Slot, ...]:
    return SLOTS_OF_ENTRIES if is_being_entered(application) else SLOTS_OF_APPLICANTS


def _documents_page(application: Application, form: AttachmentForm, *, status: int = 200) -> ResponseReturnValue:
    attachments = list_attachments(application.id)
    files = {file.id: file for file in list_files([row.file_id for row in attachments if row.file_id is not None])}
    return render(
        "screening/apply_documents.html", status=status, application=application, form=form, attachments=attachments, files=files,
        step=Step.DOCUMENTS, steps=steps_for(application.answers), progress=form_progress(application, at=now()),
        is_editable=application.status in EDITABLE, entries=entries_of(application.answers),
    )


@blueprint.post("/apply/<int:application_id>/documents")
@requires(APPLY)
@writes
def add_document(application_id: int) -> ResponseReturnValue:
    """Add a file, or an address in its place."""
    actor = current_actor()
    application = get_own_application(application_id, by=actor)
    form = AttachmentForm()
    form.offer(application.answers, _slots(application))
    if not form.accepts():
        return _documents_page(application, form, status=422)
    try:
        _attach(application_id, form, by=actor)
    except RuleViolation as error:
        form.refuse(error)
        return _documents_page(application, form, status=422)
    except TooLarge as error:
        form.refuse({"file": [error.reason]})
        return _documents_page(application, form, status=413)
    return redirect(url_for("screening.show_documents", application_id=application_id))


def _attach(application_id: int, form: AttachmentForm, *, by: Actor) -> None:
    (slot, entry), at = form.chosen, now()
    upload = form.file.data
    if upload is not None and upload.filename:
        attach_file(
            application_id=application_id, slot=slot, entry=entry, stream=upload.stream, filename=upload.filename, by=by, at=at, field="file"
        )
    if form.address.data:
        attach_address(application_id=application_id, slot=slot, entry=entry, address=form.address.data, by=by, at=at)
    elif upload is None or not upload.filename:
        raise RuleViolation([Reason("screening.file_or_address", field="file")])


@blueprint.post("/apply/<int:application_id>/documents/<int:attachment_id>/removal")
@requires(APPLY)
@writes
def remove_document(application_id: int, attachment_id: int) -> ResponseReturnValue:
    """Take a paper out again."""
    remove_attachment(application_id=application_id, attachment_id=attachment_id, by=current_actor(), at=now())
    return redirect(url_for("screening.show_documents", application_id=application_id))


@blueprint.get("/apply/<int:application_id>/documents/<int:attachment_id>")
@requires(APPLY)
def download_document(application_id: int, attachment_id: int) -> ResponseReturnValue:
    """The file of a paper."""
    application = get_own_application(application_id, by=current_actor())
    return _file_of(application, attachment_id)


def _file_of(application: Application, attachment_id: int) -> ResponseReturnValue:
    attachment = get_attachment(attachment_id, application_id=application.id)
    if attachment.file_id is None:
        raise NotFound
    return send(file_id=attachment.file_id)


@blueprint.get("/apply/<int:application_id>/receipt")
@requires(APPLY)
def download_receipt(application_id: int) -> ResponseReturnValue:
    """The receipt as PDF."""
    application = get_own_application(application_id, by=current_actor())
    if application.receipt_letter_id is None:
        raise NotFound
    return send_letter(letter_id=application.receipt_letter_id)


@blueprint.get("/apply/<int:application_id>/letter")
@requires(APPLY)
def download_letter(application_id: int) -> ResponseReturnValue:
    """The released decision as PDF; before its release there is no such page."""
    application = get_own_application(application_id, by=current_actor())
    decision = find_decision(application.id)
    if decision is None or decision.letter_id is None:
        raise NotFound
    return send_letter(letter_id=decision.letter_id)
