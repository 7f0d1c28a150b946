"""The one gate for tables that leave as files: no cell can be taken for a formula, and XLSX cells are text.

A cell whose first character, normalised and stripped, begins a formula gets an apostrophe before it; `plain_cell` takes it off again, so that
what was exported is imported as it was. CSV is UTF-8 without a byte order mark and with CRLF; nothing is written in CP932, which lacks 𠮷.
Source: OWASP, CSV Injection; RFC 4180.
"""

import csv
import io
import json
import re
import tempfile
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import IO

from flask import Response, send_file

Cell = str | int | date | None
Rows = Iterable[Sequence[Cell]]

_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")
_QUOTES = re.compile(r"'*")
_XML_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_IN_MEMORY_BYTES = 1024 * 1024
_LONGEST_XLSX_CELL = 32_767


def _begins_formula(text: str) -> bool:
    head = text[:1]
    if head in ("\t", "\r", "\n"):
        return True
    first = unicodedata.normalize("NFKC", text.lstrip(" \u3000\u00a0\u200b\ufeff\t\r\n")[:1])
    return first.startswith(_DANGEROUS)


def safe_cell(text: str) -> str:
    """The text with an apostrophe before it if a spreadsheet could take it for a formula."""
    behind = text[_QUOTES.match(text).end() :]  # type: ignore[union-attr]
    return "'" + text if _begins_formula(behind) else text


def plain_cell(text: str) -> str:
    """What `safe_cell` was given."""
    if text.startswith("'") and _begins_formula(text.lstrip("'")):
        return text[1:]
    return text


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return safe_cell(cell)
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def write_csv(stream: IO[bytes], header: Sequence[str], rows: Rows) -> None:
    """Write a table as CSV, row by row."""
    text = io.TextIOWrapper(stream, encoding="utf-8", newline="", write_through=True)
    writer = csv.writer(text)
    writer.writerow([safe_cell(name) for name in header])
    writer.writerows([_text(cell) for cell in row] for row in rows)
    text.detach()


def write_xlsx(stream: IO[bytes], header: Sequence[str], rows: Rows) -> None:
    """Write a table as XLSX with every cell typed as text, row by row."""
    from openpyxl import Workbook  # heavy, and needed for one kind of file only
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    sheet = book.create_sheet()

    def cell(text: str) -> object:
        """A cell of text. Plain strings are that already and ten times as fast; openpyxl takes some for errors (#N/A), so those are told."""
        text = _XML_FORBIDDEN.sub("", text)[:_LONGEST_XLSX_CELL]
        if not text.startswith(("#", "=")):
            return text or None
        told = WriteOnlyCell(sheet, value=text)
        told.data_type = "s"
        return told

    sheet.append([cell(safe_cell(name)) for name in header])
    for row in rows:
        sheet.append([cell(_text(value)) for value in row])
    book.save(stream)


def write_json(stream: IO[bytes], header: Sequence[str], rows: Rows) -> None:
    """Write a table as a JSON array of objects, row by row; nothing is escaped, because no spreadsheet opens it."""
    separator = b"[\n"
    for row in rows:
        values = [cell.isoformat() if isinstance(cell, date) else cell for cell in row]
        stream.write(separator + json.dumps(dict(zip(header, values, strict=True)), ensure_ascii=False).encode())
        separator = b",\n"
    stream.write(b"[]\n" if separator == b"[\n" else b"\n]\n")


WRITERS: dict[str, tuple[Callable[[IO[bytes], Sequence[str], Rows], None], str]] = {
    "csv": (write_csv, "text/csv; charset=utf-8"),
    "xlsx": (write_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "json": (write_json, "application/json"),
}


def table_response(name: str, ending: str, header: Sequence[str], rows: Rows) -> Response:
    """A table as a download. It is written to a temporary file first, so that no transaction stays open while it is sent.

    Raises: KeyError for an ending that is not in WRITERS.
    """
    write, mimetype = WRITERS[ending]
    file = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY_BYTES)  # noqa: SIM115  # closed with the response
    write(file, header, rows)
    file.seek(0)
    return send_file(file, mimetype=mimetype, as_attachment=True, download_name=f"{name}.{ending}", etag=False)
