"""A new FIELD_KEY for everything that is encrypted, block by block; what is under the new key already is passed over, so a killed run goes on."""

from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import Table, column, select, table, tuple_, update

from platform_app.database.transaction import transaction
from platform_app.database.types import EncryptedText, resealed_text
from platform_app.extensions import db

BLOCK_ROWS = 1000


def encrypted_columns() -> Iterator[tuple[Table, list[str]]]:
    """Every table with encrypted columns, and their names."""
    for found in db.metadata.sorted_tables:
        names = [each.name for each in found.columns if isinstance(each.type, EncryptedText)]
        if names:
            yield found, names


def rotate_field_key(progress: Callable[[str, int], None] = lambda name, rows: None) -> int:
    """Encrypt anew every text that is under FIELD_KEY_PREVIOUS; returns how many. `progress` is told the table and the rows looked at.

    Raises: Unavailable if a text is under neither key.
    """
    changed = 0
    for found, names in encrypted_columns():
        looked_at, after = 0, None
        while True:
            with transaction():
                rows, count = _rotate_block(found, names, after)
            changed += count
            if not rows:
                break
            looked_at, after = looked_at + len(rows), rows[-1]
            progress(found.name, looked_at)
    return changed


def _rotate_block(found: Table, names: list[str], after: tuple[Any, ...] | None) -> tuple[list[tuple[Any, ...]], int]:
    """The keys of the next rows, and how many texts of theirs were encrypted anew. A text that somebody changed meanwhile is left alone."""
    keys = [each.name for each in found.primary_key.columns]
    plain = table(found.name, *(column(name) for name in (*keys, *names)))
    statement = select(*(plain.c[name] for name in (*keys, *names))).order_by(*(plain.c[name] for name in keys)).limit(BLOCK_ROWS)
    if after is not None:
        statement = statement.where(tuple_(*(plain.c[name] for name in keys)) > tuple_(*after))
    rows = db.session.execute(statement).all()
    changed = 0
    for row in rows:
        for name in names:
            stored = getattr(row, name)
            fresh = resealed_text(stored, f"{found.name}.{name}") if stored is not None else None
            if fresh is not None:
                conditions = [plain.c[key] == getattr(row, key) for key in keys]
                db.session.execute(update(plain).where(*conditions, plain.c[name] == stored).values({name: fresh}))
                changed += 1
    return [tuple(getattr(row, key) for key in keys) for row in rows], changed
