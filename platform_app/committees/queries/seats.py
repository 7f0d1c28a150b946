"""Reads of the board's seats: who sits on it on a day, who may be seated, and what role follows from a seat."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, literal, or_, select

from platform_app.bylaws.rules import Right, RuleSet
from platform_app.committees.models import BoardDecision, Body, Seat
from platform_app.committees.rules.seats import BodyKind, Departure, Nominee, Period, SeatChoice, SeatHeld, SeatRole
from platform_app.extensions import db
from platform_app.kernel.errors import NotFound
from platform_app.kernel.roles import Role
from platform_app.members.queries import active_members, members_by_id, people_with_terms, person_ids_of_user, persons_by_id


@dataclass(frozen=True)
class CurrentSeat:
    """A seat in office: its holder is in the term, and the member is a member."""

    seat_id: int
    member_id: int
    person_id: int
    role: SeatRole
    from_on: date
    until_on: date | None


@dataclass(frozen=True)
class SeatLine:
    """A seat as the board's page shows it, with names. `is_in_office` as of the day of the page."""

    seat_id: int
    member_id: int
    member_name: str
    person_name: str
    role: SeatRole
    period: Period
    departure: Departure | None
    is_in_office: bool

    @property
    def last_on(self) -> date | None:
        """The last day of the term, as people read it."""
        return self.period.until_on - timedelta(days=1) if self.period.until_on else None


@dataclass(frozen=True)
class Candidate:
    """A person of a member that may stand for the board."""

    member_id: int
    member_number: int
    member_name: str
    person_id: int
    person_name: str


def _holds_on(day: date) -> ColumnElement[bool]:
    return and_(Seat.from_on <= day, or_(Seat.until_on.is_(None), Seat.until_on > day))


def _on_board() -> ColumnElement[bool]:
    return Seat.body_id.in_(select(Body.id).where(Body.kind == BodyKind.BOARD))


def _in_office(day: date) -> ColumnElement[bool]:
    active = active_members(day).subquery()
    return and_(_holds_on(day), Seat.member_id.in_(select(active.c.member_id)))


def find_board_id() -> int | None:
    """The id of the board, None before its first decision."""
    return db.session.scalar(select(Body.id).where(Body.kind == BodyKind.BOARD))


def get_board_id() -> int:
    """The id of the board.

    Raises: NotFound before its first decision.
    """
    board_id = find_board_id()
    if board_id is None:
        raise NotFound
    return board_id


def list_current_seats(on: date) -> tuple[CurrentSeat, ...]:
    """The board's seats in office on a day, the chair first, then by seat; one statement."""
    statement = select(Seat).where(_on_board(), _in_office(on)).order_by(Seat.role != SeatRole.CHAIR, Seat.id)
    return tuple(
        CurrentSeat(seat.id, seat.member_id, seat.person_id, seat.role, seat.from_on, seat.until_on)
        for seat in db.session.scalars(statement)
    )


def board_size(on: date) -> int:
    """How many seats of the board are in office on a day."""
    return len(list_current_seats(on))


def is_board_below_minimum() -> bool:
    """Whether the alarm of too few seats is raised, as the watch over the board noted it last."""
    statement = select(Body.id).where(Body.kind == BodyKind.BOARD, Body.below_minimum_since.is_not(None))
    return db.session.scalar(statement) is not None


def seats_held(body: Body | None) -> tuple[SeatHeld, ...]:
    """Every seat of a body that was ever filled, as the rules of seating ask it; none before there is a body."""
    if body is None:
        return ()
    seats = db.session.scalars(select(Seat).where(Seat.body_id == body.id).order_by(Seat.id))
    return tuple(SeatHeld(seat.member_id, seat.role, Period(seat.from_on, seat.until_on)) for seat in seats)


def list_seats(on: date) -> tuple[SeatLine, ...]:
    """The board's seats that hold on a day or begin later, the chair first, with names; one statement.

    Two more are needed only when a holder has left: then the names come from members and people of any time.
    """
    active, people = active_members(on).subquery(), people_with_terms(on).subquery()
    is_holder = and_(people.c.member_id == Seat.member_id, people.c.person_id == Seat.person_id)
    statement = (
        select(Seat, active.c.name.label("member_name"), people.c.name.label("person_name"))
        .outerjoin(active, active.c.member_id == Seat.member_id)
        .outerjoin(people, is_holder)
        .where(_on_board(), or_(Seat.until_on.is_(None), Seat.until_on > on))
        .order_by(Seat.role != SeatRole.CHAIR, Seat.from_on, Seat.id)
    )
    rows = db.session.execute(statement).all()
    names = HolderNames.of({(row.Seat.member_id, row.Seat.person_id) for row in rows if not (row.member_name and row.person_name)}, on=on)
    names.members.update({row.Seat.member_id: row.member_name for row in rows if row.member_name})
    names.people.update({row.Seat.person_id: row.person_name for row in rows if row.person_name})
    return tuple(_line(row.Seat, names, on, is_member=row.member_name is not None) for row in rows)


