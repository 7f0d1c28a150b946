"""Reads of sittings: what was put to the board together, who is present in a meeting, and whom a reminder reaches."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select

from platform_app.bylaws.queries import rules_of_version
from platform_app.committees.models import Attendance, Deliberation, ElectorateSeat, Extension, Position, Sitting
from platform_app.committees.queries.deliberations import DeliberationSummary, ElectorateEntry, list_electorate, summaries, summary_of
from platform_app.committees.queries.seats import HolderNames
from platform_app.committees.rules.deliberations import DeliberationStatus
from platform_app.committees.rules.tally import Standing
from platform_app.extensions import db
from platform_app.kernel.errors import NotFound


@dataclass(frozen=True)
class SeatPresence:
    """A seat that was asked in a sitting, with its names. `has_position`: it gave one there, and so is present."""

    seat_id: int
    member_name: str
    person_name: str
    is_present: bool
    has_position: bool


@dataclass(frozen=True)
class SittingView:
    """A sitting as the secretariat sees it; never a position."""

    row: Sitting
    matters: tuple[DeliberationSummary, ...]
    seats: tuple[SeatPresence, ...]
    extensions: tuple[Extension, ...]

    @property
    def is_open(self) -> bool:
        """Whether one of its deliberations is open."""
        return any(matter.status is DeliberationStatus.OPEN for matter in self.matters)

    @property
    def closes_at(self) -> datetime:
        """The deadline: that of the open deliberations, of which none is put off alone."""
        return max(matter.closes_at for matter in self.matters)


def get_sitting(sitting_id: int) -> Sitting:
    """A sitting by its id.

    Raises: NotFound.
    """
    sitting = db.session.get(Sitting, sitting_id)
    if sitting is None:
        raise NotFound
    return sitting


def hold_deliberations(sitting_id: int) -> Sequence[Deliberation]:
    """The deliberations of a sitting in the order of their ids, each held until the transaction ends."""
    statement = select(Deliberation).where(Deliberation.sitting_id == sitting_id).order_by(Deliberation.id).with_for_update()
    return db.session.scalars(statement.execution_options(populate_existing=True)).all()


def present_seats(sitting_id: int) -> frozenset[int]:
    """The seats noted as present."""
    return frozenset(db.session.scalars(select(Attendance.seat_id).where(Attendance.sitting_id == sitting_id)))


def asked_seats(sitting_id: int) -> frozenset[int]:
    """The seats in the electorate of a sitting's deliberations."""
    return frozenset(
        db.session.scalars(
            select(ElectorateSeat.seat_id)
            .join(Deliberation, Deliberation.id == ElectorateSeat.deliberation_id)
            .where(Deliberation.sitting_id == sitting_id)
        )
    )


def seats_with_position(sitting_id: int) -> frozenset[int]:
    """The seats that gave a position in one of a sitting's deliberations."""
    return frozenset(
        db.session.scalars(
            select(ElectorateSeat.seat_id)
            .join(Deliberation, Deliberation.id == ElectorateSeat.deliberation_id)
            .join(Position, Position.electorate_seat_id == ElectorateSeat.id)
            .where(Deliberation.sitting_id == sitting_id, Position.replaced_at.is_(None))
        )
    )


def list_matters(sitting_id: int) -> tuple[DeliberationSummary, ...]:
    """The deliberations of a sitting in the order in which they were put."""
    statement = summaries().where(Deliberation.sitting_id == sitting_id).order_by(Deliberation.id)
    return tuple(summary_of(*row) for row in db.session.execute(statement))


def view_sitting(sitting_id: int, *, on: date) -> SittingView:
    """The secretariat's page of a sitting.

    Raises: NotFound.
    """
    row = get_sitting(sitting_id)
    return SittingView(row, list_matters(row.id), _presences(row.id, on), list_extensions(row.id))


def list_extensions(sitting_id: int) -> tuple[Extension, ...]:
    """The puttings off of a sitting's deadline, oldest first."""
    return tuple(db.session.scalars(select(Extension).where(Extension.sitting_id == sitting_id).order_by(Extension.id)))


def _presences(sitting_id: int, on: date) -> tuple[SeatPresence, ...]:
    statement = (
        select(ElectorateSeat.seat_id, ElectorateSeat.member_id, ElectorateSeat.person_id)
        .join(Deliberation, Deliberation.id == ElectorateSeat.deliberation_id)
        .where(Deliberation.sitting_id == sitting_id)
        .distinct()
        .order_by(ElectorateSeat.seat_id)
    )
    seats = db.session.execute(statement).all()
    names = HolderNames.of({(seat.member_id, seat.person_id) for seat in seats}, on=on)
    present, answered = present_seats(sitting_id), seats_with_position(sitting_id)
    return tuple(
        SeatPresence(
            seat_id=seat.seat_id,
            member_name=names.member(seat.member_id),
            person_name=names.person(seat.person_id),
            is_present=seat.seat_id in present,
            has_position=seat.seat_id in answered,
        )
        for seat in seats
    )


def list_to_remind(at: datetime) -> tuple[int, ...]:
    """Sittings by circulation whose day of reminding has come, whose deadline has not, and that were not reminded yet."""
    statement = (
        select(Sitting.id, Sitting.opened_at, Deliberation.bylaws_version_id)
        .join(Deliberation, Deliberation.sitting_id == Sitting.id)
        .where(
            Sitting.reminded_at.is_(None),
            Sitting.meets_at.is_(None),
            Deliberation.status == DeliberationStatus.OPEN,
            Deliberation.closes_at > at,
        )
        .distinct()
        .order_by(Sitting.id)
    )
    return tuple(dict.fromkeys(row.id for row in db.session.execute(statement).all() if _is_due(row.opened_at, row.bylaws_version_id, at)))


def _is_due(opened_at: datetime, bylaws_version_id: int, at: datetime) -> bool:
    return opened_at + timedelta(days=rules_of_version(bylaws_version_id).integer("admission.reminder_day")) <= at


def list_unanswered(sitting_id: int, *, on: date) -> dict[int, tuple[ElectorateEntry, list[int]]]:
    """By seat: its entry, and the open deliberations of a sitting in which it is still to answer."""
    found: dict[int, tuple[ElectorateEntry, list[int]]] = {}
    for matter in list_matters(sitting_id):
        if matter.status is not DeliberationStatus.OPEN:
            continue
        for entry in list_electorate(matter.id, on=on):
            if entry.standing is Standing.SILENT:
                found.setdefault(entry.seat_id, (entry, []))[1].append(matter.id)
    return found
