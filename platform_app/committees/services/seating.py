"""Use cases of seats: found the board, fill seats by a later decision, end a seat before its term."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select

from platform_app.audit.services import record, record_many
from platform_app.bylaws.queries import rules_at
from platform_app.bylaws.rules import RuleSet
from platform_app.committees.events import BoardFounded, SeatFilled, SeatsDecided, SeatVacated
from platform_app.committees.models import BoardDecision, Body, Seat
from platform_app.committees.queries.seats import get_seat, nominees_of, seats_held
from platform_app.committees.rules.seats import (
    BodyKind,
    DecisionKind,
    Departure,
    Period,
    RecordFile,
    SeatChoice,
    SeatingDecision,
    SeatingRules,
    why_not_found,
    why_not_seat,
    why_not_vacate,
)
from platform_app.database.conflicts import conflict_on
from platform_app.documents.rules import Slot
from platform_app.documents.services import receive_upload
from platform_app.extensions import db
from platform_app.kernel.actors import Actor
from platform_app.kernel.clock import civil_date
from platform_app.kernel.errors import refuse_if

BOARD_NAME = "幹事会"


def found_board(*, decision: SeatingDecision, seats: Sequence[SeatChoice], by: Actor, at: datetime) -> int:
    """Seat the first board by a recorded founding decision; returns the decision's id.

    Raises: RuleViolation (too few, no chair, a member without the right, a board that is seated, a record that cannot be taken);
    TooLarge; Conflict if founded twice at once.
    """
    body = _hold_board()
    today = civil_date(at)
    rules = rules_at(today)
    refuse_if(
        why_not_found(
            nominees=nominees_of(seats, on=today, rules=rules),
            held=seats_held(body),
            decided_on=decision.decided_on,
            today=today,
            text=decision.text,
            rules=_seating_rules(rules),
        )
    )
    body = body or _add_board()
    row = _add_decision(body, DecisionKind.FOUNDING, decision, by=by, at=at)
    filled = _fill(body, row, seats)
    founded = BoardFounded(board_decision_id=row.id, body_id=body.id, decided_on=row.decided_on, seats=len(seats))
    record(founded, by=by, at=at, reason=row.text)
    record_many(filled, by=by, at=at)
    return row.id


def seat_by_decision(*, decision: SeatingDecision, seats: Sequence[SeatChoice], by: Actor, at: datetime) -> int:
    """Fill seats of the board by a later decision (election, vacancy); returns the decision's id.

    Raises: RuleViolation; TooLarge for its record.
    """
    body = _hold_board()
    today = civil_date(at)
    rules = rules_at(today)
    refuse_if(
        why_not_seat(
            nominees=nominees_of(seats, on=today, rules=rules),
            held=seats_held(body),
            decided_on=decision.decided_on,
            today=today,
            text=decision.text,
            rules=_seating_rules(rules),
        )
    )
    body = body or _add_board()
    row = _add_decision(body, DecisionKind.FILLING, decision, by=by, at=at)
    filled = _fill(body, row, seats)
    decided = SeatsDecided(
        board_decision_id=row.id, body_id=body.id, kind=row.kind, decided_on=row.decided_on, seats=len(seats)
    )
    record(decided, by=by, at=at, reason=row.text)
    record_many(filled, by=by, at=at)
    return row.id


def vacate_seat(*, seat_id: int, until_on: date, cause: Departure, by: Actor, at: datetime) -> None:
    """End a seat before its term; `until_on` is the first day without it.

    Raises: NotFound; RuleViolation.
    """
    _hold_board()
    seat = get_seat(seat_id, locks=True)
    refuse_if(why_not_vacate(period=Period(seat.from_on, seat.until_on), until_on=until_on, today=civil_date(at)))
    seat.until_on = until_on
    seat.departure = cause
    record(SeatVacated(seat_id=seat.id, member_id=seat.member_id, until_on=until_on, cause=cause), by=by, at=at)


def _hold_board() -> Body | None:
    """The board's row, held until the transaction ends so that two seatings follow one another; None before the first decision."""
    return db.session.scalar(select(Body).where(Body.kind == BodyKind.BOARD).with_for_update())


def _add_board() -> Body:
    body = Body(kind=BodyKind.BOARD, name=BOARD_NAME)
    with conflict_on("uq_body_board", "committees.board_founded_meanwhile"):
        db.session.add(body)
    return body


def _seating_rules(rules: RuleSet) -> SeatingRules:
    return SeatingRules(rules.integer("board.minimum_seats"), rules.integer("board.term_years"))


def _add_decision(body: Body, kind: DecisionKind, decision: SeatingDecision, *, by: Actor, at: datetime) -> BoardDecision:
    row = BoardDecision(
        body_id=body.id,
        kind=kind,
        decided_on=decision.decided_on,
        text=decision.text.strip(),
        document_id=_receive(decision.record, by=by, at=at),
        recorded_at=at,
    )
    with conflict_on("uq_board_decision_founding", "committees.board_founded_meanwhile"):
        db.session.add(row)
    return row


def _receive(file: RecordFile | None, *, by: Actor, at: datetime) -> int | None:
    if file is None:
        return None
    return receive_upload(stream=file.stream, filename=file.name, slot=Slot.DECISION_RECORD, by=by, at=at, field="record")


def _fill(body: Body, decision: BoardDecision, choices: Sequence[SeatChoice]) -> list[SeatFilled]:
    seats = [
        Seat(
            body_id=body.id,
            member_id=choice.member_id,
            person_id=choice.person_id,
            role=choice.role,
            from_on=choice.from_on,
            until_on=choice.until_on,
            decision_id=decision.id,
        )
        for choice in choices
    ]
    with conflict_on("uq_seat_body_id_member_id_from_on", "committees.member_seated_meanwhile"):
        db.session.add_all(seats)
    return [
        SeatFilled(
            seat_id=seat.id,
            board_decision_id=decision.id,
            member_id=seat.member_id,
            person_id=seat.person_id,
            role=seat.role,
            from_on=seat.from_on,
            until_on=choice.until_on,
        )
        for seat, choice in zip(seats, choices, strict=True)
    ]
