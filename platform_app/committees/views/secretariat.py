"""The secretariat's pages: the board at a glance, and its deliberations without anybody's position before the close."""

from flask import Response, flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from platform_app.bylaws.queries import rules_at
from platform_app.committees.permissions import CLOSE_DELIBERATION, CONDUCT, SEAT_BOARD, VIEW_BOARD
from platform_app.committees.queries.deliberations import list_deliberations, summary_of
from platform_app.committees.queries.pages import view_for_staff
from platform_app.committees.queries.seats import get_record_id, latest_decisions, list_seats
from platform_app.committees.rules.seats import missing_seats
from platform_app.committees.services.deliberating import close_deliberation
from platform_app.committees.views.blueprint import blueprint
from platform_app.documents.services import send
from platform_app.kernel.clock import now, today
from platform_app.web.access import current_actor, needs_presence, requires, writes
from platform_app.web.paging import page_number, paginate
from platform_app.web.render import render


@blueprint.get("/secretariat/board")
@requires(VIEW_BOARD)
def show_board() -> Response:
    """Who sits on the board, whether that is enough, and the decisions that seated them."""
    seats, decisions = list_seats(today()), latest_decisions()
    minimum = rules_at(today()).integer("board.minimum_seats")
    size = sum(seat.is_in_office for seat in seats)
    return render(
        "committees/board_show.html",
        seats=seats,
        size=size,
        minimum=minimum,
        missing=missing_seats(size, minimum),
        is_founded=bool(decisions),
        decisions=decisions,
        may_seat=current_actor().may(SEAT_BOARD),
    )


@blueprint.get("/secretariat/board/decisions/<int:decision_id>/record")
@requires(VIEW_BOARD)
def download_record(decision_id: int) -> Response:
    """The written record of a decision about seats, as it was handed in."""
    return send(file_id=get_record_id(decision_id))


@blueprint.get("/secretariat/board/deliberations")
@requires(VIEW_BOARD)
def show_deliberations() -> Response:
    """All deliberations, the open ones first by deadline."""
    page = paginate(list_deliberations(), page_number())
    return render("committees/deliberation_list.html", page=page, rows=[summary_of(*row) for row in page.rows], at=now())


@blueprint.get("/secretariat/board/deliberations/<int:deliberation_id>")
@requires(VIEW_BOARD)
def show_deliberation_to_staff(deliberation_id: int) -> Response:
    """One deliberation: declarations, who has answered, and after the close what everybody said."""
    page, actor = view_for_staff(deliberation_id, at=now()), current_actor()
    return render(
        "committees/deliberation_staff.html",
        page=page,
        may_close=actor.may(CLOSE_DELIBERATION),
        may_conduct=actor.may(CONDUCT),
    )


@blueprint.post("/secretariat/board/deliberations/<int:deliberation_id>/close")
@requires(CLOSE_DELIBERATION)
@needs_presence
@writes
def close(deliberation_id: int) -> BaseResponse:
    """Close a deliberation in which nothing is left to wait for."""
    close_deliberation(deliberation_id=deliberation_id, by=current_actor(), at=now())
    flash(_("The deliberation is closed."), "success")
    return redirect(url_for("committees.show_deliberation_to_staff", deliberation_id=deliberation_id))
