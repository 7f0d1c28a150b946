"""Reads of accounts, each a small frozen fact or an ordered list."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any, cast

from flask import current_app
from sqlalchemy import BigInteger, Date, Executable, Select, and_, bindparam, func, or_, select, union_all
from sqlalchemy.orm import aliased

from platform_app.accounts.hashing import digest
from platform_app.accounts.models import Invitation, Office, OfficeProposal, SignInSession, UserAccount
from platform_app.accounts.rules import OfficeChange, ProposalState, UserStatus, normalised_email
from platform_app.extensions import db
from platform_app.kernel.actors import Grant
from platform_app.kernel.errors import NotFound
from platform_app.kernel.roles import Role


@dataclass(frozen=True)
class User:
    """An account as other packages see it."""

    id: int
    email: str
    name: str
    locale: str
    status: UserStatus
    is_active: bool


@dataclass(frozen=True)
class SignedInFacts:
    """A session with its user and the user's offices, as one statement gives them."""

    session_id: int
    user_id: int
    name: str
    locale: str
    last_seen_at: datetime
    confirmed_at: datetime | None
    acting_for_id: int | None
    limited_role: Role | None
    limited_subject_id: int | None
    has_short_password: bool
    offices: frozenset[Role]


def find_signed_in(*, token: str, at: datetime) -> SignedInFacts | None:
    """The session that a browser's token opens, if it is neither ended nor over twelve hours old; one statement."""
    rows = db.session.execute(_signed_in(), {"token_hash": digest(token), "at": at}).all()
    if not rows:
        return None
    *facts, _role = rows[0]
    offices = frozenset(row.role for row in rows if row.role is not None)
    return SignedInFacts(*facts, offices=offices)  # type: ignore[misc]  # the columns are those of SignedInFacts


@lru_cache
def _signed_in() -> Select[*tuple[Any, ...]]:
    # Every request asks this, so it is put together once; the columns are those of SignedInFacts in order, and a role.
    held = and_(Office.user_id == UserAccount.id, Office.revoked_at.is_(None))
    return (
        select(
            SignInSession.id,
            UserAccount.id,
            UserAccount.name,
            UserAccount.locale,
            SignInSession.last_seen_at,
            SignInSession.confirmed_at,
            SignInSession.acting_for_id,
            SignInSession.limited_role,
            SignInSession.limited_subject_id,
            and_(UserAccount.password_hash.is_not(None), UserAccount.has_long_password.is_(False)),
            Office.role.label("role"),
        )
        .join(UserAccount, UserAccount.id == SignInSession.user_id)
        .outerjoin(Office, held)
        .where(
            SignInSession.token_hash == bindparam("token_hash"),
            SignInSession.ended_at.is_(None),
            SignInSession.expires_at > bindparam("at"),
            UserAccount.status != UserStatus.SUSPENDED,
        )
    )


def find_user_of_token(*, token: str) -> int | None:
    """Whose session a token opened, even if it is over: kept text is given back to nobody else."""
    return db.session.scalar(select(SignInSession.user_id).where(SignInSession.token_hash == digest(token)))


def list_grants(user_id: int, on: date) -> tuple[Grant, ...]:
    """The roles derived from terms, seats and drafts on a civil date, in one statement over what the other packages offer."""
    providers = tuple(current_app.extensions["platform.grant_providers"])
    if not providers:
        return ()
    rows = db.session.execute(_grants_offered(providers), {"user_id": user_id, "on": on}).all()
    found = [Grant(Role(row[0]), row[1], row[2], row[3]) for row in rows]
    return tuple(sorted(found, key=lambda grant: (grant.label or "", grant.member_id or 0, grant.role, grant.subject_id or 0)))


@lru_cache
def _grants_offered(providers: tuple[Callable[[int, date], Select[*tuple[Any, ...]]], ...]) -> Executable:
    # Every request asks this too: built with places for the two values, because building it costs more than its answer.
    user_id, on = cast(int, bindparam("user_id", type_=BigInteger)), cast(date, bindparam("on", type_=Date))
    parts = [provide(user_id, on) for provide in providers]
    return parts[0] if len(parts) == 1 else union_all(*parts)


def list_offices(user_id: int) -> frozenset[Role]:
    """The offices a person holds now."""
    return frozenset(db.session.scalars(select(Office.role).where(Office.user_id == user_id, Office.revoked_at.is_(None))))


def list_all_roles(user_id: int, on: date) -> frozenset[Role]:
    """Every role a person holds for anybody: what the length of the password is measured by."""
    return list_offices(user_id) | {grant.role for grant in list_grants(user_id, on)}


def find_user(*, email: str) -> User | None:
    """The account with an address, in whatever case it is typed."""
    row = db.session.scalar(select(UserAccount).where(UserAccount.email == normalised_email(email)))
    return _user(row) if row else None


