"""Use cases of a deliberation: open it with a frozen electorate, declare, give a position, close it or call it off."""

import secrets
from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import select

from platform_app.audit.services import record
from platform_app.bylaws.rules import RuleSet
from platform_app.committees.events import (
    ConflictDeclared,
    DeliberationCalledOff,
    DeliberationClosed,
    DeliberationOpened,
    PositionGiven,
)
from platform_app.committees.models import Deliberation, ElectorateSeat, Position
from platform_app.committees.queries.deliberations import ElectorateEntry, Proceedings, get_proceedings, why_not_open_deliberation
from platform_app.committees.queries.seats import CurrentSeat, get_board_id, list_current_seats
from platform_app.committees.rules.deliberations import (
    DELIBERATION,
    DeliberationStatus,
    Mode,
    Question,
    consent_for,
    why_not_call_off,
    why_not_close,
    why_not_declare,
    why_not_give_position,
)
from platform_app.committees.rules.tally import RECUSING_HINTS, Choice, ConflictHint, ConflictState, Consent, Result
from platform_app.database.conflicts import conflict_on
from platform_app.extensions import db
from platform_app.kernel.actors import Actor
from platform_app.kernel.clock import civil_date
from platform_app.kernel.errors import NotFound, refuse_if
from platform_app.kernel.roles import Role

_NONCE_BYTES = 16


def open_deliberation(
    *,
    subject_type: str,
    subject_id: int,
    question: Question,
    concerns: str,
    closes_at: datetime,
    rules: RuleSet,
    by: Actor,
    at: datetime,
    hints: Mapping[int, Collection[ConflictHint]] | None = None,
    mode: Mode = Mode.CIRCULAR,
) -> int:
    """Put a question to the board: freeze its electorate and its rules; returns the deliberation's id.

    `hints` maps seats to reasons to expect a conflict; an own body that applies or recommends recuses the seat at once.
    Raises: RuleViolation; Conflict if the same question was opened at the same moment.
    """
    refuse_if(
        why_not_open_deliberation(
            subject_type=subject_type, subject_id=subject_id, question=question, closes_at=closes_at, rules=rules, at=at
        )
    )
    consent = consent_for(mode, Consent(rules.choice("board.consent_mode")))
    row = Deliberation(subject_type=subject_type, subject_id=subject_id, question=question, concerns=concerns, mode=mode, consent=consent)
    row.body_id = get_board_id()
    row.bylaws_version_id = rules.version_id
    row.status = DELIBERATION.initial
    row.opened_at = at
    row.closes_at = closes_at
    with conflict_on("uq_deliberation_open", "committees.already_open"):
        db.session.add(row)
    _freeze_electorate(row, list_current_seats(civil_date(at)), hints or {})
    record(_opened(row), by=by, at=at)
    return row.id


def _opened(row: Deliberation) -> DeliberationOpened:
    return DeliberationOpened(
        deliberation_id=row.id,
        about_type=row.subject_type,
        about_id=row.subject_id,
        question=Question(row.question),
        bylaws_version_id=row.bylaws_version_id,
        closes_at=row.closes_at,
    )


def _freeze_electorate(row: Deliberation, seats: Collection[CurrentSeat], hints: Mapping[int, Collection[ConflictHint]]) -> None:
    for seat in seats:
        told = frozenset(hints.get(seat.seat_id, ()))
        is_recused = bool(told & RECUSING_HINTS)
        db.session.add(
            ElectorateSeat(
                deliberation_id=row.id,
                seat_id=seat.seat_id,
                member_id=seat.member_id,
                person_id=seat.person_id,
                conflict=ConflictState.CONFLICTED if is_recused else ConflictState.UNDECLARED,
                is_recused_by_rule=is_recused,
                hints=sorted(hint.value for hint in told),
            )
        )
    db.session.flush()


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
    seat = db.session.get_one(ElectorateSeat, entry.id)
    seat.conflict = state
    seat.declared_text = text.strip() or None
    seat.declared_at = at
    event = ConflictDeclared(
        deliberation_id=deliberation_id,
        seat_id=entry.seat_id,
        state=state,
        denies_hint=bool(entry.hints) and state is ConflictState.NONE,
    )
    record(event, by=by, at=at, reason=seat.declared_text)


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
    earlier = _current_position(entry)
    if earlier is not None and (earlier.choice, earlier.reason) == (choice, reason.strip()):
        return earlier.id
    if earlier is not None:
        earlier.replaced_at = at
        db.session.flush()
    nonce = secrets.token_hex(_NONCE_BYTES)
    position = Position(electorate_seat_id=entry.id, choice=choice, reason=reason.strip(), given_at=at, nonce=nonce)
    with conflict_on("uq_position_current", "committees.position_given_meanwhile"):
        db.session.add(position)
    event = PositionGiven(deliberation_id=deliberation_id, seat_id=entry.seat_id, changes_earlier=earlier is not None)
    record(event, by=by, at=at, reason=f"{nonce}\n{choice.value}\n{position.reason}")
    return position.id


def _current_position(entry: ElectorateEntry) -> Position | None:
    return db.session.scalar(
        select(Position).where(Position.electorate_seat_id == entry.id, Position.replaced_at.is_(None))
    )


def close_deliberation(*, deliberation_id: int, by: Actor, at: datetime) -> Result:
    """Close a deliberation with what its positions come to; the standing of every seat is kept as it was counted.

    Raises: NotFound; RuleViolation if too few seats are in office, or answers are to come and the deadline is ahead.
    """
    proceedings = get_proceedings(deliberation_id, on=civil_date(at), locks=True)
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
