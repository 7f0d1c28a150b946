"""Tables that people bring as files: CSV, XLSX and JSON, read row by row in constant memory, every cell as text with its line.

CSV is UTF-8 with or without a byte order mark, or CP932 as Excel writes it in Japan; its cells are separated by commas, tabs or semicolons, as its
first row tells. What the export gate escaped is taken back.
"""

import codecs
import csv
import json
import zipfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import count
from pathlib import Path
from typing import IO, Any

from platform_app.kernel.errors import InvalidInput, TooLarge
from platform_app.web.export import plain_cell

ENDINGS = ("csv", "xlsx", "json")
SURPLUS = ""
_CHUNK = 1 << 16
_UNPACKED_BYTES = 1 << 30
_LONGEST_CELL = 1 << 20
_SEPARATORS = ",\t;"


@dataclass(frozen=True)
class Row:
    """One row: the line it begins at (for JSON its place in the list, from 1) and its cells by column; surplus cells under SURPLUS."""

    line: int
    cells: dict[str, str]


def ending_of(path: Path) -> str:
    """`csv`, `xlsx` or `json`.

    Raises: InvalidInput for another ending.
    """
    ending = path.suffix.lower().removeprefix(".")
    if ending not in ENDINGS:
        raise InvalidInput(code="web.sheet_ending")
    return ending


def read_rows(path: Path) -> Iterator[Row]:
    """The rows of a file that are not empty, in order, by its ending; the columns are named by the first row, or by JSON's keys.

    Raises: InvalidInput, TooLarge; OSError.
    """
    readers = {"csv": _read_csv, "xlsx": _read_xlsx, "json": _read_json}
    return readers[ending_of(path)](path)


def _named(rows: Iterator[tuple[int, list[str]]]) -> Iterator[Row]:
    header: list[str] | None = None
    for line, cells in rows:
        if not any(cell.strip() for cell in cells):
            continue
        if header is None:
            header = [cell.strip().lstrip("\ufeff").lower() for cell in cells]
            if len(set(filter(None, header))) < len([name for name in header if name]):
                raise InvalidInput(code="web.sheet_columns_twice")
            continue
        texts = [plain_cell(cell) for cell in cells]
        named = {name: text for name, text in zip(header, texts, strict=False) if name}
        surplus = [text for text in texts[len(header) :] if text.strip()]
        unnamed = [text for name, text in zip(header, texts, strict=False) if not name and text.strip()]
        yield Row(line, named | ({SURPLUS: (surplus + unnamed)[0]} if surplus or unnamed else {}))
    if header is None:
        raise InvalidInput(code="web.sheet_empty")


def _encoding(path: Path) -> str:
    with path.open("rb") as file:
        is_wide = file.read(2) in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
    if not is_wide and _decodes(path, "utf-8-sig"):
        return "utf-8-sig"
    if is_wide or not _decodes(path, "cp932") or (_decodes(path, "euc_jp") and not _is_half_width(path)):
        raise InvalidInput(code="web.sheet_encoding")
    return "cp932"


def _texts(path: Path, encoding: str) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(encoding)()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield decoder.decode(chunk)
        yield decoder.decode(b"", final=True)


def _decodes(path: Path, encoding: str) -> bool:
    try:
        for _text in _texts(path, encoding):
            pass
    except UnicodeDecodeError:
        return False
    return True


def _is_half_width(path: Path) -> bool:
    """Whether nothing but ASCII and half-width katakana stands in a file of CP932: only such text may be taken for EUC-JP, and is not."""
    return all(char.isascii() or "\uff61" <= char <= "\uff9f" for text in _texts(path, "cp932") for char in text)


def _read_csv(path: Path) -> Iterator[Row]:
    csv.field_size_limit(_LONGEST_CELL)
    encoding = _encoding(path)
    with path.open(encoding=encoding, newline="") as file:
        separator = _separator(file)
    with path.open(encoding=encoding, newline="") as file:
        yield from _named(_csv_lines(csv.reader(file, delimiter=separator)))


def _separator(file: IO[str]) -> str:
    """What parts the first row into most cells; the comma where it does not matter."""
    first = next((line for line in iter(lambda: file.readline(_CHUNK), "") if line.strip()), "")
    return max(_SEPARATORS, key=lambda separator: len(next(csv.reader([first], delimiter=separator), [])))


def _csv_lines(reader: Any) -> Iterator[tuple[int, list[str]]]:
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise InvalidInput(code="web.sheet_unreadable_at", line=line) from error
        if cells is None:
            return
        yield line, cells


def _read_xlsx(path: Path) -> Iterator[Row]:
    from openpyxl import load_workbook  # heavy, and needed for one kind of file only
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with zipfile.ZipFile(path) as archive:
            if sum(part.file_size for part in archive.infolist()) > _UNPACKED_BYTES:
                raise TooLarge
        book = load_workbook(path, read_only=True, data_only=True)
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError) as error:
        raise InvalidInput(code="web.sheet_unreadable") from error
    with closing(book):
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        rows = ((line, [_cell(value) for value in values]) for line, values in zip(count(1), sheet.iter_rows(values_only=True)))
        yield from _named(rows)


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime) and value.time() == time.min:
        return value.date().isoformat()
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _read_json(path: Path) -> Iterator[Row]:
    for place, item in zip(count(1), _json_items(path)):
        if not isinstance(item, dict):
            raise InvalidInput(code="web.sheet_unreadable_at", line=place)
        yield Row(place, {str(name).strip().lower(): _json_cell(value) for name, value in item.items()})


def _json_cell(value: Any) -> str:
    if isinstance(value, list):
        return "; ".join(_json_cell(part) for part in value)
    return "" if value is None else value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _json_items(path: Path) -> Iterator[object]:
    """The elements of a JSON array, decoded one after the other from chunks of the file."""
    decoder, place = json.JSONDecoder(), 0
    try:
        with path.open(encoding="utf-8-sig") as file:
            text = file.read(_CHUNK).lstrip()
            if not text.startswith("["):
                raise InvalidInput(code="web.sheet_not_a_list")
            text = text[1:]
            while True:
                place += 1
                text, is_last = _upto_item(text, file, is_first=place == 1)
                if is_last:
                    return
                item, text = _next_item(decoder, text, file)
                yield item
    except UnicodeDecodeError as error:
        raise InvalidInput(code="web.sheet_encoding") from error
    except json.JSONDecodeError as error:
        raise InvalidInput(code="web.sheet_unreadable_at", line=place) from error


def _upto_item(text: str, file: Any, *, is_first: bool) -> tuple[str, bool]:
    text = _filled(text.lstrip(), file)
    if text.startswith("]"):
        if (text[1:] + file.read(_CHUNK)).strip():
            raise json.JSONDecodeError("text after the list", text, 0)
        return "", True
    if not is_first:
        if not text.startswith(","):
            raise json.JSONDecodeError("no comma", text, 0)
        text = _filled(text[1:].lstrip(), file)
    return text, False


def _filled(text: str, file: Any) -> str:
    while not text and (more := file.read(_CHUNK)):
        text = more.lstrip()
    return text


def _next_item(decoder: json.JSONDecoder, text: str, file: Any) -> tuple[object, str]:
    while True:
        try:
            item, end = decoder.raw_decode(text)
            if end < len(text) or not isinstance(item, (int, float)):
                return item, text[end:]
        except json.JSONDecodeError:
            if len(text) > _LONGEST_CELL:
                raise
        more = file.read(_CHUNK)
        if not more:
            item, end = decoder.raw_decode(text)
            return item, text[end:]
        text += more
