"""Mails that follow what happens to accounts; run from the outbox by the jobs' process, each once."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, select

from platform_app.accounts.events import (
    AddressChanged,
    AddressChangeRequested,
    InvitationAccepted,
    PasswordChanged,
    PasswordReset,
    PasswordResetRequested,
    UserInvited,
)
from platform_app.accounts.models import AddressChange, Invitation, PasswordResetRequest, UserAccount
from platform_app.accounts.queries import list_grants, list_offices
from platform_app.accounts.rules import INVITATION_VALID, RESET_VALID, RESETS_PER_HOUR, UserStatus
from platform_app.accounts.services import invite_user
from platform_app.audit.queries import Entry
from platform_app.extensions import db
from platform_app.kernel.actors import SYSTEM
from platform_app.kernel.clock import civil_date, now
from platform_app.kernel.events import Event
from platform_app.mail.rules import LinkPurpose
from platform_app.mail.services import enqueue, issue_link

_HOUR = timedelta(hours=1)


def send_invitation(entry: Entry) -> None:
    """The link by which a person sets a password, unless it is handed over in another way or a newer one was made."""
    row = db.session.get_one(Invitation, entry.data["invitation_id"])
    if row.by_mail and row.accepted_at is None:
        offices = [[role.value, ""] for role in sorted(list_offices(row.user_id))]
        places = [[grant.role.value, grant.label or ""] for grant in list_grants(row.user_id, civil_date(now()))]
        params: dict[str, object] = {"link_id": row.link_id, "places": offices + places}
        _send(entry, "invitation", row.user_id, handler="accounts.send_invitation", params=params)


def send_password_reset(entry: Entry) -> None:
    """The link to set a new password, if there is such an account; a person not yet signed up is invited again.

    No more than three an hour; the address as typed is forgotten here. A link that was handed over, because mail does not arrive, stays good:
    else anybody who knows the address could void it.
    """
    row = db.session.get_one(PasswordResetRequest, entry.data["password_reset_id"])
    user = db.session.scalar(select(UserAccount).where(UserAccount.email == row.address))
    at = now()
    row.address, row.handled_at = None, at
    if user is None or user.status is UserStatus.SUSPENDED or _resets_of_late(user.id, row.requested_at) >= RESETS_PER_HOUR:
        return
    row.user_id = user.id
    if user.status is UserStatus.INVITED:
        if not _is_link_in_hand(user.id, at):
            invite_user(user_id=user.id, by=SYSTEM, at=at)
        return
    row.link_id = issue_link(
        purpose=LinkPurpose.PASSWORD_RESET, subject_type="user_account", subject_id=user.id, address=user.email, at=at, valid_for=RESET_VALID
    )
    _send(entry, "password_reset", user.id, handler="accounts.send_password_reset", params={"link_id": row.link_id})


def _is_link_in_hand(user_id: int, at: datetime) -> bool:
    newest = db.session.scalar(select(Invitation).where(Invitation.user_id == user_id).order_by(Invitation.id.desc()).limit(1))
    return newest is not None and not newest.by_mail and at < newest.invited_at + INVITATION_VALID


def _resets_of_late(user_id: int, before: datetime) -> int:
    of_late = (PasswordResetRequest.user_id == user_id, PasswordResetRequest.requested_at > before - _HOUR)
    return db.session.scalar(select(func.count()).where(*of_late)) or 0


def send_password_notice(entry: Entry) -> None:
    """Word that the password was changed, so that its owner notices if it was somebody else."""
    _send(entry, "password_changed", entry.data["user_account_id"], handler="accounts.send_password_notice", params={})


def send_address_check(entry: Entry) -> None:
    """The link that puts a new address into force, to that address."""
    row = db.session.get_one(AddressChange, entry.data["address_change_id"])
    params: dict[str, object] = {"link_id": row.link_id}
    _send(entry, "address_change", row.user_id, handler="accounts.send_address_check", params=params, recipient=row.new_email)


def send_address_warning(entry: Entry) -> None:
    """Word to the address in use that another was given, so that its owner can stop it in time."""
    row = db.session.get_one(AddressChange, entry.data["address_change_id"])
    _send(entry, "address_change_asked", row.user_id, handler="accounts.send_address_warning", params={}, recipient=row.old_email)


def send_opening_notice(entry: Entry) -> None:
    """Word to the address of an account that was opened by a link an administrator had seen: the link alone proves nothing of its owner."""
    row = db.session.get_one(Invitation, entry.data["invitation_id"])
    if not row.by_mail and row.invited_by_id is not None:
        _send(entry, "account_opened", row.user_id, handler="accounts.send_opening_notice", params={})


def send_address_notice(entry: Entry) -> None:
    """Word to the old address that a new one is in force."""
    row = db.session.get_one(AddressChange, entry.data["address_change_id"])
    _send(entry, "address_changed", row.user_id, handler="accounts.send_address_notice", params={}, recipient=row.old_email)


def _send(
    entry: Entry, template: str, user_id: object, *, handler: str, params: dict[str, object], recipient: str | None = None
) -> None:
    user = db.session.get_one(UserAccount, user_id)
    enqueue(
        event_id=entry.id,
        handler=handler,
        template=template,
        recipient=recipient or user.email,
        locale=user.locale,
        params=params | {"name": user.name},
        at=now(),
    )


HANDLERS: dict[type[Event], Sequence[Callable[[Entry], None]]] = {
    UserInvited: (send_invitation,),
    PasswordResetRequested: (send_password_reset,),
    PasswordChanged: (send_password_notice,),
    PasswordReset: (send_password_notice,),
    InvitationAccepted: (send_opening_notice,),
    AddressChangeRequested: (send_address_check, send_address_warning),
    AddressChanged: (send_address_notice,),
}
