"""A person's address changes by a link to the new one."""

from datetime import datetime

from sqlalchemy import select

from platform_app.accounts.events import AddressChanged, AddressChangeRequested
from platform_app.accounts.models import AddressChange, UserAccount
from platform_app.accounts.rules import ADDRESS_CHANGE_VALID, UserStatus, normalised_email
from platform_app.accounts.services.passwords import is_own_password
from platform_app.audit.services import record
from platform_app.database.conflicts import conflict_on
from platform_app.extensions import db
from platform_app.kernel.actors import Actor
from platform_app.kernel.errors import InvalidInput, NotFound, RuleViolation
from platform_app.kernel.reasons import Reason
from platform_app.mail.rules import Link, LinkPurpose
from platform_app.mail.services import issue_link, revoke_links, use_link
from platform_app.web.rules import is_email


def request_address_change(*, user_id: int, session_id: int, password: str, email: str, by: Actor, at: datetime) -> bool:
    """Ask for a new address; it counts once the link sent to it is used. False, counted as a failed try, if the password is wrong.

    The answer does not tell whether the address belongs to somebody else. Raises: TooManyRequests, InvalidInput.
    """
    new_email = normalised_email(email)
    if not is_email(new_email):
        raise InvalidInput({"email": [Reason("web.email")]})
    if not is_own_password(user_id=user_id, session_id=session_id, password=password, at=at):
        return False
    user = db.session.get_one(UserAccount, user_id)
    revoke_links(purpose=LinkPurpose.ADDRESS_CHANGE, subject_type="user_account", subject_id=user.id, at=at)
    link_id = issue_link(
        purpose=LinkPurpose.ADDRESS_CHANGE, subject_type="user_account", subject_id=user.id, address=new_email, at=at, valid_for=ADDRESS_CHANGE_VALID
    )
    row = AddressChange(user_id=user.id, old_email=user.email, new_email=new_email, link_id=link_id, requested_at=at)
    db.session.add(row)
    db.session.flush()
    record(AddressChangeRequested(user_account_id=user.id, address_change_id=row.id), by=by, at=at)
    return True


def complete_address_change(*, link: Link, by: Actor, at: datetime) -> None:
    """Put the new address into force; its link is used up.

    Raises: LinkUnusable, Conflict if somebody else has the address meanwhile, RuleViolation for a suspended account.
    """
    user = db.session.get(UserAccount, link.subject_id)
    row = db.session.scalar(select(AddressChange).where(AddressChange.link_id == link.id))
    if user is None or row is None:
        raise NotFound()
    if user.status is not UserStatus.ACTIVE:
        raise RuleViolation([Reason("accounts.suspended")])
    use_link(link_id=link.id, at=at)
    with conflict_on("uq_user_account_email", "accounts.email_taken"):
        user.email = link.address
    user.email_verified_at = row.completed_at = at
    revoke_links(purpose=LinkPurpose.PASSWORD_RESET, subject_type="user_account", subject_id=user.id, at=at)
    record(AddressChanged(user_account_id=user.id, address_change_id=row.id), by=by, at=at)
