"""The state of the ledger, and its head as a file."""

import json

from flask import Blueprint, Response, make_response

from platform_app.audit.permissions import TAKE_HEAD, VIEW_LEDGER
from platform_app.audit.queries import ledger_state
from platform_app.audit.services import write_head
from platform_app.kernel.clock import now
from platform_app.web.access import requires, writes
from platform_app.web.render import render

blueprint = Blueprint("audit", __name__)


@blueprint.get("/ledger")
@requires(VIEW_LEDGER)
def show_ledger() -> Response:
    """How many entries there are, how far they are sealed, and the last block."""
    return render("audit/ledger_show.html", state=ledger_state(), take_head=TAKE_HEAD)


@blueprint.post("/ledger/head")
@requires(TAKE_HEAD)
@writes
def take_head() -> Response:
    """Seal what is unsealed and hand out the head."""
    data = write_head(at=now())
    response = make_response(json.dumps(data, indent=2) + "\n")
    response.mimetype = "application/json"
    response.headers["Content-Disposition"] = f"attachment; filename=ledger-head-{data['block']}.json"
    return response
