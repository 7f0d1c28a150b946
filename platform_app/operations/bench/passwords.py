"""Signing in: CPU time of one password check, the peak of a voting day."""

from collections.abc import Iterator
from contextlib import contextmanager
from secrets import token_urlsafe

from platform_app.accounts.queries import find_signed_in
from platform_app.accounts.services.passwords import is_own_password
from platform_app.accounts.services.sessions import open_session
from platform_app.database.transaction import reading, transaction
from platform_app.kernel.actors import OPERATOR
from platform_app.kernel.clock import now
from platform_app.operations.bench.measuring import Goal, Suite
from platform_app.operations.bench.world import fresh_app, make_user


@contextmanager
def password() -> Iterator[Suite]:
    """The suite: one check of the right password with its throttling, against reading the session only."""
    with fresh_app() as app, app.app_context():
        secret = token_urlsafe(24)
        user_id, token = _make_session(secret)
        with reading():
            found = find_signed_in(token=token, at=now())
        session_id = found.session_id if found else 0

        def read_session() -> None:
            """What every request does."""
            with reading():
                find_signed_in(token=token, at=now())

        def check() -> None:
            """What signing in adds."""
            with transaction():
                if not is_own_password(user_id=user_id, session_id=session_id, password=secret, at=now()):
                    raise RuntimeError("the password of the measurement was refused")

        goal = Goal("password check", 40.0, "ms CPU", lambda cpu: cpu["check"] * 1000)
        yield Suite("password", {"read session": read_session, "check": check}, [goal])


def _make_session(secret: str) -> tuple[int, str]:
    with transaction():
        user_id = make_user("bench@platform.example", secret)
        return user_id, open_session(user_id=user_id, by=OPERATOR, at=now())
