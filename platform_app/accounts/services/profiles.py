"""What a person sets for the own account: name, language, and for which member to act."""

from datetime import datetime

from platform_app.accounts.events import ActingForChosen, ProfileChanged
from platform_app.accounts.models import SignInSession, UserAccount
from platform_app.accounts.queries import list_grants
from platform_app.accounts.rules import member_acted_for
from platform_app.audit.services import record
from platform_app.extensions import db
from platform_app.kernel.actors import Actor
from platform_app.kernel.clock import civil_date
from platform_app.kernel.errors import NotFound


def change_profile(*, user_id: int, name: str, locale: str, by: Actor, at: datetime) -> None:
    """Change the own name and language.

    Raises: NotFound.
    """
    user = db.session.get(UserAccount, user_id)
    if user is None:
        raise NotFound()
    if (user.name, user.locale) != (name, locale):
        user.name, user.locale = name, locale
        record(ProfileChanged(user_account_id=user.id), by=by, at=at)


def choose_language(*, user_id: int, locale: str, by: Actor, at: datetime) -> None:
    """Change the language of pages and mails.

    Raises: NotFound.
    """
    user = db.session.get(UserAccount, user_id)
    if user is None:
        raise NotFound()
    change_profile(user_id=user_id, name=user.name, locale=locale, by=by, at=at)


def choose_acting_for(*, session_id: int, member_id: int, by: Actor, at: datetime) -> None:
    """Choose the member for which this session acts.

    Raises: NotFound if the person holds nothing for that member.
    """
    row = db.session.get(SignInSession, session_id)
    if row is None or member_acted_for(list_grants(row.user_id, civil_date(at)), member_id) != member_id:
        raise NotFound()
    if row.acting_for_id != member_id:
        row.acting_for_id = member_id
        record(ActingForChosen(user_account_id=row.user_id, member_id=member_id), by=by, at=at)
