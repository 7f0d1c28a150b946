"""Tables of accounts, offices, sessions, invitations and what slows down guessing."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from platform_app.accounts.rules import OfficeChange, ProposalState, UserStatus
from platform_app.accounts.throttling import ThrottleKind
from platform_app.database.types import UTCDateTime, enum_column, enum_type
from platform_app.extensions import db
from platform_app.kernel.roles import Role

_ADDRESS = 254
_OPEN = text("state = 'proposed'")
_HELD = text("revoked_at IS NULL")
_HASH = 64


class UserAccount(db.Model):
    """A person who may sign in. `email` is normalised."""

    __tablename__ = "user_account"
    __table_args__ = (
        CheckConstraint("status <> 'active' OR (password_hash IS NOT NULL AND email_verified_at IS NOT NULL)", name="active_is_complete"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(_ADDRESS), unique=True)
    name: Mapped[str] = mapped_column(String(100))
    locale: Mapped[str] = mapped_column(String(10), default="ja")
    status: Mapped[UserStatus] = enum_column(UserStatus, default=UserStatus.INVITED)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    email_verified_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    password_hash: Mapped[str | None] = mapped_column(String(200))
    password_changed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    has_long_password: Mapped[bool] = mapped_column(default=False)


class Office(db.Model):
    """An office held by a person for a time."""

    __tablename__ = "office"
    __table_args__ = (
        Index("uq_office_held", "user_id", "role", unique=True, sqlite_where=_HELD, postgresql_where=_HELD),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    role: Mapped[Role] = enum_column(Role)
    granted_at: Mapped[datetime] = mapped_column(UTCDateTime)
    granted_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"), index=True)
    revoked_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    revoked_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"), index=True)


class OfficeProposal(db.Model):
    """A change of an office that one administrator proposed and another decides."""

    __tablename__ = "office_proposal"
    __table_args__ = (
        CheckConstraint("state <> 'confirmed' OR decided_by_id <> proposed_by_id", name="two_people"),
        CheckConstraint("(state = 'proposed') = (decided_at IS NULL)", name="decided_has_time"),
        Index("uq_office_proposal_open", "user_id", "role", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    role: Mapped[Role] = enum_column(Role)
    change: Mapped[OfficeChange] = enum_column(OfficeChange)
    state: Mapped[ProposalState] = enum_column(ProposalState, default=ProposalState.PROPOSED)
    proposed_at: Mapped[datetime] = mapped_column(UTCDateTime)
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    decided_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"), index=True)


class SignInSession(db.Model):
    """One browser that is signed in. The token is the browser's; here is its hash. A limited one opens a single subject.

    `confirmed_at`: when its holder last proved, by whatever means, to be at the machine; signing in counts. A limited one never proves it.
    """

    __tablename__ = "sign_in_session"
    __table_args__ = (
        CheckConstraint("(limited_role IS NULL) = (limited_subject_id IS NULL)", name="limited_has_subject"),
        CheckConstraint("limited_role IS NULL OR confirmed_at IS NULL", name="limited_proves_nothing"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(_HASH), unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    device: Mapped[str] = mapped_column(String(60), default="")
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    last_seen_at: Mapped[datetime] = mapped_column(UTCDateTime)
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime, index=True)
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    confirmed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    acting_for_id: Mapped[int | None]  # a member, whose table stands above this one
    limited_role: Mapped[Role | None] = mapped_column(enum_type(Role))
    limited_subject_id: Mapped[int | None]


class SignInAttempt(db.Model):
    """How often something was tried of late; `key_hash` hides account and network."""

    __tablename__ = "sign_in_attempt"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[ThrottleKind] = enum_column(ThrottleKind)
    key_hash: Mapped[str] = mapped_column(String(_HASH), unique=True)
    number: Mapped[int]
    last_at: Mapped[datetime] = mapped_column(UTCDateTime, index=True)
    blocked_until: Mapped[datetime] = mapped_column(UTCDateTime)


class Invitation(db.Model):
    """A person asked to set a password; the newest one counts."""

    __tablename__ = "invitation"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    link_id: Mapped[int] = mapped_column(ForeignKey("mail_link.id"), index=True)
    by_mail: Mapped[bool]
    invited_at: Mapped[datetime] = mapped_column(UTCDateTime)
    invited_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"), index=True)
    accepted_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class PasswordResetRequest(db.Model):
    """Somebody asked for a reset link. The address as typed is kept only until it was looked up."""

    __tablename__ = "password_reset"

    id: Mapped[int] = mapped_column(primary_key=True)
    address: Mapped[str | None] = mapped_column(String(_ADDRESS))
    requested_at: Mapped[datetime] = mapped_column(UTCDateTime)
    handled_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"), index=True)
    link_id: Mapped[int | None] = mapped_column(ForeignKey("mail_link.id"), index=True)


class AddressChange(db.Model):
    """A new address on its way to being verified."""

    __tablename__ = "address_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    old_email: Mapped[str] = mapped_column(String(_ADDRESS))
    new_email: Mapped[str] = mapped_column(String(_ADDRESS))
    link_id: Mapped[int] = mapped_column(ForeignKey("mail_link.id"), index=True)
    requested_at: Mapped[datetime] = mapped_column(UTCDateTime)
    completed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
