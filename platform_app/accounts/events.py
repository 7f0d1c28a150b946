"""What happened to accounts."""

from dataclasses import dataclass
from typing import ClassVar

from platform_app.accounts.rules import OfficeChange
from platform_app.kernel.events import Event
from platform_app.kernel.roles import Role


@dataclass(frozen=True, kw_only=True)
class UserEvent(Event):
    """Base of what happens to one account."""

    subject_type: ClassVar[str] = "user_account"
    user_account_id: int


@dataclass(frozen=True, kw_only=True)
class UserAdded(UserEvent):
    """An account was made; nobody can sign in to it before an invitation is accepted."""


@dataclass(frozen=True, kw_only=True)
class UserInvited(UserEvent):
    """A link was made by which the person sets a password; any former one is void."""

    invitation_id: int
    by_mail: bool


@dataclass(frozen=True, kw_only=True)
class InvitationAccepted(UserEvent):
    """The person set a password, and the address is verified."""

    invitation_id: int


@dataclass(frozen=True, kw_only=True)
class UserSuspended(UserEvent):
    """The account cannot be signed in to until it is restored."""


@dataclass(frozen=True, kw_only=True)
class UserRestored(UserEvent):
    """A suspended account can be used again."""


@dataclass(frozen=True, kw_only=True)
class ProfileChanged(UserEvent):
    """The person changed the own name or language."""


@dataclass(frozen=True, kw_only=True)
class SignedIn(UserEvent):
    """A session began; role and subject are set for one that is limited to them."""

    sign_in_session_id: int
    limited_role: Role | None = None
    limited_subject_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class PresenceConfirmed(UserEvent):
    """The holder of a session proved anew to be the one at the machine."""

    sign_in_session_id: int


@dataclass(frozen=True, kw_only=True)
class SignedOut(UserEvent):
    """A session was ended by its user."""

    sign_in_session_id: int


@dataclass(frozen=True, kw_only=True)
class SessionsEnded(UserEvent):
    """Several sessions of an account were ended at once."""

    number: int


@dataclass(frozen=True, kw_only=True)
class ActingForChosen(UserEvent):
    """The person chose for which member to act."""

    member_id: int


@dataclass(frozen=True, kw_only=True)
class PasswordChanged(UserEvent):
    """The person set a new password while signed in; the other sessions are over."""


@dataclass(frozen=True, kw_only=True)
class PasswordReset(UserEvent):
    """The person set a new password by a link; all former sessions are over."""


@dataclass(frozen=True, kw_only=True)
class PasswordResetRequested(Event):
    """Somebody asked for a link to set a new password; whether there is such an account is looked up later."""

    subject_type: ClassVar[str] = "password_reset"
    password_reset_id: int


@dataclass(frozen=True, kw_only=True)
class AddressChangeRequested(UserEvent):
    """The person gave a new address; it counts once its link is used."""

    address_change_id: int


@dataclass(frozen=True, kw_only=True)
class AddressChanged(UserEvent):
    """The new address is verified and in force."""

    address_change_id: int


@dataclass(frozen=True, kw_only=True)
class OfficeProposed(UserEvent):
    """One administrator proposed to give or take an office."""

    office_proposal_id: int
    change: OfficeChange
    role: Role


@dataclass(frozen=True, kw_only=True)
class OfficeProposalRejected(UserEvent):
    """A second administrator, or the proposer, rejected a proposed change."""

    office_proposal_id: int


@dataclass(frozen=True, kw_only=True)
class OfficeGranted(UserEvent):
    """The person holds an office from now on."""

    role: Role


@dataclass(frozen=True, kw_only=True)
class OfficeRevoked(UserEvent):
    """The person no longer holds an office."""

    role: Role
