"""The whole record of one member, as its pages show it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from platform_app.bylaws.queries import rules_at
from platform_app.bylaws.rules import Right
from platform_app.extensions import db
from platform_app.kernel.errors import NotFound
from platform_app.members.models import Member, MembershipPeriod
from platform_app.members.queries.people import PersonInOffice, select_people
from platform_app.members.rules import EndedReason, MemberClass, Particulars, PublicField, TermRole


@dataclass(frozen=True)
class Period:
    """A class in `[from_on, until_on)`."""

    membership_class: MemberClass
    from_on: date
    until_on: date | None
    ended_reason: EndedReason | None

    def is_in_force(self, on: date) -> bool:
        """Whether the member belongs to the class on a day."""
        return self.from_on <= on and (self.until_on is None or on < self.until_on)


@dataclass(frozen=True)
class MemberRecord:
    """A member with its particulars at `version`, its periods and all terms there ever were, oldest first."""

    id: int
    number: int
    version: int
    particulars: Particulars
    periods: tuple[Period, ...]
    terms: tuple[PersonInOffice, ...]

    def class_on(self, on: date) -> MemberClass | None:
        """The class on a day; None when not a member."""
        return next((period.membership_class for period in self.periods if period.is_in_force(on)), None)

    def people_on(self, on: date) -> tuple[PersonInOffice, ...]:
        """Who acts on a day."""
        return tuple(term for term in self.terms if term.from_on <= on and (term.until_on is None or on < term.until_on))

    def delegate_on(self, on: date) -> PersonInOffice | None:
        """Who votes on a day: the delegate, and until one is named the representative."""
        found = {term.role: term for term in self.people_on(on)}
        return found.get(TermRole.DELEGATE) or found.get(TermRole.REPRESENTATIVE)


def particulars_of(member: Member) -> Particulars:
    """The particulars as they stand."""
    several: dict[str, Any] = {
        "former_names": tuple(member.former_names),
        "short_names": tuple(member.short_names),
        "publishes": frozenset(PublicField(field) for field in member.publishes),
    }
    values: dict[str, Any] = {name: several.get(name, getattr(member, name, None)) for name in Particulars.__dataclass_fields__}
    return Particulars(**values)


def get_record(member_id: int) -> MemberRecord:
    """The record of a member in three statements.

    Raises: NotFound.
    """
    member = db.session.get(Member, member_id)
    if member is None:
        raise NotFound
    columns = (MembershipPeriod.membership_class, MembershipPeriod.from_on, MembershipPeriod.until_on, MembershipPeriod.ended_reason)
    periods = db.session.execute(select(*columns).where(MembershipPeriod.member_id == member_id).order_by(MembershipPeriod.from_on))
    terms = db.session.execute(select_people(member_id))
    return MemberRecord(
        member.id,
        member.number,
        member.version,
        particulars_of(member),
        tuple(Period(*row) for row in periods),
        tuple(PersonInOffice(*row) for row in terms),
    )


def may_vote(record: MemberRecord, on: date) -> bool:
    """Whether the class that a member has on a day votes, by the rules of that day."""
    membership_class = record.class_on(on)
    return membership_class is not None and rules_at(on).may(membership_class, record.particulars.kind, Right.VOTE)
