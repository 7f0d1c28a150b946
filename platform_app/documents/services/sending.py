"""Handing out files, always as an attachment that nothing is run from. The owner's view has checked the permission."""

import re
import unicodedata
from collections.abc import Iterator
from typing import BinaryIO
from urllib.parse import quote

from flask import Response

from platform_app.documents.queries import get_letter_row, get_row
from platform_app.documents.rules.files import MEDIA_TYPES, why_not_send
from platform_app.documents.storage import open_kept
from platform_app.kernel.errors import RuleViolation, refuse_if
from platform_app.kernel.reasons import Reason

_BLOCK_BYTES = 64 * 1024
_POLICY = "sandbox; default-src 'none'; frame-ancestors 'none'"
_NOT_PLAIN = re.compile(r"[^A-Za-z0-9._-]+")
_UNRESERVED = "!#$&+-.^_`|~"


def send(*, file_id: int) -> Response:
    """A stored file as a download.

    Raises: NotFound; RuleViolation for a file that waits for the scanner or was found infected; Unavailable.
    """
    row = get_row(file_id)
    refuse_if(why_not_send(row.scan_status))
    content = open_kept(row.storage_name)
    response = Response(_blocks(content), mimetype=MEDIA_TYPES[row.kind])
    response.call_on_close(content.close)
    response.content_length = row.size_bytes
    response.headers["Content-Disposition"] = content_disposition(row.name, fallback=f"file-{row.id}.{row.kind.value}")
    response.headers["Content-Security-Policy"] = _POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def send_letter(*, letter_id: int) -> Response:
    """A letter's PDF as a download.

    Raises: NotFound; RuleViolation if the PDF is not made yet; Unavailable.
    """
    file_id = get_letter_row(letter_id).file_id
    if file_id is None:
        raise RuleViolation((Reason("documents.letter_being_prepared"),))
    return send(file_id=file_id)


def content_disposition(name: str, *, fallback: str) -> str:
    """The header for a download under a name in any script; `fallback` is what old programs see instead of other scripts.

    Source: RFC 6266, RFC 8187.
    """
    plain = _NOT_PLAIN.sub("_", unicodedata.normalize("NFKD", name)) if name.isascii() else fallback
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe=_UNRESERVED, encoding='utf-8')}"


def _blocks(content: BinaryIO) -> Iterator[bytes]:
    while block := content.read(_BLOCK_BYTES):
        yield block
