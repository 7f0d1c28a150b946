"""Rows of a file read as members: each cell checked, each fault told with its column, its value and a mend."""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

from platform_app.kernel.errors import RuleViolation
from platform_app.kernel.reasons import Reason
from platform_app.members.queries.export import HEADER
from platform_app.members.rules import (
    LIMITS,
    KindOfBody,
    MemberClass,
    MemberKind,
    NewPerson,
    Particulars,
    PublicField,
    TermRole,
    why_not_admit,
)
from platform_app.members.rules.corporate_numbers import read_corporate_number
from platform_app.members.rules.dates import read_date
from platform_app.members.rules.prefectures import prefecture_code
from platform_app.web.rules import is_email, is_reading, is_url
from platform_app.web.sheets import SURPLUS, Row
from platform_app.web.text import cleaned, full_width_kana, why_not_text

REQUIRED = ("name", "kind", "membership_class", "joined_on")
LARGEST_NUMBER = 9_999_999
"""Far below what the register could hold, so that a slip of the pen leaves it numbers to give."""
_LONG = frozenset({"purpose", "activities"})
_SECRET = frozenset({"corporate_number"})
_SEVERAL = frozenset({"former_names", "short_names"})
_KINDS = {"団体": MemberKind.ORGANISATION, "個人": MemberKind.INDIVIDUAL}
_CLASSES = {"会員": MemberClass.REGULAR, "協力会員": MemberClass.COOPERATING, "賛助会員": MemberClass.SUPPORTING}
_SHOWN_CHARACTERS = 60
E = TypeVar("E", bound=StrEnum)
T = TypeVar("T")


@dataclass(frozen=True)
class Problem:
    """What is wrong with one cell: line, column, the value (shortened, unprintable characters shown by number) and the reason."""

    line: int
    column: str
    value: str
    reason: Reason


@dataclass(frozen=True)
class MemberRow:
    """A row that can be recorded; without `number` the register gives one."""

    line: int
    number: int | None
    particulars: Particulars
    membership_class: MemberClass
    joined_on: date
    people: tuple[NewPerson, ...]


def shown(text: str) -> str:
    """A value fit for a line of a report."""
    printable = "".join(char if char.isprintable() else f"\\u{ord(char):04x}" for char in text)
    return printable if len(printable) <= _SHOWN_CHARACTERS else printable[:_SHOWN_CHARACTERS] + "…"


class _Refused(Exception):
    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.code)
        self.reason = reason


class _Reader:
    """The cells of one row, with the problems met so far."""

    def __init__(self, row: Row) -> None:
        self.row = row
        self.problems: list[Problem] = []

    def blame(self, column: str, reason: Reason) -> None:
        """Note a problem; a number that must not be kept is not repeated in the report."""
        value = "" if column in _SECRET else shown(self.row.cells.get(column, ""))
        self.problems.append(Problem(self.row.line, column, value, reason))

    def text(self, column: str) -> str:
        """A cell cleaned, empty if it cannot be taken."""
        raw = self.row.cells.get(column, "")
        if not raw and column not in REQUIRED:
            return ""
        text = cleaned(raw).strip()
        reasons = list(why_not_text(text, is_long=column in _LONG))
        length = len(text.replace("; ", ";")) if column in _SEVERAL else len(text)  # as in the form, where they stand on lines
        if column in LIMITS and length > LIMITS[column]:
            reasons.append(Reason("web.too_long", {"length": length, "max_length": LIMITS[column]}))
        if not text and column in REQUIRED:
            reasons.append(Reason("web.required", {"label": column}))
        if reasons:
            self.blame(column, reasons[0])
            return ""
        return text

    def read(self, column: str, reading: Callable[[str], T]) -> T | None:
        """A cell read as something; None if empty or refused."""
        text = self.text(column)
        if not text:
            return None
        try:
            return reading(text)
        except RuleViolation as refused:
            self.blame(column, refused.reasons[0])
        except _Refused as refused:
            self.blame(column, refused.reason)
        return None

    def names(self, column: str) -> tuple[str, ...]:
        """Several names with semicolons between them."""
        return tuple(name for part in self.text(column).split(";") if (name := part.strip()))


