"""Reads of deliberations: the facts its rules ask for, lists, and the frozen electorate with what each seat has said."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, and_, case, func, select

from platform_app.bylaws.queries import rules_of_version
from platform_app.bylaws.rules import RuleSet
from platform_app.committees.models import Attendance, Deliberation, ElectorateSeat, Position, Sitting
from platform_app.committees.queries.seats import CurrentSeat, list_current_seats
from platform_app.committees.rules.deliberations import DeliberationFacts, DeliberationStatus, Mode
from platform_app.committees.rules.deliberations import why_not_open as why_not_open_rule
from platform_app.committees.rules.tally import (
    Choice,
    ConflictHint,
    ConflictState,
    Consent,
    CountingRules,
    Ground,
    Outcome,
    Result,
    Source,
    Standing,
    Voice,
)
from platform_app.extensions import db
from platform_app.kernel.clock import civil_date
from platform_app.kernel.errors import NotFound
from platform_app.kernel.reasons import Reason

_CURRENT = and_(Position.electorate_seat_id == ElectorateSeat.id, Position.replaced_at.is_(None))


@dataclass(frozen=True)
class ElectorateEntry:
    """A seat of the frozen electorate with its declaration and its current position. `holds_office` as of the reading."""

    id: int
    seat_id: int
    member_id: int
    person_id: int
    conflict: ConflictState
    hints: frozenset[ConflictHint]
    declared_text: str | None
    declared_at: datetime | None
    choice: Choice | None
    reason: str
    given_at: datetime | None
    holds_office: bool
    source: Source = Source.HOLDER
    position_source: Source | None = None
    is_present: bool = False

    @property
    def voice(self) -> Voice:
        """The entry as the rules see it."""
        return Voice(self.seat_id, self.holds_office, self.conflict, self.choice, self.hints, self.is_present)

    @property
    def standing(self) -> Standing:
        """What the seat counts as."""
        return self.voice.standing

    @property
    def denies_hint(self) -> bool:
        """Whether the holder declared no conflict although one was to be expected."""
        return self.voice.denies_hint

    @property
    def has_answered(self) -> bool:
        """Whether a position is given that counts."""
        return self.standing is Standing.GAVE_POSITION


@dataclass(frozen=True)
class Proceedings:
    """A deliberation with everything its rules ask for: the row, the electorate, the seats in office and the facts."""

    row: Deliberation
    sitting: Sitting
    entries: tuple[ElectorateEntry, ...]
    current: tuple[CurrentSeat, ...]
    facts: DeliberationFacts

    @property
    def result(self) -> Result | None:
        """The result as it was recorded; None before the close."""
        if self.row.outcome is None or self.row.ground is None:
            return None
        return Result(self.row.outcome, self.row.ground, self.facts.tally)

    def find_entry(self, seat_id: int) -> ElectorateEntry | None:
        """The electorate's entry of a seat."""
        return next((entry for entry in self.entries if entry.seat_id == seat_id), None)

    def entry_of(self, seat_ids: Collection[int]) -> ElectorateEntry | None:
        """The electorate's entry of somebody who holds one of these seats.

        A holder who is re-elected while the deliberation is open goes on under the new seat: same member, same person.
        """
        holders = {(seat.member_id, seat.person_id) for seat in self.current if seat.seat_id in seat_ids}
        for entry in self.entries:
            if entry.seat_id in seat_ids or (entry.member_id, entry.person_id) in holders:
                return entry
        return None


def counting_rules(rules: RuleSet, consent: Consent, mode: Mode) -> CountingRules:
    """The thresholds of a rule set for a consent; in a meeting those present make the quorum."""
    return CountingRules(rules.threshold("board.quorum"), rules.threshold("board.majority"), consent, mode is Mode.MEETING)


