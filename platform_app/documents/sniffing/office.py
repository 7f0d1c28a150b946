"""DOCX and XLSX: zip containers with the parts of their kind, without macros, embedded programs or references to foreign templates.

Source: ECMA-376 part 2 (Open Packaging Conventions). XML is searched, never parsed, so that no entity is ever expanded.
"""

import re
from typing import BinaryIO

from platform_app.documents.rules.files import FileKind
from platform_app.documents.sniffing.archives import blocks, check_entries, open_archive
from platform_app.documents.sniffing.malformed import Malformed

_TYPES = "[Content_Types].xml"
_MAIN_PART = {FileKind.DOCX: "word/document.xml", FileKind.XLSX: "xl/workbook.xml"}
_MAIN_TYPE = {FileKind.DOCX: b"wordprocessingml.document.main+xml", FileKind.XLSX: b"spreadsheetml.sheet.main+xml"}
_MACRO_NAME = re.compile(r"vbaproject|vbadata|macrosheets/|dialogsheets/", re.IGNORECASE)
_EMBEDDED_NAME = re.compile(r"activex/|oleobject|/embeddings/|\.(exe|dll|scr|com|bat|cmd|js|vbs|hta|lnk|msi|ps1)$", re.IGNORECASE)
_MACRO_TYPE = re.compile(rb"macroEnabled|vbaProject", re.IGNORECASE)
_ENTITIES = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
_RELATIONSHIP = re.compile(rb"<Relationship\b[^<>]*>")
_REMOTE = re.compile(rb"Target\s*=\s*[\"'](https?:|ftp:|\\\\|//|file:/{2}[^/]|file:/{4})", re.IGNORECASE)
_MAX_TEXT_BYTES = 4 * 1024 * 1024
_PROLOGUE_BYTES = 64 * 1024


def check_docx(stream: BinaryIO, size: int) -> None:
    """Check a Word document.

    Raises: Malformed with the cause.
    """
    _check(stream, size, FileKind.DOCX)


def check_xlsx(stream: BinaryIO, size: int) -> None:
    """Check an Excel workbook.

    Raises: Malformed with the cause.
    """
    _check(stream, size, FileKind.XLSX)


def _check(stream: BinaryIO, size: int, kind: FileKind) -> None:
    with open_archive(stream, size) as archive:
        names = [entry.filename for entry in archive.infolist()]
        _check_names(names)
        check_entries(archive, size)
        if _TYPES not in names or _MAIN_PART[kind] not in names:
            raise Malformed("content_differs", extension=kind.value)
        for entry in archive.infolist():
            text = b""
            for block in blocks(archive, entry):
                if len(text) < _MAX_TEXT_BYTES:
                    text += block
            _check_part(entry.filename, text, kind)


def _check_names(names: list[str]) -> None:
    if any(_MACRO_NAME.search(name) for name in names):
        raise Malformed("has_macros")
    if any(_EMBEDDED_NAME.search(name) for name in names):
        raise Malformed("has_embedded_files")


def _check_part(name: str, content: bytes, kind: FileKind) -> None:
    if not name.lower().endswith((".xml", ".rels", ".vml")):
        return
    text = content.replace(b"\x00", b"")
    if _ENTITIES.search(text[:_PROLOGUE_BYTES]):
        raise Malformed("archive_unsafe")
    if name == _TYPES:
        if _MACRO_TYPE.search(text):
            raise Malformed("has_macros")
        if _MAIN_TYPE[kind] not in text:
            raise Malformed("content_differs", extension=kind.value)
    if name.lower().endswith(".rels"):
        for tag in _RELATIONSHIP.findall(text):
            if re.search(rb"attachedTemplate|/frame[\"']|/oleObject", tag) and _REMOTE.search(tag):
                raise Malformed("has_remote_template")
