"""Signing in by address and password, with the same work and the same answer whether or not there is such an account."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from sqlalchemy import select

from platform_app.accounts.hashing import hash_password, is_password, needs_rehash
from platform_app.accounts.models import UserAccount
from platform_app.accounts.queries import list_all_roles
from platform_app.accounts.rules import UserStatus, normalised_email
from platform_app.accounts.services.sessions import lock_user, open_session
from platform_app.accounts.services.throttle import count_failures, count_try, refuse_waiting, take_back
from platform_app.accounts.throttling import keys_of_try
from platform_app.extensions import db
from platform_app.kernel.actors import Actor
from platform_app.kernel.clock import civil_date
from platform_app.kernel.roles import STAFF


class SignInOutcome(Enum):
    """What a try to sign in came to."""

    SIGNED_IN = "signed_in"
    REFUSED = "refused"


@dataclass(frozen=True)
class KnownDevice:
    """A browser from which accounts have signed in before: its own id and theirs."""

    id: str
    user_ids: frozenset[int]


@dataclass(frozen=True)
class SignInResult:
    """The outcome; `token` is for the browser. A refusal says nothing of its cause."""

    outcome: SignInOutcome
    user_id: int | None = None
    token: str | None = None
    needs_longer_password: bool = False


def sign_in(
    *, email: str, password: str, network: str, device: KnownDevice | None, user_agent: str, by: Actor, at: datetime
) -> SignInResult:
    """Try to sign in. A refusal is an answer, not an error, so that its count is committed.

    Raises: TooManyRequests before the password is looked at.
    """
    email = normalised_email(email)
    user = db.session.scalar(select(UserAccount).where(UserAccount.email == email))
    is_known = device is not None and user is not None and user.id in device.user_ids
    keys = keys_of_try(email=email, network=network, device=device.id if device and is_known else None)
    refuse_waiting(keys=keys.shared, at=at)
    count_try(key=keys.own, at=at)
    looked_at = user.password_hash if user else None
    fits = is_password(looked_at, password)
    if user is None or not fits or not _is_open_to(user.id, looked_at):
        count_failures(keys=keys.shared, at=at)
        return SignInResult(SignInOutcome.REFUSED)
    take_back(key=keys.own)
    if looked_at and needs_rehash(looked_at):
        user.password_hash = hash_password(password)
    token = open_session(user_id=user.id, by=by, at=at, user_agent=user_agent)
    is_short = not user.has_long_password and bool(STAFF & list_all_roles(user.id, civil_date(at)))
    return SignInResult(SignInOutcome.SIGNED_IN, user.id, token, is_short)


def _is_open_to(user_id: int, looked_at: str | None) -> bool:
    """Whether the account is active and its password still the one that was found right: looking took its time, and somebody may have changed it."""
    user = lock_user(user_id)
    return user.status is UserStatus.ACTIVE and user.password_hash == looked_at
