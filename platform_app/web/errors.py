"""Errors to pages: each kind of error has its status and its page here, and nowhere else."""

import errno
from collections.abc import Callable
from typing import Any

import structlog
from flask import Flask, Response, current_app, g, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

from platform_app.extensions import db
from platform_app.kernel import errors
from platform_app.kernel.actors import VISITOR
from platform_app.web.render import render
from platform_app.web.text import NOT_TYPED, is_personal_number
from platform_app.web.words import say

RETRY_AFTER_SECONDS = 30
STATUS: dict[type[errors.PlatformError], int] = {
    errors.NotFound: 404,
    errors.Forbidden: 403,
    errors.SignInRequired: 401,
    errors.PresenceRequired: 401,
    errors.InvalidInput: 400,
    errors.RuleViolation: 409,
    errors.Conflict: 409,
    errors.StaleForm: 409,
    errors.TooLarge: 413,
    errors.TooManyRequests: 429,
    errors.Unavailable: 503,
    errors.PlatformError: 400,
}
_HTTP_CODES = {400: "error.invalid_input", 403: "error.forbidden", 404: "error.not_found", 405: "error.method", 413: "error.too_large"}
_SQLSTATES_OF_A_BUSY_SERVER = ("53", "55P03", "57", "40", "25006", "58")
log = structlog.get_logger("errors")


def install(app: Flask) -> None:
    """Register the mapping on an application."""
    app.register_error_handler(errors.PlatformError, _show_platform_error)
    app.register_error_handler(CSRFError, _show_expired_form)
    app.register_error_handler(HTTPException, _show_http_error)
    app.register_error_handler(StaleDataError, _show_stale)
    app.register_error_handler(IntegrityError, _show_conflict)
    app.register_error_handler(PoolTimeout, _show_unavailable)
    app.register_error_handler(DBAPIError, _show_database_error)
    app.register_error_handler(OSError, _show_os_error)
    app.register_error_handler(Exception, _show_internal)


def page_of(error: errors.PlatformError, status: int, **context: Any) -> Response:
    """The page of an error, with its sentence and the request's id."""
    template = f"errors/{status if status in (400, 403, 404, 405, 409, 413, 429, 500, 503) else 400}.html"
    reasons = error.reasons if isinstance(error, errors.RuleViolation) else ()
    context = {"kept": [], "reasons": reasons, "theirs": getattr(error, "theirs", {})} | context
    sentence = say(error.code, **error.facts)
    response = render(template, status=status, error=error, sentence=sentence, request_id=g.get("request_id", ""), **context)
    if status in (429, 503):
        response.headers["Retry-After"] = str(error.facts.get("retry_after_seconds", RETRY_AFTER_SECONDS))
    return response


def _show_platform_error(error: errors.PlatformError) -> Response:
    db.session.rollback()
    if isinstance(error, errors.SignInRequired):
        return _asking("platform.sign_in_page")
    if isinstance(error, errors.PresenceRequired):
        return _asking("platform.presence_page")
    if isinstance(error, errors.Unavailable):
        return _unavailable(error)
    status = next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)
    return page_of(error, status, kept=typed_texts() if status in (400, 409) else [])


def _asking(extension: str) -> Response:
    """The page that another package offers, by which the person can go on."""
    ask: Callable[[], Response] | None = current_app.extensions.get(extension)
    return ask() if ask else page_of(errors.Forbidden(), 403)


def typed_texts() -> list[tuple[str, str]]:
    """What was typed into the form that cannot be taken, so that nothing is lost: `(field, text)` without passwords and tokens."""
    try:
        fields = list(request.form.items(multi=True))
    except HTTPException:
        return []
    return [(name, text) for name, text in fields if _may_show(name, text)]


def _may_show(name: str, text: str) -> bool:
    return len(text) > 1 and name not in NOT_TYPED and "password" not in name and not is_personal_number(name, text)


def _show_expired_form(_error: CSRFError) -> Response:
    return page_of(errors.InvalidInput(code="error.csrf"), 400, kept=typed_texts())


def _show_http_error(error: HTTPException) -> Response:
    status = error.code or 500
    if status < 400:
        return error.get_response()  # type: ignore[return-value]
    code = _HTTP_CODES.get(status, "error.invalid_input" if status < 500 else "error.internal")
    response = page_of(errors.PlatformError(code), status)
    for name, value in error.get_headers():
        if name.lower() in ("allow", "retry-after"):
            response.headers[name] = value
    return response


def _show_stale(_error: StaleDataError) -> Response:
    db.session.rollback()
    return page_of(errors.StaleForm(), 409, kept=typed_texts())


def _show_conflict(error: IntegrityError) -> Response:
    db.session.rollback()
    log.warning("constraint without words", statement=type(error.orig).__name__, constraint=_constraint_of(error))
    return page_of(errors.Conflict(), 409, kept=typed_texts())


def _constraint_of(error: IntegrityError) -> str:
    """The constraint, or the column that lacks a value; PostgreSQL's own text would tell the whole row."""
    diagnosis = getattr(error.orig, "diag", None)
    if diagnosis is None:
        return str(error.orig)
    return diagnosis.constraint_name or f"{diagnosis.table_name}.{diagnosis.column_name}"


def _show_database_error(error: DBAPIError) -> Response:
    state = getattr(error.orig, "sqlstate", None)
    is_busy = state is None or any(state.startswith(prefix) for prefix in _SQLSTATES_OF_A_BUSY_SERVER)
    if error.connection_invalidated or (isinstance(error, OperationalError) and is_busy) or (state is not None and is_busy):
        return _show_unavailable(error)
    return _show_internal(error)


def _show_os_error(error: OSError) -> Response:
    if error.errno in (errno.ENOSPC, errno.EROFS, errno.EDQUOT, errno.EIO, errno.EMFILE):
        return _show_unavailable(error)
    return _show_internal(error)


def _show_unavailable(error: Exception) -> Response:
    log.error("unavailable", error=type(error).__name__, detail=str(getattr(error, "orig", ""))[:200])
    return _unavailable(errors.Unavailable())


def _unavailable(error: errors.Unavailable) -> Response:
    g.actor = VISITOR
    _end_transaction()
    return page_of(error, 503, kept=typed_texts())


def _show_internal(error: Exception) -> Response:
    log.error("internal error", exc_info=error)
    g.actor = g.get("actor", VISITOR)
    _end_transaction()
    return page_of(errors.PlatformError("error.internal"), 500, kept=typed_texts())


def _end_transaction() -> None:
    try:
        db.session.rollback()
    except DBAPIError:
        db.session.remove()
