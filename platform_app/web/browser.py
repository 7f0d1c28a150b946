"""What a browser carries of a sign-in: an opaque token in the signed cookie, and nothing that was there before."""

from flask import current_app, g, session
from flask_login import UserMixin, login_user, logout_user

_KEPT = ("language",)
_CSRF_FIELD = "csrf_token"


class Bearer(UserMixin):
    """Somebody with a token; `get_id` is the token itself."""

    def __init__(self, token: str) -> None:
        self.token = token

    def get_id(self) -> str:
        """The token, which Flask-Login puts into the cookie."""
        return self.token


def enter(token: str) -> None:
    """Give this browser the token of a session just opened; everything the cookie held before is dropped, so nothing can be fixed beforehand."""
    _empty()
    login_user(Bearer(token))


def leave() -> None:
    """Take the token from this browser."""
    logout_user()
    _empty()


def carried_token() -> str | None:
    """The token in the cookie, whether or not its session is still open."""
    token = session.get("_user_id")
    return token if isinstance(token, str) else None


def _empty() -> None:
    kept = {name: session[name] for name in _KEPT if name in session}
    session.clear()
    session.update(kept)
    for name in ("actor", current_app.config.get("WTF_CSRF_FIELD_NAME", _CSRF_FIELD)):
        g.pop(name, None)
