"""The queue: which cases have names that nobody decided on, the weightiest and oldest first."""

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from platform_app.kernel.errors import NotFound
from platform_app.watchlists.permissions import IMPORT_LISTS, VIEW_QUEUE
from platform_app.watchlists.queries.cases import find_case
from platform_app.watchlists.queries.due import count_due, open_runs
from platform_app.watchlists.queries.hits import queue, queue_of_found, queue_rows
from platform_app.watchlists.rules.facts import Tier
from platform_app.watchlists.rules.hits import REVIEWED
from platform_app.watchlists.views.blueprint import blueprint
from platform_app.web.access import current_actor, requires
from platform_app.web.paging import page_number, paginate
from platform_app.web.render import render

_FOUND = "found"
_SHOWN = {"": REVIEWED, "a": (Tier.A,), "b": (Tier.B,), "c": (Tier.C,)}


@blueprint.get("/screening/queue")
@requires(VIEW_QUEUE)
def show_queue() -> ResponseReturnValue:
    """Cases by tier and age; on demand those of tier C, and those in which something was found."""
    shown = request.args.get("tier", "")
    page = paginate(queue_of_found() if shown == _FOUND else queue(tiers=_SHOWN.get(shown, REVIEWED)), page_number())
    return render(
        "watchlists/queue.html",
        page=page,
        rows=queue_rows(page.rows),
        shown=shown if shown in (*_SHOWN, _FOUND) else "",
        runs=open_runs(),
        waiting=count_due(),
        may_import=current_actor().may(IMPORT_LISTS),
    )


@blueprint.get("/screening/owners/<string:owner_type>/<int:owner_id>")
@requires(VIEW_QUEUE)
def show_owner(owner_type: str, owner_id: int) -> ResponseReturnValue:
    """The case of an application or a member."""
    case = find_case(owner_type, owner_id)
    if case is None:
        raise NotFound
    return redirect(url_for("watchlists.show_case", case_id=case.id))
