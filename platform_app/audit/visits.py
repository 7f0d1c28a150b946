"""What is written after a response, in a transaction of its own: who saw whose record, and that a session is alive.

These two are all that a GET may leave behind. If they cannot be written the page is shown all the same, and the log says so.
"""

import structlog
from flask import Flask, Response, g, request
from sqlalchemy.exc import SQLAlchemyError

from platform_app.audit.services import note_access
from platform_app.database.transaction import aside
from platform_app.kernel.clock import now

log = structlog.get_logger(__name__)


def note_visit(response: Response) -> Response:
    """Write the access log's lines and the session's last visit, if there are any.

    A loader of sessions leaves `g.keep_session_alive`, a callable of the instant, when a minute has passed.
    """
    actor = g.get("actor")
    shown = g.get("shown", frozenset()) if response.status_code < 400 else frozenset()
    keep_alive = g.get("keep_session_alive")
    if actor is None or actor.user_id is None or not (shown or keep_alive):
        return response
    at = now()

    def write() -> None:
        """Both, in one transaction."""
        note_access(user_id=actor.user_id, endpoint=request.endpoint or "", subjects=sorted(shown), request_id=g.get("request_id"), at=at)
        if keep_alive:
            keep_alive(at)

    try:
        aside(write)
    except SQLAlchemyError as error:
        log.warning("a visit was not written down", error=type(error).__name__)
    return response


def install(app: Flask) -> None:
    """Note visits after every response of an application."""
    app.after_request(note_visit)
