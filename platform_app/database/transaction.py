"""The only place that commits: one request, one command or one job is one transaction."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from platform_app.database.engine import may_write
from platform_app.extensions import db

T = TypeVar("T")


def begin_request(*, writing: bool) -> None:
    """Say, before a request's first statement, whether its transaction may write."""
    may_write.set(writing)


@contextmanager
def transaction() -> Iterator[None]:
    """Work that changes something: commits on return, rolls back on error.

    A reading transaction that is open ends first. Raises: whatever the work or the commit raises.
    """
    if db.session().in_transaction() and not may_write.get():
        db.session.rollback()
    before = may_write.set(True)
    try:
        yield
        db.session.commit()
    except BaseException:
        db.session.rollback()
        raise
    finally:
        may_write.reset(before)


@contextmanager
def reading() -> Iterator[None]:
    """Work that only reads, held to it by the database; what is loaded stays usable until the block ends."""
    before = may_write.set(False)
    try:
        yield
    finally:
        db.session.rollback()
        may_write.reset(before)


def carried_out(work: Callable[[], T]) -> T:
    """The result of a request's work, committed; rolled back if it raises."""
    try:
        result = work()
        db.session.commit()
    except BaseException:
        db.session.rollback()
        raise
    return result


def undo() -> None:
    """Take back all that this request has changed so far; what follows begins a new transaction."""
    db.session.rollback()


def aside(work: Callable[[], None]) -> None:
    """Write something beside a finished request, in a transaction of its own: the last visit, a line of the access log."""
    db.session.rollback()
    with transaction():
        work()