def _number(text: str) -> int:
    plain = unicodedata.normalize("NFKC", text)
    if not (plain.isascii() and plain.isdigit()) or not 0 < int(plain[:20]) <= LARGEST_NUMBER:
        raise _Refused(Reason("members.row_number", {"most": LARGEST_NUMBER}))
    return int(plain)


def _one_of(kind: type[E], words: dict[str, E], code: str) -> Callable[[str], E]:
    known = {member.value: member for member in kind} | words

    def read(text: str) -> E:
        """The member of an enum, by its code or its Japanese word."""
        return _known(known.get(unicodedata.normalize("NFKC", text).strip().lower()), code)

    return read


def _known(value: T | None, code: str) -> T:
    if value is None:
        raise _Refused(Reason(code))
    return value


def _fitting(fits: Callable[[str], bool], code: str) -> Callable[[str], str]:
    return lambda text: text if fits(text) else _known(None, code)


_KIND = _one_of(MemberKind, _KINDS, "members.row_kind")
_CLASS = _one_of(MemberClass, _CLASSES, "members.row_class")
_KIND_OF_BODY = _one_of(KindOfBody, {}, "members.row_kind_of_body")
_FIELD = _one_of(PublicField, {}, "members.row_publishes")


def _publishes(text: str) -> frozenset[PublicField]:
    return frozenset(_FIELD(part) for part in text.split(";") if part.strip())


def _particulars(reader: _Reader, kind: MemberKind) -> Particulars:
    return Particulars(
        name=reader.text("name"),
        kind=kind,
        kana=full_width_kana(reader.read("kana", _fitting(is_reading, "web.kana")) or ""),
        former_names=reader.names("former_names"),
        short_names=reader.names("short_names"),
        corporate_number=reader.read("corporate_number", read_corporate_number),
        postal_code=reader.text("postal_code"),
        prefecture=reader.read("prefecture", lambda text: _known(prefecture_code(text), "members.row_prefecture")),
        address=reader.text("address"),
        phone=reader.text("phone"),
        email=reader.read("email", _fitting(is_email, "web.email")) or "",
        website=reader.read("website", _fitting(is_url, "web.url")) or "",
        kind_of_body=reader.read("kind_of_body", _KIND_OF_BODY),
        purpose=reader.text("purpose"),
        activities=reader.text("activities"),
        publishes=reader.read("publishes", _publishes) or frozenset(),
    )


def _people(reader: _Reader, email: str) -> tuple[NewPerson, ...]:
    """Representative, delegate and contact; one person where the names are equal."""
    roles: dict[str, set[TermRole]] = {}
    for column, role in (("representative", TermRole.REPRESENTATIVE), ("delegate", TermRole.DELEGATE), ("contact_name", TermRole.CONTACT)):
        if name := reader.text(column):
            roles.setdefault(name, set()).add(role)
    kana = full_width_kana(reader.text("representative_kana"))
    return tuple(
        NewPerson(
            name=name,
            kana=kana if TermRole.REPRESENTATIVE in held else "",
            email=email if TermRole.CONTACT in held else "",
            roles=frozenset(held),
        )
        for name, held in roles.items()
    )


def read_row(row: Row, *, today: date) -> MemberRow | list[Problem]:
    """The member that a row describes, or everything that is wrong with it."""
    reader = _Reader(row)
    for column in row.cells:
        if column not in HEADER:
            reader.blame(column, Reason("members.row_surplus" if column == SURPLUS else "members.row_unknown_column"))
    number = reader.read("number", _number)
    kind = reader.read("kind", _KIND)
    membership_class = reader.read("membership_class", _CLASS)
    joined_on = reader.read("joined_on", lambda text: _known(read_date(text), "members.row_date"))
    particulars = _particulars(reader, kind or MemberKind.ORGANISATION)
    people = _people(reader, particulars.email)
    if joined_on is not None and joined_on > today:
        reader.blame("joined_on", Reason("members.row_future"))
    if not reader.problems and membership_class is not None:
        for reason in why_not_admit(particulars, membership_class, people):
            reader.blame(reason.field or "name", reason)
    if reader.problems or membership_class is None or joined_on is None:
        return reader.problems
    return MemberRow(row.line, number, particulars, membership_class, joined_on, people)
