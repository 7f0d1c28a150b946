"""The gate: everything that must agree before bytes are kept."""

from collections.abc import Callable, Mapping
from typing import BinaryIO

from platform_app.documents.rules.files import EXTENSIONS, FileKind, SlotPolicy, extension_of, why_not_named
from platform_app.documents.sniffing.archives import is_archive
from platform_app.documents.sniffing.images import check_jpeg, check_png
from platform_app.documents.sniffing.malformed import Malformed
from platform_app.documents.sniffing.office import check_docx, check_xlsx
from platform_app.documents.sniffing.pdf import check_pdf
from platform_app.kernel.reasons import Reason

_HEAD_BYTES = 4096
_PROGRAMS = (
    b"MZ",
    b"\x7fELF",
    b"\xca\xfe\xba\xbe",
    b"\xfe\xed\xfa\xce",
    b"\xfe\xed\xfa\xcf",
    b"\xce\xfa\xed\xfe",
    b"\xcf\xfa\xed\xfe",
    b"#!",
    b"L\x00\x00\x00\x01\x14\x02\x00",
    b"dex\n",
    b"\x00asm",
)
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SIGNATURES: Mapping[FileKind, bytes] = {
    FileKind.PDF: b"%PDF-",
    FileKind.PNG: b"\x89PNG\r\n\x1a\n",
    FileKind.JPEG: b"\xff\xd8\xff",
    FileKind.DOCX: b"PK\x03\x04",
    FileKind.XLSX: b"PK\x03\x04",
}
_CHECKS: Mapping[FileKind, Callable[[BinaryIO, int], None]] = {
    FileKind.PDF: check_pdf,
    FileKind.PNG: check_png,
    FileKind.JPEG: check_jpeg,
    FileKind.DOCX: check_docx,
    FileKind.XLSX: check_xlsx,
}
_OFFICE = (FileKind.DOCX, FileKind.XLSX)


def why_not_accept(stream: BinaryIO, *, name: str, size: int, policy: SlotPolicy) -> tuple[Reason, ...]:
    """Why a file of `size` bytes, readable from 0 and seekable, is not taken under this name; empty if it is.

    Extension, first bytes and structure must agree, and no second format may hide in the file.
    """
    named = why_not_named(name, policy)
    if named:
        return named
    if size == 0:
        return (Reason("documents.file_empty"),)
    kind = EXTENSIONS[extension_of(name)]
    stream.seek(0)
    head = stream.read(_HEAD_BYTES)
    try:
        _check_head(head, kind)
        if kind not in _OFFICE and is_archive(stream, size):
            raise Malformed("file_ambiguous")
        _CHECKS[kind](stream, size)
    except Malformed as refusal:
        return (refusal.reason,)
    return ()


def _check_head(head: bytes, kind: FileKind) -> None:
    if head.startswith(_PROGRAMS):
        raise Malformed("file_is_program")
    if kind in _OFFICE and head.startswith(_OLD_OFFICE):
        raise Malformed("office_protected")
    if not head.startswith(_SIGNATURES[kind]):
        raise Malformed("content_differs", extension=kind.value, found=_found(head))
    if kind not in (*_OFFICE, FileKind.PDF) and b"%PDF-" in head:
        raise Malformed("file_ambiguous")


def _found(head: bytes) -> str:
    import puremagic  # only a refusal names what was found instead

    try:
        return puremagic.from_string(head).strip(".").upper()
    except (puremagic.PureError, ValueError):
        return ""
