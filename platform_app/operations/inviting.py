"""Inviting somebody from the console: the account, the office or the term or seat, and a single-use link."""

from dataclasses import dataclass
from datetime import date, datetime

from platform_app.accounts.queries import get_user
from platform_app.accounts.rules import UserStatus
from platform_app.accounts.services.invitations import ensure_user, invite_user
from platform_app.accounts.services.offices import grant_office
from platform_app.bylaws.queries import rules_at
from platform_app.committees.queries.seats import list_current_seats
from platform_app.committees.rules.seats import SeatChoice, SeatingDecision, SeatRole
from platform_app.committees.services.seating import seat_by_decision
from platform_app.kernel.actors import Actor
from platform_app.kernel.clock import civil_date
from platform_app.kernel.errors import NotFound
from platform_app.kernel.roles import OFFICES, Role
from platform_app.mail.services import link_url
from platform_app.members.queries import MemberSummary, find_member_by_number, people_of
from platform_app.members.rules import NewPerson, TermRole
from platform_app.members.services import appoint, link_user

TERM_ROLES = {
    Role.REPRESENTATIVE: TermRole.REPRESENTATIVE,
    Role.DELEGATE: TermRole.DELEGATE,
    Role.CONTACT: TermRole.CONTACT,
}
INVITED_ROLES = (*sorted(OFFICES), Role.BOARD_MEMBER, *TERM_ROLES)
SEATING_TEXT = "運用担当者が登録（platform-app users invite）"


@dataclass(frozen=True)
class Invited:
    """Who was invited and by which single-use link; None for somebody who has a password already and only gained the role."""

    user_id: int
    link: str | None


def invite(*, email: str, role: Role, member_number: int | None, by: Actor, at: datetime) -> Invited:
    """Make the account if there is none, give it the role, and issue a link.

    Offices need no member; every other role is a term or a seat of the member with a number, and is made.
    Raises: InvalidInput for an address that is none, NotFound for a number that no member has, RuleViolation.
    """
    user_id = ensure_user(email=email, name="", locale="ja", by=by, at=at)
    if role in OFFICES:
        grant_office(user_id=user_id, role=role, by=by, at=at)
    else:
        _give_place(user_id, role, _member(member_number, at), by, at)
    user = get_user(user_id)
    if user.status is UserStatus.ACTIVE:
        return Invited(user_id, None)
    return Invited(user_id, link_url(invite_user(user_id=user_id, by=by, at=at, by_mail=False)))


def _member(number: int | None, at: datetime) -> MemberSummary:
    member = find_member_by_number(number, on=civil_date(at)) if number is not None else None
    if member is None:
        raise NotFound("operations.member_unknown", number=number)
    return member


def _give_place(user_id: int, role: Role, member: MemberSummary, by: Actor, at: datetime) -> None:
    if role is not Role.BOARD_MEMBER:
        _give_term(user_id, TERM_ROLES[role], member, by, at)
        return
    person_id = _person_of(user_id, member, at)
    if person_id is None:
        person_id = _give_term(user_id, TermRole.CONTACT, member, by, at)
    _seat(person_id, member, by, at)


def _give_term(user_id: int, role: TermRole, member: MemberSummary, by: Actor, at: datetime) -> int:
    """Appoint the user's person of a member, made if there is none; returns the person's id."""
    on = civil_date(at)
    person_id = _person_of(user_id, member, at)
    held = {(place.person_id, place.role) for place in people_of(member.id, on=on)}
    if (person_id, role) not in held:
        user = get_user(user_id)
        person = None if person_id else NewPerson(name=user.name or user.email, email=user.email, user_id=user_id)
        appoint(member_id=member.id, role=role, from_on=on, person_id=person_id, person=person, by=by, at=at)
    if person_id is None:
        person_id = next(place.person_id for place in people_of(member.id, on=on) if place.user_id == user_id)
    link_user(person_id=person_id, user_id=user_id, by=by, at=at)
    return person_id


def _person_of(user_id: int, member: MemberSummary, at: datetime) -> int | None:
    email = get_user(user_id).email
    people = people_of(member.id, on=civil_date(at))
    own = [place.person_id for place in people if place.user_id == user_id]
    same_address = [place.person_id for place in people if place.user_id is None and place.email.lower() == email]
    return next(iter(own + same_address), None)


def _seat(person_id: int, member: MemberSummary, by: Actor, at: datetime) -> None:
    on = civil_date(at)
    seats = list_current_seats(on)
    if any(seat.person_id == person_id and seat.member_id == member.id for seat in seats):
        return
    until_on = _years_later(on, rules_at(on).integer("board.term_years"))
    role = SeatRole.MEMBER if any(seat.role is SeatRole.CHAIR for seat in seats) else SeatRole.CHAIR
    seat = SeatChoice(member.id, person_id, role, on, until_on)
    seat_by_decision(decision=SeatingDecision(on, SEATING_TEXT), seats=[seat], by=by, at=at)


def _years_later(on: date, years: int) -> date:
    try:
        return on.replace(year=on.year + years)
    except ValueError:
        return on.replace(year=on.year + years, day=28)
