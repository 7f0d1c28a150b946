"""Use cases of a deliberation: declare, report a conflict, give a position, close it or call it off."""

import secrets
from datetime import datetime

from sqlalchemy import select

from platform_app.audit.services import record
from platform_app.committees.events import (
    ConflictDeclared,
    ConflictReported,
    DeliberationCalledOff,
    DeliberationClosed,
    PositionGiven,
    PositionRecorded,
)
from platform_app.committees.models import Attendance, ElectorateSeat, Position
from platform_app.committees.queries.deliberations import ElectorateEntry, Proceedings, get_proceedings
from platform_app.committees.rules.deliberations import (
    DeliberationStatus,
    Mode,
    Question,
    why_not_call_off,
    why_not_close,
    why_not_declare,
    why_not_give_position,
    why_not_preside,
    why_not_record_position,
    why_not_report_conflict,
)
from platform_app.committees.rules.seats import SeatRole
from platform_app.committees.rules.tally import Choice, ConflictState, Result, Source
from platform_app.database.conflicts import conflict_on
from platform_app.extensions import db
from platform_app.kernel.actors import Actor
from platform_app.kernel.clock import civil_date
from platform_app.kernel.errors import NotFound, refuse_if
from platform_app.kernel.roles import Role

_NONCE_BYTES = 16


def declare_conflict(
    *, deliberation_id: int, seat_id: int, state: ConflictState, by: Actor, at: datetime, text: str = ""
) -> None:
    """Declare for a seat whether it has a conflict of interest; a conflict found later ends the seat's part.

    Raises: NotFound for a seat that is not the actor's; RuleViolation.
    """
    proceedings, entry = _take_up(deliberation_id, seat_id, by, at)
    voice = entry.voice if entry else None
    refuse_if(why_not_declare(proceedings.facts, voice, state=state, text=text, at=at))
    if entry is None or entry.conflict is state:
        return
    seat = _set_conflict(entry, state, text, Source.HOLDER, at)
    event = ConflictDeclared(
        deliberation_id=deliberation_id,
        seat_id=entry.seat_id,
        state=state,
        denies_hint=bool(entry.hints) and state is ConflictState.NONE,
    )
    record(event, by=by, at=at, reason=seat.declared_text)


def report_conflict(*, deliberation_id: int, seat_id: int, reason: str, by: Actor, at: datetime) -> None:
    """Recuse a seat for a conflict of interest that was found after the opening: its position leaves all counts.

    Raises: NotFound; RuleViolation.
    """
    proceedings = get_proceedings(deliberation_id, on=civil_date(at), locks=True)
    entry = proceedings.find_entry(seat_id)
    refuse_if(why_not_report_conflict(proceedings.facts, entry.voice if entry else None, reason=reason))
    if entry is None:
        raise NotFound
    seat = _set_conflict(entry, ConflictState.CONFLICTED, reason, Source.REPORT, at)
    record(ConflictReported(deliberation_id=deliberation_id, seat_id=entry.seat_id), by=by, at=at, reason=seat.declared_text)


def _set_conflict(entry: ElectorateEntry, state: ConflictState, text: str, source: Source, at: datetime) -> ElectorateSeat:
    seat = db.session.get_one(ElectorateSeat, entry.id)
    seat.conflict = state
    seat.declared_text = text.strip() or None
    seat.declared_at = at
    seat.source = source
    return seat


def give_position(
    *, deliberation_id: int, seat_id: int, choice: Choice, by: Actor, at: datetime, reason: str = ""
) -> int:
    """Give a seat's position, or change it until the close; returns its id. The same position again changes nothing.

    Raises: NotFound for a seat that is not the actor's; RuleViolation; Conflict if it was given twice at the same moment.
    """
    proceedings, entry = _take_up(deliberation_id, seat_id, by, at)
    voice = entry.voice if entry else None
    refuse_if(why_not_give_position(proceedings.facts, voice, choice=choice, reason=reason, at=at))
    if entry is None:
        raise NotFound
    position, is_new = _put(proceedings, entry, choice, reason, Source.HOLDER, at)
    if is_new:
        event = PositionGiven(deliberation_id=deliberation_id, seat_id=entry.seat_id, changes_earlier=entry.choice is not None)
        record(event, by=by, at=at, reason=_sealed_words(position))
    return position.id


def record_position(
    *, deliberation_id: int, seat_id: int, choice: Choice, by: Actor, at: datetime, reason: str = ""
) -> int:
    """Write down from the minutes what a seat said in a meeting, with its declaration if none was made; returns the position's id.

    The seat is thereby present. What its holder gave is not touched.

    Raises: NotFound; RuleViolation.
    """
    proceedings = get_proceedings(deliberation_id, on=civil_date(at), locks=True)
    entry = proceedings.find_entry(seat_id)
    is_given_by_holder = entry is not None and entry.position_source is Source.HOLDER
    voice = entry.voice if entry else None
    refuse_if(
        why_not_record_position(
            proceedings.facts, voice, choice=choice, reason=reason, is_given_by_holder=is_given_by_holder, at=at
        )
    )
    if entry is None:
        raise NotFound
    if entry.conflict is ConflictState.UNDECLARED:
        _set_conflict(entry, ConflictState.NONE, "", Source.MINUTES, at)
    position, is_new = _put(proceedings, entry, choice, reason, Source.MINUTES, at)
    if is_new:
        event = PositionRecorded(deliberation_id=deliberation_id, seat_id=entry.seat_id, changes_earlier=entry.choice is not None)
        record(event, by=by, at=at, reason=_sealed_words(position))
    return position.id


