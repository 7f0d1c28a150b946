"""The counts behind `throttling`: one row for each key, changed by one statement that the database runs alone."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import case, delete, select, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from platform_app.accounts.hashing import hidden
from platform_app.accounts.models import SignInAttempt
from platform_app.accounts.throttling import PACES, ThrottleKey, ThrottleKind, network_of, seconds_until
from platform_app.extensions import db
from platform_app.kernel.errors import TooManyRequests


def count_try(*, key: ThrottleKey, at: datetime) -> None:
    """Count one try before it is looked at, or refuse it and count nothing.

    Raises: TooManyRequests; the caller's transaction is rolled back, so a refused try does not lengthen the wait.
    """
    number = db.session.scalar(_counting(key, at))
    if number is None:
        raise TooManyRequests(retry_after_seconds=_wait_left(key, at) or 1)
    _block(key, number, at)


def count_link_request(*, what: str, remote_address: str | None, at: datetime) -> None:
    """Count, for the network it comes from, a request for a link by mail that anybody may send; `what` keeps several kinds apart.

    Raises: TooManyRequests.
    """
    count_try(key=ThrottleKey(ThrottleKind.RESET_NETWORK, f"{what}\n{network_of(remote_address)}"), at=at)


def take_back(*, key: ThrottleKey) -> None:
    """A try succeeded: its own count is forgotten."""
    db.session.execute(_row(delete(SignInAttempt), key))


def refuse_waiting(*, keys: Sequence[ThrottleKey], at: datetime) -> None:
    """Refuse a try while a key that it shares with others waits; counts nothing.

    Raises: TooManyRequests.
    """
    for key in keys:
        seconds = _wait_left(key, at)
        if seconds is not None:
            raise TooManyRequests(retry_after_seconds=seconds)


def count_failures(*, keys: Sequence[ThrottleKey], at: datetime) -> None:
    """Count a failed try for keys that are shared with others."""
    for key in keys:
        number = db.session.scalar(_counting(key, at))
        if number is not None:
            _block(key, number, at)


def _block(key: ThrottleKey, number: int, at: datetime) -> None:
    until = at + timedelta(seconds=PACES[key.kind].wait_seconds(number))
    db.session.execute(_row(update(SignInAttempt), key).values(blocked_until=until))


def _counting(key: ThrottleKey, at: datetime) -> Any:
    insert = postgresql_insert if db.engine.dialect.name == "postgresql" else sqlite_insert
    pace = PACES[key.kind]
    again = case((SignInAttempt.last_at <= at - pace.forgotten_after, 1), else_=SignInAttempt.number + 1)
    adding = insert(SignInAttempt).values(kind=key.kind, key_hash=_hash(key), number=1, last_at=at, blocked_until=at)
    return adding.on_conflict_do_update(
        index_elements=[SignInAttempt.key_hash], set_={"number": again, "last_at": at}, where=SignInAttempt.blocked_until <= at
    ).returning(SignInAttempt.number)


def _row(statement: Any, key: ThrottleKey) -> Any:
    return statement.where(SignInAttempt.key_hash == _hash(key)).execution_options(synchronize_session=False)


def _wait_left(key: ThrottleKey, at: datetime) -> int | None:
    until = db.session.scalar(select(SignInAttempt.blocked_until).where(SignInAttempt.key_hash == _hash(key)))
    return seconds_until(until, at) if until is not None and until > at else None


def _hash(key: ThrottleKey) -> str:
    return hidden("sign-in-throttle", f"{key.kind.value}\n{key.text}")
