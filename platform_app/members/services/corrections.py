"""Corrections of particulars by the secretariat."""

from datetime import datetime

from sqlalchemy import select

from platform_app.audit.services import record
from platform_app.database.conflicts import conflict_on
from platform_app.extensions import db
from platform_app.kernel.actors import Actor
from platform_app.kernel.errors import NotFound, RuleViolation, StaleForm, refuse_if
from platform_app.kernel.reasons import Reason
from platform_app.members.events import ParticularsCorrected
from platform_app.members.models import Member, MembershipPeriod
from platform_app.members.queries.record import particulars_of
from platform_app.members.rules import Particulars, why_not_admit
from platform_app.members.services.columns import columns_of


def correct_particulars(*, member_id: int, particulars: Particulars, version: int, by: Actor, at: datetime) -> None:
    """Replace the particulars of a member that stands at `version`; nothing changed is nothing recorded.

    Raises: NotFound, StaleForm, RuleViolation; Conflict if an active member has the Corporate Number.
    """
    member = db.session.get(Member, member_id)
    if member is None:
        raise NotFound
    before = particulars_of(member)
    changed = tuple(name for name, value in vars(particulars).items() if value != getattr(before, name))
    if member.version != version:
        raise StaleForm({name: getattr(before, name) for name in changed})
    if "kind" in changed:
        raise RuleViolation([Reason("members.kind_is_fixed", field="kind")])
    classes = select(MembershipPeriod.membership_class).where(MembershipPeriod.member_id == member_id)
    latest = db.session.scalar(classes.order_by(MembershipPeriod.from_on.desc()).limit(1))
    if latest is not None:
        refuse_if(why_not_admit(particulars, latest))
    if not changed:
        return
    refuse_if(_why_not_corporate_number(member_id, particulars))
    with conflict_on("uq_member_corporate_number_active", "members.corporate_number_taken"):
        for name, value in columns_of(particulars).items():
            setattr(member, name, value)
    record(ParticularsCorrected(member_id=member_id, changed=changed), by=by, at=at)


def _why_not_corporate_number(member_id: int, particulars: Particulars) -> tuple[Reason, ...]:
    """Asked before the constraint is, so that the form can be shown again; in a race the constraint has the last word."""
    if particulars.corporate_number is None:
        return ()
    others = select(Member.id).where(
        Member.corporate_number == particulars.corporate_number, Member.ended_on.is_(None), Member.id != member_id
    )
    taken = db.session.scalar(others.limit(1)) is not None
    return (Reason("members.corporate_number_taken", field="corporate_number"),) if taken else ()
