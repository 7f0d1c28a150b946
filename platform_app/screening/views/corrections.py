"""The applicant's page of corrections: each remark with the field itself, and an answer in words where nothing needs changing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from platform_app.bylaws.queries import rules_at
from platform_app.documents.queries import list_files
from platform_app.kernel.clock import civil_date, now
from platform_app.kernel.errors import PlatformError, RuleViolation, StaleForm, TooLarge
from platform_app.kernel.reasons import Reason
from platform_app.screening.answers import most_rows
from platform_app.screening.forms import STEP_FORMS
from platform_app.screening.forms.corrections import (
    CorrectionForm,
    Paper,
    correction_form,
    is_on_form,
    paper_names,
    replied_name,
    reply_name,
    row_name,
    shown_name,
)
from platform_app.screening.forms.places import place_label, value_text
from platform_app.screening.models import Application
from platform_app.screening.permissions import APPLY
from platform_app.screening.queries import RemarkState, Round, get_own_application, list_attachments, list_rounds
from platform_app.screening.rules.applications import Status
from platform_app.screening.rules.form import Slot, Step
from platform_app.screening.rules.places import LISTS, Place, place_after
from platform_app.screening.services.applications import fingerprint, step_values
from platform_app.screening.services.attachments import attach_address, attach_file, remove_attachment
from platform_app.screening.services.corrections import Reply, reply_mark, save_corrections
from platform_app.screening.services.submission import send_in
from platform_app.screening.views.blueprint import blueprint
from platform_app.web.access import current_actor, requires, show_of, writes
from platform_app.web.render import render


@dataclass(frozen=True)
class Asked:
    """A remark with where its field stands on the form now: the names of its fields, or the page that takes their place."""

    state: RemarkState
    place: Place | None
    names: tuple[str, ...]
    is_first: bool


@blueprint.get("/apply/<int:application_id>/corrections")
@requires(APPLY)
def show_corrections(application_id: int) -> ResponseReturnValue:
    """What is to be mended, and nothing else; where nothing is asked, back to the status page."""
    application = get_own_application(application_id, by=current_actor())
    correction = _correction(application)
    if correction is None:
        return redirect(url_for("screening.status", application_id=application.id))
    return _page(application, correction, _form(application, correction, is_new=True))


def _correction(application: Application) -> Round | None:
    rounds = list_rounds(application) if application.status is Status.RETURNED else ()
    return rounds[-1] if rounds and rounds[-1].remarks else None


def _places(correction: Round) -> list[Place | None]:
    return [place_after(state.place, correction.before, correction.after) for state in correction.remarks]


def _form(application: Application, correction: Round, *, is_new: bool) -> CorrectionForm:
    places = [place for place in _places(correction) if place is not None]
    form_class = correction_form(application.form_version, places, [state.row.id for state in correction.remarks], _papers(application))
    if not is_new:
        return form_class()
    data: dict[str, Any] = {reply_name(state.row.id): state.row.reply for state in correction.remarks}
    data |= {replied_name(state.row.id): reply_mark(state.row.reply) for state in correction.remarks}
    for step in STEP_FORMS[application.form_version]:
        values = step_values(application, step)
        data |= {**values, shown_name(step): fingerprint(values)}
        data |= {row_name(root, place): row for root in LISTS for place, row in enumerate(values.get(root) or [])}
        data |= {root: [*(values[root] or []), {}][: most_rows(root)] for root in LISTS if root in values}
    return form_class(formdata=None, data=data)


def _papers(application: Application) -> Mapping[Slot, list[Paper]]:
    rows = list_attachments(application.id)
    names = {file.id: file.name for file in list_files([row.file_id for row in rows if row.file_id is not None])}
    return {slot: [Paper(row.id, row.address or names.get(row.file_id or 0, "")) for row in rows if row.slot is slot] for slot in Slot}


def _page(
    application: Application, correction: Round, form: CorrectionForm, *, reasons: Sequence[Reason] = (), status: int = 200
) -> ResponseReturnValue:
    show_of("application", application.id)
    return render(
        "screening/apply_corrections.html", status=status, application=application, correction=correction, form=form, reasons=reasons,
        asked=_asked(correction), rules=rules_at(civil_date(now())), label=place_label, value_text=value_text,
    )


def _asked(correction: Round) -> list[Asked]:
    found: list[Asked] = []
    places = _places(correction)
    whole = {place.root for place in places if place is not None and place.row is None and place.slot is None}
    taken: set[str] = set()
    for state, place in zip(correction.remarks, places, strict=True):
        names = _names(place, whole) if place is not None and is_on_form(place) else ()
        found.append(Asked(state, place, names, is_first=not taken & set(names)))
        taken |= set(names)
    return found


def _names(place: Place, whole: set[str]) -> tuple[str, ...]:
    if place.slot is not None:
        return paper_names(place.slot)
    if place.root == "corporate_number":
        return place.root, "has_no_corporate_number"
    return (place.root,) if place.root in whole or place.row is None else (row_name(place.root, place.row),)


@blueprint.post("/apply/<int:application_id>/corrections")
@requires(APPLY)
@writes
def correct(application_id: int) -> ResponseReturnValue:
    """Save the corrections; then stay, open another page of the form, or send the application in again."""
    application = get_own_application(application_id, by=current_actor())
    correction = _correction(application)
    if correction is None:
        return redirect(url_for("screening.status", application_id=application.id))
    form = _form(application, correction, is_new=False)
    if not form.accepts():
        return _page(application, correction, form, status=422)
    try:
        _save(application, correction, form)
    except (RuleViolation, StaleForm, TooLarge) as error:
        return _refused(application_id, form, error)
    return _then(application_id)


def _save(application: Application, correction: Round, form: CorrectionForm) -> None:
    pages: dict[Step, Mapping[str, Any]] = {}
    for step in STEP_FORMS[application.form_version]:
        values = form.values_of(step, step_values(application, step))
        if values is not None:
            pages[step] = values
    save_corrections(
        application_id=application.id, pages=pages, shown={step: form.shown_of(step) for step in pages},
        replies={state.row.id: Reply(*form.reply_to(state.row.id)) for state in correction.remarks}, by=current_actor(), at=now(),
    )
    for slot in {place.slot for place in _places(correction) if place is not None and place.slot is not None}:
        _take_papers(application.id, slot, form)


def _take_papers(application_id: int, slot: Slot, form: CorrectionForm) -> None:
    file, address, out = paper_names(slot)
    context: dict[str, Any] = {"application_id": application_id, "by": current_actor(), "at": now()}
    for attachment_id in form[out].data or () if out in form else ():
        remove_attachment(attachment_id=int(attachment_id), **context)
    upload = form[file].data
    if upload is not None and upload.filename:
        attach_file(slot=slot, stream=upload.stream, filename=upload.filename, field=file, **context)
    if form[address].data:
        attach_address(slot=slot, address=form[address].data, **context)


def _refused(application_id: int, form: CorrectionForm, error: PlatformError) -> ResponseReturnValue:
    form.refuse(error if isinstance(error, RuleViolation) else {"": [error.reason]})
    application = get_own_application(application_id, by=current_actor())
    correction = _correction(application)
    if correction is None:
        raise error
    for step in STEP_FORMS[application.form_version]:  # what was typed is compared with what stands now, and may be saved then
        if shown_name(step) in form:
            form[shown_name(step)].data = fingerprint(step_values(application, step))
    for state in correction.remarks:
        typed, mark = form[reply_name(state.row.id)], form[replied_name(state.row.id)]
        if mark.data == reply_mark(typed.data or ""):  # left as it was shown
            typed.data = state.row.reply
        mark.data = reply_mark(state.row.reply)
    return _page(application, correction, form, status=409)


def _then(application_id: int) -> ResponseReturnValue:
    wanted = request.form.get("then", "")
    if wanted == "send":
        return _send(application_id)
    if wanted == Step.DOCUMENTS.value:
        return redirect(url_for("screening.show_documents", application_id=application_id))
    if wanted == Step.RECOMMENDERS.value:
        return redirect(url_for("screening.show_recommenders", application_id=application_id))
    if wanted in set(Step):
        return redirect(url_for("screening.show_step", application_id=application_id, step=wanted))
    flash(_("Your corrections are saved. They are not sent yet."), "success")
    return redirect(url_for("screening.show_corrections", application_id=application_id))


def _send(application_id: int) -> ResponseReturnValue:
    try:
        send_in(application_id=application_id, by=current_actor(), at=now())
    except RuleViolation as error:
        application = get_own_application(application_id, by=current_actor())
        correction = _correction(application)
        if correction is None:
            raise
        return _page(application, correction, _form(application, correction, is_new=True), reasons=error.reasons, status=409)
    flash(_("Your corrected application was sent in."), "success")
    return redirect(url_for("screening.status", application_id=application_id))
