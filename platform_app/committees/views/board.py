"""The board member's pages: the inbox, and a deliberation in which the declaration comes before the contents."""

from flask import Response, current_app, flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from platform_app.committees.forms import DeclarationForm, LateConflictForm, PositionForm
from platform_app.committees.models import Deliberation
from platform_app.committees.permissions import TAKE_PART
from platform_app.committees.queries.inbox import get_inbox, get_walk
from platform_app.committees.queries.pages import view_for_seat
from platform_app.committees.queries.seats import is_board_below_minimum
from platform_app.committees.queries.sittings import list_extensions
from platform_app.committees.rules.deliberations import Packet
from platform_app.committees.rules.tally import Choice, ConflictState
from platform_app.committees.services.deliberating import close_as_chair, declare_conflict, give_position
from platform_app.committees.views.blueprint import blueprint
from platform_app.kernel.clock import now
from platform_app.kernel.errors import NotFound, RuleViolation
from platform_app.kernel.roles import Role
from platform_app.web.access import current_actor, needs_presence, requires, show_of, writes
from platform_app.web.forms import PlatformForm
from platform_app.web.render import render


@blueprint.get("/board")
@requires(TAKE_PART)
def show_inbox() -> Response:
    """What waits for the reader, what waits for others, and what came out."""
    return render("committees/board_inbox.html", inbox=get_inbox(_seat_ids(), at=now()), is_below_minimum=is_board_below_minimum())


@blueprint.get("/board/deliberations/<int:deliberation_id>")
@requires(TAKE_PART)
def show_deliberation(deliberation_id: int) -> Response:
    """First the declaration of conflict only; then the contents, the position, and in the end the result."""
    return _page(deliberation_id)


@blueprint.post("/board/deliberations/<int:deliberation_id>/declaration")
@requires(TAKE_PART)
@writes
def declare(deliberation_id: int) -> BaseResponse:
    """Take the declaration."""
    form = DeclarationForm()
    if not form.accepts():
        return _page(deliberation_id, declaration=form)
    try:
        declare_conflict(
            deliberation_id=deliberation_id,
            seat_id=_own_seat(),
            state=ConflictState(form.state.data),
            text=form.text.data or "",
            by=current_actor(),
            at=now(),
        )
    except RuleViolation as refused:
        return _refused(deliberation_id, form, refused, "declaration")
    flash(_("Your declaration is recorded."), "success")
    return redirect(url_for("committees.show_deliberation", deliberation_id=deliberation_id))


@blueprint.post("/board/deliberations/<int:deliberation_id>/late-conflict")
@requires(TAKE_PART)
@writes
def declare_late(deliberation_id: int) -> BaseResponse:
    """Take a conflict that was noticed after declaring that there is none."""
    form = LateConflictForm()
    if not form.accepts():
        return _page(deliberation_id, late=form)
    try:
        declare_conflict(
            deliberation_id=deliberation_id,
            seat_id=_own_seat(),
            state=ConflictState.CONFLICTED,
            text=form.text.data,
            by=current_actor(),
            at=now(),
        )
    except RuleViolation as refused:
        return _refused(deliberation_id, form, refused, "late")
    flash(_("You have stepped back from this matter."), "success")
    return redirect(url_for("committees.show_deliberation", deliberation_id=deliberation_id))


@blueprint.post("/board/deliberations/<int:deliberation_id>/position")
@requires(TAKE_PART)
@writes
def take_position(deliberation_id: int) -> BaseResponse:
    """Take the position, or its change."""
    form = PositionForm()
    if not form.accepts():
        return _page(deliberation_id, position=form)
    try:
        give_position(
            deliberation_id=deliberation_id,
            seat_id=_own_seat(),
            choice=Choice(form.choice.data),
            reason=form.reason.data or "",
            by=current_actor(),
            at=now(),
        )
    except RuleViolation as refused:
        return _refused(deliberation_id, form, refused, "position")
    flash(_("Your position is recorded. You can change it until the deliberation closes."), "success")
    return redirect(url_for("committees.show_deliberation", deliberation_id=deliberation_id))


@blueprint.post("/board/deliberations/<int:deliberation_id>/close")
@requires(TAKE_PART)
@needs_presence
@writes
def close_by_chair(deliberation_id: int) -> BaseResponse:
    """Close a deliberation as the chair of the board."""
    close_as_chair(deliberation_id=deliberation_id, by=current_actor(), at=now())
    flash(_("The deliberation is closed."), "success")
    return redirect(url_for("committees.show_deliberation", deliberation_id=deliberation_id))


def _refused(deliberation_id: int, form: PlatformForm, refused: RuleViolation, name: str) -> Response:
    form.refuse(refused)
    return _page(deliberation_id, status=409, **{name: form})


def _page(
    deliberation_id: int,
    *,
    declaration: PlatformForm | None = None,
    late: PlatformForm | None = None,
    position: PlatformForm | None = None,
    status: int | None = None,
) -> Response:
    at, seat_ids = now(), _seat_ids()
    page = view_for_seat(deliberation_id, seat_ids=seat_ids, at=at)
    own = page.own
    given = {"choice": own.choice.value, "reason": own.reason} if own and own.choice else {}
    refused = next((form for form in (declaration, late, position) if form is not None), None)
    return render(
        "committees/deliberation_show.html",
        status=status or (200 if refused is None else 400),
        page=page,
        walk=get_walk(deliberation_id, sitting_id=page.sitting.id, seat_ids=seat_ids, at=at),
        extensions=list_extensions(page.sitting.id),
        deliberation_id=deliberation_id,
        packet=packet_of(page.row) if page.shows_contents else None,
        declaration=declaration or DeclarationForm(formdata=None),
        late=late or LateConflictForm(formdata=None),
        position=position or PositionForm(formdata=None, data=given),
        refused=refused,
    )


def packet_of(row: Deliberation) -> Packet | None:
    """The contents of a matter, from whoever owns it; noted in the access log. None if nobody shows any."""
    provider = current_app.extensions["platform.deliberation_subjects"].get(row.subject_type)
    if provider is None:
        return None
    show_of(row.subject_type, row.subject_id)
    packet: Packet = provider(row.subject_id)
    return packet


def _seat_ids() -> frozenset[int]:
    return current_actor().subject_ids(Role.BOARD_MEMBER)


def _own_seat() -> int:
    """The reader's seat.

    Raises: NotFound if none is in force for the member acted for.
    """
    seat_ids = _seat_ids()
    if not seat_ids:
        raise NotFound
    return min(seat_ids)
