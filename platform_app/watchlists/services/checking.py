"""A list's file looked at row by row before anything is recorded: what is bad, what is new, what changed, what would go."""

import hashlib
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from pathlib import Path

from platform_app.kernel.reasons import Reason
from platform_app.watchlists.hashing import Hasher, read_party
from platform_app.watchlists.queries.lists import count_entries, entry_refs, find_list, known_entries, sealed_entries
from platform_app.watchlists.rules.columns import COLUMNS, read_as
from platform_app.watchlists.rules.facts import Party
from platform_app.watchlists.sealing import find_hasher
from platform_app.watchlists.services.rows import EntryRow, Problem, check_columns, read_row, shown, unknown_columns
from platform_app.web.sheets import Row, read_rows

BLOCK_ROWS = 1000
EXAMPLES = 100
_HASH_BYTES = 1 << 20
_NO_SECRET = bytes(32)


class Seen:
    """The references that a file has named so far, in a temporary file and not in memory."""

    def __init__(self) -> None:
        self._rows = sqlite3.connect("")
        self._rows.execute("CREATE TABLE seen (ref_key INTEGER PRIMARY KEY, line INTEGER NOT NULL)")

    def first_line(self, ref_key: int, line: int) -> int | None:
        """The earlier line with the same reference; the line is remembered if there is none."""
        added = self._rows.execute("INSERT OR IGNORE INTO seen VALUES (?, ?)", (ref_key, line)).rowcount
        if added:
            return None
        [found] = self._rows.execute("SELECT line FROM seen WHERE ref_key = ?", (ref_key,)).fetchone()
        return int(found)

    def has(self, ref_key: int) -> bool:
        """Whether the file names a reference."""
        return self._rows.execute("SELECT 1 FROM seen WHERE ref_key = ?", (ref_key,)).fetchone() is not None

    def close(self) -> None:
        """Forget everything."""
        self._rows.close()


@dataclass
class CheckedList:
    """A file whose rows were all looked at, against the version of the list that is in force. `seen` is to be closed."""

    sha256: str
    seen: Seen
    rows: int = 0
    problems: int = 0
    before: int = 0
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    flagged: int = 0
    columns: dict[str, str] = field(default_factory=dict)
    unknown_columns: tuple[str, ...] = ()
    changes: dict[int, Party] = field(default_factory=dict)
    examples: dict[str, list[str]] = field(default_factory=lambda: {"added": [], "changed": [], "removed": []})

    @property
    def removed(self) -> int:
        """How many entries in force the file does not name."""
        return self.before - self.unchanged - self.changed

    def show(self, what: str, party_ref: str, name: str) -> None:
        """Keep an example for the report, if there are few yet."""
        if len(self.examples[what]) < EXAMPLES:
            self.examples[what].append(f"{shown(party_ref)} {shown(name)}")

    @property
    def summary(self) -> dict[str, int]:
        """The counts."""
        names = ("rows", "problems", "before", "added", "changed", "removed", "unchanged", "flagged")
        return {name: getattr(self, name) for name in names}


def file_hash(path: Path) -> str:
    """SHA-256 of a file's bytes, in hexadecimal."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_HASH_BYTES):
            digest.update(chunk)
    return digest.hexdigest()


def columns_of(path: Path) -> list[str]:
    """What the columns of a file are called; empty if no row stands below them.

    Raises: InvalidInput for a file that is no table; TooLarge.
    """
    first = next(read_rows(path), None)
    return [name for name in first.cells if name] if first else []


def blocks_of(path: Path, *, position: int = 0) -> Iterator[list[Row]]:
    """The rows of a file from a position on, in blocks."""
    rows = islice(read_rows(path), position, None)
    while block := list(islice(rows, BLOCK_ROWS)):
        yield block


def check_file(
    path: Path,
    *,
    list_name: str,
    today: date,
    mapping: Mapping[str, str],
    tell: Callable[[Problem], None],
    progress: Callable[[int], None] = lambda rows: None,
) -> CheckedList:
    """Look at every row: by itself, against the rows before it, and against the version in force; each problem is told as it is found.

    Reads only, in constant memory. Raises: InvalidInput for a file that is no table or lacks a column; TooLarge.
    """
    found = find_list(list_name)
    list_id, number = (found.id, found.current_number) if found else (0, None)
    hasher = find_hasher() or Hasher(_NO_SECRET)
    checked = CheckedList(file_hash(path), Seen(), before=count_entries(list_id, number), columns=read_as(mapping))
    try:
        for block in blocks_of(path):
            if not checked.rows:
                check_columns(block[0], mapping)
                checked.unknown_columns = unknown_columns(block[0], mapping)
            good, bad = _read_block(block, checked.seen, hasher, today, mapping)
            for problem in bad:
                tell(problem)
            checked.rows += len(block)
            checked.problems += len(bad)
            _compare(checked, good, hasher, known_entries(list_id, number, [hasher.ref(row.party.ref) for row in good]))
            progress(checked.rows)
        _find_changed(checked)
        _find_removed(checked, list_id, number)
    except BaseException:
        checked.seen.close()
        raise
    return checked


def _read_block(
    block: Sequence[Row], seen: Seen, hasher: Hasher, today: date, mapping: Mapping[str, str]
) -> tuple[list[EntryRow], list[Problem]]:
    good: list[EntryRow] = []
    bad: list[Problem] = []
    for row in block:
        read = read_row(row, today=today, mapping=mapping)
        if isinstance(read, list):
            bad += read
            continue
        earlier = seen.first_line(hasher.ref(read.party.ref), read.line)
        if earlier is None:
            good.append(read)
        else:
            bad.append(Problem(read.line, "ref", shown(read.party.ref), Reason("watchlists.ref_twice", {"line": earlier})))
    return good, bad


def _compare(checked: CheckedList, rows: Sequence[EntryRow], hasher: Hasher, known: Mapping[int, tuple[int, str]]) -> None:
    for row in rows:
        checked.flagged += row.is_number_wrong
        before = known.get(hasher.ref(row.party.ref))
        if before is None:
            checked.added += 1
            checked.show("added", row.party.ref, row.party.name)
        elif before[1] != hasher.fingerprint(row.party):
            checked.changed += 1
            if len(checked.changes) < EXAMPLES:
                checked.changes[before[0]] = row.party
        else:
            checked.unchanged += 1


def _find_changed(checked: CheckedList) -> None:
    """Examples of what would change, each with the columns that differ."""
    for entry_id, text in sorted(sealed_entries(list(checked.changes)).items()):
        before, after = read_party(text), checked.changes[entry_id]
        differing = [name for name in COLUMNS if getattr(before, name) != getattr(after, name)]
        checked.show("changed", after.ref, f"{after.name} ({', '.join(differing)})")


def _find_removed(checked: CheckedList, list_id: int, number: int | None) -> None:
    """Examples of what would go."""
    if not checked.removed:
        return
    gone: list[int] = []
    for block in entry_refs(list_id, number):
        gone += [entry_id for entry_id, ref_key in block if not checked.seen.has(ref_key)]
        if len(gone) >= EXAMPLES:
            break
    for text in sealed_entries(gone[:EXAMPLES]).values():
        party = read_party(text)
        checked.show("removed", party.ref, party.name)
