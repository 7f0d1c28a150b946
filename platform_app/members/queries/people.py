"""Reads of people: who acts for a member on a day, who votes, where mail goes, and which roles a user derives from it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, String, literal, select, type_coerce, union_all
from sqlalchemy.orm import aliased

from platform_app.extensions import db
from platform_app.kernel.errors import NotFound
from platform_app.members.models import Member, MembershipPeriod, Person, PersonTerm
from platform_app.members.queries.days import holds, is_period_of, is_term_of
from platform_app.members.rules import TermRole


@dataclass(frozen=True)
class PersonFacts:
    """A person of the register."""

    id: int
    name: str
    kana: str
    email: str
    phone: str
    user_id: int | None


@dataclass(frozen=True)
class PersonInOffice:
    """A person with a role for a member in `[from_on, until_on)`."""

    term_id: int
    person_id: int
    role: TermRole
    name: str
    kana: str
    email: str
    phone: str
    user_id: int | None
    from_on: date
    until_on: date | None


_OtherTerm = aliased(PersonTerm)
ORDER_OF_ROLES = {role: place for place, role in enumerate(TermRole)}


def get_person(person_id: int) -> PersonFacts:
    """A person.

    Raises: NotFound.
    """
    found = persons_by_id([person_id])
    if not found:
        raise NotFound
    return found[person_id]


def persons_by_id(person_ids: Collection[int]) -> dict[int, PersonFacts]:
    """People by their ids, in one statement."""
    columns = (Person.id, Person.name, Person.kana, Person.email, Person.phone, Person.user_id)
    rows = db.session.execute(select(*columns).where(Person.id.in_(set(person_ids))))
    return {row.id: PersonFacts(*row) for row in rows}


def select_people(member_id: int) -> Select[*tuple[Any, ...]]:
    """All terms of a member with their people, in the order of their beginning."""
    return (
        select(
            PersonTerm.id.label("term_id"),
            PersonTerm.person_id,
            PersonTerm.role,
            Person.name,
            Person.kana,
            Person.email,
            Person.phone,
            Person.user_id,
            PersonTerm.from_on,
            PersonTerm.until_on,
        )
        .join_from(PersonTerm, Person, PersonTerm.person_id == Person.id)
        .where(PersonTerm.member_id == member_id)
        .order_by(PersonTerm.from_on, PersonTerm.id)
    )


def people_of(member_id: int, *, on: date) -> tuple[PersonInOffice, ...]:
    """Who acts for a member on a day: representative, delegate, contacts, in this order."""
    rows = db.session.execute(select_people(member_id).where(is_term_of(on)))
    return tuple(sorted((PersonInOffice(*row) for row in rows), key=lambda place: ORDER_OF_ROLES[place.role]))


def delegate_of(member_id: int, *, on: date) -> PersonInOffice | None:
    """Who votes for a member on a day: the delegate, and until one is named the representative."""
    found = {place.role: place for place in people_of(member_id, on=on)}
    return found.get(TermRole.DELEGATE) or found.get(TermRole.REPRESENTATIVE)


def contact_address_of(member_id: int, *, on: date) -> str | None:
    """Where a member is written to: the contact's address, else the member's own, else the representative's."""
    people = people_of(member_id, on=on)
    own = db.session.scalar(select(Member.email).where(Member.id == member_id))
    by_role = [place.email for role in (TermRole.CONTACT, TermRole.REPRESENTATIVE) for place in people if place.role is role]
    contacts = [place.email for place in people if place.role is TermRole.CONTACT]
    return next((address for address in (*contacts, own, *by_role) if address), None)


def people_with_terms(on: date) -> Select[int, int, str]:
    """Everybody with a role on a day, once a member, to be composed: `member_id, person_id, name`."""
    return (
        select(PersonTerm.member_id, PersonTerm.person_id, Person.name)
        .join_from(PersonTerm, Person, PersonTerm.person_id == Person.id)
        .where(is_term_of(on))
        .distinct()
    )


def person_ids_of_user(user_id: int) -> Select[int]:
    """The people of the register that are one user, to be composed."""
    return select(Person.id).where(Person.user_id == user_id)


def derived_grants(user_id: int, on: date) -> Select[*tuple[Any, ...]]:
    """What a user is to members on a day: `role, member_id, subject_id` (the term) and `label` (the member's name).

    The representative is the voting delegate too, until another is named.
    """
    own_delegate = (
        select(_OtherTerm.id)
        .where(_OtherTerm.member_id == PersonTerm.member_id, _OtherTerm.role == TermRole.DELEGATE, holds(_OtherTerm.from_on, _OtherTerm.until_on, on))
        .correlate(PersonTerm)
    )
    stands_in = _held(user_id, on, literal(TermRole.DELEGATE.value)).where(
        PersonTerm.role == TermRole.REPRESENTATIVE, ~own_delegate.exists()
    )
    both = union_all(_held(user_id, on, type_coerce(PersonTerm.role, String)), stands_in).subquery()
    return select(both.c.role, both.c.member_id, both.c.subject_id, both.c.label)


def _held(user_id: int, on: date, role: ColumnElement[str]) -> Select[*tuple[Any, ...]]:
    return (
        select(role.label("role"), PersonTerm.member_id, PersonTerm.id.label("subject_id"), Member.name.label("label"))
        .join_from(PersonTerm, Person, PersonTerm.person_id == Person.id)
        .join(Member, Member.id == PersonTerm.member_id)
        .join(MembershipPeriod, MembershipPeriod.member_id == Member.id)
        .where(Person.user_id == user_id, is_term_of(on), is_period_of(on))
    )