def _put(
    proceedings: Proceedings, entry: ElectorateEntry, choice: Choice, reason: str, source: Source, at: datetime
) -> tuple[Position, bool]:
    """The seat's position as it now stands, and whether that is a new one; in a meeting who gives one is present."""
    earlier = _current_position(entry)
    if earlier is not None and (earlier.choice, earlier.reason, earlier.source) == (choice, reason.strip(), source):
        return earlier, False
    if earlier is not None:
        earlier.replaced_at = at
        db.session.flush()
    position = Position(
        electorate_seat_id=entry.id,
        choice=choice,
        reason=reason.strip(),
        source=source,
        given_at=at,
        nonce=secrets.token_hex(_NONCE_BYTES),
    )
    with conflict_on("uq_position_current", "committees.position_given_meanwhile"):
        db.session.add(position)
    if proceedings.row.mode is Mode.MEETING and not entry.is_present:
        with conflict_on("uq_sitting_attendance_sitting_id_seat_id", "committees.position_given_meanwhile"):
            db.session.add(Attendance(sitting_id=proceedings.sitting.id, seat_id=entry.seat_id, noted_at=at))
    return position, True


def _sealed_words(position: Position) -> str:
    """What the ledger's salted hash is made of: nobody finds the choice without the nonce."""
    return f"{position.nonce}\n{position.choice.value}\n{position.reason}"


def _current_position(entry: ElectorateEntry) -> Position | None:
    return db.session.scalar(
        select(Position).where(Position.electorate_seat_id == entry.id, Position.replaced_at.is_(None))
    )


def close_deliberation(*, deliberation_id: int, by: Actor, at: datetime) -> Result:
    """Close a deliberation with what its positions come to; the standing of every seat is kept as it was counted.

    Raises: NotFound; RuleViolation if too few seats are in office, or answers are to come and the deadline is ahead.
    """
    return _close(get_proceedings(deliberation_id, on=civil_date(at), locks=True), by=by, at=at)


def close_as_chair(*, deliberation_id: int, by: Actor, at: datetime) -> Result:
    """Close a deliberation as the chair of the board, who takes part in it.

    Raises: NotFound; RuleViolation as for `close_deliberation`, and for anybody but an unrecused chair.
    """
    proceedings = get_proceedings(deliberation_id, on=civil_date(at), locks=True)
    seat_ids = by.subject_ids(Role.BOARD_MEMBER)
    entry = proceedings.entry_of(seat_ids)
    if entry is None:
        raise NotFound
    is_chair = any(seat.role is SeatRole.CHAIR for seat in proceedings.current if seat.seat_id in seat_ids)
    refuse_if(why_not_preside(entry.voice, is_chair=is_chair))
    return _close(proceedings, by=by, at=at)


def _close(proceedings: Proceedings, *, by: Actor, at: datetime) -> Result:
    refuse_if(why_not_close(proceedings.facts, at=at))
    result = proceedings.facts.result
    for entry in proceedings.entries:
        db.session.get_one(ElectorateSeat, entry.id).standing = entry.standing
    row = proceedings.row
    row.status = DeliberationStatus.CLOSED
    row.closed_at = at
    row.outcome = result.outcome
    row.ground = result.ground
    event = DeliberationClosed(
        deliberation_id=row.id,
        about_type=row.subject_type,
        about_id=row.subject_id,
        question=Question(row.question),
        outcome=result.outcome,
        ground=result.ground,
    )
    record(event, by=by, at=at)
    return result


def call_off_deliberation(*, deliberation_id: int, by: Actor, at: datetime) -> None:
    """End a deliberation whose subject went away; it has no outcome.

    Raises: NotFound; RuleViolation if it is over.
    """
    proceedings = get_proceedings(deliberation_id, on=civil_date(at), locks=True)
    refuse_if(why_not_call_off(proceedings.facts))
    row = proceedings.row
    row.status = DeliberationStatus.CALLED_OFF
    row.closed_at = at
    event = DeliberationCalledOff(
        deliberation_id=row.id, about_type=row.subject_type, about_id=row.subject_id, question=Question(row.question)
    )
    record(event, by=by, at=at)


def _take_up(deliberation_id: int, seat_id: int, by: Actor, at: datetime) -> tuple[Proceedings, ElectorateEntry | None]:
    """The deliberation, held until the transaction ends, and the entry of a seat that is the actor's own.

    Raises: NotFound if there is no such deliberation, or the seat is another's.
    """
    if seat_id not in by.subject_ids(Role.BOARD_MEMBER):
        raise NotFound
    proceedings = get_proceedings(deliberation_id, on=civil_date(at), locks=True)
    return proceedings, proceedings.entry_of({seat_id})
