"""The secretariat's forms for seats: the founding decision, a later one, and the end of a seat."""

from datetime import date

from flask import Response, flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from platform_app.bylaws.queries import rules_at
from platform_app.committees.forms import FoundingForm, SeatForm, VacateForm
from platform_app.committees.permissions import SEAT_BOARD
from platform_app.committees.queries.seats import get_seat_line, list_candidates
from platform_app.committees.rules.seats import Departure, SeatChoice, SeatingDecision, SeatRole, term_end
from platform_app.committees.services.seating import found_board, seat_by_decision, vacate_seat
from platform_app.committees.views.blueprint import blueprint
from platform_app.kernel.clock import now, today
from platform_app.kernel.errors import RuleViolation, TooLarge
from platform_app.web.access import current_actor, requires, writes
from platform_app.web.render import render


@blueprint.get("/secretariat/board/founding")
@requires(SEAT_BOARD)
def ask_founding() -> Response:
    """The form of the founding decision."""
    return _founding_page(_founding_form())


@blueprint.post("/secretariat/board/founding")
@requires(SEAT_BOARD)
@writes
def found() -> BaseResponse:
    """Seat the first board."""
    form = _founding_form()
    if not form.accepts():
        return _founding_page(form, status=400)
    seats = [_seat(value, SeatRole.CHAIR if name == "chair" else SeatRole.MEMBER, form) for name, value in form.holders()]
    try:
        found_board(decision=_decision(form), seats=seats, by=current_actor(), at=now())
    except RuleViolation as refused:
        form.refuse(refused)
        return _founding_page(form, status=409)
    except TooLarge as refused:
        form.refuse({"record": [refused.reason]})
        return _founding_page(form, status=413)
    flash(_("The first board is seated."), "success")
    return redirect(url_for("committees.show_board"))


@blueprint.get("/secretariat/board/seats/new")
@requires(SEAT_BOARD)
def ask_seat() -> Response:
    """The form of a later decision."""
    return render("committees/seat_new.html", form=_seat_form())


@blueprint.post("/secretariat/board/seats/new")
@requires(SEAT_BOARD)
@writes
def fill_seat() -> BaseResponse:
    """Fill one seat."""
    form = _seat_form()
    if not form.accepts():
        return render("committees/seat_new.html", status=400, form=form)
    seats = [_seat(form.holder.data, SeatRole(form.role.data), form)]
    try:
        seat_by_decision(decision=_decision(form), seats=seats, by=current_actor(), at=now())
    except RuleViolation as refused:
        form.refuse(refused)
        return render("committees/seat_new.html", status=409, form=form)
    except TooLarge as refused:
        form.refuse({"record": [refused.reason]})
        return render("committees/seat_new.html", status=413, form=form)
    flash(_("The seat is filled."), "success")
    return redirect(url_for("committees.show_board"))


@blueprint.get("/secretariat/board/seats/<int:seat_id>/end")
@requires(SEAT_BOARD)
def ask_end(seat_id: int) -> Response:
    """The form that ends a seat."""
    return _end_page(seat_id, VacateForm(formdata=None, data={"until_on": today()}))


@blueprint.post("/secretariat/board/seats/<int:seat_id>/end")
@requires(SEAT_BOARD)
@writes
def end_seat(seat_id: int) -> BaseResponse:
    """End a seat before its term."""
    form = VacateForm()
    if not form.accepts():
        return _end_page(seat_id, form, status=400)
    try:
        vacate_seat(
            seat_id=seat_id, until_on=form.period_end, cause=Departure(form.cause.data), by=current_actor(), at=now()
        )
    except RuleViolation as refused:
        form.refuse(refused)
        return _end_page(seat_id, form, status=409)
    flash(_("The end of the seat is recorded."), "success")
    return redirect(url_for("committees.show_board"))


def _founding_form() -> FoundingForm:
    return FoundingForm().offer(list_candidates(today(), rules=rules_at(today())))


def _seat_form() -> SeatForm:
    return SeatForm().offer(list_candidates(today(), rules=rules_at(today())))


def _founding_page(form: FoundingForm, status: int = 200) -> Response:
    minimum = rules_at(today()).integer("board.minimum_seats")
    return render("committees/board_founding.html", status=status, form=form, minimum=minimum)


def _end_page(seat_id: int, form: VacateForm, status: int = 200) -> Response:
    return render("committees/seat_end.html", status=status, form=form, seat=get_seat_line(seat_id, on=today()))


def _decision(form: FoundingForm | SeatForm) -> SeatingDecision:
    return SeatingDecision(decided_on=form.decided_on.data, text=form.text.data, record=form.record_file)


def _seat(holder: str, role: SeatRole, form: FoundingForm | SeatForm) -> SeatChoice:
    member_id, _dash, person_id = holder.partition("-")
    from_on: date = form.from_on.data
    until_on = form.period_end or term_end(from_on, rules_at(today()).integer("board.term_years"))
    return SeatChoice(int(member_id), int(person_id), role, from_on, until_on)
