"""Rows of a list's file read as parties: each cell checked, each fault told with its column, its value and a mend."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from platform_app.kernel.errors import InvalidInput
from platform_app.kernel.reasons import Reason
from platform_app.members.rules.corporate_numbers import why_not_corporate_number
from platform_app.members.rules.dates import read_date
from platform_app.watchlists.rules.columns import COLUMNS, REQUIRED
from platform_app.watchlists.rules.facts import Party, PartyKind
from platform_app.web.sheets import SURPLUS, Row
from platform_app.web.text import cleaned, why_not_text

LIMITS = {"ref": 200, "name": 200, "kana": 400, "former_names": 2000, "birth_on": 40, "corporate_number": 40, "address": 400, "kind": 40}
KINDS = {
    "organisation": PartyKind.ORGANISATION,
    "団体": PartyKind.ORGANISATION,
    "法人": PartyKind.ORGANISATION,
    "person": PartyKind.PERSON,
    "個人": PartyKind.PERSON,
    "人物": PartyKind.PERSON,
}
_FORMULA = re.compile(r"[=+\-@]\s*[A-Za-z_.]+\s*\(|=[+\-]?\$?[A-Za-z]{1,3}\$?\d|=[^=]*[!|(]|=[\d.]+[+\-*/]")
# Nothing in such a text has to be cleaned or refused: most cells are like this, and this one look is all they cost.
_PLAIN = re.compile(r"[0-9A-Za-z\u3041-\u3094\u30a1-\u30fc\u4e00-\u9fff々〇][0-9A-Za-z\u3041-\u3094\u30a1-\u30fc\u4e00-\u9fff々〇 \u3000./・-]*")
# Spreadsheets break long cells into lines; what stands on them belongs together, and former names stand below each other.
_LINE_ENDS = re.compile(r"[ \u3000]*[\n\t\u2028\u2029][\s\u3000]*")
_BETWEEN_LINES = {"former_names": ";"}
_TWELVE_DIGITS = "members.corporate_number_twelve_digits"
_SECRET = frozenset({"corporate_number"})
_SHOWN_CHARACTERS = 60


@dataclass(frozen=True)
class Problem:
    """What is wrong with one cell: line, column, the value (shortened, unprintable characters by number) and the reason."""

    line: int
    column: str
    value: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class EntryRow:
    """A row that can be listed. A Corporate Number that cannot be one is kept as text and flagged."""

    line: int
    party: Party
    is_number_wrong: bool


def check_columns(first: Row, mapping: Mapping[str, str]) -> None:
    """Refuse a file that lacks a column that is needed.

    Raises: InvalidInput naming the columns.
    """
    missing = [column for column in REQUIRED if mapping.get(column, column) not in first.cells]
    if missing:
        found = ", ".join(shown(name) for name in first.cells if name)
        raise InvalidInput(code="watchlists.columns_missing", columns=", ".join(missing), found=found)


def unknown_columns(first: Row, mapping: Mapping[str, str]) -> tuple[str, ...]:
    """The columns of a file that are not read."""
    known = {mapping.get(column, column) for column in COLUMNS}
    return tuple(name for name in first.cells if name and name not in known)


def shown(text: str) -> str:
    """A value fit for a line of a report."""
    short = text[: _SHOWN_CHARACTERS + 1]
    printable = "".join(char if char.isprintable() else f"\\u{ord(char):04x}" for char in short)
    return printable if len(printable) <= _SHOWN_CHARACTERS else printable[:_SHOWN_CHARACTERS] + "…"


class _Cells:
    """The cells of one row, with the problems met so far."""

    def __init__(self, row: Row, mapping: Mapping[str, str]) -> None:
        self.row = row
        self.mapping = mapping
        self.problems: list[Problem] = []

    def raw(self, column: str) -> str:
        """A cell as it stands in the file."""
        theirs = self.mapping.get(column, column)
        return self.row.cells.get(theirs, "") if theirs else ""

    def blame(self, column: str, code: str, **facts: object) -> None:
        """Note a problem; a number that must not be kept is not repeated."""
        value = "" if column in _SECRET else shown(self.raw(column))
        self.problems.append(Problem(self.row.line, column, value, Reason(code, facts)))

    def text(self, column: str) -> str:
        """A cell cleaned, empty if it cannot be taken."""
        raw = self.raw(column)
        if not raw and column not in REQUIRED:
            return ""
        if len(raw) > LIMITS[column] * 4:
            self.blame(column, "web.too_long", length=len(raw), max_length=LIMITS[column])
            return ""
        if raw and _PLAIN.fullmatch(raw) and len(raw) <= LIMITS[column]:
            return raw.strip()
        text = _LINE_ENDS.sub(_BETWEEN_LINES.get(column, " "), cleaned(raw).strip())
        if not text:
            if column in REQUIRED:
                self.blame(column, "web.required", label=column)
            return ""
        refused = why_not_text(text)
        if refused:
            self.blame(column, refused[0].code)
        elif len(text) > LIMITS[column]:
            self.blame(column, "web.too_long", length=len(text), max_length=LIMITS[column])
        elif _FORMULA.match(text):
            self.blame(column, "watchlists.formula")
        else:
            return text
        return ""


def read_row(row: Row, *, today: date, mapping: Mapping[str, str]) -> EntryRow | list[Problem]:
    """The entry that a row describes, or everything that is wrong with it."""
    cells = _Cells(row, mapping)
    if row.cells.get(SURPLUS):
        cells.problems.append(Problem(row.line, SURPLUS, shown(row.cells[SURPLUS]), Reason("members.row_surplus")))
    ref, name, kana, address = (cells.text(column) for column in ("ref", "name", "kana", "address"))
    kind = _kind(cells)
    former_names = tuple(part for name in re.split("[;；]", cells.text("former_names")) if (part := name.strip()))
    birth_on = _birth_on(cells, today)
    number, is_wrong = _number(cells)
    if cells.problems or kind is None:
        return cells.problems
    return EntryRow(row.line, Party(ref, kind, name, kana, former_names, birth_on, number, address), is_wrong)


def _kind(cells: _Cells) -> PartyKind | None:
    text = cells.text("kind")
    kind = KINDS.get(text) or KINDS.get(unicodedata.normalize("NFKC", text).lower())
    if text and kind is None:
        cells.blame("kind", "watchlists.row_kind")
    return kind


def _birth_on(cells: _Cells, today: date) -> date | None:
    text = cells.text("birth_on")
    day = read_date(text) if text else None
    if text and (day is None or day > today):
        cells.blame("birth_on", "members.row_date" if day is None else "watchlists.birth_in_future")
    return day


def _number(cells: _Cells) -> tuple[str, bool]:
    """The Corporate Number as typed, and whether it cannot be one. Twelve digits may be an individual's number and are not kept."""
    text = cells.text("corporate_number")
    if not text:
        return "", False
    reasons = why_not_corporate_number(text)
    if any(reason.code == _TWELVE_DIGITS for reason in reasons):
        cells.blame("corporate_number", _TWELVE_DIGITS)
    return text, bool(reasons)
