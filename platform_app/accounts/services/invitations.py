"""Accounts made, invited, accepted, suspended. Nobody gets a password from somebody else."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from platform_app.accounts.events import InvitationAccepted, UserAdded, UserInvited, UserRestored, UserSuspended
from platform_app.accounts.models import Invitation, UserAccount
from platform_app.accounts.queries import is_meant_for_office
from platform_app.accounts.rules import INVITATION_VALID, UserStatus, normalised_email, why_not_hand_over, why_not_invite
from platform_app.accounts.services.passwords import store_password, why_not_new_password
from platform_app.accounts.services.sessions import end_sessions, lock_user
from platform_app.audit.services import record
from platform_app.extensions import db
from platform_app.kernel.actors import Actor
from platform_app.kernel.errors import InvalidInput, NotFound, refuse_if
from platform_app.kernel.reasons import Reason
from platform_app.mail.rules import Link, LinkPurpose
from platform_app.mail.services import issue_link, revoke_links, use_link
from platform_app.web.rules import is_email


def ensure_user(*, email: str, name: str, locale: str, by: Actor, at: datetime) -> int:
    """The account with an address, made if there is none; an existing one keeps its name and language.

    Raises: InvalidInput for an address that cannot be one.
    """
    email = normalised_email(email)
    if not is_email(email):
        raise InvalidInput({"email": [Reason("web.email")]})
    known = _id_of(email)
    if known is not None:
        return known
    row = UserAccount(email=email, name=name, locale=locale, created_at=at)
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError:
        winner = _id_of(email)
        if winner is None:
            raise
        return winner
    record(UserAdded(user_account_id=row.id), by=by, at=at)
    return row.id


def _id_of(email: str) -> int | None:
    return db.session.scalar(select(UserAccount.id).where(UserAccount.email == email))


def invite_user(*, user_id: int, by: Actor, at: datetime, by_mail: bool = True) -> int:
    """Ask a person to set a password; former links are void. The answer is the link's id (`mail.services.link_url` shows it).

    Without `by_mail` the link is handed over in another way, but an administrator never sees that of somebody with an office.
    Raises: NotFound, RuleViolation.
    """
    user = lock_user(user_id)
    refuse_if(why_not_invite(user.status))
    if not by_mail and by.user_id is not None:
        refuse_if(why_not_hand_over(is_meant_for_office=is_meant_for_office(user_id)))
    revoke_links(purpose=LinkPurpose.INVITATION, subject_type="user_account", subject_id=user.id, at=at)
    link_id = issue_link(
        purpose=LinkPurpose.INVITATION, subject_type="user_account", subject_id=user.id, address=user.email, at=at, valid_for=INVITATION_VALID
    )
    row = Invitation(user_id=user.id, link_id=link_id, by_mail=by_mail, invited_at=at, invited_by_id=by.user_id)
    db.session.add(row)
    db.session.flush()
    record(UserInvited(user_account_id=user.id, invitation_id=row.id, by_mail=by_mail), by=by, at=at)
    return link_id


def accept_invitation(*, link: Link, name: str, password: str, by: Actor, at: datetime) -> int:
    """Set name and password by an invitation's link, which is used up; the answer is the account's id, now active and verified.

    Nothing is changed before the link is won, so that the loser of two at once leaves no trace.

    Raises: LinkUnusable for all but the first, RuleViolation with reasons against the password.
    """
    user = _get(link.subject_id)
    refuse_if(why_not_invite(user.status))
    refuse_if(why_not_new_password(user_id=user.id, password=password, at=at, name=name))
    use_link(link_id=link.id, at=at)
    store_password(user=user, password=password, at=at)
    user.name, user.status, user.email_verified_at = name, UserStatus.ACTIVE, at
    invitation_id = db.session.scalars(select(Invitation.id).where(Invitation.link_id == link.id)).one()
    own = (Invitation.user_id == user.id, Invitation.accepted_at.is_(None))
    db.session.execute(update(Invitation).where(*own).values(accepted_at=at).execution_options(synchronize_session="fetch"))
    record(InvitationAccepted(user_account_id=user.id, invitation_id=invitation_id), by=by, at=at)
    return user.id


def suspend_user(*, user_id: int, by: Actor, at: datetime) -> None:
    """Shut an account: its sessions end and its links are void.

    Raises: NotFound; RuleViolation for the own account or one that is suspended.
    """
    user = lock_user(user_id)
    reasons = [Reason("accounts.own_account")] if by.user_id == user.id else []
    reasons += [Reason("accounts.suspended")] if user.status is UserStatus.SUSPENDED else []
    refuse_if(reasons)
    user.status = UserStatus.SUSPENDED
    for purpose in (LinkPurpose.INVITATION, LinkPurpose.PASSWORD_RESET, LinkPurpose.ADDRESS_CHANGE):
        revoke_links(purpose=purpose, subject_type="user_account", subject_id=user.id, at=at)
    end_sessions(user_id=user.id, by=by, at=at)
    record(UserSuspended(user_account_id=user.id), by=by, at=at)


def restore_user(*, user_id: int, by: Actor, at: datetime) -> None:
    """Open a suspended account again, with the password it had.

    Raises: NotFound, RuleViolation.
    """
    user = _get(user_id)
    refuse_if([] if user.status is UserStatus.SUSPENDED else [Reason("accounts.not_suspended")])
    is_complete = user.password_hash is not None and user.email_verified_at is not None
    user.status = UserStatus.ACTIVE if is_complete else UserStatus.INVITED
    record(UserRestored(user_account_id=user.id), by=by, at=at)


def _get(user_id: int) -> UserAccount:
    user = db.session.get(UserAccount, user_id)
    if user is None:
        raise NotFound()
    return user
