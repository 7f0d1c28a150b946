"""The people of a member: appointed, replaced, ended, and linked to the accounts they sign in with."""

from datetime import date, datetime

from sqlalchemy import func, select

from platform_app.audit.services import record
from platform_app.database.conflicts import conflict_on
from platform_app.extensions import db
from platform_app.kernel.actors import Actor
from platform_app.kernel.errors import NotFound, RuleViolation, refuse_if
from platform_app.kernel.reasons import Reason
from platform_app.members.events import PersonLinked, TermEnded
from platform_app.members.models import Member, MembershipPeriod, Person, PersonTerm
from platform_app.members.rules import SINGLE_ROLES, NewPerson, TermRole
from platform_app.members.rules.terms import Term, why_not_appoint, why_not_end_term
from platform_app.members.services.admission import add_person, began


def appoint(
    *,
    member_id: int,
    role: TermRole,
    from_on: date,
    person_id: int | None = None,
    person: NewPerson | None = None,
    by: Actor,
    at: datetime,
) -> int:
    """Give a role to a person of the register or to a new one; a former representative or delegate ends on that day. Returns the term's id.

    The member's row is locked, so that of two appointments at once the second sees the first. Raises: NotFound, RuleViolation, Conflict.
    """
    _lock(member_id)
    rows = list(db.session.scalars(select(PersonTerm).where(PersonTerm.member_id == member_id).execution_options(populate_existing=True)))
    refuse_if(why_not_appoint(role, from_on, person_id, [_facts(row) for row in rows], _joined_on(member_id)))
    appointed = _person_of(member_id, person_id, person)
    for row in rows:
        if role in SINGLE_ROLES and row.role is role and row.until_on is None:
            _end(row, from_on, by=by, at=at)
    term = PersonTerm(member_id=member_id, person_id=appointed, role=role, from_on=from_on)
    with conflict_on("uq_term_one_in_force", "members.appointed_meanwhile"):
        db.session.add(term)
    record(began(term), by=by, at=at)
    return term.id


def _lock(member_id: int) -> None:
    if db.session.scalar(select(Member.id).where(Member.id == member_id).with_for_update()) is None:
        raise NotFound


def _joined_on(member_id: int) -> date | None:
    return db.session.scalar(select(func.min(MembershipPeriod.from_on)).where(MembershipPeriod.member_id == member_id))


def _facts(row: PersonTerm) -> Term:
    return Term(row.id, row.person_id, row.role, row.from_on, row.until_on)


def _person_of(member_id: int, person_id: int | None, person: NewPerson | None) -> int:
    """The person given, who must act or have acted for this member; or the new one."""
    if person_id is None:
        if person is None or not person.name.strip():
            raise RuleViolation([Reason("members.person_missing", field="name")])
        added = add_person(person)
        db.session.flush()
        return added.id
    known = select(PersonTerm.id).where(PersonTerm.member_id == member_id, PersonTerm.person_id == person_id).limit(1)
    if db.session.scalar(known) is None:
        raise NotFound
    return person_id


def _end(row: PersonTerm, until_on: date, *, by: Actor, at: datetime) -> None:
    row.until_on = until_on
    event = TermEnded(member_id=row.member_id, term_id=row.id, person_id=row.person_id, role=row.role, until_on=until_on)
    record(event, by=by, at=at)


def end_term(*, term_id: int, until_on: date, by: Actor, at: datetime) -> None:
    """End a person's role on a day; the day itself is the first without it.

    The member's row is locked as for an appointment, which may end the same term. Raises: NotFound, RuleViolation.
    """
    member_id = db.session.scalar(select(PersonTerm.member_id).where(PersonTerm.id == term_id))
    if member_id is None:
        raise NotFound
    _lock(member_id)
    row = db.session.get_one(PersonTerm, term_id, populate_existing=True)
    refuse_if(why_not_end_term(_facts(row), until_on))
    _end(row, until_on, by=by, at=at)


def link_user(*, person_id: int, user_id: int, by: Actor, at: datetime) -> None:
    """Say that a person of the register is the one who signs in as a user; again for the same user changes nothing.

    Raises: NotFound; RuleViolation if the person is another user.
    """
    person = db.session.get(Person, person_id, with_for_update=True)
    if person is None:
        raise NotFound
    if person.user_id == user_id:
        return
    if person.user_id is not None:
        raise RuleViolation([Reason("members.person_linked_already")])
    person.user_id = user_id
    record(PersonLinked(person_id=person_id, user_id=user_id), by=by, at=at)
