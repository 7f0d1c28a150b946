"""DOCX and XLSX: zip containers with the parts of their kind, without macros, embedded programs or references to foreign templates.

Source: ECMA-376 part 2 (Open Packaging Conventions). The parts that say what the others are and where they lead, content types and relationships,
are parsed as the programs that open the file parse them; one that declares a document type is refused, so that no entity is ever expanded.
"""

import re
from collections.abc import Mapping
from typing import BinaryIO
from xml.parsers.expat import ExpatError, ParserCreate

from platform_app.documents.rules.files import FileKind
from platform_app.documents.sniffing.archives import blocks, check_entries, open_archive
from platform_app.documents.sniffing.malformed import Malformed

_TYPES = "[Content_Types].xml"
_MAIN_PART = {FileKind.DOCX: "word/document.xml", FileKind.XLSX: "xl/workbook.xml"}
_MAIN_TYPE = {FileKind.DOCX: "wordprocessingml.document.main+xml", FileKind.XLSX: "spreadsheetml.sheet.main+xml"}
_MACRO_NAME = re.compile(r"vbaproject|vbadata|macrosheets/|dialogsheets/", re.IGNORECASE)
_EMBEDDED_NAME = re.compile(r"activex/|oleobject|/embeddings/|\.(exe|dll|scr|com|bat|cmd|js|vbs|hta|lnk|msi|ps1)$", re.IGNORECASE)
_MACRO_TYPE = re.compile(r"macroEnabled|vbaProject", re.IGNORECASE)
_ENTITIES = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
_FETCHED = re.compile(r"attachedTemplate$|/frame$|/oleObject$|/subDocument$", re.IGNORECASE)
_REMOTE = re.compile(r"https?:|ftp:|\\\\|//|/\\|\\/|file:[/\\]{2}[^/\\]|file:[/\\]{4}|file:\\\\", re.IGNORECASE)
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
            if _is_control(entry.filename) and entry.file_size > _MAX_TEXT_BYTES:
                raise Malformed("archive_too_large")
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
    if not _is_control(name):
        return
    elements = _elements(content)
    if name == _TYPES:
        declared = [value for _element, attributes in elements for value in attributes.values()]
        if any(_MACRO_TYPE.search(value) for value in declared):
            raise Malformed("has_macros")
        if not any(_MAIN_TYPE[kind] in value for value in declared):
            raise Malformed("content_differs", extension=kind.value)
    elif any(_is_fetched(attributes) for element, attributes in elements if element == "Relationship"):
        raise Malformed("has_remote_template")


def _is_control(name: str) -> bool:
    """Whether a part says what other parts are, or where they lead."""
    return name == _TYPES or name.lower().endswith(".rels")


def _elements(content: bytes) -> list[tuple[str, Mapping[str, str]]]:
    """The elements of a part with their attributes, names without prefixes.

    Raises: Malformed.
    """
    found: list[tuple[str, Mapping[str, str]]] = []

    def note(name: str, attributes: dict[str, str]) -> None:
        """Keep one element."""
        found.append((_local(name), {_local(key): value for key, value in attributes.items()}))

    def refuse(*_declaration: object) -> None:
        """A document type could declare entities."""
        raise Malformed("archive_unsafe")

    parser = ParserCreate()
    parser.StartElementHandler, parser.StartDoctypeDeclHandler = note, refuse
    try:
        parser.Parse(content, True)
    except (ExpatError, ValueError, LookupError) as error:
        raise Malformed("file_broken") from error
    return found


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def _is_fetched(attributes: Mapping[str, str]) -> bool:
    """Whether a relationship makes the program that opens the file fetch something from elsewhere."""
    leads_to = attributes.get("Target", "").strip()
    return bool(_FETCHED.search(attributes.get("Type", "").strip()) and _REMOTE.match(leads_to))
