"""The pages of the form: shown, saved, and saved while one types."""

from collections.abc import Mapping
from typing import Any

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale

from platform_app.kernel.clock import now
from platform_app.kernel.errors import NotFound, RuleViolation, StaleForm, refuse_if
from platform_app.screening.forms import STEP_FORMS, StepForm
from platform_app.screening.models import Application
from platform_app.screening.permissions import APPLY
from platform_app.screening.queries import form_progress, get_own_application
from platform_app.screening.rules.applications import EDITABLE
from platform_app.screening.rules.form import FORM_VERSION, Step, fields_of, is_asked, required_fields, steps_for, why_not_these
from platform_app.screening.services.applications import fingerprint, pledge_in_force, save_step, step_values
from platform_app.screening.texts import TextKind, text_of
from platform_app.screening.views.blueprint import blueprint
from platform_app.web.access import current_actor, requires, writes
from platform_app.web.render import render

_BLANK_ROWS = {"activity_record": (1, 0), "officers": (3, 1), "further_people": (1, 0)}
"""How many blank lines a list shows while nothing stands in it, and below what stands."""
_MORE_ROWS = 3
_CARRIED = frozenset({"csrf_token", "shown", "then"})


@blueprint.get("/apply/<int:application_id>/<string:step>")
@requires(APPLY)
def show_step(application_id: int, step: str) -> ResponseReturnValue:
    """One page of the form, with what stands on it."""
    application = get_own_application(application_id, by=current_actor())
    page = _step(step)
    if application.status not in EDITABLE:
        return redirect(url_for("screening.status", application_id=application.id))
    values = step_values(application, page)
    form = _form_class(application, page)(formdata=None, data=_with_blank_rows(values) | {"shown": fingerprint(values)})
    return _step_page(application, page, form)


def _with_blank_rows(values: Mapping[str, Any]) -> dict[str, Any]:
    rows = {name: values[name] or [] for name in _BLANK_ROWS if name in values}
    is_more = request.args.get("more") is not None
    return {**values, **{name: [*found, *({} for _row in range(_blanks(name, bool(found), is_more)))] for name, found in rows.items()}}


def _blanks(name: str, has_rows: bool, is_more: bool) -> int:
    return max(_BLANK_ROWS[name][has_rows], _MORE_ROWS if is_more and name == "officers" else int(is_more))


def _step(text: str) -> Step:
    if text not in set(Step) or Step(text) not in STEP_FORMS[FORM_VERSION]:
        raise NotFound
    return Step(text)


def _form_class(application: Application, step: Step) -> type[StepForm]:
    return STEP_FORMS[application.form_version][step]


def _step_page(
    application: Application, step: Step, form: StepForm, *, status: int = 200, theirs: Mapping[str, Any] | None = None
) -> ResponseReturnValue:
    answers, at = application.answers, now()
    form.suit(answers)
    locale = get_locale()
    texts = {"notice": text_of(TextKind.NOTICE, application.notice_version), "pledge": pledge_in_force(at=at)} if step is Step.PLEDGE else {}
    return render(
        "screening/apply_step.html", status=status, application=application, step=step, steps=steps_for(answers), form=form,
        required=required_fields(answers, application.form_version), progress=form_progress(application, at=at), theirs=theirs or {},
        asked=[form[name] for name in fields_of(step, application.form_version) if is_asked(name, answers)],
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
        refuse_if(why_not_these(_sent_names(), page, application.form_version))
        save_step(application_id=application_id, step=page, values=form.values, shown=form.shown.data, by=actor, at=now())
    except RuleViolation as error:
        form.refuse(error)
        return _step_page(application, page, form, status=422)
    except StaleForm as error:
        form.shown.data = fingerprint(error.theirs)
        return _step_page(application, page, form, status=409, theirs=_differing(form.values, error.theirs))
    return redirect(_after(application, page))


def _sent_names() -> list[str]:
    """The fields that were sent, whether or not this page has them; a list's rows count as their list."""
    return sorted({name.split("-", 1)[0] for name in request.form} - _CARRIED)


def _differing(mine: Mapping[str, Any], theirs: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in theirs.items() if (value or None) != (mine.get(name) or None)}


def _after(application: Application, step: Step) -> str:
    if request.form.get("then") == "more":
        return url_for("screening.show_step", application_id=application.id, step=step.value, more=1, _anchor="more")
    if request.form.get("then") == "later":
        return url_for("screening.status", application_id=application.id)
    steps = steps_for(application.answers)
    following = steps[steps.index(step) + 1 :] if step in steps else ()
    if not following:
        return url_for("screening.status", application_id=application.id)
    return url_for("screening.show_step", application_id=application.id, step=following[0].value)
