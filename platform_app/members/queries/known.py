"""Whether a body is known already: as a member of today, or as one whose membership ended by expulsion."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select

from platform_app.extensions import db
from platform_app.members.models import Member, MembershipPeriod
from platform_app.members.queries.days import is_period_of
from platform_app.members.rules import EndedReason, PublicField
from platform_app.members.rules.names import search_key


@dataclass(frozen=True)
class KnownBody:
    """A member of today; `is_published` says whether its name may be told to others."""

    member_id: int
    name: str
    is_published: bool


def find_known_body(corporate_number: str, *, on: date) -> KnownBody | None:
    """The member of a day that has a Corporate Number."""
    row = db.session.execute(
        select(Member.id, Member.name, Member.publishes)
        .join(MembershipPeriod, MembershipPeriod.member_id == Member.id)
        .where(Member.corporate_number == corporate_number, is_period_of(on))
    ).first()
    return KnownBody(row.id, row.name, PublicField.NAME.value in row.publishes) if row else None


def find_expulsion(*, corporate_number: str | None, name: str) -> date | None:
    """The last day on which a body of this Corporate Number, or of this name, was expelled; for the secretariat only."""
    same = [Member.name_key == search_key(name)]
    if corporate_number:
        same.append(Member.corporate_number == corporate_number)
    return db.session.scalar(
        select(MembershipPeriod.until_on)
        .join(Member, Member.id == MembershipPeriod.member_id)
        .where(MembershipPeriod.ended_reason == EndedReason.EXPELLED, or_(*same))
        .order_by(MembershipPeriod.until_on.desc())
        .limit(1)
    )