def _line(seat: Seat, names: "HolderNames", on: date, *, is_member: bool) -> SeatLine:
    period = Period(seat.from_on, seat.until_on)
    return SeatLine(
        seat_id=seat.id,
        member_id=seat.member_id,
        member_name=names.member(seat.member_id),
        person_name=names.person(seat.person_id),
        role=seat.role,
        period=period,
        departure=seat.departure,
        is_in_office=is_member and period.holds_on(on),
    )


def get_seat_line(seat_id: int, *, on: date) -> SeatLine:
    """One seat as its page shows it.

    Raises: NotFound.
    """
    seat = get_seat(seat_id)
    names = HolderNames.of({(seat.member_id, seat.person_id)}, on=on)
    is_member = any(current.seat_id == seat_id for current in list_current_seats(on))
    return _line(seat, names, on, is_member=is_member)


@dataclass(frozen=True)
class HolderNames:
    """The names of members and people who hold seats, read at once."""

    members: dict[int, str]
    people: dict[int, str]

    @classmethod
    def of(cls, holders: Collection[tuple[int, int]], *, on: date) -> "HolderNames":
        """The names of `(member, person)` pairs, in two statements."""
        if not holders:
            return cls({}, {})
        members = members_by_id({member_id for member_id, _ in holders}, on=on)
        people = persons_by_id({person_id for _, person_id in holders})
        return cls({key: row.name for key, row in members.items()}, {key: row.name for key, row in people.items()})

    def member(self, member_id: int) -> str:
        """The name of a member, empty if it is no longer kept."""
        return self.members.get(member_id, "")

    def person(self, person_id: int) -> str:
        """The name of a person, empty if it is no longer kept."""
        return self.people.get(person_id, "")


def list_candidates(on: date, *, rules: RuleSet) -> tuple[Candidate, ...]:
    """The people of members that may stand for the board, by member number, then by person; one statement."""
    active, people = active_members(on).subquery(), people_with_terms(on).subquery()
    statement = (
        select(active, people.c.person_id, people.c.name.label("person_name"))
        .join(people, people.c.member_id == active.c.member_id)
        .order_by(active.c.number, people.c.person_id)
    )
    return tuple(
        Candidate(row.member_id, row.number, row.name, row.person_id, row.person_name)
        for row in db.session.execute(statement)
        if rules.may(row.membership_class, row.kind, Right.STAND_FOR_BOARD)
    )


def nominees_of(seats: Sequence[SeatChoice], *, on: date, rules: RuleSet) -> tuple[Nominee, ...]:
    """Chosen seats with what the rules ask about their holders, in the order given."""
    members = members_by_id({seat.member_id for seat in seats}, on=on)
    people = people_with_terms(on).subquery()
    pairs = {(row.member_id, row.person_id) for row in db.session.execute(_pairs(people, seats))}
    return tuple(_nominee(seat, members.get(seat.member_id), pairs, rules) for seat in seats)


def _pairs(people: Any, seats: Sequence[SeatChoice]) -> Select[*tuple[Any, ...]]:
    return select(people.c.member_id, people.c.person_id).where(people.c.person_id.in_({seat.person_id for seat in seats}))


def _nominee(seat: SeatChoice, member: Any, pairs: Collection[tuple[int, int]], rules: RuleSet) -> Nominee:
    is_active = member is not None and member.membership_class is not None
    return Nominee(
        member_id=seat.member_id,
        person_id=seat.person_id,
        role=seat.role,
        period=seat.period,
        may_stand=is_active and rules.may(member.membership_class, member.kind, Right.STAND_FOR_BOARD),
        is_its_person=(seat.member_id, seat.person_id) in pairs,
        name=member.name if member else "",
    )


def get_seat(seat_id: int, *, locks: bool = False) -> Seat:
    """A seat by its id; with `locks` its row is held until the transaction ends.

    Raises: NotFound.
    """
    seat = db.session.get(Seat, seat_id, with_for_update=locks or None, populate_existing=locks)
    if seat is None:
        raise NotFound
    return seat


def latest_decisions(limit: int = 20) -> tuple[BoardDecision, ...]:
    """The decisions that filled the board's seats, newest first."""
    statement = select(BoardDecision).order_by(BoardDecision.decided_on.desc(), BoardDecision.id.desc()).limit(limit)
    return tuple(db.session.scalars(statement))


def get_record_id(decision_id: int) -> int:
    """The stored file with the written record of a decision.

    Raises: NotFound, also where no record was handed in.
    """
    decision = db.session.get(BoardDecision, decision_id)
    if decision is None or decision.document_id is None:
        raise NotFound
    return decision.document_id


def derived_grants(user_id: int, on: date) -> Select[*tuple[Any, ...]]:
    """The seats that make a user a board member on a day: columns role, member_id, subject_id (the seat) and label (the member)."""
    active = active_members(on).subquery()
    return (
        select(
            literal(Role.BOARD_MEMBER.value).label("role"),
            Seat.member_id.label("member_id"),
            Seat.id.label("subject_id"),
            active.c.name.label("label"),
        )
        .join(active, active.c.member_id == Seat.member_id)
        .where(_on_board(), _holds_on(on), Seat.person_id.in_(person_ids_of_user(user_id)))
    )
