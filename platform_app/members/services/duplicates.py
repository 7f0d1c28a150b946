"""Members given twice: within a file, and against the register. Same number, same Corporate Number, or same name and prefecture.

Two bodies of one name in one prefecture are two if both have Corporate Numbers; two individuals if their addresses differ; and in one file
two lines are two members if each brings a member number of its own, as a register that was exported does.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import select

from platform_app.extensions import db
from platform_app.kernel.reasons import Reason
from platform_app.members.models import Member
from platform_app.members.rules import MemberKind, Particulars
from platform_app.members.rules.names import search_key
from platform_app.members.services.rows import MemberRow, Problem, shown

_TABLE = (
    "CREATE TABLE seen (key TEXT NOT NULL, corporate_number TEXT NOT NULL, line INTEGER NOT NULL, PRIMARY KEY (key, corporate_number)) WITHOUT ROWID"
)
_FIND = "SELECT line FROM seen WHERE key = ? AND (corporate_number = '' OR ? = '' OR corporate_number = ?) ORDER BY line LIMIT 1"


def _name_key(name_key: str, prefecture: str | None, kind: MemberKind, email: str) -> str:
    address = email.lower() if kind is MemberKind.INDIVIDUAL else ""
    return f"name\n{name_key}\n{prefecture or ''}\n{kind.value}\n{address}"


def _key_of(particulars: Particulars) -> str:
    return _name_key(search_key(particulars.name), particulars.prefecture, particulars.kind, particulars.email)


class Seen:
    """What a file has named so far, kept in a temporary file and not in memory."""

    def __init__(self) -> None:
        self._rows = sqlite3.connect("")
        self._rows.execute(_TABLE)

    def problems(self, row: MemberRow) -> Iterator[Problem]:
        """Where an earlier line names the same member; the row is remembered."""
        corporate_number = row.particulars.corporate_number or ""
        if row.number is not None and (line := self._first(f"number\n{row.number}", "", row.line)):
            yield Problem(row.line, "number", str(row.number), Reason("members.row_twice_number", {"line": line}))
        if corporate_number and (line := self._first(f"corporate\n{corporate_number}", "", row.line)):
            yield Problem(row.line, "corporate_number", corporate_number, Reason("members.row_twice_corporate_number", {"line": line}))
        elif line := self._first_of_name(row, corporate_number):
            yield Problem(row.line, "name", shown(row.particulars.name), Reason("members.row_twice_name", {"line": line}))

    def _first_of_name(self, row: MemberRow, corporate_number: str) -> int | None:
        """An earlier line of the same name, among all if this one has no number of its own, else among those without one."""
        key = _key_of(row.particulars)
        anybody, unnumbered = f"{key}\nany", f"{key}\nunnumbered"
        found = self._find(anybody if row.number is None else unnumbered, corporate_number)
        for mark in (anybody,) if row.number is not None else (anybody, unnumbered):
            self._first(mark, corporate_number, row.line)
        return found

    def _find(self, key: str, corporate_number: str) -> int | None:
        found = self._rows.execute(_FIND, (key, corporate_number, corporate_number)).fetchone()
        return None if found is None else int(found[0])

    def _first(self, key: str, corporate_number: str, line: int) -> int | None:
        found = self._find(key, corporate_number)
        if found is None:
            self._rows.execute("INSERT INTO seen VALUES (?, ?, ?)", (key, corporate_number, line))
        return found

    def close(self) -> None:
        """Forget everything."""
        self._rows.close()


def known_problems(rows: Sequence[MemberRow]) -> list[Problem]:
    """Where the register has the member already; three statements for any number of rows."""
    by_number = _members(Member.number, [row.number for row in rows if row.number is not None])
    active = Member.ended_on.is_(None)
    by_corporate = _members(
        Member.corporate_number, [row.particulars.corporate_number for row in rows if row.particulars.corporate_number], active
    )
    by_name: dict[str, list[Any]] = {}
    for found in _members(Member.name_key, [search_key(row.particulars.name) for row in rows], active):
        by_name.setdefault(_name_key(found.name_key, found.prefecture, found.kind, found.email), []).append(found)
    numbers = {found.number for found in by_number}
    corporate = {found.corporate_number: found.number for found in by_corporate}
    return [problem for row in rows for problem in _known(row, numbers, corporate, by_name)]


def _members(column: Any, values: Sequence[Any], *conditions: Any) -> list[Any]:
    if not values:
        return []
    columns = (Member.number, Member.corporate_number, Member.name_key, Member.prefecture, Member.kind, Member.email)
    return list(db.session.execute(select(*columns).where(column.in_(values), *conditions).order_by(Member.number)))


def _known(row: MemberRow, numbers: set[int], corporate: dict[str, int], by_name: dict[str, list[Any]]) -> Iterator[Problem]:
    own = row.particulars.corporate_number
    if row.number in numbers:
        yield Problem(row.line, "number", str(row.number), Reason("members.row_known_number"))
    if own and own in corporate:
        yield Problem(row.line, "corporate_number", own, Reason("members.row_known_corporate_number", {"number": corporate[own]}))
        return
    for found in by_name.get(_key_of(row.particulars), []):
        if not (own and found.corporate_number):
            yield Problem(row.line, "name", shown(row.particulars.name), Reason("members.row_known_name", {"number": found.number}))
            return
