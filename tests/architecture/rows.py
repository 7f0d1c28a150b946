"""A row for each table that has none: made from what the columns say, for tests that only need something to be there."""

from datetime import UTC, date, datetime
from enum import Enum
from typing import Any

from sqlalchemy import Boolean, Column, Connection, Date, DateTime, Integer, LargeBinary, MetaData, Table, func, insert, select
from sqlalchemy import Enum as EnumType

from platform_app.database.types import JSONText, UTCDateTime


def fill(connection: Connection, metadata: MetaData) -> None:
    """Add one row to every empty table, those that others point to first."""
    for table in metadata.sorted_tables:
        if not connection.scalar(select(func.count()).select_from(table)):
            connection.execute(insert(table).values(**_values(connection, table)))


def _values(connection: Connection, table: Table) -> dict[str, Any]:
    needed = [column for column in table.columns if not column.nullable and not column.default and not column.server_default]
    return {column.name: _value(connection, column) for column in needed if not (column.primary_key and _is_counted(column))}


def _is_counted(column: Column[Any]) -> bool:
    return isinstance(column.type, Integer) and not column.foreign_keys and column.autoincrement is not False


def _value(connection: Connection, column: Column[Any]) -> object:
    for key in column.foreign_keys:
        return connection.scalar(select(key.column).limit(1))
    kind = column.type
    if isinstance(kind, EnumType):
        member = next(iter(kind.enum_class)) if kind.enum_class else kind.enums[0]
        return member if isinstance(member, Enum) else str(member)
    samples: list[tuple[type | tuple[type, ...], object]] = [
        ((UTCDateTime, DateTime), datetime(2026, 4, 1, tzinfo=UTC)),
        (JSONText, {}),
        (Date, date(2026, 4, 1)),
        (Boolean, False),
        (Integer, 1),
        (LargeBinary, b"1"),
    ]
    return next((value for types, value in samples if isinstance(kind, types)), "1")
