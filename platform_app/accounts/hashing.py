"""Passwords as argon2id hashes, opaque tokens as digests, and the list of passwords that everybody tries first."""

import hashlib
import hmac
import os
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from platform_app.accounts.rules import LONGEST_PASSWORD, prepared
from platform_app.database.keys import derived_key
from platform_app.kernel.errors import TooManyRequests

# Source: OWASP Password Storage Cheat Sheet, argon2id with 19 MiB, two passes, one lane.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1, hash_len=32, salt_len=16)
_PER_CORE = 2
_PATIENCE_SECONDS = 10
_TOKEN_BYTES = 32
_SEATS = threading.BoundedSemaphore(_PER_CORE * (os.cpu_count() or 1))


def hash_password(password: str) -> str:
    """The hash of a password, with its own salt and the parameters in force."""
    with _seat():
        return _HASHER.hash(prepared(password))


def is_password(stored: str | None, password: str) -> bool:
    """Whether a password fits its hash. Without a hash the same work is done against nobody's, so that time tells nothing."""
    nobody = _nobody()
    with _seat():
        try:
            fits = _HASHER.verify(stored or nobody, prepared(password[:LONGEST_PASSWORD + 1]))
        except (VerificationError, InvalidHashError):
            return False
    return bool(fits and stored)


@lru_cache
def _nobody() -> str:
    return _HASHER.hash(secrets.token_hex(16))


def needs_rehash(stored: str) -> bool:
    """Whether a hash was made with parameters that are no longer in force."""
    return _HASHER.check_needs_rehash(stored)


@contextmanager
def _seat() -> Iterator[None]:
    """One of the few checks at a time, so that a crowd of them leaves the processor to the others."""
    if not _SEATS.acquire(timeout=_PATIENCE_SECONDS):
        raise TooManyRequests(retry_after_seconds=_PATIENCE_SECONDS)
    try:
        yield
    finally:
        _SEATS.release()


def new_token() -> str:
    """A token that nobody can guess, for one browser."""
    return secrets.token_urlsafe(_TOKEN_BYTES)


def digest(token: str) -> str:
    """What is stored of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def hidden(purpose: str, text: str) -> str:
    """A keyed hash: the same text can be found again, but not read."""
    return hmac.new(derived_key(purpose), text.encode(), hashlib.sha256).hexdigest()


@lru_cache
def common_passwords() -> frozenset[str]:
    """The passwords that are refused as common, in lower case; read once."""
    path = Path(__file__).parent / "data" / "common_passwords.txt"
    return frozenset(line for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#"))