def get_proceedings(deliberation_id: int, *, on: date, locks: bool = False) -> Proceedings:
    """A deliberation with its facts as they stand on a day; with `locks` its row is held until the transaction ends.

    Raises: NotFound.
    """
    statement = select(Deliberation, Sitting).join(Sitting).where(Deliberation.id == deliberation_id)
    if locks:
        statement = statement.with_for_update(of=Deliberation).execution_options(populate_existing=True)
    found = db.session.execute(statement).first()
    if found is None:
        raise NotFound
    row, sitting = found
    current = list_current_seats(on)
    entries = _read_electorate(row, current)
    rules = rules_of_version(row.bylaws_version_id)
    facts = DeliberationFacts(
        status=row.status,
        mode=row.mode,
        opened_at=row.opened_at,
        closes_at=row.closes_at,
        board_size=len(current),
        minimum_seats=rules.integer("board.minimum_seats"),
        counting=counting_rules(rules, row.consent, row.mode),
        voices=tuple(entry.voice for entry in entries),
        meets_at=sitting.meets_at,
        is_attendance_noted=sitting.attendance_noted_at is not None,
    )
    return Proceedings(row, sitting, entries, current, facts)


def _read_electorate(row: Deliberation, current: Sequence[CurrentSeat]) -> tuple[ElectorateEntry, ...]:
    in_office = {(seat.member_id, seat.person_id) for seat in current}
    is_present = and_(Attendance.sitting_id == row.sitting_id, Attendance.seat_id == ElectorateSeat.seat_id)
    statement = (
        select(ElectorateSeat, Position, Attendance.id)
        .outerjoin(Position, _CURRENT)
        .outerjoin(Attendance, is_present)
        .where(ElectorateSeat.deliberation_id == row.id)
        .order_by(ElectorateSeat.id)
    )
    return tuple(
        _entry(seat, position, in_office, is_present=present is not None) for seat, position, present in db.session.execute(statement)
    )


def _entry(
    seat: ElectorateSeat, position: Position | None, in_office: Collection[tuple[int, int]], *, is_present: bool
) -> ElectorateEntry:
    """After the close the recorded standing speaks, before it the seats in office."""
    holds_office = seat.standing is not Standing.LEFT if seat.standing else (seat.member_id, seat.person_id) in in_office
    return ElectorateEntry(
        id=seat.id,
        seat_id=seat.seat_id,
        member_id=seat.member_id,
        person_id=seat.person_id,
        conflict=seat.conflict,
        hints=frozenset(ConflictHint(hint) for hint in seat.hints),
        declared_text=seat.declared_text,
        declared_at=seat.declared_at,
        choice=position.choice if position else None,
        reason=position.reason if position else "",
        given_at=position.given_at if position else None,
        holds_office=holds_office,
        source=seat.source,
        position_source=position.source if position else None,
        is_present=is_present,
    )


def list_electorate(deliberation_id: int, *, on: date | None = None) -> tuple[ElectorateEntry, ...]:
    """The electorate in the order of its seats, with who holds office on a day, that of the opening by default: for reminders.

    Raises: NotFound.
    """
    row = db.session.get(Deliberation, deliberation_id)
    if row is None:
        raise NotFound
    return _read_electorate(row, list_current_seats(on or civil_date(row.opened_at)))


def list_position_reasons(deliberation_id: int) -> tuple[ElectorateEntry, ...]:
    """The entries whose positions were counted in a closed deliberation; nothing while it is open."""
    row = db.session.get(Deliberation, deliberation_id)
    if row is None or row.status is not DeliberationStatus.CLOSED:
        return ()
    return tuple(entry for entry in _read_electorate(row, ()) if entry.has_answered)


def why_not_open_deliberation(
    *, subject_type: str, subject_id: int, question: str, closes_at: datetime, rules: RuleSet, at: datetime
) -> tuple[Reason, ...]:
    """Reasons against opening a deliberation now, for the button that would."""
    is_open = find_open_deliberation(subject_type=subject_type, subject_id=subject_id, question=question) is not None
    return why_not_open_rule(
        board_size=len(list_current_seats(civil_date(at))),
        minimum_seats=rules.integer("board.minimum_seats"),
        opened_at=at,
        closes_at=closes_at,
        is_open_already=is_open,
    )


