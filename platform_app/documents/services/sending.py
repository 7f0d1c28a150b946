"""Handing out files, always as an attachment that nothing is run from. The owner's view has checked the permission."""

import re
import shutil
import tempfile
import unicodedata
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from typing import IO
from urllib.parse import quote

from flask import Response

from platform_app.documents.queries import get_letter_row, get_row, list_letters, list_rows
from platform_app.documents.rules import LetterContent
from platform_app.documents.rules.files import MEDIA_TYPES, FileKind, display_name, why_not_send
from platform_app.documents.rules.letters import FILE_NAMES, LETTER_VERSION, PaperKind
from platform_app.documents.storage import open_kept
from platform_app.documents.typesetting import typeset
from platform_app.kernel.clock import TOKYO
from platform_app.kernel.errors import NotFound, RuleViolation, refuse_if
from platform_app.kernel.reasons import Reason

_BLOCK_BYTES = 64 * 1024
_IN_MEMORY_BYTES = 4 * 1024 * 1024
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
    return _download(response, row.name, fallback=f"file-{row.id}.{row.kind.value}")


def send_letter(*, letter_id: int) -> Response:
    """A letter's PDF as a download.

    Raises: NotFound; RuleViolation if the PDF is not made yet; Unavailable.
    """
    letter = get_letter_row(letter_id)
    if not letter.data:
        raise NotFound
    file_id = letter.file_id
    if file_id is None:
        raise RuleViolation((Reason("documents.letter_being_prepared"),))
    return send(file_id=file_id)


def preview_letter(*, content: LetterContent) -> Response:
    """A letter as its PDF would be, marked as a draft (案) on every page; nothing is kept.

    Raises: typst.TypstError if the template cannot set the data.
    """
    made = typeset(kind=content.kind, version=LETTER_VERSION, data=content.as_data(), is_draft=True)
    return _download(Response(made, mimetype=MEDIA_TYPES[FileKind.PDF]), f"案_{FILE_NAMES[content.kind]}_{content.number}.pdf", fallback="draft.pdf")


def send_letters(*, letters: Sequence[tuple[int, str]], name: str) -> Response:
    """Several letters `(id, what to name it)` as one ZIP, in the order given, each file's name beginning with its place.

    Raises: RuleViolation if a PDF is not made yet; Unavailable.
    """
    facts = list_letters([letter_id for letter_id, _label in letters])
    missing = len(letters) - sum(letter.file_id is not None for letter in facts)
    if missing:
        raise RuleViolation((Reason("documents.letters_being_prepared", {"missing": missing}),))
    rows = list_rows([letter.file_id for letter in facts if letter.file_id is not None])
    spool = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY_BYTES)  # noqa: SIM115  # closed with the response
    with zipfile.ZipFile(spool, "w", zipfile.ZIP_STORED) as archive:
        for place, (row, letter, (_letter_id, label)) in enumerate(zip(rows, facts, letters, strict=True), 1):
            refuse_if(why_not_send(row.scan_status))
            named = display_name(f"{place:03d}_{_flat(letter.number)}_{_flat(label)}.pdf")
            entry = zipfile.ZipInfo(named, letter.frozen_at.astimezone(TOKYO).timetuple()[:6])
            with open_kept(row.storage_name) as content, archive.open(entry, "w") as target:
                shutil.copyfileobj(content, target, _BLOCK_BYTES)
    size = spool.tell()
    spool.seek(0)
    response = Response(_blocks(spool), mimetype="application/zip")
    response.call_on_close(spool.close)
    response.content_length = size
    return _download(response, name, fallback="letters.zip")


def _flat(text: str) -> str:
    """A text without what would make folders of a file's name."""
    return text.replace("/", "_").replace("\\", "_")


def send_paper(*, kind: PaperKind, data: Mapping[str, object], name: str) -> Response:
    """A paper, set now from plain data and kept nowhere, as a download under a name."""
    made = typeset(kind=kind, version=LETTER_VERSION, data=data)
    return _download(Response(made, mimetype=MEDIA_TYPES[FileKind.PDF]), name, fallback=f"{kind.value.replace('_', '-')}.pdf")


def _download(response: Response, name: str, *, fallback: str) -> Response:
    response.headers["Content-Disposition"] = content_disposition(name, fallback=fallback)
    response.headers["Content-Security-Policy"] = _POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def content_disposition(name: str, *, fallback: str) -> str:
    """The header for a download under a name in any script; `fallback` is what old programs see instead of other scripts.

    Source: RFC 6266, RFC 8187.
    """
    plain = _NOT_PLAIN.sub("_", unicodedata.normalize("NFKD", name)) if name.isascii() else fallback
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe=_UNRESERVED, encoding='utf-8')}"


def _blocks(content: IO[bytes]) -> Iterator[bytes]:
    while block := content.read(_BLOCK_BYTES):
        yield block
