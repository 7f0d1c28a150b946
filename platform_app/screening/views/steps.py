"""The pages of the form: shown, saved, and saved while one types."""

import secrets
from collections.abc import Mapping
from typing import Any

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _

from platform_app.accounts.queries import get_user
from platform_app.kernel.clock import TOKYO, now
from platform_app.kernel.errors import InvalidInput, NotFound, RuleViolation, StaleForm, refuse_if
from platform_app.kernel.reasons import Reason
from platform_app.screening.answers import most_rows
from platform_app.screening.forms import CARRIED, STEP_FORMS, EntryPledgeForm, StepForm
from platform_app.screening.models import Application
from platform_app.screening.permissions import APPLY
from platform_app.screening.queries import form_progress, get_own_application
from platform_app.screening.rules.applications import EDITABLE, ENTERED
from platform_app.screening.rules.form import (
    FORM_VERSION,
    WRONG,
    ProgressOfForm,
    Step,
    fields_of,
    is_asked,
    is_body,
    required_fields,
    steps_for,
    why_not_these,
)
from platform_app.screening.services.applications import fingerprint, is_being_entered, pledge_in_force, save_step, step_values
from platform_app.screening.texts import TextKind, text_of
from platform_app.screening.views.blueprint import blueprint
from platform_app.web.access import current_actor, requires, writes
from platform_app.web.render import render
from platform_app.web.words import say

_BLANK_ROWS = {"activity_record": (1, 0), "officers": (3, 1), "further_people": (1, 0)}
"""How many blank lines a list shows while nothing stands in it, and below what stands."""
_MORE_ROWS = 3
_TAB_BYTES = 9


@blueprint.get("/apply/<int:application_id>/<string:step>")
@requires(APPLY)
def show_step(application_id: int, step: str) -> ResponseReturnValue:
    """One page of the form, with what stands on it."""
    application = get_own_application(application_id, by=current_actor())
    page = _step(step)
    if application.status not in EDITABLE:
        return redirect(url_for("screening.status", application_id=application.id))
    values = step_values(application, page)
    offered = _with_blank_rows(values | _offered(application, values))
    form = _form_class(application, page)(formdata=None, data=offered | {"shown": fingerprint(values), "page": _tab(), "turn": "0"})
    return _step_page(application, page, form)


def _tab() -> str:
    return secrets.token_urlsafe(_TAB_BYTES)


def _offered(application: Application, values: Mapping[str, Any]) -> dict[str, Any]:
    """What stands in empty fields because it is known already; it is an answer only once the page is saved."""
    answers, offered = application.answers, {}
    if "contact_email" in values and not values["contact_email"] and application.user_id is not None:
        offered["contact_email"] = get_user(application.user_id).email
    if "contact_name" in values and not values["contact_name"] and not is_body(answers):
        offered["contact_name"] = application.name
    if "pledged_by" in values and not values["pledged_by"]:
        offered["pledged_by"] = answers.get("representative_name") or ("" if is_body(answers) else application.name)
    return offered


def _with_blank_rows(values: Mapping[str, Any]) -> dict[str, Any]:
    rows = {name: values[name] or [] for name in _BLANK_ROWS if name in values}
    is_more = request.args.get("more") is not None
    return {**values, **{name: [*found, *({} for _row in range(_blanks(name, len(found), is_more)))] for name, found in rows.items()}}


def _blanks(name: str, standing: int, is_more: bool) -> int:
    wanted = max(_BLANK_ROWS[name][bool(standing)], _MORE_ROWS if is_more and name == "officers" else int(is_more))
    return min(wanted, max(0, most_rows(name) - standing))


def _step(text: str) -> Step:
    if text not in set(Step) or Step(text) not in STEP_FORMS[FORM_VERSION]:
        raise NotFound
    return Step(text)


def _form_class(application: Application, step: Step) -> type[StepForm]:
    if step is Step.PLEDGE and is_being_entered(application):
        return EntryPledgeForm
    return STEP_FORMS[application.form_version][step]


def _names(application: Application, step: Step) -> tuple[str, ...]:
    also = ("pledged_on",) if step is Step.PLEDGE and is_being_entered(application) else ()
    return fields_of(step, application.form_version) + also


def _wrong(progress: ProgressOfForm, step: Step) -> list[Reason]:
    return [reason for reason in progress.missing.get(step, ()) if reason.code in WRONG]


