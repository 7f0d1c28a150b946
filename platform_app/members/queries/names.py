"""The names of members and of the people who act for them, many at once: for those who watch names."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import Select, or_, select

from platform_app.extensions import db
from platform_app.members.models import Member, MembershipPeriod, Person, PersonTerm
from platform_app.members.queries.people import ORDER_OF_ROLES
from platform_app.members.rules.bearers import ActingName, MemberNames


def members_not_ended(on: date) -> Select[int]:
    """The ids of all who are members on a day, or are to become members later; to be composed: `member_id`."""
    return select(MembershipPeriod.member_id).where(or_(MembershipPeriod.until_on.is_(None), MembershipPeriod.until_on > on)).distinct()


def names_of(member_ids: Collection[int], *, on: date) -> list[MemberNames]:
    """The names of those of some members whose membership has not ended, by their ids; two statements."""
    members = db.session.execute(
        select(
            Member.id, Member.number, Member.kind, Member.name, Member.kana, Member.former_names, Member.short_names,
            Member.corporate_number, Member.prefecture, Member.address,
        )
        .where(Member.id.in_(set(member_ids)), Member.id.in_(members_not_ended(on)))
        .order_by(Member.id)
    ).all()
    people = _people_of([row.id for row in members], on=on)
    return [
        MemberNames(
            row.id, row.number, row.kind, row.name, row.kana, tuple(row.former_names), tuple(row.short_names),
            row.corporate_number, row.prefecture, row.address, people.get(row.id, ()),
        )
        for row in members
    ]


def _people_of(member_ids: Collection[int], *, on: date) -> dict[int, tuple[ActingName, ...]]:
    rows = db.session.execute(
        select(PersonTerm.member_id, PersonTerm.person_id, PersonTerm.role, Person.name, Person.kana)
        .join_from(PersonTerm, Person, PersonTerm.person_id == Person.id)
        .where(PersonTerm.member_id.in_(member_ids), or_(PersonTerm.until_on.is_(None), PersonTerm.until_on > on))
        .order_by(PersonTerm.member_id, PersonTerm.id)
    )
    found: dict[int, dict[int, ActingName]] = {}
    for row in sorted(rows, key=lambda row: ORDER_OF_ROLES[row.role]):
        found.setdefault(row.member_id, {}).setdefault(row.person_id, ActingName(row.role, row.name, row.kana))
    return {member_id: tuple(people.values()) for member_id, people in found.items()}