def find_users(emails: Iterable[str]) -> dict[str, User]:
    """The accounts with some addresses, by the address as it is kept; one statement."""
    wanted = {normalised_email(email) for email in emails}
    rows = db.session.scalars(select(UserAccount).where(UserAccount.email.in_(wanted))) if wanted else ()
    return {row.email: _user(row) for row in rows}


def get_user(user_id: int) -> User:
    """An account.

    Raises: NotFound.
    """
    row = db.session.get(UserAccount, user_id)
    if row is None:
        raise NotFound()
    return _user(row)


def list_users(ids: Iterable[int]) -> dict[int, User]:
    """Accounts by id; ids that are none are left out."""
    rows = db.session.scalars(select(UserAccount).where(UserAccount.id.in_(set(ids))))
    return {row.id: _user(row) for row in rows}


def list_holders(role: Role) -> list[User]:
    """The active holders of an office, in the order of their ids."""
    held = select(Office.user_id).where(Office.role == role, Office.revoked_at.is_(None))
    rows = db.session.scalars(select(UserAccount).where(UserAccount.id.in_(held), UserAccount.status == UserStatus.ACTIVE).order_by(UserAccount.id))
    return [_user(row) for row in rows]


def list_holders_of(roles: Iterable[Role]) -> list[User]:
    """The active holders of any of some offices, each once, by name; one statement."""
    held = select(Office.user_id).where(Office.role.in_(set(roles)), Office.revoked_at.is_(None))
    rows = db.session.scalars(
        select(UserAccount)
        .where(UserAccount.id.in_(held), UserAccount.status == UserStatus.ACTIVE)
        .order_by(UserAccount.name, UserAccount.id)
    )
    return [_user(row) for row in rows]


def _user(row: UserAccount) -> User:
    return User(row.id, row.email, row.name, row.locale, row.status, row.status is UserStatus.ACTIVE)


def search_users(text: str) -> Select[*tuple[Any, ...]]:
    """Accounts whose name or address contains a text (all if it is empty), by name.

    Rows are (account, its offices joined by commas or None, the link of its newest open invitation, when it was made).
    """
    offices = _of_user(select(func.aggregate_strings(Office.role, ",")), Office).where(Office.revoked_at.is_(None))
    link = _of_user(select(func.max(Invitation.link_id)), Invitation).where(Invitation.accepted_at.is_(None))
    invited = _of_user(select(func.max(Invitation.invited_at)), Invitation).where(Invitation.accepted_at.is_(None))
    beside = (
        offices.scalar_subquery().label("offices"),
        link.scalar_subquery().label("link_id"),
        invited.scalar_subquery().label("invited_at"),
    )
    statement = select(UserAccount, *beside).order_by(UserAccount.name, UserAccount.id)
    if text:
        by_email = UserAccount.email.like(f"%{_escaped(text.lower())}%", escape="\\")
        statement = statement.where(or_(by_email, UserAccount.name.ilike(f"%{_escaped(text)}%", escape="\\")))
    return statement


def _of_user(statement: Select[*tuple[Any, ...]], table: Any) -> Select[*tuple[Any, ...]]:
    return statement.where(table.user_id == UserAccount.id).correlate(UserAccount)


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def list_sessions(user_id: int, at: datetime) -> list[SignInSession]:
    """A person's sessions that are still open, the newest first."""
    is_open = (SignInSession.user_id == user_id, SignInSession.ended_at.is_(None), SignInSession.expires_at > at)
    return list(db.session.scalars(select(SignInSession).where(*is_open).order_by(SignInSession.created_at.desc(), SignInSession.id.desc())))


@dataclass(frozen=True)
class Proposal:
    """A proposed change of an office with the names of those concerned."""

    id: int
    user_id: int
    user_name: str
    role: Role
    change: OfficeChange
    proposed_by_id: int
    proposed_by_name: str
    proposed_at: datetime


def list_proposals() -> list[Proposal]:
    """Changes of offices that wait for a second person, the oldest first."""
    person, proposer = aliased(UserAccount), aliased(UserAccount)
    rows = db.session.execute(
        select(OfficeProposal, person.name, proposer.name)
        .join(person, person.id == OfficeProposal.user_id)
        .join(proposer, proposer.id == OfficeProposal.proposed_by_id)
        .where(OfficeProposal.state == ProposalState.PROPOSED)
        .order_by(OfficeProposal.id)
    ).all()
    return [Proposal(row.id, row.user_id, name, row.role, row.change, row.proposed_by_id, by, row.proposed_at) for row, name, by in rows]


def is_meant_for_office(user_id: int) -> bool:
    """Whether a person holds an office or is proposed for one."""
    proposed = select(OfficeProposal.id).where(OfficeProposal.user_id == user_id, OfficeProposal.state == ProposalState.PROPOSED)
    return bool(list_offices(user_id)) or db.session.scalar(select(proposed.exists())) is True


def find_open_invitation(user_id: int) -> int | None:
    """The link of a person's newest invitation, if none was accepted yet."""
    return db.session.scalar(select(func.max(Invitation.link_id)).where(Invitation.user_id == user_id, Invitation.accepted_at.is_(None)))
