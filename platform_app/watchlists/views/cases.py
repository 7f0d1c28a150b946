"""One case: sealed until it is opened with a reason; then hits, decisions, steps, and the evidence file."""

from collections.abc import Callable

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from platform_app.kernel.clock import now
from platform_app.kernel.errors import RuleViolation
from platform_app.watchlists.forms import DecisionForm, OpeningForm, ReasonForm, SecondForm, StepForm
from platform_app.watchlists.permissions import DECIDE, OPEN_CASE
from platform_app.watchlists.queries.cases import get_case
from platform_app.watchlists.queries.hits import case_of_hit
from platform_app.watchlists.rules.cases import StepKind
from platform_app.watchlists.rules.hits import HitStatus
from platform_app.watchlists.services import deciding
from platform_app.watchlists.services.cases import STAYS_OPEN, is_open_to, note_evidence_file, note_step, open_case, require_open
from platform_app.watchlists.views.blueprint import blueprint
from platform_app.watchlists.views.case_page import case_page
from platform_app.watchlists.views.evidence_file import evidence_pdf, file_response
from platform_app.web.access import current_actor, needs_presence, requires, show_of, writes
from platform_app.web.forms import PlatformForm
from platform_app.web.render import render


@blueprint.get("/screening/cases/<int:case_id>")
@requires(OPEN_CASE)
@needs_presence
def show_case(case_id: int) -> ResponseReturnValue:
    """The case if it is open to the reader, else the question why it should be."""
    return _page(case_id)


@blueprint.post("/screening/cases/<int:case_id>/open")
@requires(OPEN_CASE)
@needs_presence
@writes
def open_sealed(case_id: int) -> ResponseReturnValue:
    """Open the case with a reason."""
    form = OpeningForm()
    case = get_case(case_id)
    if not form.accepts():
        return render("watchlists/case_closed.html", case=case, form=form, status=422)
    open_case(case_id=case_id, reason=form.reason.data, by=current_actor(), at=now())
    return redirect(url_for("watchlists.show_case", case_id=case_id))


@blueprint.post("/screening/hits/<int:hit_id>/decide")
@requires(DECIDE)
@needs_presence
@writes
def decide_hit(hit_id: int) -> ResponseReturnValue:
    """Take a decision on a hit."""
    form = DecisionForm(prefix=f"decide-{hit_id}-")

    def decide() -> str:
        """Record it."""
        choice = HitStatus(form.choice.data)
        is_done = deciding.decide(hit_id=hit_id, choice=choice, reason=form.reason.data, by=current_actor(), at=now())
        return _("Your decision is recorded.") if is_done else _("Your decision is recorded and waits for a second person.")

    return _carry_out(case_of_hit(hit_id), form, decide)


@blueprint.post("/screening/hits/<int:hit_id>/second")
@requires(DECIDE)
@needs_presence
@writes
def second_hit(hit_id: int) -> ResponseReturnValue:
    """Take the second person's answer."""
    form = SecondForm(prefix=f"second-{hit_id}-")

    def second() -> str:
        """Record it."""
        agrees = form.answer.data == "agree"
        deciding.second(hit_id=hit_id, agrees=agrees, reason=form.reason.data or "", by=current_actor(), at=now())
        return _("Your answer is recorded.")

    return _carry_out(case_of_hit(hit_id), form, second)


@blueprint.post("/screening/hits/<int:hit_id>/reopen")
@requires(DECIDE)
@needs_presence
@writes
def reopen_hit(hit_id: int) -> ResponseReturnValue:
    """Open a decision again."""
    form = ReasonForm(prefix=f"reopen-{hit_id}-")

    def reopen() -> str:
        """Record it."""
        deciding.reopen(hit_id=hit_id, reason=form.reason.data, by=current_actor(), at=now())
        return _("The hit waits for a decision again.")

    return _carry_out(case_of_hit(hit_id), form, reopen)


@blueprint.post("/screening/cases/<int:case_id>/clear-weak")
@requires(DECIDE)
@needs_presence
@writes
def clear_weak_hits(case_id: int) -> ResponseReturnValue:
    """Clear all weak hits of a case together."""
    form = ReasonForm(prefix="weak-")

    def clear() -> str:
        """Record it."""
        count = deciding.clear_weak(case_id=case_id, reason=form.reason.data, by=current_actor(), at=now())
        return _("%(count)s weak hits are cleared.", count=count)

    return _carry_out(get_case(case_id).id, form, clear)


@blueprint.post("/screening/cases/<int:case_id>/steps")
@requires(OPEN_CASE)
@needs_presence
@writes
def add_step(case_id: int) -> ResponseReturnValue:
    """Note a step of the check."""
    form = StepForm(prefix="step-")

    def note() -> str:
        """Record it."""
        kind, where, what = StepKind(form.kind.data), form.where.data or "", form.what.data or ""
        note_step(case_id=case_id, kind=kind, on=form.on.data, what=what, where=where, by=current_actor(), at=now())
        return _("The step is noted.")

    return _carry_out(get_case(case_id).id, form, note)


@blueprint.post("/screening/cases/<int:case_id>/evidence-file")
@requires(OPEN_CASE)
@needs_presence
@writes
def download_evidence(case_id: int) -> ResponseReturnValue:
    """The evidence of a case as PDF; it is made for this answer and kept nowhere."""
    at = now()
    case = get_case(case_id)
    require_open(case_id=case.id, by=current_actor(), at=at)
    note_evidence_file(case_id=case.id, by=current_actor(), at=at)
    show_of("watch_case", case.id)
    return file_response(evidence_pdf(case, by=current_actor(), at=at), case.id)


def _carry_out(case_id: int, form: PlatformForm, work: Callable[[], str]) -> ResponseReturnValue:
    """Do what a form asks in an open case; a refusal is shown at the form."""
    require_open(case_id=case_id, by=current_actor(), at=now())
    if not form.accepts():
        return _page(case_id, form)
    try:
        flash(work(), "success")
    except RuleViolation as refused:
        form.refuse(refused)
        return _page(case_id, form)
    return redirect(url_for("watchlists.show_case", case_id=case_id))


def _page(case_id: int, refused: PlatformForm | None = None) -> ResponseReturnValue:
    case, at = get_case(case_id), now()
    if not is_open_to(case_id=case.id, user_id=current_actor().user_id, at=at):
        return render("watchlists/case_closed.html", case=case, form=OpeningForm())
    show_of("watch_case", case.id)
    page = case_page(case, refused=refused, user_id=current_actor().user_id)
    return render(
        "watchlists/case_show.html",
        page=page,
        refused=refused,
        stays_open_minutes=int(STAYS_OPEN.total_seconds() // 60),
        status=200 if refused is None else 422,
    )
