"""Many small rows at once, each database in its own quickest way, and a sorter that needs no memory."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence

from sqlalchemy import Table, text
from sqlalchemy.dialects import postgresql, sqlite

from platform_app.extensions import db
from platform_app.watchlists.hashing import Pair

_FETCHED_ROWS = 20_000
_ARRAYS = "unnest(CAST(:keys AS bigint[]), CAST(:others AS integer[]))"


class Sorter:
    """Pairs sorted in a temporary file: put in, then read in order. A B-tree that is filled in order is filled five times as fast."""

    def __init__(self) -> None:
        self._rows = sqlite3.connect("")
        self._rows.execute("CREATE TABLE pair (key INTEGER NOT NULL, id INTEGER NOT NULL)")

    def add(self, pairs: Iterable[Pair]) -> None:
        """Put pairs in."""
        self._rows.executemany("INSERT INTO pair VALUES (?, ?)", pairs)

    def blocks(self) -> Iterator[list[Pair]]:
        """All pairs by key, in blocks."""
        rows = self._rows.execute("SELECT key, id FROM pair ORDER BY key, id")
        while block := rows.fetchmany(_FETCHED_ROWS):
            yield block

    def count(self) -> int:
        """How many pairs there are."""
        [counted] = self._rows.execute("SELECT count(*) FROM pair").fetchone()
        return int(counted)

    def close(self) -> None:
        """Forget everything."""
        self._rows.close()


class SortedRows:
    """Rows of text kept in a temporary file by a weight, and read in its order: as many as there may be, in constant memory."""

    def __init__(self) -> None:
        self._rows = sqlite3.connect("")
        self._rows.execute("CREATE TABLE row (weight TEXT NOT NULL, cells TEXT NOT NULL)")

    def add(self, weight: tuple[int | str, ...], cells: Sequence[str]) -> None:
        """Put a row in; of weights the numbers are not negative and below a million."""
        text = "\0".join(f"{part:06d}" if isinstance(part, int) else part for part in weight)
        self._rows.execute("INSERT INTO row VALUES (?, ?)", (text, json.dumps(cells)))

    def __iter__(self) -> Iterator[tuple[str, ...]]:
        """All rows, the least weight first."""
        return (tuple(json.loads(cells)) for (cells,) in self._rows.execute("SELECT cells FROM row ORDER BY weight, rowid"))

    def close(self) -> None:
        """Forget everything."""
        self._rows.close()


def _columns(pairs: Sequence[Pair]) -> dict[str, list[int]]:
    return {"keys": [pair[0] for pair in pairs], "others": [pair[1] for pair in pairs]}


def insert_pairs(table: Table, pairs: Sequence[Pair]) -> None:
    """Insert pairs into a table of two columns; those that are there already stay."""
    if not pairs:
        return
    name, (key, other) = table.name, [column.name for column in table.columns]
    connection = db.session.connection()
    if connection.dialect.name == "postgresql":
        statement = f"INSERT INTO {name} ({key}, {other}) SELECT * FROM {_ARRAYS} ON CONFLICT DO NOTHING"  # nosec B608  # names of our own tables
        connection.execute(text(statement), _columns(pairs))
    else:
        connection.exec_driver_sql(f"INSERT OR IGNORE INTO {name} ({key}, {other}) VALUES (?, ?)", list(pairs))  # nosec B608


def insert_new(table: Table, rows: Sequence[Mapping[str, object]]) -> None:
    """Insert rows, except those that a unique constraint knows already."""
    if not rows:
        return
    dialect = postgresql if db.session.connection().dialect.name == "postgresql" else sqlite
    db.session.execute(dialect.insert(table).on_conflict_do_nothing(), list(rows))


def delete_pairs(table: Table, pairs: Sequence[Pair]) -> None:
    """Delete pairs from a table of two columns."""
    if not pairs:
        return
    name, (key, other) = table.name, [column.name for column in table.columns]
    connection = db.session.connection()
    if connection.dialect.name == "postgresql":
        statement = f"DELETE FROM {name} USING {_ARRAYS} AS gone(a, b) WHERE {key} = gone.a AND {other} = gone.b"  # nosec B608
        connection.execute(text(statement), _columns(pairs))
    else:
        connection.exec_driver_sql(f"DELETE FROM {name} WHERE {key} = ? AND {other} = ?", list(pairs))  # nosec B608
