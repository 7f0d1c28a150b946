"""A unique constraint has the last word in a race; here its violation becomes a Conflict that a user understands."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.exc import IntegrityError

from platform_app.extensions import db
from platform_app.kernel.errors import Conflict


@contextmanager
def conflict_on(constraint: str, code: str, **facts: object) -> Iterator[None]:
    """Flush what the block adds and tell a violation of the named unique constraint or index as `Conflict(code)`.

    Raises: Conflict; IntegrityError for any other constraint.
    """
    try:
        yield
        db.session.flush()
    except IntegrityError as error:
        if violates(error, constraint):
            raise Conflict(code, **facts) from error
        raise


def violates(error: IntegrityError, constraint: str) -> bool:
    """Whether an error comes from one constraint. PostgreSQL names the constraint, SQLite its columns."""
    diagnosis = getattr(error.orig, "diag", None)
    if diagnosis is not None:
        return bool(diagnosis.constraint_name == constraint)
    text = str(error.orig)
    return constraint in text or text.endswith(": " + _columns_of(constraint))


def _columns_of(constraint: str) -> str:
    for table in db.metadata.tables.values():
        for candidate in (*table.constraints, *table.indexes):
            if isinstance(candidate, (UniqueConstraint, Index)) and candidate.name == constraint:
                return ", ".join(f"{table.name}.{column.name}" for column in candidate.columns)
    raise LookupError(constraint)