def _step_page(
    application: Application, step: Step, form: StepForm, *, status: int = 200, theirs: Mapping[str, Any] | None = None
) -> ResponseReturnValue:
    answers, at = application.answers, now()
    form.suit(answers)
    locale = get_locale()
    texts = {"notice": text_of(TextKind.NOTICE, application.notice_version), "pledge": pledge_in_force(at=at)} if step is Step.PLEDGE else {}
    progress = form_progress(application, at=at)
    return render(
        "screening/apply_step.html", status=status, application=application, step=step, steps=steps_for(answers), form=form,
        required=required_fields(answers, application.form_version, is_entered=application.channel in ENTERED), progress=progress,
        theirs=theirs or {}, wrong=_wrong(progress, step),
        asked=[form[name] for name in _names(application, step) if is_asked(name, answers)],
        texts=texts, text_language=locale.language if locale else "ja",
    )


@blueprint.post("/apply/<int:application_id>/<string:step>")
@requires(APPLY)
@writes
def save(application_id: int, step: str) -> ResponseReturnValue:
    """Save one page and go to the next; what cannot be taken comes back with everything that was typed."""
    actor, page = current_actor(), _step(step)
    application = get_own_application(application_id, by=actor)
    form = _form_class(application, page)()
    if not form.accepts():
        return _step_page(application, page, form, status=422)
    try:
        refuse_if(why_not_these(_sent_names(application, page), page, application.form_version))
        _save(application_id, page, form.values, form, is_typing=False)
    except RuleViolation as error:
        form.refuse(error)
        return _step_page(application, page, form, status=422)
    except StaleForm as error:
        form.shown.data = fingerprint(error.theirs)
        return _step_page(application, page, form, status=409, theirs=_differing(form.values, error.theirs))
    return redirect(_after(application, page))


def _save(application_id: int, step: Step, values: Mapping[str, Any], form: StepForm, *, is_typing: bool) -> None:
    save_step(
        application_id=application_id, step=step, values=values, shown=form.shown.data or "", page=form.page.data or "", turn=form.turn_number,
        is_typing=is_typing, by=current_actor(), at=now(),
    )


@blueprint.post("/apply/<int:application_id>/<string:step>/draft")
@requires(APPLY)
@writes
def autosave(application_id: int, step: str) -> ResponseReturnValue:
    """Save what is right so far while somebody types; what is not yet right is named, and nothing is overwritten that another tab saved."""
    page = _step(step)
    application = get_own_application(application_id, by=current_actor())
    form = _form_class(application, page)()
    form.validate()
    if form.page.errors:
        raise InvalidInput()
    try:
        refuse_if(why_not_these(_sent_names(application, page), page, application.form_version))
        _save(application_id, page, form.typed_so_far(step_values(application, page)), form, is_typing=True)
    except RuleViolation as error:
        form.refuse(error)
        return {"message": " ".join(say(reason) for reason in error.reasons)}, 409
    except StaleForm:
        return {"message": _("This page was saved in another window meanwhile. Nothing of yours is lost: press “Save and go on” to compare.")}, 409
    return _saved(application, page, form)


def _saved(application: Application, step: Step, form: StepForm) -> ResponseReturnValue:
    """What the script shows and carries on: the time, what is not right yet, the fingerprint, the keys of new entries, the meter."""
    at, values = now(), step_values(application, step)
    message = _("Saved at %(time)s.", time=at.astimezone(TOKYO).strftime("%H:%M"))
    if form.unfinished:
        message = f"{message} " + _("Not saved yet, because not complete: %(fields)s.", fields=_(", ").join(dict.fromkeys(form.unfinished)))
    entries = zip(form.filled_rows, values.get("activity_record") or [], strict=False)
    entries = zip(form.filled_rows, values.get("activity_record") or [], strict=False)
    keys = {f"activity_record-{place}-key": entry.get("key", "") for place, entry in entries}
    total = form_progress(application, at=at).total
    meter = _("Still missing: %(number)s.", number=total) if total else _("Nothing is missing. The application can be sent.")
    return {"message": message, "fields": {"shown": fingerprint(values)} | keys, "meter": meter}


def _sent_names(application: Application, step: Step) -> list[str]:
    """The fields that were sent, whether or not this page has them, but for the date that only an entry has; rows count as their list."""
    of_entry = {"pledged_on"} & set(_names(application, step))
    return sorted({name.split("-", 1)[0] for name in request.form} - CARRIED - of_entry)


def _differing(mine: Mapping[str, Any], theirs: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in theirs.items() if (value or None) != (mine.get(name) or None)}


def _after(application: Application, step: Step) -> str:
    if request.form.get("then") == "more":
        return url_for("screening.show_step", application_id=application.id, step=step.value, more=1, _anchor="more")
    if request.form.get("then") == "later":
        return url_for("screening.status", application_id=application.id)
    if _wrong(form_progress(application, at=now()), step):
        return url_for("screening.show_step", application_id=application.id, step=step.value)
    steps = steps_for(application.answers)
    following = steps[steps.index(step) + 1 :] if step in steps else ()
    if not following:
        return url_for("screening.status", application_id=application.id)
    return url_for("screening.show_step", application_id=application.id, step=following[0].value)
