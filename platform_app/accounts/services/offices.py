"""Offices are given and taken by two administrators; only the operator at the console does it alone, to begin with."""

from datetime import datetime
from typing import Any

from sqlalchemy import Select, select

from platform_app.accounts.events import OfficeGranted, OfficeProposalRejected, OfficeProposed, OfficeRevoked, PasswordReset
from platform_app.accounts.models import Invitation, Office, OfficeProposal, UserAccount
from platform_app.accounts.rules import OfficeChange, OfficeFacts, ProposalState, why_not_decide_office, why_not_propose_office
from platform_app.accounts.services.sessions import end_sessions, lock_user
from platform_app.audit.queries import list_entries
from platform_app.audit.services import record
from platform_app.database.conflicts import conflict_on
from platform_app.extensions import db
from platform_app.kernel.actors import Actor, ActorKind
from platform_app.kernel.errors import Forbidden, NotFound, refuse_if
from platform_app.kernel.roles import Role


def propose_office(*, user_id: int, role: Role, change: OfficeChange, by: Actor, at: datetime) -> int:
    """Propose to give or take an office; the answer is the proposal, which a second administrator decides.

    Raises: NotFound; RuleViolation; Forbidden for anybody without an account; Conflict if the same was proposed at the same time.
    """
    if by.user_id is None:
        raise Forbidden()
    lock_user(user_id)
    is_proposed = db.session.scalar(_open_proposals(user_id, role)) is not None
    facts = OfficeFacts(change, role, _held(user_id, role) is not None, is_proposed, by.user_id == user_id, _is_handed_over(user_id))
    refuse_if(why_not_propose_office(facts))
    row = OfficeProposal(user_id=user_id, role=role, change=change, proposed_at=at, proposed_by_id=by.user_id)
    with conflict_on("uq_office_proposal_open", "accounts.office_proposed", role=role):
        db.session.add(row)
    event = OfficeProposed(user_account_id=user_id, office_proposal_id=row.id, change=change, role=role)
    record(event, by=by, at=at)
    return row.id


def decide_office(*, office_proposal_id: int, is_confirmed: bool, by: Actor, at: datetime) -> None:
    """Confirm or reject a proposed change of an office; the proposer may take it back, but not confirm it.

    Raises: NotFound, RuleViolation.
    """
    row = db.session.get(OfficeProposal, office_proposal_id, with_for_update=True)
    if row is None:
        raise NotFound()
    takes_back = not is_confirmed and by.user_id is not None and by.user_id == row.proposed_by_id
    proposer = None if takes_back else row.proposed_by_id
    refuse_if(why_not_decide_office(state=row.state, proposed_by=proposer, subject=row.user_id, decided_by=by.user_id))
    row.state = ProposalState.CONFIRMED if is_confirmed else ProposalState.REJECTED
    row.decided_at, row.decided_by_id = at, by.user_id
    if not is_confirmed:
        record(OfficeProposalRejected(user_account_id=row.user_id, office_proposal_id=row.id), by=by, at=at)
    elif row.change is OfficeChange.GRANT:
        _grant(row.user_id, row.role, by, at)
    else:
        _revoke(row.user_id, row.role, by, at)


def grant_office(*, user_id: int, role: Role, by: Actor, at: datetime) -> None:
    """Give an office at once: for the operator and the system only. Holding it already is fine.

    Raises: Forbidden, NotFound, RuleViolation for a role that is no office.
    """
    _only_operator(by)
    if db.session.get(UserAccount, user_id) is None:
        raise NotFound()
    refuse_if(why_not_propose_office(OfficeFacts(OfficeChange.GRANT, role, is_held=False, is_proposed=False, is_own=False, is_handed_over=False)))
    if _held(user_id, role) is None:
        _grant(user_id, role, by, at)


def revoke_office(*, user_id: int, role: Role, by: Actor, at: datetime) -> None:
    """Take an office at once: for the operator and the system only. Not holding it is fine.

    Raises: Forbidden.
    """
    _only_operator(by)
    if _held(user_id, role) is not None:
        _revoke(user_id, role, by, at)


def _is_handed_over(user_id: int) -> bool:
    """Whether an administrator has seen the newest link to open an account, and its owner has set no password by a mailed link since."""
    newest = db.session.scalar(select(Invitation).where(Invitation.user_id == user_id).order_by(Invitation.id.desc()).limit(1))
    if newest is None or newest.by_mail or newest.invited_by_id is None:
        return False
    resets = list_entries(subject_type="user_account", subject_id=user_id, event=PasswordReset.name, limit=1)
    return not any(entry.at > newest.invited_at for entry in resets)


def _only_operator(by: Actor) -> None:
    if by.kind not in (ActorKind.OPERATOR, ActorKind.SYSTEM):
        raise Forbidden()


def _grant(user_id: int, role: Role, by: Actor, at: datetime) -> None:
    with conflict_on("uq_office_held", "accounts.office_held", role=role):
        db.session.add(Office(user_id=user_id, role=role, granted_at=at, granted_by_id=by.user_id))
    record(OfficeGranted(user_account_id=user_id, role=role), by=by, at=at)


def _revoke(user_id: int, role: Role, by: Actor, at: datetime) -> None:
    held = _held(user_id, role)
    if held is None:
        return
    held.revoked_at, held.revoked_by_id = at, by.user_id
    end_sessions(user_id=user_id, by=by, at=at)
    record(OfficeRevoked(user_account_id=user_id, role=role), by=by, at=at)


def _held(user_id: int, role: Role) -> Office | None:
    return db.session.scalar(select(Office).where(Office.user_id == user_id, Office.role == role, Office.revoked_at.is_(None)))


def _open_proposals(user_id: int, role: Role) -> Select[*tuple[Any, ...]]:
    is_open = (OfficeProposal.user_id == user_id, OfficeProposal.role == role, OfficeProposal.state == ProposalState.PROPOSED)
    return select(OfficeProposal.id).where(*is_open)
