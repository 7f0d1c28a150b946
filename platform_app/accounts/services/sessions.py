"""Sessions: opened, kept alive, ended here and so on every machine."""

from datetime import datetime
from typing import Any

from sqlalchemy import CursorResult, select, update

from platform_app.accounts.events import SessionsEnded, SignedIn, SignedOut
from platform_app.accounts.hashing import digest, new_token
from platform_app.accounts.models import SignInSession, UserAccount
from platform_app.accounts.rules import LIMITED_LIFE, SESSION_LIFE, TOUCH_EVERY, UserStatus, device_label
from platform_app.audit.services import record
from platform_app.extensions import db
from platform_app.kernel.actors import Actor
from platform_app.kernel.errors import Forbidden, NotFound
from platform_app.kernel.roles import Role


def lock_user(user_id: int) -> UserAccount:
    """The account as it is now, held until the transaction ends: who signs in and who changes the password wait for each other.

    Raises: NotFound.
    """
    user = db.session.get(UserAccount, user_id, with_for_update=True, populate_existing=True)
    if user is None:
        raise NotFound()
    return user


def open_session(*, user_id: int, by: Actor, at: datetime, user_agent: str = "") -> str:
    """Sign a person in; the answer is the token for the browser (`web.browser.enter`), which is stored nowhere.

    Raises: NotFound; Forbidden if the account is not active.
    """
    if lock_user(user_id).status is not UserStatus.ACTIVE:
        raise Forbidden()
    token = new_token()
    row = SignInSession(
        token_hash=digest(token),
        user_id=user_id,
        device=device_label(user_agent),
        created_at=at,
        last_seen_at=at,
        expires_at=at + SESSION_LIFE,
        confirmed_at=at,
    )
    db.session.add(row)
    db.session.flush()
    record(SignedIn(user_account_id=user_id, sign_in_session_id=row.id), by=by, at=at)
    return token


def open_limited_session(*, user_id: int, role: Role, subject_id: int, by: Actor, at: datetime, user_agent: str = "") -> str:
    """Open a session that is good for one role and one subject only, for the holder of a link; the answer is the browser's token.

    Raises: NotFound; Forbidden if the account is suspended.
    """
    if lock_user(user_id).status is UserStatus.SUSPENDED:
        raise Forbidden()
    token = new_token()
    row = SignInSession(
        token_hash=digest(token),
        user_id=user_id,
        device=device_label(user_agent),
        created_at=at,
        last_seen_at=at,
        expires_at=at + LIMITED_LIFE,
        limited_role=role,
        limited_subject_id=subject_id,
    )
    db.session.add(row)
    db.session.flush()
    event = SignedIn(user_account_id=user_id, sign_in_session_id=row.id, limited_role=role, limited_subject_id=subject_id)
    record(event, by=by, at=at)
    return token


def touch_session(*, session_id: int, at: datetime) -> None:
    """Note that a session is alive, at most once a minute; called after the response, in a transaction of its own."""
    is_due = (SignInSession.id == session_id, SignInSession.last_seen_at <= at - TOUCH_EVERY)
    db.session.execute(update(SignInSession).where(*is_due).values(last_seen_at=at).execution_options(synchronize_session=False))


def sign_out(*, session_id: int, by: Actor, at: datetime) -> None:
    """End the session at hand."""
    row = db.session.get(SignInSession, session_id)
    if row is not None and row.ended_at is None:
        row.ended_at = at
        record(SignedOut(user_account_id=row.user_id, sign_in_session_id=row.id), by=by, at=at)


def end_session(*, user_id: int, session_id: int, by: Actor, at: datetime) -> None:
    """End one of a person's sessions, on whatever machine.

    Raises: NotFound for another person's.
    """
    own = (SignInSession.id == session_id, SignInSession.user_id == user_id)
    row = db.session.scalar(select(SignInSession).where(*own))
    if row is None:
        raise NotFound()
    sign_out(session_id=row.id, by=by, at=at)


def end_sessions(*, user_id: int, by: Actor, at: datetime, except_id: int | None = None) -> int:
    """End all sessions of a person, or all but one; the answer is how many."""
    is_open = [SignInSession.user_id == user_id, SignInSession.ended_at.is_(None), SignInSession.expires_at > at]
    if except_id is not None:
        is_open.append(SignInSession.id != except_id)
    ending = update(SignInSession).where(*is_open).values(ended_at=at).execution_options(synchronize_session="fetch")
    result: CursorResult[Any] = db.session.execute(ending)  # type: ignore[assignment]
    if result.rowcount:
        record(SessionsEnded(user_account_id=user_id, number=result.rowcount), by=by, at=at)
    return result.rowcount
