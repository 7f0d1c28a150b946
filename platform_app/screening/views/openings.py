"""Several applications to the board in one sitting: choose, look at what speaks against each, open."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from platform_app.bylaws.queries import rules_at
from platform_app.committees.rules.deliberations import Mode
from platform_app.committees.rules.sittings import MOST_MATTERS
from platform_app.committees.rules.tally import ConflictHint
from platform_app.kernel.clock import civil_date, now
from platform_app.kernel.errors import InvalidInput, RuleViolation
from platform_app.screening.forms import SittingForm
from platform_app.screening.models import Application
from platform_app.screening.permissions import SEND_TO_BOARD
from platform_app.screening.queries import list_under_check, why_not_board_of
from platform_app.screening.services.board import hints_for, seat_facts, send_many_to_board, usual_deadline
from platform_app.screening.views.blueprint import blueprint
from platform_app.web.access import current_actor, requires, writes
from platform_app.web.i18n import show_date
from platform_app.web.render import render

_DIGITS = 9


@blueprint.get("/secretariat/applications/to-board")
@requires(SEND_TO_BOARD)
def choose_for_board() -> ResponseReturnValue:
    """The applications under check: which are ready, and what speaks against the others."""
    rows = list_under_check(MOST_MATTERS)
    return render("screening/board_choose.html", rows=rows, reasons=why_not_board_of(rows))


@blueprint.get("/secretariat/applications/to-board/preview")
@requires(SEND_TO_BOARD)
def preview_sitting() -> ResponseReturnValue:
    """The chosen applications with what speaks against each, the connections to be expected, and the form of the sitting."""
    return _preview(_chosen(request.args.getlist("application")), _new_form())


@blueprint.post("/secretariat/applications/to-board")
@requires(SEND_TO_BOARD)
@writes
def open_for_board() -> ResponseReturnValue:
    """Open the sitting: one deliberation for each application, or none at all."""
    form, typed = SittingForm(), request.form.getlist("application")
    if not form.accepts():
        return _preview(_chosen(typed), form, status=422)
    ids = [int(text) for text in typed if text.isdecimal() and len(text) <= _DIGITS]
    try:
        opened = send_many_to_board(application_ids=ids, plan=form.plan(), by=current_actor(), at=now())
    except (RuleViolation, InvalidInput) as refused:
        form.refuse(refused)
        return _preview(_chosen(typed), form, status=409)
    flash(_("Applications that are now before the board: %(number)s", number=len(opened.deliberation_ids)), "success")
    return redirect(url_for("committees.show_sitting", sitting_id=opened.sitting_id))


def _chosen(typed: Sequence[str]) -> list[Application]:
    """The chosen applications that are still under check, in the order of the list."""
    return [row for row in list_under_check(MOST_MATTERS) if str(row.id) in typed]


def _new_form() -> SittingForm:
    at = now()
    rules = rules_at(civil_date(at))
    last_on = civil_date(usual_deadline(rules, at)) - timedelta(days=1)
    title = _("Admission, put to the board on %(day)s", day=show_date(civil_date(at)))
    return SittingForm(formdata=None, data={"title": title, "mode": Mode.CIRCULAR.value, "closes_on": last_on})


def _preview(rows: Sequence[Application], form: SittingForm, *, status: int = 200) -> ResponseReturnValue:
    reasons, connections = why_not_board_of(rows), _connections(rows, at=now())
    return render(
        "screening/board_preview.html", status=status, form=form, ready=[row for row in rows if not reasons[row.id]],
        unready=[row for row in rows if reasons[row.id]], reasons=reasons, connections=connections, seats=len(seat_facts(civil_date(now()))),
        minimum=rules_at(civil_date(now())).integer("board.minimum_seats"),
    )


def _connections(rows: Sequence[Application], *, at: datetime) -> dict[int, list[tuple[str, list[ConflictHint]]]]:
    """By application: the holders for whom a connection is to be expected, with the hints."""
    on = civil_date(at)
    seats = seat_facts(on)
    found = {}
    for row in rows:
        hints = hints_for(row, seats, on=on)
        found[row.id] = [
            (f"{seat.member.name} {seat.holder}", sorted(hints[seat.seat_id], key=lambda hint: hint.value)) for seat in seats if seat.seat_id in hints
        ]
    return found
