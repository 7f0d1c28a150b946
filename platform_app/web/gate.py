"""The one gate before every request: how much is taken, which characters, from where; and whether the transaction may write."""

import secrets

import structlog
from flask import Flask, g, request
from werkzeug.routing import IntegerConverter, ValidationError

from platform_app.database.transaction import begin_request
from platform_app.kernel.errors import Forbidden, InvalidInput, TooLarge
from platform_app.web.access import is_reading
from platform_app.web.text import why_not_text

UPLOAD_BYTES = 64 * 1024 * 1024
FORM_BYTES = 1024 * 1024
FORM_PARTS = 2000
QUERY_CHARACTERS = 4000
LARGEST_ID = 2**31 - 1
_REQUEST_ID_BYTES = 9


class RowId(IntegerConverter):
    """`<int:…>` in an address: no more than a table's key can hold, so that a larger number is not found instead of a database's error."""

    def to_python(self, value: str) -> int:
        """The number. Raises: ValidationError."""
        if len(value) > len(str(LARGEST_ID)) or int(value) > LARGEST_ID:
            raise ValidationError
        return super().to_python(value)


def open_request() -> None:
    """Give the request an id, read its body, check its address, and only then let a transaction begin.

    The body is read first, so that a slow upload holds no lock. Raises: InvalidInput, TooLarge, Forbidden.
    """
    g.request_id = secrets.token_urlsafe(_REQUEST_ID_BYTES)
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request_id=g.request_id)
    begin_request(writing=not is_reading())
    _check_address()
    if is_reading():
        return
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        raise Forbidden("error.cross_site")
    if request.mimetype != "multipart/form-data" and (request.content_length or 0) > FORM_BYTES:
        raise TooLarge
    request.form.keys()


def _check_address() -> None:
    if len(request.query_string) > QUERY_CHARACTERS:
        raise TooLarge("error.address_too_long")
    texts = [request.path, *(text for pair in request.args.items(multi=True) for text in pair)]
    if any(why_not_text(text) for text in texts):
        raise InvalidInput(code="error.address_characters")


def install(app: Flask) -> None:
    """Put the gate before every request of an application."""
    app.url_map.converters["int"] = RowId
    app.config["MAX_CONTENT_LENGTH"] = UPLOAD_BYTES
    app.config["MAX_FORM_MEMORY_SIZE"] = FORM_BYTES
    app.config["MAX_FORM_PARTS"] = FORM_PARTS
    app.before_request(open_request)
