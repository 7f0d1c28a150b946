"""Health for load balancers and watchdogs. The answers are one word and give nothing away."""

from flask import Blueprint, Response, current_app
from flask.typing import ResponseReturnValue

from platform_app.operations.probes import database_answers, storage_answers
from platform_app.web.access import public

blueprint = Blueprint("operations", __name__)


@blueprint.get("/health/live")
@public
def live() -> ResponseReturnValue:
    """The process answers; asks nobody else."""
    return _word("ok")


@blueprint.get("/health/ready")
@public
def ready() -> ResponseReturnValue:
    """Database and storage answer too."""
    if database_answers() and storage_answers(current_app.config["SETTINGS"].storage_url):
        return _word("ok")
    return _word("unavailable", status=503)


def _word(word: str, *, status: int = 200) -> Response:
    return Response(word + "\n", status, {"Cache-Control": "no-store"}, mimetype="text/plain")
