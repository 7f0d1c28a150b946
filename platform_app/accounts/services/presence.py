"""A session's holder proves anew to be the one at the machine, before what a machine left alone must not be enough for."""

from datetime import datetime

from sqlalchemy import select

from platform_app.accounts.events import PresenceConfirmed
from platform_app.accounts.models import SignInSession
from platform_app.accounts.services.passwords import is_own_password
from platform_app.audit.services import record
from platform_app.extensions import db
from platform_app.kernel.actors import Actor
from platform_app.kernel.errors import Forbidden


def confirm_presence(*, password: str, by: Actor, at: datetime) -> bool:
    """Note that whoever holds the session at hand knows its password. False, counted as a failed try of this session, if it is wrong.

    Another means of proof is another use case that notes the same instant. Raises: Forbidden for anybody without a whole session that is
    still open; TooManyRequests before the password is looked at.
    """
    if by.user_id is None or by.session_id is None:
        raise Forbidden
    if not is_own_password(user_id=by.user_id, session_id=by.session_id, password=password, at=at):
        return False
    own = (SignInSession.id == by.session_id, SignInSession.user_id == by.user_id, SignInSession.limited_role.is_(None))
    row = db.session.scalar(select(SignInSession).where(*own, SignInSession.ended_at.is_(None), SignInSession.expires_at > at).with_for_update())
    if row is None:
        raise Forbidden
    row.confirmed_at = at
    record(PresenceConfirmed(user_account_id=row.user_id, sign_in_session_id=row.id), by=by, at=at)
    return True
