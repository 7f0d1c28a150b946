"""Passwords: set, changed, reset by a link to the verified address."""

from datetime import datetime

from platform_app.accounts.events import PasswordChanged, PasswordReset, PasswordResetRequested
from platform_app.accounts.hashing import common_passwords, hash_password, is_password
from platform_app.accounts.models import PasswordResetRequest, UserAccount
from platform_app.accounts.queries import list_all_roles
from platform_app.accounts.rules import (
    STAFF_PASSWORD,
    PasswordFacts,
    UserStatus,
    normalised_email,
    own_words,
    prepared,
    shortest_password,
    why_not_password,
)
from platform_app.accounts.services.sessions import end_sessions, lock_user
from platform_app.accounts.services.throttle import count_try, take_back
from platform_app.accounts.throttling import ThrottleKey, ThrottleKind
from platform_app.audit.services import record
from platform_app.extensions import db
from platform_app.kernel.actors import Actor
from platform_app.kernel.clock import civil_date
from platform_app.kernel.errors import NotFound, RuleViolation, refuse_if
from platform_app.kernel.reasons import Reason
from platform_app.mail.rules import Link, LinkPurpose
from platform_app.mail.services import revoke_links, use_link


def why_not_new_password(*, user_id: int, password: str, at: datetime, name: str | None = None) -> tuple[Reason, ...]:
    """Reasons against a new password of a person, measured by all roles the person holds.

    Raises: NotFound.
    """
    user = _get(user_id)
    words = own_words(email=user.email, name=name or user.name)
    shortest = shortest_for(user_id=user.id, at=at)
    found = why_not_password(PasswordFacts(password, shortest, words, common_passwords()))
    return tuple(Reason(reason.code, reason.facts, "password") for reason in found)


def shortest_for(*, user_id: int, at: datetime) -> int:
    """How many characters a person's new password needs, by all roles the person holds."""
    return shortest_password(list_all_roles(user_id, civil_date(at)))


def set_password(*, user_id: int, password: str, at: datetime, name: str | None = None) -> None:
    """Give an account a password; the use case that calls it records why.

    Raises: NotFound; RuleViolation with reasons at the field `password`.
    """
    refuse_if(why_not_new_password(user_id=user_id, password=password, at=at, name=name))
    store_password(user=_get(user_id), password=password, at=at)


def store_password(*, user: UserAccount, password: str, at: datetime) -> None:
    """Keep the hash of a password that was found good."""
    user.password_hash = hash_password(password)
    user.password_changed_at = at
    user.has_long_password = len(prepared(password)) >= STAFF_PASSWORD


def change_password(*, user_id: int, session_id: int, current: str, password: str, by: Actor, at: datetime) -> bool:
    """Set a new password knowing the current one; all other sessions end, and links by which the account could be taken over are void.

    False, counted as a failed try, if the current one is wrong.

    Raises: TooManyRequests; RuleViolation with reasons at the field `password`.
    """
    if not is_own_password(user_id=user_id, session_id=session_id, password=current, at=at):
        return False
    set_password(user_id=user_id, password=password, at=at)
    end_sessions(user_id=user_id, by=by, at=at, except_id=session_id)
    _void_links(user_id, at)
    record(PasswordChanged(user_account_id=user_id), by=by, at=at)
    return True


def is_own_password(*, user_id: int, session_id: int, password: str, at: datetime) -> bool:
    """Whether a signed-in person knows the current password; tries are counted per session.

    Raises: TooManyRequests.
    """
    key = ThrottleKey(ThrottleKind.SESSION, str(session_id))
    count_try(key=key, at=at)
    if not is_password(lock_user(user_id).password_hash, password):
        return False
    take_back(key=key)
    return True


def request_reset(*, email: str, network: str, by: Actor, at: datetime) -> None:
    """Ask for a link to set a new password. Whether there is such an account is looked up later by the mail process.

    So the answer and its time are the same for everybody. Raises: TooManyRequests by network.
    """
    count_try(key=ThrottleKey(ThrottleKind.RESET_NETWORK, network), at=at)
    row = PasswordResetRequest(address=normalised_email(email), requested_at=at)
    db.session.add(row)
    db.session.flush()
    record(PasswordResetRequested(password_reset_id=row.id), by=by, at=at)


def reset_password(*, link: Link, password: str, by: Actor, at: datetime) -> int:
    """Set a new password by a link, which is used up; other links to the account are void, every former session ends. The answer is the account.

    Raises: LinkUnusable for all but the first, RuleViolation with reasons against the password.
    """
    user = lock_user(link.subject_id)
    if user.status is not UserStatus.ACTIVE:
        raise RuleViolation([Reason("accounts.suspended")])
    refuse_if(why_not_new_password(user_id=user.id, password=password, at=at))
    use_link(link_id=link.id, at=at)
    store_password(user=user, password=password, at=at)
    _void_links(user.id, at)
    end_sessions(user_id=user.id, by=by, at=at)
    record(PasswordReset(user_account_id=user.id), by=by, at=at)
    return user.id


def _void_links(user_id: int, at: datetime) -> None:
    """Who knew the former password may have asked for a new address with it: that link ends too."""
    for purpose in (LinkPurpose.PASSWORD_RESET, LinkPurpose.ADDRESS_CHANGE):
        revoke_links(purpose=purpose, subject_type="user_account", subject_id=user_id, at=at)


def _get(user_id: int) -> UserAccount:
    user = db.session.get(UserAccount, user_id)
    if user is None:
        raise NotFound()
    return user
