"""Use cases of meetings, of reminders, and of the watch over the board's seats."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, select

from platform_app.audit.services import record
from platform_app.bylaws.queries import rules_at
from platform_app.committees.events import AttendanceNoted, BoardBelowMinimum, BoardCompleteAgain, ReminderDue
from platform_app.committees.models import Attendance, Body, Sitting
from platform_app.committees.queries.seats import board_size
from platform_app.committees.queries.sittings import asked_seats, get_sitting, hold_deliberations, present_seats, seats_with_position
from platform_app.committees.rules.seats import BodyKind, missing_seats
from platform_app.committees.rules.sittings import why_not_note_attendance
from platform_app.extensions import db
from platform_app.kernel.actors import Actor
from platform_app.kernel.clock import civil_date
from platform_app.kernel.errors import refuse_if


def note_attendance(*, sitting_id: int, present: Collection[int], by: Actor, at: datetime) -> None:
    """Note which seats are present in a meeting, in place of what was noted before.

    Raises: NotFound; RuleViolation.
    """
    sitting, held = get_sitting(sitting_id), hold_deliberations(sitting_id)
    refuse_if(
        why_not_note_attendance(
            statuses=[row.status for row in held],
            meets_at=sitting.meets_at,
            asked=asked_seats(sitting_id),
            present=present,
            with_position=seats_with_position(sitting_id),
            at=at,
        )
    )
    before = present_seats(sitting_id)
    if sitting.attendance_noted_at is not None and before == frozenset(present):
        return
    gone = before - frozenset(present)
    db.session.execute(delete(Attendance).where(Attendance.sitting_id == sitting_id, Attendance.seat_id.in_(gone)))
    db.session.add_all(Attendance(sitting_id=sitting_id, seat_id=seat_id, noted_at=at) for seat_id in sorted(set(present) - before))
    sitting.attendance_noted_at = at
    db.session.flush()
    record(AttendanceNoted(sitting_id=sitting_id, present=len(set(present))), by=by, at=at)


def note_reminder(*, sitting_id: int, by: Actor, at: datetime) -> bool:
    """Note that the seats which have not answered are written to now; False if that was noted before."""
    sitting = db.session.scalar(select(Sitting).where(Sitting.id == sitting_id).with_for_update())
    if sitting is None or sitting.reminded_at is not None:
        return False
    sitting.reminded_at = at
    record(ReminderDue(sitting_id=sitting_id), by=by, at=at)
    return True


def watch_board(*, by: Actor, at: datetime) -> bool:
    """Note once that the board fell below its minimum of seats, and once that it has enough again; True if something was noted."""
    body = db.session.scalar(select(Body).where(Body.kind == BodyKind.BOARD).with_for_update())
    if body is None:
        return False
    on = civil_date(at)
    seats, minimum = board_size(on), rules_at(on).integer("board.minimum_seats")
    is_below = missing_seats(seats, minimum) > 0
    if is_below == (body.below_minimum_since is not None):
        return False
    body.below_minimum_since = at if is_below else None
    if is_below:
        record(BoardBelowMinimum(body_id=body.id, seats=seats, minimum=minimum), by=by, at=at)
    else:
        record(BoardCompleteAgain(body_id=body.id, seats=seats), by=by, at=at)
    return True
