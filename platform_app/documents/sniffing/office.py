"""DOCX and XLSX: zip containers with the parts of their kind, without macros, embedded programs or references to foreign templates.

Source: ECMA-376 part 2 (Open Packaging Conventions). Only the control parts are parsed; the others are looked through for document types,
so that whoever opens the file never expands an entity.
"""

import re
from collections.abc import Iterable, Iterator
from typing import BinaryIO
from urllib.parse import unquote

from platform_app.documents.rules.files import FileKind
from platform_app.documents.sniffing.archives import blocks, check_entries, open_archive
from platform_app.documents.sniffing.control_parts import PROGRAM_NAME, check_relations, has_type
from platform_app.documents.sniffing.malformed import Malformed

MAX_CONTROL_BYTES = 4 * 1024 * 1024
_TYPES = "[Content_Types].xml"
_MAIN_PART = {FileKind.DOCX: "word/document.xml", FileKind.XLSX: "xl/workbook.xml"}
_MAIN_TYPE = {FileKind.DOCX: "wordprocessingml.document.main+xml", FileKind.XLSX: "spreadsheetml.sheet.main+xml"}
_MACRO_NAME = re.compile(r"vbaproject|vbadata|macrosheets/|dialogsheets/", re.IGNORECASE)
_EMBEDDED_NAME = re.compile(r"activex/|oleobject|/embeddings/", re.IGNORECASE)
_PIECE_NAME = re.compile(r"/\[\d+\](\.last)?\.piece$", re.IGNORECASE)
_DOCTYPE = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
_LONGEST_SIGN = len(b"<!DOCTYPE")


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
        entries = {entry.filename: entry for entry in archive.infolist()}
        _check_names(archive.namelist())
        check_entries(archive, size)
        if _TYPES not in entries or _MAIN_PART[kind] not in entries:
            raise Malformed("content_differs", extension=kind.value)
        # Together, so that many of them take no longer than one.
        if sum(entry.file_size for name, entry in entries.items() if _is_control(name)) > MAX_CONTROL_BYTES:
            raise Malformed("archive_too_large")
        for name, entry in entries.items():
            _check_part(name, blocks(archive, entry), kind)


def _check_names(names: list[str]) -> None:
    read = [unquote(name) for name in names]
    if any(_MACRO_NAME.search(name) for name in read):
        raise Malformed("has_macros")
    if any(_EMBEDDED_NAME.search(name) or PROGRAM_NAME.search(name) for name in read):
        raise Malformed("has_embedded_files")
    # A part may not be written in pieces, nor under two spellings of one name: programs differ in which of them they read.
    if any(_PIECE_NAME.search(name) for name in read) or len({name.casefold() for name in read}) != len(names):
        raise Malformed("archive_unsafe")


def _check_part(name: str, content: Iterator[bytes], kind: FileKind) -> None:
    is_xml = unquote(name).lower().endswith((".xml", ".rels", ".vml"))
    checked = _without_doctype(content) if is_xml else content
    if name == _TYPES:
        if not has_type(checked, _MAIN_TYPE[kind]):
            raise Malformed("content_differs", extension=kind.value)
    elif _is_control(name):
        check_relations(checked)
    for _block in checked:
        pass


def _is_control(name: str) -> bool:
    return name == _TYPES or unquote(name).lower().endswith(".rels")


def _without_doctype(content: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes; a document type ends them, in ASCII or in two bytes for each character.

    Raises: Malformed with archive_unsafe.
    """
    last = b""
    for block in content:
        text = last + block.replace(b"\x00", b"")
        if b"<!" in text and _DOCTYPE.search(text):
            raise Malformed("archive_unsafe")
        last = text[-_LONGEST_SIGN:]
        yield block