def hold_open_deliberation(*, subject_type: str, subject_id: int, question: str) -> None:
    """Hold the open deliberation about a subject, if any, until the transaction ends.

    Who changes a subject that may be before the board takes this before the subject itself: deliberations come first, always.
    """
    db.session.execute(
        select(Deliberation.id)
        .where(
            Deliberation.subject_type == subject_type,
            Deliberation.subject_id == subject_id,
            Deliberation.question == question,
            Deliberation.status == DeliberationStatus.OPEN,
        )
        .with_for_update()
    )


def find_open_deliberation(*, subject_type: str, subject_id: int, question: str) -> int | None:
    """The id of the open deliberation on a question about a subject."""
    return db.session.scalar(
        select(Deliberation.id).where(
            Deliberation.subject_type == subject_type,
            Deliberation.subject_id == subject_id,
            Deliberation.question == question,
            Deliberation.status == DeliberationStatus.OPEN,
        )
    )


@dataclass(frozen=True)
class DeliberationSummary:
    """A deliberation in a list. `answered` of `asked` seats have given a position; never what they said."""

    id: int
    sitting_id: int
    subject_type: str
    subject_id: int
    question: str
    concerns: str
    status: DeliberationStatus
    outcome: Outcome | None
    ground: Ground | None
    opened_at: datetime
    closes_at: datetime
    closed_at: datetime | None
    bylaws_version_id: int
    asked: int
    answered: int
    undeclared: int


def summaries() -> Select[*tuple[Any, ...]]:
    """Deliberations with how many seats are asked (not recused), how many have answered and how many have declared nothing."""
    is_asked = ElectorateSeat.conflict != ConflictState.CONFLICTED
    counts = (
        select(
            ElectorateSeat.deliberation_id.label("deliberation_id"),
            func.sum(case((is_asked, 1), else_=0)).label("asked"),
            func.sum(case((and_(is_asked, Position.id.is_not(None)), 1), else_=0)).label("answered"),
            func.sum(case((ElectorateSeat.conflict == ConflictState.UNDECLARED, 1), else_=0)).label("undeclared"),
        )
        .outerjoin(Position, _CURRENT)
        .group_by(ElectorateSeat.deliberation_id)
        .subquery()
    )
    columns = [func.coalesce(column, 0) for column in (counts.c.asked, counts.c.answered, counts.c.undeclared)]
    return select(Deliberation, *columns).outerjoin(counts, counts.c.deliberation_id == Deliberation.id)


def summary_of(row: Deliberation, asked: int, answered: int, undeclared: int) -> DeliberationSummary:
    """A row of `summaries` as facts."""
    return DeliberationSummary(
        **{name: getattr(row, name) for name in DeliberationSummary.__dataclass_fields__ if name in Deliberation.__table__.columns},
        asked=asked,
        answered=answered,
        undeclared=undeclared,
    )


def list_deliberations_about(*, subject_type: str, subject_id: int) -> tuple[DeliberationSummary, ...]:
    """Every deliberation about a subject, newest first."""
    statement = (
        summaries()
        .where(Deliberation.subject_type == subject_type, Deliberation.subject_id == subject_id)
        .order_by(Deliberation.opened_at.desc(), Deliberation.id.desc())
    )
    return tuple(summary_of(*row) for row in db.session.execute(statement))


def list_deliberations() -> Select[*tuple[Any, ...]]:
    """All deliberations for a paged list: open ones first by deadline, then the others, newest first."""
    is_over = case((Deliberation.status == DeliberationStatus.OPEN, 0), else_=1)
    open_deadline = case((Deliberation.status == DeliberationStatus.OPEN, Deliberation.closes_at))
    return summaries().order_by(is_over, open_deadline, Deliberation.closed_at.desc(), Deliberation.id.desc())


def list_due(at: datetime) -> tuple[int, ...]:
    """Ids of open deliberations whose deadline has come, oldest deadline first."""
    statement = (
        select(Deliberation.id)
        .where(Deliberation.status == DeliberationStatus.OPEN, Deliberation.closes_at <= at)
        .order_by(Deliberation.closes_at, Deliberation.id)
    )
    return tuple(db.session.scalars(statement))
