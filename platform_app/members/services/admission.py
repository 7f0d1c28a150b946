"""Admission: a member with its number, its first period and its people."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from platform_app.audit.services import record, record_many
from platform_app.database.conflicts import conflict_on
from platform_app.extensions import db
from platform_app.kernel.actors import Actor
from platform_app.kernel.errors import refuse_if
from platform_app.members.events import MemberAdmitted, TermBegan
from platform_app.members.models import Member, MembershipPeriod, Person, PersonTerm
from platform_app.members.rules import MemberClass, NewPerson, Particulars, TermRole, why_not_admit
from platform_app.members.services.columns import columns_of
from platform_app.members.services.numbers import take_numbers


@dataclass(frozen=True)
class Admitted:
    """A new member; `person_ids` in the order of the people given."""

    member_id: int
    number: int
    person_ids: tuple[int, ...]


def admit(
    *, particulars: Particulars, membership_class: MemberClass, from_on: date, people: Sequence[NewPerson] = (), by: Actor, at: datetime
) -> Admitted:
    """Admit a body or an individual from a day on.

    Raises: RuleViolation; Conflict if an active member has the Corporate Number.
    """
    refuse_if(why_not_admit(particulars, membership_class, people))
    with conflict_on("uq_member_corporate_number_active", "members.corporate_number_taken"):
        member = Member(number=take_numbers(1)[0], **columns_of(particulars))
        db.session.add(member)
    db.session.add(MembershipPeriod(member_id=member.id, membership_class=membership_class, from_on=from_on))
    persons = [add_person(person) for person in people]
    db.session.flush()
    terms = [
        PersonTerm(member_id=member.id, person_id=person.id, role=role, from_on=from_on)
        for person, facts in zip(persons, people, strict=True)
        for role in TermRole
        if role in facts.roles
    ]
    db.session.add_all(terms)
    db.session.flush()
    record(
        MemberAdmitted(
            member_id=member.id, number=member.number, kind=particulars.kind, membership_class=membership_class, from_on=from_on
        ),
        by=by,
        at=at,
    )
    record_many([began(term) for term in terms], by=by, at=at)
    return Admitted(member.id, member.number, tuple(person.id for person in persons))


def add_person(facts: NewPerson) -> Person:
    """A person of the register, not yet flushed."""
    person = Person(name=facts.name, kana=facts.kana, email=facts.email, phone=facts.phone, user_id=facts.user_id)
    db.session.add(person)
    return person


def began(term: PersonTerm) -> TermBegan:
    """The event of a new term."""
    return TermBegan(member_id=term.member_id, term_id=term.id, person_id=term.person_id, role=term.role, from_on=term.from_on)
